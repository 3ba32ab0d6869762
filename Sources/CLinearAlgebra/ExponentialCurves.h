// Many curves of one exponential term, included once for each instruction set: TARGET, SUFFIX and POWER_OF_TWO are defined by the includer.
// From columns of responses to columns of reported parameters: scan, layout in lanes, units.

// Keeps the cell of the largest gain so far, with the gains and rates on both sides of it.
TARGET INLINE_BODY void KERNEL(keep_best)(int32_t k, lanes gain, const double *rates, struct exponential_peak *peak) {
  lanes_index isNext = peak->at == (int64_t)(k - 1);
  peak->after = CHOOSE(isNext, gain, peak->after);
  lanes_index isLarger = gain > peak->gain;
  peak->before = CHOOSE(isLarger, peak->last, peak->before);
  peak->gain = CHOOSE(isLarger, gain, peak->gain);
  peak->at = (isLarger & (int64_t)k) | (~isLarger & peak->at);
  peak->last = gain;
}

// The start of the polish: the top of a parabola through the largest gain and its neighbours, between the rates of these.
TARGET INLINE_BODY void KERNEL(start)(const struct exponential_peak *peak, int32_t cells, const double *rates, struct exponential_start *start) {
  lanes rate, low, high;
  for (int j = 0; j < 8; j++) {
    int64_t k = peak->at[j] < 1 ? 1 : (peak->at[j] > cells - 2 ? cells - 2 : peak->at[j]);
    rate[j] = rates[k];
    low[j] = rates[k - 1];
    high[j] = rates[k + 1];
  }
  lanes_index isInner = (peak->at > 0) & (peak->at < (int64_t)(cells - 1));
  lanes bend = peak->before - 2 * peak->gain + peak->after;
  lanes shift = 0.5 * (peak->before - peak->after) / bend;
  shift = CHOOSE(isInner & (bend < 0), shift, bend * 0);
  shift = CHOOSE(shift == shift, shift, bend * 0);
  lanes reach = CHOOSE(shift < 0, rate - low, high - rate);
  start->rate = rate + shift * reach;
  start->low = low;
  start->high = high;
}

TARGET INLINE_BODY lanes KERNEL(allowed_gain)(lanes product, lanes gain, double sign) {
  // A product of the wrong sign would need an amplitude that the law does not allow: such a cell gains nothing.
  return sign == 0 ? gain : CHOOSE(product * sign > 0, gain, gain * 0);
}

// Fills the columns of the scan, eight cells at a time: centred, normalised and weighted, or plain d.
TARGET static void KERNEL(fill_scan)(
    const struct cla_exponential_law *law, int32_t cells, const double *rates, int64_t n, const double *m, const double *weights, int32_t is_plain,
    double *columns) {
  const double origin = law->has_offset ? 1 : 0;
  double total = 0;
  for (int64_t i = 0; i < n; i++) { total += weights ? weights[i] : 1; }
  for (int32_t block = 0; block < cells; block += 8) {
    lanes rate, mean = {0}, norm = {0};
    __builtin_memcpy(&rate, rates + block, sizeof(lanes));
    double *column = columns + block;
    for (int64_t i = 0; i < n; i++) {
      lanes d = POWER_OF_TWO(rate * m[i]) - origin;
      mean += d * (weights ? weights[i] : 1);
      __builtin_memcpy(column + i * cells, &d, sizeof(lanes));
    }
    if (is_plain) { continue; }
    mean = law->has_offset ? mean / total : mean * 0;
    for (int64_t i = 0; i < n; i++) {
      lanes d;
      __builtin_memcpy(&d, column + i * cells, sizeof(lanes));
      d -= mean;
      norm += d * d * (weights ? weights[i] : 1);
    }
    lanes factor;
    for (int j = 0; j < 8; j++) { factor[j] = norm[j] > 0 && norm[j] < 1e300 ? 1 / sqrt(norm[j]) : 0; }
    for (int64_t i = 0; i < n; i++) {
      lanes d;
      __builtin_memcpy(&d, column + i * cells, sizeof(lanes));
      d = (d - mean) * factor * (weights ? weights[i] : 1);
      __builtin_memcpy(column + i * cells, &d, sizeof(lanes));
    }
  }
}

// The scan of many curves over shared columns: eight cells at a time, one product of a column with a curve each. Columns lie point by point.
TARGET INLINE_BODY void KERNEL(scan)(
    const struct cla_exponential_law *law, const struct exponential_scan *scan, int64_t n, const lanes *y, struct exponential_start *start) {
#pragma clang fp contract(fast)
  struct exponential_peak peak = {{0}, {0}, {0}, {0}, {0}};
  peak.gain -= 1;
  for (int32_t block = 0; block < scan->cells; block += 8) {
    lanes p0 = {0}, p1 = {0}, p2 = {0}, p3 = {0}, p4 = {0}, p5 = {0}, p6 = {0}, p7 = {0};
    const double *q = scan->columns + block;
    for (int64_t i = 0; i < n; i++, q += scan->cells) {
      lanes v = y[i];
      p0 += v * q[0]; p1 += v * q[1]; p2 += v * q[2]; p3 += v * q[3]; p4 += v * q[4]; p5 += v * q[5]; p6 += v * q[6]; p7 += v * q[7];
    }
    const lanes products[8] = {p0, p1, p2, p3, p4, p5, p6, p7};
    for (int32_t k = 0; k < 8; k++) {
      KERNEL(keep_best)(block + k, KERNEL(allowed_gain)(products[k], products[k] * products[k], law->sign), scan->rates, &peak);
    }
  }
  KERNEL(start)(&peak, scan->cells, scan->rates, start);
}

// The same for one response under many weightings: sums of w d, w d d and w y d by cell.
TARGET INLINE_BODY void KERNEL(scan_weights)(
    const struct cla_exponential_law *law, const struct exponential_scan *scan, int64_t n, const lanes *y, const lanes *w, lanes total,
    struct exponential_start *start) {
#pragma clang fp contract(fast)
  struct exponential_peak peak = {{0}, {0}, {0}, {0}, {0}};
  peak.gain -= 1;
  for (int32_t k = 0; k < scan->cells; k++) {
    lanes d1 = {0}, d2 = {0}, yd = {0};
    for (int64_t i = 0; i < n; i++) {
      double d = scan->columns[i * scan->cells + k];
      lanes wd = w[i] * d;
      d1 += wd; d2 += wd * d; yd += wd * y[i];
    }
    lanes spread = law->has_offset ? d2 - d1 * d1 / total : d2;
    lanes gain = CHOOSE(spread > d2 * 1e-13, yd * yd / spread, yd * 0);
    KERNEL(keep_best)(k, KERNEL(allowed_gain)(yd, gain, law->sign), scan->rates, &peak);
  }
  KERNEL(start)(&peak, scan->cells, scan->rates, start);
}

// Eight rows to eight columns.
TARGET INLINE_BODY void KERNEL(transpose)(const double *const rows[8], int64_t start, lanes *out) {
  lanes r[8], s[8];
  for (int j = 0; j < 8; j++) { __builtin_memcpy(&r[j], rows[j] + start, sizeof(lanes)); }
  for (int j = 0; j < 8; j += 2) {
    s[j] = __builtin_shufflevector(r[j], r[j + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    s[j + 1] = __builtin_shufflevector(r[j], r[j + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int j = 0; j < 8; j += 4) {
    for (int k = 0; k < 2; k++) {
      r[j + k] = __builtin_shufflevector(s[j + k], s[j + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      r[j + k + 2] = __builtin_shufflevector(s[j + k], s[j + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  }
  for (int k = 0; k < 4; k++) {
    out[k] = __builtin_shufflevector(r[k], r[k + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    out[k + 4] = __builtin_shufflevector(r[k], r[k + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// Columns of eight curves side by side; lanes past the last curve repeat it: what they compute is not stored.
TARGET INLINE_BODY void KERNEL(gather)(const double *values, int64_t stride, int64_t curve, int64_t curves, int64_t n, lanes *out) {
  const double *rows[8];
  for (int j = 0; j < 8; j++) { rows[j] = values + (curve + j < curves ? curve + j : curves - 1) * stride; }
  int64_t i = 0;
  for (; i + 8 <= n; i += 8) { KERNEL(transpose)(rows, i, out + i); }
  for (; i < n; i++) {
    for (int j = 0; j < 8; j++) { out[i][j] = rows[j][i]; }
  }
}

// Takes the mean out of y (where the law has an offset) and divides by a power of two near the largest deviation: squares neither overflow nor vanish.
TARGET INLINE_BODY void KERNEL(standardize)(int64_t n, lanes *y, const lanes *w, int32_t has_offset, lanes *total, lanes *shift, lanes *scale) {
  lanes mass = {0}, sum = {0}, largest = {0};
  for (int64_t i = 0; i < n; i++) {
    mass += w == NULL ? sum * 0 + 1 : w[i];
    sum += w == NULL ? y[i] : w[i] * y[i];
  }
  lanes mean = has_offset ? sum / mass : sum * 0;
  for (int64_t i = 0; i < n; i++) {
    y[i] -= mean;
    lanes size = (lanes)((lanes_index)y[i] & 0x7fffffffffffffff);
    largest = CHOOSE(size > largest, size, largest);
  }
  lanes power = (lanes)((lanes_index)largest & 0x7ff0000000000000);
  power = CHOOSE((power > 1e-290) & (power < 1e290), power, power * 0 + 1);
  power = CHOOSE(power == power, power, largest * 0 + 1);
  lanes inverse = 1 / power, rest = {0};
  for (int64_t i = 0; i < n; i++) {
    y[i] *= inverse;
    rest += w == NULL ? y[i] : w[i] * y[i];
  }
  if (has_offset) {
    // The rounding of the mean is a level of its own where y varies little about it; a second centring takes that out too.
    rest /= mass;
    for (int64_t i = 0; i < n; i++) { y[i] -= rest; }
    mean += rest * power;
  }
  *total = mass;
  *shift = mean;
  *scale = power;
}

// Parameters as they are reported and their standard errors, for eight curves from `curve` on.
TARGET INLINE_BODY void KERNEL(report)(
    const struct cla_exponential_law *law, int64_t n, const lanes *w, lanes total, lanes shift, lanes scale, const struct exponential_solution *s,
    int64_t curve, int64_t curves, const struct cla_exponential_columns *columns) {
#pragma clang fp contract(fast)
  const int first = law->has_offset ? 1 : 0;
  lanes count = {0};
  if (w == NULL) {
    count += (double)n;
  } else {
    for (int64_t i = 0; i < n; i++) { count += CHOOSE(w[i] > 0, w[i] * 0 + 1, w[i] * 0); }
  }
  lanes degrees = count - (first + 2);
  lanes variance = s->squares / degrees, squares = s->squares * scale * scale;
  // Weights are scaled to a mean of 1 over the points that count; in the variance that scale cancels.
  if (w != NULL) { squares *= count / total; }
  lanes factor = POWER_OF_TWO(s->rate * (law->amplitude_shift / LANES_LN2));
  lanes a = s->amplitude * scale * factor, drift = s->amplitude * law->amplitude_shift;
  lanes spread = s->information[1] + 2 * drift * s->information[2] + drift * drift * s->information[3];
  lanes unit = factor * scale;
  lanes values[7] = {s->offset * scale + shift, a * law->term_sign, s->rate, squares,
                     variance * s->information[0] * scale * scale, variance * spread * unit * unit, variance * s->information[3]};
  if (law->reciprocal_length > 0) {
    values[2] = law->reciprocal_length / s->rate;
    values[6] *= values[2] * values[2] / (s->rate * s->rate);
  }
  for (int k = 4; k < 7; k++) {
    for (int j = 0; j < 8; j++) { values[k][j] = sqrt(values[k][j]); }
  }
  lanes sound = values[1] + values[2] + values[3] + values[5] + values[6];
  if (first == 1) { sound += values[0] + values[4]; }
  lanes_index isSettled = s->is_settled & (sound - sound == 0) & (degrees > 0);
  if (law->sign != 0) { isSettled &= s->amplitude * law->sign > 0; }
  double *const targets[7] = {columns->offset, columns->amplitude, columns->shape, columns->squares,
                              columns->offset_error, columns->amplitude_error, columns->shape_error};
  int64_t here = curves - curve < 8 ? curves - curve : 8;
  for (int k = first == 1 ? 0 : 1; k < 7; k++) {
    if (k == 4 && first == 0) { continue; }
    if (here == 8) {
      __builtin_memcpy(targets[k] + curve, &values[k], sizeof(lanes));
    } else {
      for (int64_t j = 0; j < here; j++) { targets[k][curve + j] = values[k][j]; }
    }
  }
  for (int64_t j = 0; j < here; j++) { columns->settled[curve + j] = isSettled[j] != 0; }
}

TARGET static void KERNEL(fit_curves)(
    const struct cla_exponential_law *law, const struct exponential_scan *scan, int64_t n, const double *m, int64_t curves, const double *responses,
    int64_t responses_stride, const double *weights, int64_t weights_stride, lanes *work, const struct cla_exponential_columns *columns) {
  lanes *y[2] = {work, work + n}, *own[2] = {work + 2 * n, work + 3 * n}, *none[2] = {NULL, NULL};
  lanes **w = weights == NULL ? none : own;
  lanes total[2], shift[2], scale[2];
  struct exponential_start start[2];
  struct exponential_solution solution[2];
  for (int64_t curve = 0; curve < curves; curve += 16) {
    int groups = curve + 8 < curves ? 2 : 1;
    for (int g = 0; g < groups; g++) {
      int64_t at = curve + 8 * g;
      KERNEL(gather)(responses, responses_stride, at, curves, n, y[g]);
      if (weights != NULL) { KERNEL(gather)(weights, weights_stride, at, curves, n, w[g]); }
      KERNEL(standardize)(n, y[g], w[g], law->has_offset, &total[g], &shift[g], &scale[g]);
      if (scan->is_plain) {
        KERNEL(scan_weights)(law, scan, n, y[g], w[g], total[g], &start[g]);
      } else {
        KERNEL(scan)(law, scan, n, y[g], &start[g]);
      }
    }
    KERNEL(polish)(law, n, m, y, w, total, start, groups, 1e-5, solution);
    for (int g = 0; g < groups; g++) {
      KERNEL(report)(law, n, w[g], total[g], shift[g], scale[g], &solution[g], curve + 8 * g, curves, columns);
    }
  }
}
