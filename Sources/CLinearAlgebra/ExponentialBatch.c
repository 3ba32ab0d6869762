#include "CLinearAlgebra.h"

#include "ExponentialVariants.h"

#include <stdlib.h>

struct exponential_sums {
  lanes d1, d2, te, tte, dte, dtte, ttee, ye, yte, ytte;
};

struct exponential_solution {
  lanes offset, amplitude, rate, squares, information[6];
  lanes_index is_settled;
};

// What all curves share: the rates and, for each, its column over t: centred, normalised and weighted (unit weights or one column of
// weights), or plain d (a column of weights for each curve).
struct cla_exponential_scan {
  int32_t cells;
  const double *rates;
  const double *columns;
};

typedef void lanes_fit(
    const struct cla_exponential_law *, const struct cla_exponential_scan *, int64_t, const double *, const lanes *, const lanes *,
    const lanes *, lanes *, struct exponential_solution *);

typedef void lanes_search(
    const struct cla_exponential_law *, int64_t, const double *, const lanes *, const lanes *, const lanes *, double, double, int32_t,
    lanes *, lanes *, double *, double *, int32_t *, struct exponential_solution *);

struct kernels {
  lanes_fit *fit;
  lanes_search *search;
};

#define TARGET
#define SUFFIX plain
#define EXP8 exp8_plain
#include "ExponentialLanes.h"
#undef TARGET
#undef SUFFIX
#undef EXP8

#if defined(HAS_X86_VARIANTS)

#define TARGET TARGET_AVX2
#define SUFFIX avx2
#define EXP8 exp8_avx2
#include "ExponentialLanes.h"
#undef TARGET
#undef SUFFIX
#undef EXP8

#define TARGET TARGET_AVX512
#define SUFFIX avx512
#define EXP8 exp8_avx512
#include "ExponentialLanes.h"
#undef TARGET
#undef SUFFIX
#undef EXP8

static struct kernels kernels_of_this_processor(void) {
  switch (exponential_variant()) {
    case 2: return (struct kernels){fit_lanes_avx512, search_avx512};
    case 1: return (struct kernels){fit_lanes_avx2, search_avx2};
    default: return (struct kernels){fit_lanes_plain, search_plain};
  }
}

#else

static struct kernels kernels_of_this_processor(void) { return (struct kernels){fit_lanes_plain, search_plain}; }

#endif

// Columns of the scan. With `weights` (or without any) they are ready for a plain product with the responses.
static void fill_scan(
    const struct cla_exponential_law *law, int32_t cells, const double *rates, int64_t n, const double *t, const double *weights,
    int32_t is_plain, double *columns) {
  double total = 0;
  for (int64_t i = 0; i < n; i++) { total += weights ? weights[i] : 1; }
  for (int32_t k = 0; k < cells; k++) {
    double *column = columns + (int64_t)k * n;
    for (int64_t i = 0; i < n; i++) { column[i] = law->direction * rates[k] * t[i]; }
    cla_exp(n, column, column);
    if (law->has_offset) {
      for (int64_t i = 0; i < n; i++) { column[i] -= 1; }
    }
    if (is_plain) { continue; }
    double mean = 0, norm = 0;
    if (law->has_offset) {
      for (int64_t i = 0; i < n; i++) { mean += (weights ? weights[i] : 1) * column[i]; }
      mean /= total;
    }
    for (int64_t i = 0; i < n; i++) {
      column[i] -= mean;
      norm += (weights ? weights[i] : 1) * column[i] * column[i];
    }
    double factor = norm > 0 && isfinite(norm) ? 1 / sqrt(norm) : 0;
    for (int64_t i = 0; i < n; i++) { column[i] *= factor * (weights ? weights[i] : 1); }
  }
}

int32_t cla_exponential_batch(
    const struct cla_exponential_law *law, int32_t cells, const double *rates, int64_t n, const double *t, int64_t curves,
    const double *responses, int64_t responses_stride, const double *weights, int64_t weights_stride, double *offset,
    double *amplitude, double *rate, double *squares, double *information, int64_t information_stride, uint8_t *settled) {
  if (cells < 3 || cells > cla_exponential_cells || n < 1) { return -1; }
  const int32_t has_own_weights = weights != NULL && weights_stride != 0;
  lanes *work = aligned_alloc(64, (size_t)(3 * n) * sizeof(lanes));
  double *columns = malloc((size_t)cells * (size_t)n * sizeof(double));
  if (work == NULL || columns == NULL) {
    free(work);
    free(columns);
    return -1;
  }
  lanes *y = work, *w = work + n, *e = work + 2 * n;
  fill_scan(law, cells, rates, n, t, has_own_weights ? NULL : weights, has_own_weights, columns);
  struct cla_exponential_scan scan = {cells, rates, columns};
  lanes_fit *fit = kernels_of_this_processor().fit;
  for (int64_t start = 0; start < curves; start += 8) {
    double scale[8], shift[8];
    lanes total = {0};
    for (int j = 0; j < 8; j++) {
      // Lanes past the last curve repeat it: what they compute is not stored.
      int64_t curve = start + j < curves ? start + j : curves - 1;
      const double *from = responses + curve * responses_stride;
      const double *own = weights ? weights + curve * weights_stride : NULL;
      double sum = 0, sumOfWeights = 0, largest = 0;
      for (int64_t i = 0; i < n; i++) {
        double weight = own ? own[i] : 1;
        sum += weight * from[i];
        sumOfWeights += weight;
      }
      double mean = law->has_offset ? sum / sumOfWeights : 0;
      for (int64_t i = 0; i < n; i++) {
        double value = from[i] - mean;
        double size = fabs(value);
        if (size > largest) { largest = size; }
        y[i][j] = value;
        if (own) { w[i][j] = own[i]; }
      }
      total[j] = sumOfWeights;
      shift[j] = mean;
      // A power of two near the largest deviation: squares neither overflow nor vanish, and dividing is exact.
      scale[j] = largest > 0 && isfinite(largest) ? ldexp(1, ilogb(largest)) : 1;
    }
    lanes inverse;
    for (int j = 0; j < 8; j++) { inverse[j] = 1 / scale[j]; }
    for (int64_t i = 0; i < n; i++) { y[i] *= inverse; }
    // The rounding of the mean is a level of its own where y varies little about it; a second centring takes that out too.
    lanes rest = {0};
    if (law->has_offset) {
      for (int64_t i = 0; i < n; i++) { rest += weights ? w[i] * y[i] : y[i]; }
      rest /= total;
      for (int64_t i = 0; i < n; i++) { y[i] -= rest; }
    }
    struct exponential_solution s;
    fit(law, &scan, n, t, y, weights ? w : NULL, &total, e, &s);
    for (int j = 0; j < 8 && start + j < curves; j++) {
      int64_t c = start + j;
      offset[c] = law->has_offset ? (s.offset[j] + rest[j]) * scale[j] + shift[j] : 0;
      amplitude[c] = s.amplitude[j] * scale[j];
      rate[c] = s.rate[j];
      squares[c] = s.squares[j] * scale[j] * scale[j];
      const double units[6] = {1, 1, 1 / scale[j], 1, 1 / scale[j], 1 / (scale[j] * scale[j])};
      int32_t isFinite = isfinite(offset[c]) && isfinite(amplitude[c]) && isfinite(rate[c]) && isfinite(squares[c]);
      for (int q = 0; q < 6; q++) {
        double value = s.information[q][j] * units[q];
        information[(int64_t)q * information_stride + c] = value;
        isFinite = isFinite && isfinite(value);
      }
      int32_t isAllowed = law->sign == 0 || law->sign * amplitude[c] > 0;
      settled[c] = s.is_settled[j] != 0 && isFinite && isAllowed;
    }
  }
  free(work);
  free(columns);
  return 0;
}

int32_t cla_exponential_search(
    const struct cla_exponential_law *law, int64_t n, const double *t, const double *response, const double *weights, double lower,
    double upper, int32_t is_logarithmic, double *out) {
  // Short columns, which most curves are, stay on the stack.
  enum { short_column = 32 };
  lanes near_by[4 * short_column];
  lanes *work = n <= short_column ? near_by : aligned_alloc(64, (size_t)(4 * n) * sizeof(lanes));
  if (work == NULL) { return -1; }
  lanes *y = work, *w = work + n, *e = work + 2 * n, *stride = work + 3 * n;
  double all = 0, sum = 0, squares = 0;
  for (int64_t i = 0; i < n; i++) {
    all += weights ? weights[i] : 1;
    sum += (weights ? weights[i] : 1) * response[i];
  }
  const double mean = law->has_offset ? sum / all : 0;
  for (int64_t i = 0; i < n; i++) {
    double weight = weights ? weights[i] : 1, value = response[i] - mean;
    squares += weight * value * value;
    y[i] = (lanes){value, value, value, value, value, value, value, value};
    if (weights) { w[i] = (lanes){weight, weight, weight, weight, weight, weight, weight, weight}; }
  }
  lanes total = {all, all, all, all, all, all, all, all};
  double gains[cla_exponential_search_cells], rates[cla_exponential_search_cells];
  int32_t cells = 0, best = -1;
  struct exponential_solution s;
  kernels_of_this_processor().search(
      law, n, t, y, weights ? w : NULL, &total, lower, upper, is_logarithmic, e, stride, gains, rates, &cells, &s);
  double gain = 0;
  for (int32_t k = 0; k < cells; k++) { gain = gains[k] > gain ? gains[k] : gain; }
  for (int j = 0; j < 8; j++) {
    int32_t isAllowed = s.is_settled[j] != 0 && (law->sign == 0 || law->sign * s.amplitude[j] > 0) && isfinite(s.squares[j]);
    if (isAllowed && (best < 0 || s.squares[j] < s.squares[best])) { best = j; }
  }
  if (best >= 0) {
    out[0] = s.rate[best];
    out[1] = s.squares[best];
    // A scan may see lower than the minima that settled: at an end, or where nothing converged.
    if (out[1] > (squares - gain) * (1 + 1e-6) + 1e-14 * squares) { best = -1; }
  }
  out[2] = squares - gain;
  out[3] = cells;
  if (work != near_by) { free(work); }
  return best >= 0;
}
