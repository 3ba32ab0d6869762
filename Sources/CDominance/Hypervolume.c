#include "CDominance.h"

#include <stdlib.h>
#include <string.h>

// The union of boxes [x, rx] x [y, ry] grown box by box: corners with x ascending and y descending.
typedef struct {
  double *x, *y;
  ptrdiff_t count;
} staircase;

// Adds a corner and returns the area that it adds; only positive areas are summed, so nothing cancels.
static double grow(staircase *stairs, double x, double y, double rx, double ry) {
  ptrdiff_t low = 0, high = stairs->count;
  while (low < high) {
    ptrdiff_t middle = (low + high) / 2;
    if (stairs->x[middle] < x) low = middle + 1; else high = middle;
  }
  if (low > 0 && stairs->y[low - 1] <= y) return 0;
  if (low < stairs->count && stairs->x[low] == x && stairs->y[low] <= y) return 0;
  double top = low > 0 ? stairs->y[low - 1] : ry, left = x, area = 0;
  ptrdiff_t end = low;
  while (end < stairs->count && stairs->y[end] >= y) {
    area += (stairs->x[end] - left) * (top - y);
    left = stairs->x[end];
    top = stairs->y[end++];
  }
  area += ((end < stairs->count ? stairs->x[end] : rx) - left) * (top - y);
  size_t tail = (size_t)(stairs->count - end) * sizeof(double);
  if (end != low + 1) {
    memmove(stairs->x + low + 1, stairs->x + end, tail);
    memmove(stairs->y + low + 1, stairs->y + end, tail);
  }
  stairs->x[low] = x;
  stairs->y[low] = y;
  stairs->count += low + 1 - end;
  return area;
}

// Records (x, y, z) with z ascending, each moved up to a floor where one is given.
static double volume_of_three(
    const double *records, ptrdiff_t stride, ptrdiff_t count, const double *floor, const double *reference, staircase *stairs) {
  stairs->count = 0;
  double volume = 0, area = 0, at = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    double point[3];
    for (int k = 0; k < 3; k++) {
      double value = records[i * stride + k];
      point[k] = floor != NULL && floor[k] > value ? floor[k] : value;
    }
    if (i > 0) volume += area * (point[2] - at);
    at = point[2];
    area += grow(stairs, point[0], point[1], reference[0], reference[1]);
  }
  return count > 0 ? volume + area * (reference[2] - at) : 0;
}

// Four columns: a sweep along the last one, each step adding the volume that its record adds to the three-dimensional union of those before it. `earlier` (3 x count)
// keeps them sorted by z.
static double volume_of_four(
    const double *records, ptrdiff_t count, const double *floor, const double *reference, double *earlier, staircase *stairs) {
  double total = 0, volume = 0, at = 0;
  ptrdiff_t kept = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    double point[4];
    for (int k = 0; k < 4; k++) {
      double value = records[4 * i + k];
      point[k] = floor != NULL && floor[k] > value ? floor[k] : value;
    }
    if (i > 0) total += volume * (point[3] - at);
    at = point[3];
    double covered = volume_of_three(earlier, 3, kept, point, reference, stairs);
    double box = (reference[0] - point[0]) * (reference[1] - point[1]) * (reference[2] - point[2]);
    if (box > covered) volume += box - covered;
    // Records that this one exceeds in no column can add nothing from here on.
    ptrdiff_t size = 0;
    for (ptrdiff_t j = 0; j < kept; j++) {
      const double *other = earlier + 3 * j;
      if (other[0] >= point[0] && other[1] >= point[1] && other[2] >= point[2]) continue;
      if (size != j) memmove(earlier + 3 * size, other, 3 * sizeof *other);
      size++;
    }
    kept = size;
    while (size > 0 && earlier[3 * (size - 1) + 2] > point[2]) size--;
    memmove(earlier + 3 * (size + 1), earlier + 3 * size, (size_t)(kept - size) * 3 * sizeof *earlier);
    memcpy(earlier + 3 * size, point, 3 * sizeof *earlier);
    kept++;
  }
  return total + volume * (reference[3] - at);
}

double dominance_hypervolume(
    const double *records, ptrdiff_t objectives, ptrdiff_t count, const double *floor, const double *reference) {
  if (count <= 0) return 0;
  size_t n = (size_t)count;
  double *memory = malloc((2 * n + 2 + (objectives == 4 ? 3 * n + 3 : 0)) * sizeof *memory);
  if (memory == NULL) return -1;
  staircase stairs = {memory, memory + n + 1, 0};
  double volume = 0;
  if (objectives == 2) {
    double previous = reference[0];
    double top = reference[0];
    // y ascending, so that x falls from one record that counts to the next.
    for (ptrdiff_t i = 0; i < count; i++) {
      double x = records[2 * i], y = records[2 * i + 1];
      if (floor != NULL) {
        x = floor[0] > x ? floor[0] : x;
        y = floor[1] > y ? floor[1] : y;
      }
      if (x >= top) continue;
      volume += (previous - x) * (reference[1] - y);
      previous = top = x;
    }
  } else if (objectives == 3) {
    volume = volume_of_three(records, 3, count, floor, reference, &stairs);
  } else {
    volume = volume_of_four(records, count, floor, reference, memory + 2 * n + 2, &stairs);
  }
  free(memory);
  return volume;
}
