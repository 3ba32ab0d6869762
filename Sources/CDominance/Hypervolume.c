#include "CDominance.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ProcessorVariants.h"

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

// The records of a sweep that can still add something, in columns and no order, and what of them bears on one box.
typedef struct {
  double *x, *y, *z;
  double *event;
  uint32_t *places;
  ptrdiff_t count;
} cloud;

static int ascending_events(const void *a, const void *b) {
  const double *first = a, *second = b;
  return first[2] < second[2] ? -1 : first[2] > second[2];
}

// By z; most lists are short.
static void sort_events(double *events, ptrdiff_t count) {
  if (count > 48) {
    qsort(events, (size_t)count, 3 * sizeof(double), ascending_events);
    return;
  }
  for (ptrdiff_t i = 1; i < count; i++) {
    double x = events[3 * i], y = events[3 * i + 1], z = events[3 * i + 2];
    ptrdiff_t j = i;
    for (; j > 0 && events[3 * j - 1] > z; j--) memcpy(events + 3 * j, events + 3 * (j - 1), 3 * sizeof *events);
    events[3 * j] = x;
    events[3 * j + 1] = y;
    events[3 * j + 2] = z;
  }
}

enum { LANES = 8 };

// Where the box from p to the reference ends in x and y, by records that lie below p in z and beyond it in the other column, and in z, by records that cover all the rest of it.
BODY void bound_box_body(const cloud *cloud, const double *p, double *ends) {
  double rights[LANES], tops[LANES], shuts[LANES];
  for (int k = 0; k < LANES; k++) {
    rights[k] = ends[0];
    tops[k] = ends[1];
    shuts[k] = ends[2];
  }
  // Columns are padded with infinities to whole lanes.
  for (ptrdiff_t i = 0; i < cloud->count; i += LANES) {
    for (int k = 0; k < LANES; k++) {
      double x = cloud->x[i + k], y = cloud->y[i + k], z = cloud->z[i + k];
      double left = x <= p[0] ? -INFINITY : INFINITY, under = y <= p[1] ? -INFINITY : INFINITY;
      double low = z <= p[2] ? -INFINITY : INFINITY;
      // The larger of two limits is the value itself only where both are open.
      double a = low > under ? low : under, b = low > left ? low : left, c = left > under ? left : under;
      double narrow = a > x ? a : x, flat = b > y ? b : y, shut = c > z ? c : z;
      rights[k] = narrow < rights[k] ? narrow : rights[k];
      tops[k] = flat < tops[k] ? flat : tops[k];
      shuts[k] = shut < shuts[k] ? shut : shuts[k];
    }
  }
  for (int k = 0; k < LANES; k++) {
    ends[0] = rights[k] < ends[0] ? rights[k] : ends[0];
    ends[1] = tops[k] < ends[1] ? tops[k] : ends[1];
    ends[2] = shuts[k] < ends[2] ? shuts[k] : ends[2];
  }
}

// The places of the records that reach into the box; returns how many there are.
BODY ptrdiff_t reaching_body(const cloud *cloud, const double *ends, uint32_t *places) {
  ptrdiff_t found = 0;
  for (ptrdiff_t i = 0; i < cloud->count; i += LANES) {
    int64_t inside[LANES], any = 0;
    for (int k = 0; k < LANES; k++) {
      inside[k] = -(int64_t)(cloud->x[i + k] < ends[0]) & -(int64_t)(cloud->y[i + k] < ends[1])
        & -(int64_t)(cloud->z[i + k] < ends[2]);
    }
    for (int k = 0; k < LANES; k++) any |= inside[k];
    if (!any) continue;
    for (int k = 0; k < LANES; k++) {
      places[found] = (uint32_t)(i + k);
      found += inside[k] != 0;
    }
  }
  return found;
}

// Both passes; `ends` comes in as the reference.
BODY ptrdiff_t look_body(const cloud *cloud, const double *p, double *ends, uint32_t *places) {
  bound_box_body(cloud, p, ends);
  return ends[2] <= p[2] ? 0 : reaching_body(cloud, ends, places);
}

typedef ptrdiff_t (*look_function)(const cloud *, const double *, double *, uint32_t *);

#ifdef WIDE
WIDE static ptrdiff_t look_wide(const cloud *c, const double *p, double *e, uint32_t *o) { return look_body(c, p, e, o); }
MIDDLE static ptrdiff_t look_middle(const cloud *c, const double *p, double *e, uint32_t *o) { return look_body(c, p, e, o); }
#endif
static ptrdiff_t look_plain(const cloud *c, const double *p, double *e, uint32_t *o) { return look_body(c, p, e, o); }

static look_function look_best(void) {
#ifdef WIDE
  if (has_wide_lanes()) return look_wide;
  if (has_middle_lanes()) return look_middle;
#endif
  return look_plain;
}

// The volume of the box from p to the reference that no record covers. Records that p dominates leave the cloud, unless p is covered itself.
static double exclusive_of_three(
    cloud *cloud, look_function look, const double *p, const double *reference, staircase *stairs) {
  double ends[3] = {reference[0], reference[1], reference[2]};
  ptrdiff_t events = look(cloud, p, ends, cloud->places);
  if (ends[2] <= p[2]) return 0;
  double right = ends[0], top = ends[1], end = ends[2];
  // From the back, so that a record moved into a gap was looked at before.
  for (ptrdiff_t i = events; i-- > 0;) {
    ptrdiff_t place = cloud->places[i];
    double x = cloud->x[place], y = cloud->y[place], z = cloud->z[place];
    double *event = cloud->event + 3 * i;
    event[0] = x > p[0] ? x : p[0];
    event[1] = y > p[1] ? y : p[1];
    event[2] = z > p[2] ? z : p[2];
    if (x >= p[0] && y >= p[1] && z >= p[2]) {
      ptrdiff_t last = --cloud->count;
      cloud->x[place] = cloud->x[last];
      cloud->y[place] = cloud->y[last];
      cloud->z[place] = cloud->z[last];
      cloud->x[last] = cloud->y[last] = cloud->z[last] = INFINITY;
    }
  }
  sort_events(cloud->event, events);
  stairs->count = 0;
  double full = (right - p[0]) * (top - p[1]), covered = 0, volume = 0, at = p[2];
  for (ptrdiff_t i = 0; i < events; i++) {
    const double *event = cloud->event + 3 * i;
    volume += (full - covered) * (event[2] - at);
    at = event[2];
    covered += grow(stairs, event[0], event[1], right, top);
  }
  return volume + (full > covered ? (full - covered) * (end - at) : 0);
}

// Four columns: a sweep along the last one, each step adding the volume that its record adds to the three-dimensional union of those before it: O(n) passes over the records that are left,
// and a sort of the few that reach into the box.
static double volume_of_four(
    const double *records, ptrdiff_t count, const double *floor, const double *reference, double *memory, staircase *stairs) {
  ptrdiff_t room = count + LANES;
  cloud cloud = {memory, memory + room, memory + 2 * room, memory + 3 * room, (uint32_t *)(memory + 6 * room), 0};
  for (ptrdiff_t i = 0; i < 3 * room; i++) memory[i] = INFINITY;
  look_function look = look_best();
  double total = 0, volume = 0, at = 0;
  for (ptrdiff_t i = 0; i < count; i++) {
    double point[4];
    for (int k = 0; k < 4; k++) {
      double value = records[4 * i + k];
      point[k] = floor != NULL && floor[k] > value ? floor[k] : value;
    }
    if (i > 0) total += volume * (point[3] - at);
    at = point[3];
    double added = exclusive_of_three(&cloud, look, point, reference, stairs);
    if (added <= 0) continue;
    volume += added;
    ptrdiff_t place = cloud.count++;
    cloud.x[place] = point[0];
    cloud.y[place] = point[1];
    cloud.z[place] = point[2];
  }
  return total + volume * (reference[3] - at);
}

double dominance_hypervolume(
    const double *records, ptrdiff_t objectives, ptrdiff_t count, const double *floor, const double *reference) {
  if (count <= 0) return 0;
  size_t n = (size_t)count;
  double *memory = malloc((2 * n + 2 + (objectives == 4 ? 7 * (n + LANES) : 0)) * sizeof *memory);
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
