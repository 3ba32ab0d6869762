// The body of the exponential batch kernel, included once for each instruction set: TARGET, SUFFIX and EXP8 are defined by the includer.
// Eight curves lie side by side in the lanes of one vector, so that no result depends on how many curves a call holds.

#define LANES_NAME_(name, suffix) name##_##suffix
#define LANES_NAME(name, suffix) LANES_NAME_(name, suffix)
#define KERNEL(name) LANES_NAME(name, SUFFIX)

// e[i] = exp(direction * rate * t[i]) for all points.
TARGET static void KERNEL(exponentials)(int64_t n, const double *t, double direction, const lanes *rate, lanes *e) {
  lanes scaled = *rate * direction;
  for (int64_t i = 0; i < n; i++) { e[i] = scaled * t[i]; }
  for (int64_t i = 0; i < n; i++) { EXP8(e + i); }
}

// Sums over the points of one set of curves; `d` is e - origin, origin 1 where the law has an offset (which absorbs the constant).
TARGET static void KERNEL(sums)(
    int64_t n, const double *t, const lanes *e, const lanes *y, const lanes *w, double origin, struct exponential_sums *s) {
  lanes zero = {0};
  lanes d1 = zero, d2 = zero, te = zero, tte = zero, dte = zero, dtte = zero, ttee = zero, ye = zero, yte = zero, ytte = zero;
  if (w == NULL) {
    for (int64_t i = 0; i < n; i++) {
      lanes d = e[i] - origin, a = e[i] * t[i], b = a * t[i];
      d1 += d; d2 += d * d; te += a; tte += b; dte += d * a; dtte += d * b; ttee += a * a;
      ye += y[i] * d; yte += y[i] * a; ytte += y[i] * b;
    }
  } else {
    for (int64_t i = 0; i < n; i++) {
      lanes d = e[i] - origin, a = e[i] * t[i], b = a * t[i], wd = w[i] * d, wa = w[i] * a, wb = w[i] * b;
      d1 += wd; d2 += wd * d; te += wa; tte += wb; dte += d * wa; dtte += d * wb; ttee += a * wa;
      ye += y[i] * wd; yte += y[i] * wa; ytte += y[i] * wb;
    }
  }
  s->d1 = d1; s->d2 = d2; s->te = te; s->tte = tte; s->dte = dte; s->dtte = dtte; s->ttee = ttee;
  s->ye = ye; s->yte = yte; s->ytte = ytte;
}

// Residuals about the best amplitudes: their weighted squares and their product with t e.
TARGET static void KERNEL(residuals)(
    int64_t n, const double *t, const lanes *e, const lanes *y, const lanes *w, double origin, const lanes *amplitudes, const lanes *levels,
    lanes *squares, lanes *slope) {
  lanes zero = {0}, amplitude = *amplitudes, level = *levels;
  lanes rr = zero, rte = zero;
  for (int64_t i = 0; i < n; i++) {
    lanes r = y[i] - level - amplitude * (e[i] - origin);
    lanes wr = w == NULL ? r : w[i] * r;
    rr += wr * r;
    rte += wr * (e[i] * t[i]);
  }
  *squares = rr;
  *slope = rte;
}

// The scan: for each lane the cell of the largest gain, and the gain there and on both sides of it.
TARGET static void KERNEL(scan)(
    int64_t n, int32_t cells, const double *columns, const lanes *y, double sign, lanes *gains, int64_t *best) {
  lanes zero = {0};
  int32_t k = 0;
  for (; k + 4 <= cells; k += 4) {
    const double *q0 = columns + (int64_t)k * n, *q1 = q0 + n, *q2 = q1 + n, *q3 = q2 + n;
    lanes a0 = zero, a1 = zero, a2 = zero, a3 = zero;
    for (int64_t i = 0; i < n; i++) {
      lanes v = y[i];
      a0 += v * q0[i]; a1 += v * q1[i]; a2 += v * q2[i]; a3 += v * q3[i];
    }
    gains[k] = a0; gains[k + 1] = a1; gains[k + 2] = a2; gains[k + 3] = a3;
  }
  for (; k < cells; k++) {
    lanes a = zero;
    for (int64_t i = 0; i < n; i++) { a += y[i] * columns[(int64_t)k * n + i]; }
    gains[k] = a;
  }
  lanes largest = zero - 1;
  lanes_index where = {0};
  for (k = 0; k < cells; k++) {
    lanes p = gains[k], gain = p * p;
    // A product of the wrong sign would need an amplitude that the law does not allow: such a cell gains nothing.
    if (sign != 0) { gain = (lanes)((lanes_index)(p * sign > 0) & (lanes_index)gain); }
    gains[k] = gain;
    lanes_index isLarger = gain > largest;
    largest = (lanes)(((lanes_index)gain & isLarger) | ((lanes_index)largest & ~isLarger));
    where = (k & isLarger) | (where & ~isLarger);
  }
  for (int j = 0; j < 8; j++) { best[j] = where[j]; }
}

// The same for one response under many weightings: sums of w d, w d^2 and w y d by cell.
TARGET static void KERNEL(scan_weights)(
    int64_t n, int32_t cells, const double *terms, const lanes *y, const lanes *w, const lanes *total, int32_t has_offset, double sign,
    lanes *gains, int64_t *best) {
  lanes zero = {0};
  lanes largest = zero - 1;
  lanes_index where = {0};
  for (int32_t k = 0; k < cells; k++) {
    const double *d = terms + (int64_t)k * n;
    lanes d1 = zero, d2 = zero, yd = zero;
    for (int64_t i = 0; i < n; i++) {
      lanes wd = w[i] * d[i];
      d1 += wd; d2 += wd * d[i]; yd += wd * y[i];
    }
    lanes spread = has_offset ? d2 - d1 * d1 / *total : d2;
    lanes gain = yd * yd / spread;
    lanes_index isSound = (spread > d2 * 1e-13) & (gain == gain);
    if (sign != 0) { isSound &= yd * sign > 0; }
    gain = (lanes)((lanes_index)gain & isSound);
    gains[k] = gain;
    lanes_index isLarger = gain > largest;
    largest = (lanes)(((lanes_index)gain & isLarger) | ((lanes_index)largest & ~isLarger));
    where = (k & isLarger) | (where & ~isLarger);
  }
  for (int j = 0; j < 8; j++) { best[j] = where[j]; }
}

// Newton steps on the logarithm of the gain, then on the residuals; the amplitudes are eliminated throughout.
TARGET static void KERNEL(polish)(
    const struct cla_exponential_law *law, int64_t n, const double *t, const lanes *y, const lanes *w, const lanes *total, const lanes bracket[3],
    lanes *e, struct exponential_solution *out) {
  lanes rate = bracket[0];
  const lanes low = bracket[1], high = bracket[2];
  const double origin = law->has_offset ? 1 : 0, direction = law->direction;
  const lanes share = law->has_offset ? 1 / *total : *total * 0;
  struct exponential_sums s;
  lanes a, spread, curvature, gain, slope, squares, step;
  lanes_index isFrozen = {0};
  // A lane stops where its step was short enough for one more step, on the residuals, to reach rounding. It then stays as it is while others go on:
  // what a curve's neighbours need must not change its bits.
  for (int pass = 0;; pass++) {
    KERNEL(exponentials)(n, t, direction, &rate, e);
    KERNEL(sums)(n, t, e, y, w, origin, &s);
    lanes te = s.te * direction, dte = s.dte * direction, yte = s.yte * direction;
    spread = s.d2 - s.d1 * s.d1 * share;
    lanes spread1 = 2 * (dte - s.d1 * te * share);
    lanes spread2 = 2 * (s.ttee + s.dtte - (te * te + s.d1 * s.tte) * share);
    lanes ratio = yte / s.ye, broad = spread1 / spread;
    lanes h1 = 2 * ratio - broad;
    lanes h2 = 2 * (s.ytte / s.ye - ratio * ratio) - (spread2 / spread - broad * broad);
    a = s.ye / spread;
    gain = s.ye * a;
    curvature = gain * h2;
    int64_t left = 0;
    for (int j = 0; j < 8; j++) { left |= ~isFrozen[j]; }
    if (left == 0 || pass == 12) { break; }
    step = -h1 / h2;
    // Uphill where the curvature has the wrong sign: towards the side that the slope points to.
    lanes_index isConcave = h2 < 0;
    lanes middle = 0.5 * (rate + (lanes)(((lanes_index)high & (h1 > 0)) | ((lanes_index)low & ~(h1 > 0))));
    lanes next = rate + step;
    lanes_index isInside = isConcave & (next > low) & (next < high);
    next = (lanes)(((lanes_index)next & isInside) | ((lanes_index)middle & ~isInside));
    lanes size = (next - rate) / (high - low);
    rate = (lanes)(((lanes_index)rate & isFrozen) | ((lanes_index)next & ~isFrozen));
    isFrozen |= isInside & (size < 3e-4) & (size > -3e-4);
  }
  lanes level = -a * s.d1 * share;
  KERNEL(residuals)(n, t, e, y, w, origin, &a, &level, &squares, &slope);
  step = -2 * a * direction * slope / curvature;
  rate += step;
  // The last pass is at the final rate: amplitudes, squares and information.
  KERNEL(exponentials)(n, t, direction, &rate, e);
  KERNEL(sums)(n, t, e, y, w, origin, &s);
  spread = s.d2 - s.d1 * s.d1 * share;
  a = s.ye / spread;
  level = -a * s.d1 * share;
  KERNEL(residuals)(n, t, e, y, w, origin, &a, &level, &squares, &slope);
  lanes te = s.te * direction, dte = s.dte * direction;
  lanes cross = dte - s.d1 * te * share;
  lanes shape = s.ttee - te * te * share;
  lanes determinant = spread * shape - cross * cross;
  lanes mean = s.d1 * share + origin, meanSlope = te * share;
  // Inverse information of level, amplitude and rate for errors of unit scale.
  lanes aa = shape / determinant, ar = -cross / (determinant * a), rr = spread / (determinant * a * a);
  lanes la = -(mean * aa + meanSlope * a * ar), lr = -(mean * ar + meanSlope * a * rr);
  out->offset = level - a * origin;
  out->amplitude = a;
  out->rate = rate;
  out->squares = squares;
  out->information[0] = share - (mean * la + meanSlope * a * lr);
  out->information[1] = la;
  out->information[2] = lr;
  out->information[3] = aa;
  out->information[4] = ar;
  out->information[5] = rr;
  lanes size = step / (high - low);
  out->is_settled = isFrozen & (size < 1e-6) & (size > -1e-6) & (rate > low) & (rate < high) & (determinant > 0) & (curvature < 0);
}

TARGET static void KERNEL(fit_lanes)(
    const struct cla_exponential_law *law, const struct cla_exponential_scan *scan, int64_t n, const double *t, const lanes *y,
    const lanes *w, const lanes *total, lanes *e, struct exponential_solution *out) {
  lanes gains[cla_exponential_cells];
  int64_t best[8];
  if (w == NULL) {
    KERNEL(scan)(n, scan->cells, scan->columns, y, law->sign, gains, best);
  } else {
    KERNEL(scan_weights)(n, scan->cells, scan->columns, y, w, total, law->has_offset, law->sign, gains, best);
  }
  lanes bracket[3];
  for (int j = 0; j < 8; j++) {
    int64_t k = best[j] < 1 ? 1 : (best[j] > scan->cells - 2 ? scan->cells - 2 : best[j]);
    double before = gains[k - 1][j], at = gains[k][j], after = gains[k + 1][j], bend = before - 2 * at + after;
    double shift = bend < 0 ? 0.5 * (before - after) / bend : 0;
    shift = shift > 0.9 ? 0.9 : (shift < -0.9 ? -0.9 : shift);
    // Between cells the coordinate is the cell's number; the rates on both sides give its scale.
    double side = shift < 0 ? scan->rates[k - 1] : scan->rates[k + 1];
    bracket[0][j] = scan->rates[k] + (shift < 0 ? -shift : shift) * (side - scan->rates[k]);
    bracket[1][j] = scan->rates[k - 1];
    bracket[2][j] = scan->rates[k + 1];
  }
  KERNEL(polish)(law, n, t, y, w, total, bracket, e, out);
}

// One curve: the lanes hold eight cells of the scan at a time, then the starts from its best local maxima.
//
// Cells are an eighth of an octave apart (or an eighth of a fixed stride where rates are spaced linearly), so that the next eight follow from the last by a square (or a
// product), without another exponential.
TARGET static void KERNEL(search)(
    const struct cla_exponential_law *law, int64_t n, const double *t, const lanes *y, const lanes *w, const lanes *total, double lower,
    double upper, int32_t is_logarithmic, lanes *e, lanes *stride, double *gains, double *rates, int32_t *cells,
    struct exponential_solution *out) {
  const double origin = law->has_offset ? 1 : 0;
  lanes rate;
  double reach = is_logarithmic ? 2 : (upper - lower) / 16;
  for (int j = 0; j < 8; j++) { rate[j] = is_logarithmic ? lower * exp2(j / 8.0) : lower + j * reach / 8; }
  KERNEL(exponentials)(n, t, law->direction, &rate, e);
  if (!is_logarithmic) {
    lanes step = {reach, reach, reach, reach, reach, reach, reach, reach};
    KERNEL(exponentials)(n, t, law->direction, &step, stride);
  }
  int32_t count = 0;
  while (rate[0] <= upper && count + 8 <= cla_exponential_search_cells) {
    lanes zero = {0};
    lanes d1 = zero, d2 = zero, yd = zero;
    for (int64_t i = 0; i < n; i++) {
      lanes d = e[i] - origin, wd = w == NULL ? d : w[i] * d;
      d1 += wd; d2 += wd * d; yd += wd * y[i];
      e[i] *= is_logarithmic ? e[i] : stride[i];
    }
    lanes spread = law->has_offset ? d2 - d1 * d1 / *total : d2;
    lanes gain = yd * yd / spread;
    lanes_index isSound = (spread > d2 * 1e-13) & (gain == gain) & (gain < 1e300);
    if (law->sign != 0) { isSound &= yd * law->sign > 0; }
    gain = (lanes)((lanes_index)gain & isSound);
    for (int j = 0; j < 8 && rate[j] <= upper; j++) {
      gains[count] = gain[j];
      rates[count++] = rate[j];
    }
    rate = is_logarithmic ? rate * 2 : rate + reach;
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
    lanes_index none = {0};
    out->is_settled = none;
    return;
  }
  lanes bracket[3];
  for (int j = 0; j < 8; j++) {
    int32_t k = chosen[j < found ? j : 0];
    double before = gains[k - 1], at = gains[k], after = gains[k + 1], bend = before - 2 * at + after;
    double shift = bend < 0 ? 0.5 * (before - after) / bend : 0;
    double side = shift < 0 ? rates[k - 1] : rates[k + 1];
    bracket[0][j] = rates[k] + fabs(shift) * (side - rates[k]);
    bracket[1][j] = rates[k - 1];
    bracket[2][j] = rates[k + 1];
  }
  KERNEL(polish)(law, n, t, y, w, total, bracket, e, out);
}

#undef LANES_NAME_
#undef LANES_NAME
#undef KERNEL
