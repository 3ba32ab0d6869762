// What every compiled rival shares: the curves that all sides fit, a CPU clock, and the loop that answers the harness.
//
// A worker prints one line that names its tasks, then reads requests from its input, one a line:
//   time TASK            runs the task until 30 ms of CPU time have passed; answers {"fits": COUNT, "seconds": CPU SECONDS}
//   estimates TASK FILE  runs it once and writes one row a curve, parameters then residual sum of squares, as 8-byte floats
#ifndef BENCHMARKS_WORKER_H
#define BENCHMARKS_WORKER_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

// Many curves over the same predictors. `starts` is what rivals are handed, near the truth; `x` holds predictor after predictor, `y` curve after curve.
typedef struct {
  int64_t curves, count, predictors, parameters;
  double *x, *y, *starts;
} ProblemSet;

static inline int problem_set_read(const char *folder, const char *name, ProblemSet *set) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.curves", folder, name);
  FILE *file = fopen(path, "rb");
  if (!file) return 0;
  int64_t header[4];
  if (fread(header, 8, 4, file) != 4) { fclose(file); return 0; }
  set->curves = header[0], set->count = header[1], set->predictors = header[2], set->parameters = header[3];
  size_t sizes[3] = {(size_t)(header[1] * header[2]), (size_t)(header[0] * header[1]), (size_t)(header[0] * header[3])};
  double **columns[3] = {&set->x, &set->y, &set->starts};
  for (int i = 0; i < 3; i++) {
    *columns[i] = (double *)aligned_alloc(64, (sizes[i] * 8 + 127) / 64 * 64);
    if (!*columns[i] || fread(*columns[i], 8, sizes[i], file) != sizes[i]) { fclose(file); return 0; }
  }
  fclose(file);
  return 1;
}

static inline double cpu_seconds(void) {
  struct timespec now;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

// Fits the first `curves` curves; writes a row of `columns` numbers for each.
typedef struct {
  const char *name;
  ProblemSet *set;
  int64_t curves, columns;
  void (*run)(const ProblemSet *set, int64_t curves, double *rows);
} Task;

static inline int worker_main(const char *worker, const Task *tasks, int count) {
  printf("{\"worker\": \"%s\", \"tasks\": [", worker);
  for (int i = 0; i < count; i++) printf("%s\"%s\"", i ? ", " : "", tasks[i].name);
  printf("]}\n");
  fflush(stdout);
  char line[8192];
  while (fgets(line, sizeof line, stdin)) {
    char *verb = strtok(line, "\t\n"), *name = strtok(NULL, "\t\n"), *path = strtok(NULL, "\t\n");
    const Task *task = NULL;
    for (int i = 0; name && i < count; i++)
      if (strcmp(tasks[i].name, name) == 0) task = &tasks[i];
    if (!verb || !task) {
      printf("{\"error\": \"no such task\"}\n");
    } else {
      double *rows = (double *)calloc((size_t)(task->curves * task->columns) + 64, 8);
      int64_t fits = 0;
      double start = cpu_seconds(), seconds = 0;
      do {
        task->run(task->set, task->curves, rows);
        fits += task->curves;
        seconds = cpu_seconds() - start;
      } while (strcmp(verb, "time") == 0 && seconds < 0.03);
      if (path) {
        FILE *file = fopen(path, "wb");
        if (file) {
          fwrite(rows, 8, (size_t)(task->curves * task->columns), file);
          fclose(file);
        }
      }
      free(rows);
      printf("{\"fits\": %lld, \"seconds\": %.9g, \"columns\": %lld}\n", (long long)fits, seconds, (long long)task->columns);
    }
    fflush(stdout);
  }
  return 0;
}

#endif
