// The search of one curve of one exponential term, included once for each instruction set: TARGET, SUFFIX and POWER_OF_TWO are defined by the includer.
// It polishes by the kernels of ExponentialLanes.h.

// One curve: the lanes hold eight cells of the scan at a time, then the starts from its best local maxima.
//
// Cells are a quarter of an octave apart (or an eighth of a fixed stride where rates are spaced linearly), so that the next eight follow from the last by two squares (or a
// product), without another exponential.
TARGET static void KERNEL(search)(
    const struct cla_exponential_law *law, int64_t n, const double *m, lanes *y, lanes *w, lanes total, double lower, double upper,
    int32_t is_logarithmic, lanes *e, lanes *stride, double *gains, double *rates, int32_t *cells, struct exponential_solution *out) {
#pragma clang fp contract(fast)
  const double origin = law->has_offset ? 1 : 0;
  lanes rate;
  double reach = (upper - lower) / 16;
  for (int j = 0; j < 8; j++) { rate[j] = is_logarithmic ? lower * exp2(j / 4.0) : lower + j * reach / 8; }
  for (int64_t i = 0; i < n; i++) { e[i] = POWER_OF_TWO(rate * m[i]); }
  if (!is_logarithmic) {
    for (int64_t i = 0; i < n; i++) { stride[i] = POWER_OF_TWO(rate * 0 + reach * m[i]); }
  }
  int32_t count = 0;
  while (rate[0] <= upper && count + 8 <= cla_exponential_search_cells) {
    lanes d1 = {0}, d2 = {0}, yd = {0};
    for (int64_t i = 0; i < n; i++) {
      lanes d = e[i] - origin, wd = w == NULL ? d : w[i] * d;
      d1 += wd; d2 += wd * d; yd += wd * y[i];
      if (is_logarithmic) {
        lanes square = e[i] * e[i];
        e[i] = square * square;
      } else {
        e[i] *= stride[i];
      }
    }
    lanes spread = law->has_offset ? d2 - d1 * d1 / total : d2;
    lanes gain = yd * yd / spread;
    lanes_index isSound = (spread > d2 * 1e-13) & (gain == gain) & (gain < 1e300);
    if (law->sign != 0) { isSound &= yd * law->sign > 0; }
    gain = (lanes)((lanes_index)gain & isSound);
    __builtin_memcpy(gains + count, &gain, sizeof(lanes));
    __builtin_memcpy(rates + count, &rate, sizeof(lanes));
    for (int j = 0; j < 8 && rate[j] <= upper; j++) { count++; }
    rate = is_logarithmic ? rate * 4 : rate + reach;
  }
  *cells = count;
  // The local maxima, the highest eight of them; a lane without one repeats the first.
  int32_t chosen[8], found = 0;
  for (int32_t k = 1; k + 1 < count; k++) {
    if (!(gains[k] > 0 && gains[k] >= gains[k - 1] && gains[k] > gains[k + 1])) { continue; }
    int32_t place = found < 8 ? found++ : 8;
    if (place == 8) {
      if (gains[k] <= gains[chosen[7]]) { continue; }
      place = 7;
    }
    while (place > 0 && gains[chosen[place - 1]] < gains[k]) {
      chosen[place] = chosen[place - 1];
      place--;
    }
    chosen[place] = k;
  }
  if (found == 0) {
    out->is_settled = (lanes_index){0};
    return;
  }
  struct exponential_start start;
  for (int j = 0; j < 8; j++) {
    int32_t k = chosen[j < found ? j : 0];
    double before = gains[k - 1], at = gains[k], after = gains[k + 1], bend = before - 2 * at + after;
    double shift = bend < 0 ? 0.5 * (before - after) / bend : 0;
    double side = shift < 0 ? rates[k - 1] : rates[k + 1];
    start.rate[j] = rates[k] + fabs(shift) * (side - rates[k]);
    start.low[j] = rates[k - 1];
    start.high[j] = rates[k + 1];
  }
  KERNEL(polish)(law, n, m, &y, &w, &total, &start, 1, 1e-7, out);
}
