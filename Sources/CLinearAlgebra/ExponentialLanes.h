// One exponential term over the points, and the polish of its rate, included once for each instruction set: TARGET, SUFFIX and POWER_OF_TWO are defined by the includer.
// Eight curves lie side by side in the lanes of one vector, so that no result depends on how many curves a call holds. `m` is direction * t * log2 e.

// Sums over the points with e = 2^(rate m): d is e - origin, origin 1 where the law has an offset (which absorbs the constant); a is m e, b is m m e.
TARGET INLINE_BODY void KERNEL(sums)(
    int64_t n, const double *m, const lanes *y, const lanes *w, double origin, lanes rate, struct exponential_sums *s) {
#pragma clang fp contract(fast)
  lanes d1 = {0}, d2 = {0}, a1 = {0}, b1 = {0}, da = {0}, db = {0}, aa = {0}, yd = {0}, ya = {0}, yb = {0};
  if (w == NULL) {
    for (int64_t i = 0; i < n; i++) {
      lanes e = POWER_OF_TWO(rate * m[i]), d = e - origin, a = e * m[i], b = a * m[i];
      d1 += d; d2 += d * d; a1 += a; b1 += b; da += d * a; db += d * b; aa += a * a;
      yd += y[i] * d; ya += y[i] * a; yb += y[i] * b;
    }
  } else {
    for (int64_t i = 0; i < n; i++) {
      lanes e = POWER_OF_TWO(rate * m[i]), d = e - origin, a = e * m[i], b = a * m[i], wd = w[i] * d, wa = w[i] * a, wb = w[i] * b;
      d1 += wd; d2 += wd * d; a1 += wa; b1 += wb; da += d * wa; db += d * wb; aa += a * wa;
      yd += y[i] * wd; ya += y[i] * wa; yb += y[i] * wb;
    }
  }
  *s = (struct exponential_sums){d1, d2, a1, b1, da, db, aa, yd, ya, yb};
}

// Residuals about some amplitudes: their weighted squares and their product with m e.
TARGET INLINE_BODY void KERNEL(residuals)(
    int64_t n, const double *m, const lanes *y, const lanes *w, double origin, lanes rate, lanes amplitude, lanes level, lanes out[2]) {
#pragma clang fp contract(fast)
  lanes squares[2] = {{0}}, slope[2] = {{0}};
  for (int64_t i = 0; i < n; i++) {
    lanes e = POWER_OF_TWO(rate * m[i]), r = y[i] - level - amplitude * (e - origin);
    lanes x = w == NULL ? r : w[i] * r;
    squares[i & 1] += x * r;
    slope[i & 1] += x * (e * m[i]);
  }
  out[0] = squares[0] + squares[1];
  out[1] = slope[0] + slope[1];
}

// What a pass over the points says of a rate: the amplitude, and the first two derivatives of the logarithm of the gain y'd y'd / spread.
TARGET INLINE_BODY void KERNEL(derivatives)(const struct exponential_sums *s, lanes share, struct exponential_point *point) {
#pragma clang fp contract(fast)
  lanes centre = s->d1 * share;
  point->spread = s->d2 - s->d1 * centre;
  lanes spread1 = 2 * (s->da - s->a1 * centre);
  lanes spread2 = 2 * (s->aa + s->db - (s->a1 * s->a1 * share + s->b1 * centre));
  lanes inverse = 1 / point->spread, product = 1 / s->yd;
  lanes ratio = s->ya * product, broad = spread1 * inverse;
  point->amplitude = s->yd * inverse;
  point->level = -point->amplitude * centre;
  point->slope = 2 * ratio - broad;
  point->bend = 2 * (s->yb * product - ratio * ratio) - (spread2 * inverse - broad * broad);
  // d amplitude / d rate, in units of ln 2.
  point->drift = inverse * (s->ya - point->amplitude * spread1);
}

// Newton steps on the logarithm of the gain with the amplitudes eliminated, the last one on the residuals; `groups` vectors of curves take turns.
//
// A lane stops where its step was short enough for one more step, on the residuals, to reach rounding. It then stays as it is while others go on: what a curve's
// neighbours need must not change its bits.
TARGET INLINE_BODY void KERNEL(polish)(
    const struct cla_exponential_law *law, int64_t n, const double *m, lanes *const y[], lanes *const w[], const lanes total[],
    const struct exponential_start start[], int groups, double tolerance, struct exponential_solution out[]) {
#pragma clang fp contract(fast)
  const double origin = law->has_offset ? 1 : 0;
  struct exponential_sums s[2];
  struct exponential_point point[2];
  lanes rate[2], share[2];
  lanes_index isFrozen[2] = {{0}};
  int isDone[2] = {0};
  for (int g = 0; g < groups; g++) {
    rate[g] = start[g].rate;
    share[g] = law->has_offset ? 1 / total[g] : total[g] * 0;
  }
  for (int pass = 0; pass < 14; pass++) {
    int left = 0;
    for (int g = 0; g < groups; g++) {
      if (isDone[g]) { continue; }
      KERNEL(sums)(n, m, y[g], w[g], origin, rate[g], &s[g]);
      KERNEL(derivatives)(&s[g], share[g], &point[g]);
      int64_t all = -1;
      for (int j = 0; j < 8; j++) { all &= isFrozen[g][j]; }
      if (all != 0) {
        isDone[g] = 1;
        continue;
      }
      left = 1;
      // Uphill where the curvature has the wrong sign: towards the side that the slope points to.
      lanes low = start[g].low, high = start[g].high;
      lanes next = rate[g] - point[g].slope / (point[g].bend * LANES_LN2);
      lanes middle = 0.5 * (rate[g] + CHOOSE(point[g].slope > 0, high, low));
      lanes_index isInside = (point[g].bend < 0) & (next > low) & (next < high);
      next = CHOOSE(isInside, next, middle);
      lanes size = (next - rate[g]) / (high - low);
      rate[g] = CHOOSE(isFrozen[g], rate[g], next);
      isFrozen[g] |= isInside & (size < tolerance) & (size > -tolerance);
    }
    if (left == 0) { break; }
  }
  for (int g = 0; g < groups; g++) {
    lanes a = point[g].amplitude, r[2];
    KERNEL(residuals)(n, m, y[g], w[g], origin, rate[g], a, point[g].level, r);
    // gain'' = gain (ln gain)'' at the top; the gain is a times y'd.
    lanes curvature = a * s[g].yd * point[g].bend;
    lanes step = -2 * a * r[1] / curvature;
    lanes centre = s[g].d1 * share[g];
    lanes cross = s[g].da - s[g].a1 * centre, shape = s[g].aa - s[g].a1 * s[g].a1 * share[g];
    lanes determinant = point[g].spread * shape - cross * cross;
    // The amplitudes follow the last step to first order: its square is below rounding.
    lanes amplitude = a + step * point[g].drift;
    out[g].rate = rate[g] + step * (1 / LANES_LN2);
    out[g].amplitude = amplitude;
    out[g].offset = -amplitude * (origin + centre) - a * step * s[g].a1 * share[g];
    out[g].squares = r[0];
    // Inverse information of offset, amplitude and rate for errors of unit scale; the derivative by the rate is ln 2 a m e.
    lanes inverse = 1 / determinant, scale = 1 / (a * LANES_LN2);
    lanes aa = shape * inverse, ar = -cross * inverse * scale, rr = point[g].spread * inverse * scale * scale;
    lanes mean = centre + origin, drift = s[g].a1 * share[g] * a * LANES_LN2;
    lanes oa = -(mean * aa + drift * ar), or = -(mean * ar + drift * rr);
    out[g].information[0] = share[g] - (mean * oa + drift * or);
    out[g].information[1] = aa;
    out[g].information[2] = ar;
    out[g].information[3] = rr;
    out[g].information[4] = oa;
    out[g].information[5] = or;
    out[g].independence = determinant / (point[g].spread * shape);
    out[g].last_step = step * step * a * a * (shape - cross * cross / point[g].spread);
    lanes size = step / (LANES_LN2 * (start[g].high - start[g].low));
    out[g].is_settled = isFrozen[g] & (size < 1e-6) & (size > -1e-6) & (out[g].rate > start[g].low) & (out[g].rate < start[g].high) &
                        (determinant > 0) & (curvature < 0);
  }
}
