#include "CDominance.h"

#include <stdlib.h>

#include "LexicographicSort.h"

// M. T. Jensen, "Reducing the Run-Time Complexity of Multiobjective EAs", IEEE Trans. Evol. Comput. 7 (2003), two objectives: in lexicographic order a row belongs to the
// first front whose last second value exceeds its own, and those last values ascend.
ptrdiff_t dominance_ranks_of_two(
    const double *const *columns, const double *signs, const uint32_t *rows, ptrdiff_t count, uint32_t *ranks) {
  if (count <= 0) return 0;
  size_t n = (size_t)count;
  double *records = malloc(n * 2 * sizeof *records);
  double *tails = malloc(n * sizeof *tails);
  sort_entry *entries = malloc(n * 2 * sizeof *entries);
  ptrdiff_t fronts = -1;
  if (records != NULL && tails != NULL && entries != NULL) {
    for (ptrdiff_t i = 0; i < count; i++) {
      uint32_t row = rows != NULL ? rows[i] : (uint32_t)i;
      entries[i].position = (uint32_t)i;
      for (int k = 0; k < 2; k++) records[2 * i + k] = signs[k] * columns[k][row] + 0.0;
    }
    sort_records(entries, entries + n, count, records, 2, 0);
    fronts = 0;
    ptrdiff_t previous = -1, rank = 0;
    for (ptrdiff_t i = 0; i < count; i++) {
      ptrdiff_t position = entries[i].position;
      const double *record = records + 2 * position;
      int repeated = previous >= 0 && record[0] == records[2 * previous] && record[1] == records[2 * previous + 1];
      if (!repeated) {
        ptrdiff_t low = 0, length = fronts;
        while (length > 0) {
          ptrdiff_t half = length / 2;
          int behind = tails[low + half] <= record[1];
          low = behind ? low + half + 1 : low;
          length = behind ? length - half - 1 : half;
        }
        rank = low;
        tails[rank] = record[1];
        if (rank == fronts) fronts++;
      }
      ranks[position] = (uint32_t)rank;
      previous = position;
    }
  }
  free(entries);
  free(tails);
  free(records);
  return fronts;
}
