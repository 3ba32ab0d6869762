#include "CLinearAlgebra.h"

#include "ExponentialVariants.h"

#include <stdlib.h>

struct pair_sums {
  lanes a1, a2, a11, a12, a22, y1, y2, g1, g2, d1g1, d1g2, d2g1, d2g2, g11, g12, g22, yg1, yg2, h1, h2, d1h1, d2h1, d1h2, d2h2, yh1, yh2;
};

struct pair_solution {
  lanes values[5], squares, information[7];
  lanes_index is_settled;
};

// What all curves share: the rates, their centred and normalised columns (first those over u, then those over v; weighted, ready for a product with the
// responses), and the inner products of each first with each second one. Where each curve has weights of its own the columns are without weights, and no product is shared.
struct pair_scan {
  int32_t cells;
  const double *first_rates, *second_rates, *columns, *cross;
};

#define KERNEL_BODIES "TwoExponentialLanes.h"
#include "ExponentialInstructionSets.h"

// Centred columns of unit length over one axis; `plain` gets them without weights, `weighted` with.
static void fill_axis(
    int32_t cells, const double *rates, int64_t n, const double *t, const double *weights, double total, double *plain, double *weighted) {
  for (int32_t k = 0; k < cells; k++) {
    double *column = plain + (int64_t)k * n, mean = 0, norm = 0;
    for (int64_t i = 0; i < n; i++) { column[i] = -rates[k] * t[i]; }
    cla_exp(n, column, column);
    for (int64_t i = 0; i < n; i++) {
      column[i] -= 1;
      mean += (weights ? weights[i] : 1) * column[i];
    }
    mean /= total;
    for (int64_t i = 0; i < n; i++) {
      column[i] -= mean;
      norm += (weights ? weights[i] : 1) * column[i] * column[i];
    }
    double factor = norm > 0 && isfinite(norm) ? 1 / sqrt(norm) : 0;
    for (int64_t i = 0; i < n; i++) {
      column[i] *= factor;
      weighted[(int64_t)k * n + i] = column[i] * (weights ? weights[i] : 1);
    }
  }
}

int32_t cla_two_exponential_batch(
    int32_t cells, const double *first_rates, const double *second_rates, int64_t n, const double *u, const double *v, int64_t curves,
    const double *responses, int64_t responses_stride, const double *weights, int64_t weights_stride, int64_t stride, double *values, double *squares,
    double *information, uint8_t *settled) {
  if (cells < 3 || cells > cla_two_exponential_cells || n < 1) { return -1; }
  const int32_t has_own_weights = weights != NULL && weights_stride != 0;
  const double *common = has_own_weights ? NULL : weights;
  lanes *work = aligned_alloc(64, (size_t)(4 * n) * sizeof(lanes));
  double *columns = malloc((size_t)(4 * cells) * (size_t)n * sizeof(double));
  if (work == NULL || columns == NULL) {
    free(work);
    free(columns);
    return -1;
  }
  lanes *y = work, *e = work + n, *own = has_own_weights ? work + 3 * n : NULL;
  double sum_of_weights = 0, cross[cla_two_exponential_cells * cla_two_exponential_cells];
  for (int64_t i = 0; i < n; i++) { sum_of_weights += common ? common[i] : 1; }
  double *plain = columns + 2 * (int64_t)cells * n;
  fill_axis(cells, first_rates, n, u, common, sum_of_weights, plain, columns);
  fill_axis(cells, second_rates, n, v, common, sum_of_weights, plain + (int64_t)cells * n, columns + (int64_t)cells * n);
  for (int32_t k = 0; k < cells && !has_own_weights; k++) {
    for (int32_t l = 0; l < cells; l++) {
      const double *first = columns + (int64_t)k * n, *second = plain + (int64_t)(cells + l) * n;
      double sum = 0;
      for (int64_t i = 0; i < n; i++) { sum += first[i] * second[i]; }
      cross[k * cells + l] = sum;
    }
  }
  struct pair_scan scan = {cells, first_rates, second_rates, columns, cross};
  for (int64_t start = 0; start < curves; start += 8) {
    double scale[8], shift[8];
    lanes total, inverse, rest = {0};
    for (int j = 0; j < 8; j++) {
      // Lanes past the last curve repeat it: what they compute is not stored.
      const int64_t curve = start + j < curves ? start + j : curves - 1;
      const double *from = responses + curve * responses_stride, *by = weights ? weights + curve * weights_stride : NULL;
      double sum = 0, largest = 0, mass = sum_of_weights;
      for (int64_t i = 0; i < n; i++) { sum += (by ? by[i] : 1) * from[i]; }
      if (has_own_weights) {
        mass = 0;
        for (int64_t i = 0; i < n; i++) {
          mass += by[i];
          own[i][j] = by[i];
        }
      }
      total[j] = mass;
      shift[j] = sum / mass;
      for (int64_t i = 0; i < n; i++) {
        double value = from[i] - shift[j], size = fabs(value);
        if (size > largest) { largest = size; }
        y[i][j] = value;
      }
      // A power of two near the largest deviation: squares neither overflow nor vanish, and dividing is exact.
      scale[j] = largest > 0 && isfinite(largest) ? ldexp(1, ilogb(largest)) : 1;
      inverse[j] = 1 / scale[j];
    }
    for (int64_t i = 0; i < n; i++) {
      y[i] *= inverse;
      rest += own ? y[i] * own[i] : (common ? y[i] * common[i] : y[i]);
    }
    // The rounding of the mean is a level of its own where y varies little about it.
    rest /= total;
    for (int64_t i = 0; i < n; i++) { y[i] -= rest; }
    struct pair_solution s;
    FOR_THIS_PROCESSOR(fit_pairs)(&scan, n, u, v, y, common, own, &total, e, &s);
    for (int j = 0; j < 8 && start + j < curves; j++) {
      int64_t c = start + j;
      int32_t isFinite = isfinite(s.squares[j]);
      for (int k = 0; k < 5; k++) {
        double value = s.values[k][j];
        if (k == 0) { value = (value + rest[j]) * scale[j] + shift[j]; }
        if (k == 1 || k == 2) { value *= scale[j]; }
        values[k * stride + c] = value;
        isFinite = isFinite && isfinite(value);
      }
      squares[c] = s.squares[j] * scale[j] * scale[j];
      const double unit = 1 / scale[j];
      const double units[7] = {1, 1, unit, unit * unit, 1, unit, unit * unit};
      for (int k = 0; k < 7; k++) {
        double value = s.information[k][j] * units[k];
        information[k * stride + c] = value;
        isFinite = isFinite && isfinite(value);
      }
      settled[c] = s.is_settled[j] != 0 && isFinite;
    }
  }
  free(work);
  free(columns);
  return 0;
}
