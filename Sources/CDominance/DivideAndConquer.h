// The front of distinct records in lexicographic order, in three or more columns: H. T. Kung, F. Luccio and F. P. Preparata, "On Finding the Maxima of a Set of
// Vectors", JACM 22 (1975). Lists stay sorted by the last column throughout, so that the last two columns cost one merge and no sort: O(n log^(d-2) n).
#ifndef DIVIDE_AND_CONQUER_H
#define DIVIDE_AND_CONQUER_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

typedef struct {
  const double *records;
  ptrdiff_t objectives;
  uint8_t *dead;
  uint32_t *spare_end;
} conquest;

enum { LEAF = 16, FEW_PAIRS = 256, MEDIAN_SAMPLE = 15 };

static inline const double *record_at(const conquest *work, uint32_t position) {
  return work->records + (ptrdiff_t)position * work->objectives;
}

static void filter_pairs(
    const conquest *work, const uint32_t *better, ptrdiff_t betters, const uint32_t *tested, ptrdiff_t tests, ptrdiff_t from) {
  for (ptrdiff_t j = 0; j < tests; j++) {
    const double *test = record_at(work, tested[j]);
    for (ptrdiff_t i = 0; i < betters && !work->dead[tested[j]]; i++) {
      const double *candidate = record_at(work, better[i]);
      int behind = 1;
      for (ptrdiff_t k = from; k < work->objectives; k++) behind &= candidate[k] <= test[k];
      work->dead[tested[j]] = (uint8_t)behind;
    }
  }
}

static ptrdiff_t split_list(
    const conquest *work, const uint32_t *list, ptrdiff_t count, ptrdiff_t column, double at, int upTo, uint32_t *out,
    ptrdiff_t *rest) {
  ptrdiff_t low = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    double value = record_at(work, list[i])[column];
    low += upTo ? value <= at : value < at;
  }
  uint32_t *first = out, *second = out + low;
  for (ptrdiff_t i = 0; i < count; i++) {
    double value = record_at(work, list[i])[column];
    if (upTo ? value <= at : value < at) *first++ = list[i]; else *second++ = list[i];
  }
  *rest = count - low;
  return low;
}

// Marks every tested record that one of the better ones does not exceed in the columns from `from` on.
static void filter_lists(
    const conquest *work, const uint32_t *better, ptrdiff_t betters, const uint32_t *tested, ptrdiff_t tests, ptrdiff_t from,
    uint32_t *spare) {
  if (betters == 0 || tests == 0) return;
  ptrdiff_t last = work->objectives - 1;
  if (from == last - 1) {
    double least = INFINITY;
    ptrdiff_t i = 0;
    for (ptrdiff_t j = 0; j < tests; j++) {
      const double *test = record_at(work, tested[j]);
      while (i < betters && record_at(work, better[i])[last] <= test[last]) {
        double value = record_at(work, better[i++])[from];
        least = value < least ? value : least;
      }
      if (i > 0 && least <= test[from]) work->dead[tested[j]] = 1;
    }
    return;
  }
  // Without room for the halves the pairs are still compared, only slowly: skewed splits cannot make the answer wrong.
  if (betters * tests <= FEW_PAIRS || spare + betters + tests > work->spare_end) {
    filter_pairs(work, better, betters, tested, tests, from);
    return;
  }
  double lowBetter = INFINITY, highBetter = -INFINITY, lowTest = INFINITY, highTest = -INFINITY;
  for (ptrdiff_t i = 0; i < betters; i++) {
    double value = record_at(work, better[i])[from];
    lowBetter = value < lowBetter ? value : lowBetter;
    highBetter = value > highBetter ? value : highBetter;
  }
  for (ptrdiff_t i = 0; i < tests; i++) {
    double value = record_at(work, tested[i])[from];
    lowTest = value < lowTest ? value : lowTest;
    highTest = value > highTest ? value : highTest;
  }
  if (lowBetter > highTest) return;
  if (highBetter <= lowTest) {
    filter_lists(work, better, betters, tested, tests, from + 1, spare);
    return;
  }
  double sample[MEDIAN_SAMPLE];
  for (ptrdiff_t i = 0; i < MEDIAN_SAMPLE; i++) {
    ptrdiff_t at = (betters + tests - 1) * i / (MEDIAN_SAMPLE - 1);
    double value = record_at(work, at < betters ? better[at] : tested[at - betters])[from];
    ptrdiff_t j = i;
    while (j > 0 && sample[j - 1] > value) {
      sample[j] = sample[j - 1];
      j--;
    }
    sample[j] = value;
  }
  double median = sample[MEDIAN_SAMPLE / 2];
  double high = highBetter > highTest ? highBetter : highTest;
  // One of the two splits leaves records on both sides, because the values are not all equal.
  int upTo = median < high;
  ptrdiff_t restBetters, restTests;
  ptrdiff_t lowBetters = split_list(work, better, betters, from, median, upTo, spare, &restBetters);
  ptrdiff_t lowTests = split_list(work, tested, tests, from, median, upTo, spare + betters, &restTests);
  uint32_t *next = spare + betters + tests;
  filter_lists(work, spare, lowBetters, spare + betters + lowTests, restTests, from + 1, next);
  filter_lists(work, spare, lowBetters, spare + betters, lowTests, from, next);
  filter_lists(work, spare + lowBetters, restBetters, spare + betters + lowTests, restTests, from, next);
}

// The survivors of the records [low, high), written to `out` sorted by the last column; returns how many there are.
static ptrdiff_t conquer(const conquest *work, uint32_t low, uint32_t high, uint32_t *out, uint32_t *spare) {
  ptrdiff_t last = work->objectives - 1;
  if (high - low <= LEAF) {
    ptrdiff_t size = 0;
    for (uint32_t p = low; p < high; p++) {
      filter_pairs(work, out, size, &p, 1, 1);
      if (work->dead[p]) continue;
      ptrdiff_t j = size++;
      while (j > 0 && record_at(work, out[j - 1])[last] > record_at(work, p)[last]) {
        out[j] = out[j - 1];
        j--;
      }
      out[j] = p;
    }
    return size;
  }
  uint32_t middle = low + (high - low) / 2;
  ptrdiff_t first = conquer(work, low, middle, out, spare);
  ptrdiff_t second = conquer(work, middle, high, out + first, spare);
  filter_lists(work, out, first, out + first, second, 1, spare);
  memcpy(spare, out, (size_t)(first + second) * sizeof *out);
  ptrdiff_t i = 0, j = first, size = 0;
  while (i < first || j < first + second) {
    if (j < first + second && work->dead[spare[j]]) {
      j++;
    } else if (j == first + second
        || (i < first && record_at(work, spare[i])[last] <= record_at(work, spare[j])[last])) {
      out[size++] = spare[i++];
    } else {
      out[size++] = spare[j++];
    }
  }
  return size;
}

#endif
