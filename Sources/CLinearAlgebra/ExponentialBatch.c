#include "CLinearAlgebra.h"

#include "ExponentialVariants.h"

#include <stdlib.h>

struct exponential_sums {
  lanes d1, d2, a1, b1, da, db, aa, yd, ya, yb;
};

struct exponential_point {
  lanes amplitude, level, spread, slope, bend, drift;
};

struct exponential_peak {
  lanes gain, before, after, last;
  lanes_index at;
};

struct exponential_start {
  lanes rate, low, high;
};

// The inverse information has six entries: offset-offset, amplitude-amplitude, amplitude-rate, rate-rate, offset-amplitude, offset-rate. `independence` is 1 less the
// squared correlation of the derivatives by amplitude and rate; `last_step` the squared length of the last step, in squares of the response.
struct exponential_solution {
  lanes offset, amplitude, rate, squares, information[6], independence, last_step;
  lanes_index is_settled;
};

// What all curves share: the rates and, point by point, their columns: centred, normalised and weighted (unit weights or one column of weights), or plain d (a
// column of weights for each curve).
struct exponential_scan {
  int32_t cells, is_plain;
  const double *rates, *columns;
};

#define KERNEL_BODIES "ExponentialKernels.h"
#include "ExponentialInstructionSets.h"

// The coordinate in the exponent, for powers of two.
static void fill_exponents(const struct cla_exponential_law *law, int64_t n, const double *t, double *m) {
  const double factor = law->direction * (1 / LANES_LN2);
  for (int64_t i = 0; i < n; i++) { m[i] = factor * t[i]; }
}

int32_t cla_exponential_batch(
    const struct cla_exponential_law *law, int32_t cells, const double *rates, int64_t n, const double *t, int64_t curves, const double *responses,
    int64_t responses_stride, const double *weights, int64_t weights_stride, const struct cla_exponential_columns *columns) {
  if (cells < 8 || cells % 8 != 0 || n < 1) { return -1; }
  const int32_t has_own_weights = weights != NULL && weights_stride != 0;
  lanes *work = aligned_alloc(64, (size_t)(4 * n) * sizeof(lanes));
  double *numbers = aligned_alloc(64, (size_t)((cells + 8) * n + 8) / 8 * 64);
  if (work != NULL && numbers != NULL) {
    double *m = numbers + (int64_t)cells * n;
    fill_exponents(law, n, t, m);
    FOR_THIS_PROCESSOR(fill_scan)(law, cells, rates, n, m, has_own_weights ? NULL : weights, has_own_weights, numbers);
    struct exponential_scan scan = {cells, has_own_weights, rates, numbers};
    FOR_THIS_PROCESSOR(fit_curves)(law, &scan, n, m, curves, responses, responses_stride, weights, weights_stride, work, columns);
  }
  int32_t result = work != NULL && numbers != NULL ? 0 : -1;
  free(work);
  free(numbers);
  return result;
}

int32_t cla_exponential_search(
    const struct cla_exponential_law *law, int64_t n, const double *t, const double *response, const double *weights, double lower,
    double upper, int32_t is_logarithmic, struct cla_exponential_minimum *out) {
  // Short columns, which most curves are, stay on the stack.
  enum { short_column = 32 };
  lanes near_by[4 * short_column];
  double near_by_exponents[short_column];
  lanes *work = n <= short_column ? near_by : aligned_alloc(64, (size_t)(4 * n) * sizeof(lanes));
  double *m = n <= short_column ? near_by_exponents : malloc((size_t)n * sizeof(double));
  int32_t best = -1;
  if (work != NULL && m != NULL) {
    lanes *y = work, *w = work + n;
    double all = 0, sum = 0, rest = 0, squares = 0, largest = 0;
    fill_exponents(law, n, t, m);
    for (int64_t i = 0; i < n; i++) {
      all += weights ? weights[i] : 1;
      sum += (weights ? weights[i] : 1) * response[i];
    }
    double mean = law->has_offset ? sum / all : 0;
    for (int64_t i = 0; i < n; i++) {
      double value = response[i] - mean, size = fabs(value);
      rest += (weights ? weights[i] : 1) * value;
      largest = size > largest ? size : largest;
    }
    // The rounding of the mean is a level of its own where y varies little about it.
    rest = law->has_offset ? rest / all : 0;
    // A power of two near the largest deviation: squares neither overflow nor vanish, and dividing is exact.
    const double scale = largest > 1e-290 && largest < 1e290 ? ldexp(1, ilogb(largest)) : 1;
    for (int64_t i = 0; i < n; i++) {
      double weight = weights ? weights[i] : 1, value = ((response[i] - mean) - rest) / scale;
      squares += weight * value * value;
      y[i] = (lanes){value, value, value, value, value, value, value, value};
      if (weights) { w[i] = (lanes){weight, weight, weight, weight, weight, weight, weight, weight}; }
    }
    lanes total = {all, all, all, all, all, all, all, all};
    double gains[cla_exponential_search_cells], rates[cla_exponential_search_cells], gain = 0;
    int32_t cells = 0;
    struct exponential_solution s;
    FOR_THIS_PROCESSOR(search)(
        law, n, m, y, weights ? w : NULL, total, lower, upper, is_logarithmic, work + 2 * n, work + 3 * n, gains, rates, &cells, &s);
    for (int32_t k = 0; k < cells; k++) { gain = gains[k] > gain ? gains[k] : gain; }
    for (int j = 0; j < 8; j++) {
      // The square of a step of 1e-9 is below rounding; and enough of the derivatives' digits are left for standard errors.
      int32_t isPlain = s.is_settled[j] != 0 && (law->sign == 0 || law->sign * s.amplitude[j] > 0) && isfinite(s.squares[j]) &&
                        s.last_step[j] < 1e-18 * squares && (!law->has_offset || s.independence[j] > 1e-5) && s.squares[j] > 1e-20 * squares;
      if (isPlain && (best < 0 || s.squares[j] < s.squares[best])) { best = j; }
    }
    // A scan may see lower than the minima that settled: at an end, or where nothing converged.
    if (best >= 0 && s.squares[best] > (squares - gain) * (1 + 1e-6) + 1e-14 * squares) { best = -1; }
    if (best >= 0) {
      const double unit = 1 / scale;
      const double units[6] = {1, 1, unit, unit * unit, 1, unit};
      out->offset = law->has_offset ? s.offset[best] * scale + rest + mean : 0;
      out->amplitude = s.amplitude[best] * scale;
      out->rate = s.rate[best];
      out->squares = s.squares[best] * scale * scale;
      out->lowest_on_scan = (squares - gain) * scale * scale;
      out->cells = cells;
      for (int k = 0; k < 6; k++) { out->information[k] = s.information[k][best] * units[k]; }
    }
  }
  int32_t result = work == NULL || m == NULL ? -1 : best >= 0;
  if (work != near_by) { free(work); }
  if (m != near_by_exponents) { free(m); }
  return result;
}
