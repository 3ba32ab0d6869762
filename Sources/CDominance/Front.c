#include "CDominance.h"

#include <math.h>
#include <stdlib.h>

#include "DivideAndConquer.h"
#include "LexicographicSort.h"
#include "PivotFilter.h"

void dominance_release(dominance_scratch *scratch) {
  free(scratch->memory);
  scratch->memory = NULL;
  scratch->size = 0;
}

enum { AHEAD = 16 };

static char *reserve(dominance_scratch *scratch, size_t size) {
  if (scratch->size < size) {
    dominance_release(scratch);
    scratch->memory = malloc(size);
    if (scratch->memory != NULL) scratch->size = size;
  }
  return scratch->memory;
}

ptrdiff_t dominance_first_missing(const double *column, ptrdiff_t count) {
  ptrdiff_t start = 0;
  for (; start + CHUNK <= count; start += CHUNK) {
    int64_t missing = 0;
    for (ptrdiff_t i = 0; i < CHUNK; i++) missing |= -(int64_t)(column[start + i] != column[start + i]);
    if (missing) break;
  }
  for (; start < count; start++)
    if (column[start] != column[start]) return start;
  return -1;
}

// Rows of a full table that one good sampled row does not dominate.
static ptrdiff_t filter_columns(
    const double *const *columns, const double *signs, ptrdiff_t objectives, ptrdiff_t count, uint32_t *kept) {
  double sample[SAMPLE * objectives];
  for (ptrdiff_t i = 0; i < SAMPLE; i++) {
    ptrdiff_t row = (ptrdiff_t)((uint64_t)(count - 1) * (uint64_t)i / (SAMPLE - 1));
    for (ptrdiff_t k = 0; k < objectives; k++) sample[i * objectives + k] = signs[k] * columns[k][row];
  }
  const double *pivot = sample + least_sum(sample, SAMPLE, objectives, -1, 1) * objectives;
  keep_chunk_function keep = keep_chunk_best();
  ptrdiff_t size = 0;
  for (ptrdiff_t first = 0; first < count; first += CHUNK)
    size += keep(columns, signs, pivot, objectives, first, count - first < CHUNK ? count - first : CHUNK, kept + size);
  return size;
}

static int same_record(const double *left, const double *right, ptrdiff_t objectives) {
  for (ptrdiff_t k = 0; k < objectives; k++)
    if (left[k] != right[k]) return 0;
  return 1;
}

ptrdiff_t dominance_front(
    const double *const *columns, const double *signs, ptrdiff_t objectives, const uint32_t *rows, ptrdiff_t count,
    dominance_scratch *scratch, uint32_t *members) {
  if (count <= 0) return 0;
  ptrdiff_t size = count;
  int filtered = rows == NULL && count >= 2 * SAMPLE && objectives <= 16;
  if (filtered) size = filter_columns(columns, signs, objectives, count, members);

  size_t n = (size_t)size, d = (size_t)objectives;
  size_t lists = objectives == 2 ? 0 : n * (2 + 8 * (d > 3 ? d - 3 : 0));
  size_t need = n * d * 8 * (objectives == 2 ? 1 : 2) + n * 2 * sizeof(sort_entry) + n * 8 + lists * 4 + 64 + n;
  char *memory = reserve(scratch, need);
  if (memory == NULL) return -1;
  double *records = (double *)memory;
  double *sorted = records + n * d;
  sort_entry *entries = (sort_entry *)(objectives == 2 ? sorted : sorted + n * d);
  sort_entry *spare = entries + n;
  uint32_t *ids = (uint32_t *)(spare + n);
  uint32_t *firsts = ids + n;
  uint32_t *list = firsts + n;
  uint8_t *dead = (uint8_t *)(list + lists);

  for (ptrdiff_t i = 0; i < size; i++) {
    uint32_t row = filtered ? members[i] : rows != NULL ? rows[i] : (uint32_t)i;
    ids[i] = row;
    // Adding zero makes minus zero plus zero, so that the two have one key.
    for (ptrdiff_t k = 0; k < objectives; k++) records[i * objectives + k] = signs[k] * columns[k][row] + 0.0;
  }
  if (size > 64) {
    double weight = 1;
    // Where one good row discarded next to nothing, one more try is enough.
    ptrdiff_t idle = filtered && size * 10 > count * 9 ? 1 : 0;
    for (ptrdiff_t round = 0; round < 3 * objectives && size > 64 && idle < 2; round++) {
      if (round % objectives == 1) weight *= 6;
      ptrdiff_t heavy = round == 0 ? -1 : (round - 1) % objectives;
      ptrdiff_t left = filter_records(records, ids, size, objectives, least_sum(records, size, objectives, heavy, weight));
      idle = left * 10 > size * 9 ? idle + 1 : 0;
      size = left;
    }
  }

  for (ptrdiff_t i = 0; i < size; i++) entries[i].position = (uint32_t)i;
  ptrdiff_t found = 0;
  if (objectives == 2) {
    for (ptrdiff_t i = 0; i < size; i++) entries[i].key = ordered_key(records[2 * i]);
    sort_entries(entries, spare, size);
    double best = 0;
    for (ptrdiff_t start = 0; start < size;) {
      ptrdiff_t end = start;
      // Records lie anywhere in memory: they are asked for ahead.
      if (start + AHEAD < size) __builtin_prefetch(records + 2 * (ptrdiff_t)entries[start + AHEAD].position);
      double least = records[2 * (ptrdiff_t)entries[start].position + 1];
      for (; end < size && entries[end].key == entries[start].key; end++) {
        double value = records[2 * (ptrdiff_t)entries[end].position + 1];
        least = value < least ? value : least;
      }
      if (start == 0 || least < best) {
        for (ptrdiff_t i = start; i < end; i++)
          if (records[2 * (ptrdiff_t)entries[i].position + 1] == least) members[found++] = ids[entries[i].position];
        best = least;
      }
      start = end;
    }
    return found;
  }

  sort_records(entries, spare, size, records, objectives, 0);
  ptrdiff_t distinct = 0;
  for (ptrdiff_t i = 0; i < size; i++) {
    const double *record = records + (ptrdiff_t)entries[i].position * objectives;
    if (distinct > 0 && same_record(record, sorted + (distinct - 1) * objectives, objectives)) continue;
    memcpy(sorted + distinct * objectives, record, d * sizeof *record);
    firsts[distinct++] = (uint32_t)i;
  }
  memset(dead, 0, (size_t)distinct);
  conquest work = {.records = sorted, .objectives = objectives, .dead = dead, .spare_end = list + lists};
  conquer(&work, 0, (uint32_t)distinct, list, list + distinct);
  for (ptrdiff_t i = 0; i < distinct; i++) {
    if (dead[i]) continue;
    ptrdiff_t end = i + 1 < distinct ? (ptrdiff_t)firsts[i + 1] : size;
    for (ptrdiff_t j = firsts[i]; j < end; j++) members[found++] = ids[entries[j].position];
  }
  return found;
}

ptrdiff_t dominance_area(
    const double *const *columns, const double *signs, const uint32_t *rows, ptrdiff_t count, const double *reference,
    dominance_scratch *scratch, double *area) {
  *area = 0;
  if (count <= 0) return 0;
  ptrdiff_t size = count;
  int filtered = rows == NULL && count >= 2 * SAMPLE;
  size_t keep = filtered ? (size_t)count : 0;
  char *memory = reserve(scratch, keep * sizeof(uint32_t) + 64);
  if (memory == NULL) return -1;
  const uint32_t *chosen = rows;
  if (filtered) {
    size = filter_columns(columns, signs, 2, count, (uint32_t *)memory);
    chosen = size < count ? (uint32_t *)memory : NULL;
  }
  sort_entry *entries = malloc(2 * (size_t)size * sizeof *entries);
  if (entries == NULL) return -1;
  for (ptrdiff_t i = 0; i < size; i++) {
    ptrdiff_t row = chosen != NULL ? (ptrdiff_t)chosen[i] : i;
    entries[i].key = ordered_key(signs[0] * columns[0][row] + 0.0);
    entries[i].value = signs[1] * columns[1][row] + 0.0;
  }
  sort_entries(entries, entries + size, size);
  ptrdiff_t found = 0;
  double best = INFINITY, top = reference[1];
  for (ptrdiff_t start = 0; start < size;) {
    ptrdiff_t end = start, same = 0;
    double least = entries[start].value;
    for (; end < size && entries[end].key == entries[start].key; end++) {
      same = entries[end].value < least ? 1 : same + (entries[end].value == least);
      least = entries[end].value < least ? entries[end].value : least;
    }
    if (start == 0 || least < best) {
      found += same;
      best = least;
      double width = reference[0] - ordered_value(entries[start].key);
      if (width > 0 && least < top) {
        *area += width * (top - least);
        top = least;
      }
    }
    start = end;
  }
  free(entries);
  return found;
}
