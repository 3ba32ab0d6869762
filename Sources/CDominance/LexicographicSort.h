// Sorts records of doubles: a stable distribution of the first column, and a merge sort of the few that tie there.
#ifndef LEXICOGRAPHIC_SORT_H
#define LEXICOGRAPHIC_SORT_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

// What goes with a key: the place of a record, or a value where nothing else is wanted.
typedef struct {
  uint64_t key;
  union {
    uint32_t position;
    double value;
  };
} sort_entry;

enum { DIGIT_BITS = 11, DIGITS = 6, DIGIT_SIZE = 1 << DIGIT_BITS, SMALL_SORT = 1500 };

// An integer in the order of the doubles; minus zero has been made plus zero before.
static inline uint64_t ordered_key(double value) {
  uint64_t bits;
  memcpy(&bits, &value, sizeof bits);
  return bits ^ ((uint64_t)((int64_t)bits >> 63) | 0x8000000000000000u);
}

// The double behind a key.
static inline double ordered_value(uint64_t key) {
  uint64_t bits = key & 0x8000000000000000u ? key ^ 0x8000000000000000u : ~key;
  double value;
  memcpy(&value, &bits, sizeof value);
  return value;
}

static void merge_entries(sort_entry *entries, sort_entry *spare, ptrdiff_t count) {
  for (ptrdiff_t start = 0; start < count; start += 12) {
    ptrdiff_t end = start + 12 < count ? start + 12 : count;
    for (ptrdiff_t i = start + 1; i < end; i++) {
      sort_entry entry = entries[i];
      ptrdiff_t j = i;
      while (j > start && entries[j - 1].key > entry.key) {
        entries[j] = entries[j - 1];
        j--;
      }
      entries[j] = entry;
    }
  }
  sort_entry *from = entries, *to = spare;
  for (ptrdiff_t width = 12; width < count; width *= 2) {
    for (ptrdiff_t start = 0; start < count; start += 2 * width) {
      ptrdiff_t middle = start + width < count ? start + width : count;
      ptrdiff_t end = start + 2 * width < count ? start + 2 * width : count;
      ptrdiff_t left = start, right = middle, out = start;
      while (left < middle && right < end) {
        int second = from[right].key < from[left].key;
        to[out++] = second ? from[right] : from[left];
        right += second;
        left += !second;
      }
      while (left < middle) to[out++] = from[left++];
      while (right < end) to[out++] = from[right++];
    }
    sort_entry *other = from;
    from = to;
    to = other;
  }
  if (from != entries) memcpy(entries, from, (size_t)count * sizeof *entries);
}

static void radix_entries(sort_entry *entries, sort_entry *spare, ptrdiff_t count) {
  static const int shifts[DIGITS] = {0, 11, 22, 33, 44, 55};
  uint32_t counts[DIGITS][DIGIT_SIZE];
  memset(counts, 0, sizeof counts);
  for (ptrdiff_t i = 0; i < count; i++)
    for (int digit = 0; digit < DIGITS; digit++) counts[digit][(entries[i].key >> shifts[digit]) & (DIGIT_SIZE - 1)]++;
  sort_entry *from = entries, *to = spare;
  for (int digit = 0; digit < DIGITS; digit++) {
    uint32_t *starts = counts[digit];
    // A digit that is the same everywhere orders nothing.
    if (starts[(from[0].key >> shifts[digit]) & (DIGIT_SIZE - 1)] == (uint32_t)count) continue;
    uint32_t sum = 0;
    for (int value = 0; value < DIGIT_SIZE; value++) {
      uint32_t here = starts[value];
      starts[value] = sum;
      sum += here;
    }
    for (ptrdiff_t i = 0; i < count; i++) to[starts[(from[i].key >> shifts[digit]) & (DIGIT_SIZE - 1)]++] = from[i];
    sort_entry *other = from;
    from = to;
    to = other;
  }
  if (from != entries) memcpy(entries, from, (size_t)count * sizeof *entries);
}

enum { BUCKETS = 512, BUCKET_DEPTH = 4, BUCKET_SMALL = 24 };

// Sorts by distributing entries evenly over the range of their keys, and so again within each bucket: most of the work then happens inside the cache. Buckets that stay large (keys that crowd in one place)
// are left to the radix sort. Entries with equal keys keep their order. The result lands in `entries`; where `inSpare` is set the input lies in `spare`.
static void distribute_entries(sort_entry *entries, sort_entry *spare, ptrdiff_t count, int depth, int inSpare) {
  sort_entry *from = inSpare ? spare : entries;
  if (count <= BUCKET_SMALL) {
    for (ptrdiff_t i = 0; i < count; i++) {
      sort_entry entry = from[i];
      ptrdiff_t j = i;
      while (j > 0 && entries[j - 1].key > entry.key) {
        entries[j] = entries[j - 1];
        j--;
      }
      entries[j] = entry;
    }
    return;
  }
  if (depth >= BUCKET_DEPTH) {
    if (inSpare) memcpy(entries, spare, (size_t)count * sizeof *entries);
    if (count < SMALL_SORT) merge_entries(entries, spare, count); else radix_entries(entries, spare, count);
    return;
  }
  uint64_t least = from[0].key, most = from[0].key;
  for (ptrdiff_t i = 1; i < count; i++) {
    least = from[i].key < least ? from[i].key : least;
    most = from[i].key > most ? from[i].key : most;
  }
  if (least == most) {
    if (inSpare) memcpy(entries, spare, (size_t)count * sizeof *entries);
    return;
  }
  ptrdiff_t wanted = count / 6;
  uint32_t buckets = wanted < BUCKETS ? (uint32_t)wanted : BUCKETS;
  // Below 1 for the last key, rounding included.
  double scale = (double)buckets * (1 - 1e-12) / (double)(most - least);
  uint32_t starts[BUCKETS + 1];
  memset(starts, 0, (buckets + 1) * sizeof *starts);
  for (ptrdiff_t i = 0; i < count; i++) starts[(uint32_t)((double)(int64_t)((from[i].key - least) >> 1) * (2 * scale)) + 1]++;
  uint32_t ends[BUCKETS];
  for (uint32_t bucket = 0; bucket < buckets; bucket++) {
    starts[bucket + 1] += starts[bucket];
    ends[bucket] = starts[bucket];
  }
  sort_entry *to = inSpare ? entries : spare;
  for (ptrdiff_t i = 0; i < count; i++)
    to[ends[(uint32_t)((double)(int64_t)((from[i].key - least) >> 1) * (2 * scale))]++] = from[i];
  for (uint32_t bucket = 0; bucket < buckets; bucket++) {
    ptrdiff_t start = starts[bucket], size = (ptrdiff_t)starts[bucket + 1] - start;
    if (size > 0) distribute_entries(entries + start, spare + start, size, depth + 1, !inSpare);
  }
}

// Sorts by key; entries with equal keys keep their order.
static void sort_entries(sort_entry *entries, sort_entry *spare, ptrdiff_t count) {
  if (count < SMALL_SORT) merge_entries(entries, spare, count); else distribute_entries(entries, spare, count, 0, 0);
}

// Orders entries by column `depth` of their records, and those that tie by the next; ties in all keep their order.
static void sort_records(
    sort_entry *entries, sort_entry *spare, ptrdiff_t count, const double *records, ptrdiff_t objectives, ptrdiff_t depth) {
  for (ptrdiff_t i = 0; i < count; i++) entries[i].key = ordered_key(records[(ptrdiff_t)entries[i].position * objectives + depth]);
  sort_entries(entries, spare, count);
  if (depth + 1 == objectives) return;
  for (ptrdiff_t start = 0; start < count;) {
    ptrdiff_t end = start + 1;
    uint64_t key = entries[start].key;
    while (end < count && entries[end].key == key) end++;
    if (end - start > 1) sort_records(entries + start, spare, end - start, records, objectives, depth + 1);
    start = end;
  }
}

#endif
