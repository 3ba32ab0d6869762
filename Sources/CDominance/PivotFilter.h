// Discards the rows that a few good rows dominate, before anything is sorted.
#ifndef PIVOT_FILTER_H
#define PIVOT_FILTER_H

#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "ProcessorVariants.h"

enum { CHUNK = 512, SAMPLE = 1024 };

// Writes the rows of a chunk that the pivot does not dominate; returns how many there are.
BODY ptrdiff_t keep_chunk_body(
    const double *const *columns, const double *signs, const double *pivot, ptrdiff_t objectives, ptrdiff_t first,
    ptrdiff_t count, uint32_t *kept) {
  int64_t behind[CHUNK];
  int64_t worse[CHUNK];
  for (ptrdiff_t i = 0; i < count; i++) {
    double value = signs[0] * columns[0][first + i];
    behind[i] = -(int64_t)(value >= pivot[0]);
    worse[i] = -(int64_t)(value > pivot[0]);
  }
  for (ptrdiff_t k = 1; k < objectives; k++) {
    const double *column = columns[k] + first;
    double sign = signs[k], bound = pivot[k];
    for (ptrdiff_t i = 0; i < count; i++) {
      double value = sign * column[i];
      behind[i] &= -(int64_t)(value >= bound);
      worse[i] |= -(int64_t)(value > bound);
    }
  }
  ptrdiff_t size = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    kept[size] = (uint32_t)(first + i);
    size += (behind[i] & worse[i]) == 0;
  }
  return size;
}

#ifdef WIDE
WIDE static ptrdiff_t keep_chunk_wide(
    const double *const *c, const double *s, const double *p, ptrdiff_t d, ptrdiff_t f, ptrdiff_t n, uint32_t *o) {
  return keep_chunk_body(c, s, p, d, f, n, o);
}
MIDDLE static ptrdiff_t keep_chunk_middle(
    const double *const *c, const double *s, const double *p, ptrdiff_t d, ptrdiff_t f, ptrdiff_t n, uint32_t *o) {
  return keep_chunk_body(c, s, p, d, f, n, o);
}
#endif
static ptrdiff_t keep_chunk_plain(
    const double *const *c, const double *s, const double *p, ptrdiff_t d, ptrdiff_t f, ptrdiff_t n, uint32_t *o) {
  return keep_chunk_body(c, s, p, d, f, n, o);
}

typedef ptrdiff_t (*keep_chunk_function)(
    const double *const *, const double *, const double *, ptrdiff_t, ptrdiff_t, ptrdiff_t, uint32_t *);

static keep_chunk_function keep_chunk_best(void) {
#ifdef WIDE
  if (has_wide_lanes()) return keep_chunk_wide;
  if (has_middle_lanes()) return keep_chunk_middle;
#endif
  return keep_chunk_plain;
}

// The position of the least weighted sum over records of doubles, scaled by their ranges; any answer is a valid pivot, so infinities need no care here.
static ptrdiff_t least_sum(const double *records, ptrdiff_t count, ptrdiff_t objectives, ptrdiff_t heavy, double weight) {
  double scale[objectives];
  for (ptrdiff_t k = 0; k < objectives; k++) {
    double low = INFINITY, high = -INFINITY;
    for (ptrdiff_t i = 0; i < count; i++) {
      double value = records[i * objectives + k];
      low = value < low ? value : low;
      high = value > high ? value : high;
    }
    scale[k] = high > low && isfinite(high - low) ? 1 / (high - low) : 0;
    if (!isfinite(scale[k])) scale[k] = 0;
    if (k == heavy) scale[k] *= weight;
  }
  ptrdiff_t best = 0;
  double least = INFINITY;
  for (ptrdiff_t i = 0; i < count; i++) {
    double sum = 0;
    for (ptrdiff_t k = 0; k < objectives; k++) sum += scale[k] * records[i * objectives + k];
    if (sum < least) {
      least = sum;
      best = i;
    }
  }
  return best;
}

// Removes the records that one of them dominates, in place; returns how many are left.
static ptrdiff_t filter_records(double *records, uint32_t *rows, ptrdiff_t count, ptrdiff_t objectives, ptrdiff_t at) {
  double pivot[objectives];
  memcpy(pivot, records + at * objectives, sizeof pivot);
  ptrdiff_t kept = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    const double *record = records + i * objectives;
    int behind = 1, worse = 0;
    for (ptrdiff_t k = 0; k < objectives; k++) {
      behind &= record[k] >= pivot[k];
      worse |= record[k] > pivot[k];
    }
    if (behind & worse) continue;
    if (kept != i) {
      memmove(records + kept * objectives, record, sizeof pivot);
      rows[kept] = rows[i];
    }
    kept++;
  }
  return kept;
}

#endif
