// The body of the batch kernel for y = c + a exp(-p u) + b exp(-q v), included once for each instruction set: TARGET, SUFFIX and POWER_OF_TWO are
// defined by the includer. Eight curves lie side by side in the lanes of one vector.

// For each lane the cell of the largest gain whose amplitudes are not negative.
//
// The inner products of the terms with each other belong to all curves: only those with the responses are sums over points.
TARGET static void KERNEL(scan_pairs)(
    int64_t n, int32_t cells, const double *columns, const double *cross, const lanes *y, lanes *products, int64_t *best) {
  lanes zero = {0};
  for (int32_t k = 0; k < 2 * cells; k++) {
    const double *column = columns + (int64_t)k * n;
    lanes sum = zero;
    for (int64_t i = 0; i < n; i++) { sum += y[i] * column[i]; }
    products[k] = sum;
  }
  lanes largest = zero - 1;
  lanes_index where = {0};
  for (int32_t k = 0; k < cells; k++) {
    lanes p = products[k];
    for (int32_t l = 0; l < cells; l++) {
      // Columns are normalised: the Gram matrix of a cell is 1, cross, cross, 1.
      double c = cross[k * cells + l], inverse = 1 / (1 - c * c);
      if (!(c < 0.9999999)) { continue; }
      lanes q = products[cells + l], a = (p - q * c) * inverse, b = (q - p * c) * inverse;
      lanes gain = a * p + b * q;
      lanes_index isLarger = (a > 0) & (b > 0) & (gain > largest);
      largest = CHOOSE(isLarger, gain, largest);
      where = ((int64_t)(k * cells + l) & isLarger) | (where & ~isLarger);
    }
  }
  for (int j = 0; j < 8; j++) { best[j] = largest[j] > 0 ? where[j] : -1; }
}

// The same where each curve has weights of its own: the inner products are sums over points for every pair of cells. `work` has room for n vectors.
TARGET static void KERNEL(scan_weighted_pairs)(
    int64_t n, int32_t cells, const double *columns, const lanes *y, const lanes *own, const lanes *total, lanes *work, int64_t *best) {
#pragma clang fp contract(fast)
  lanes zero = {0}, share = 1 / *total, means[2 * cla_two_exponential_cells], norms[2 * cla_two_exponential_cells], products[2 * cla_two_exponential_cells];
  for (int32_t k = 0; k < 2 * cells; k++) {
    const double *column = columns + (int64_t)k * n;
    lanes mean = zero, norm = zero, product = zero;
    for (int64_t i = 0; i < n; i++) {
      lanes d = own[i] * column[i];
      mean += d;
      norm += d * column[i];
      product += d * y[i];
    }
    means[k] = mean;
    norms[k] = norm - mean * mean * share;
    products[k] = product;
  }
  lanes largest = zero - 1;
  lanes_index where = {0};
  for (int32_t k = 0; k < cells; k++) {
    for (int64_t i = 0; i < n; i++) { work[i] = own[i] * columns[(int64_t)k * n + i]; }
    for (int32_t block = 0; block < cells; block += 4) {
      // The last block of a count that four does not divide repeats its last cell.
      const double *second[4];
      for (int32_t l = 0; l < 4; l++) { second[l] = columns + (int64_t)(cells + (block + l < cells ? block + l : cells - 1)) * n; }
      lanes c0 = zero, c1 = zero, c2 = zero, c3 = zero;
      for (int64_t i = 0; i < n; i++) {
        lanes d = work[i];
        c0 += d * second[0][i]; c1 += d * second[1][i]; c2 += d * second[2][i]; c3 += d * second[3][i];
      }
      const lanes cross[4] = {c0, c1, c2, c3};
      for (int32_t l = block; l < cells && l < block + 4; l++) {
        lanes p = products[k], q = products[cells + l], m = norms[k] * norms[cells + l], c = cross[l - block] - means[k] * means[cells + l] * share;
        lanes determinant = m - c * c, inverse = 1 / determinant;
        lanes a = (p * norms[cells + l] - q * c) * inverse, b = (q * norms[k] - p * c) * inverse, gain = a * p + b * q;
        lanes_index isLarger = (determinant > 2e-7 * m) & (a > 0) & (b > 0) & (gain > largest);
        largest = CHOOSE(isLarger, gain, largest);
        where = ((int64_t)(k * cells + l) & isLarger) | (where & ~isLarger);
      }
    }
  }
  for (int j = 0; j < 8; j++) { best[j] = largest[j] > 0 ? where[j] : -1; }
}

// `w` is one column of weights for all curves, `own` one for each; either or both are null.
TARGET INLINE_BODY void KERNEL(pair_sums_body)(
    int64_t n, const double *u, const double *v, const lanes *e, const lanes *y, const double *w, const lanes *own, struct pair_sums *s) {
  lanes zero = {0};
  lanes a1 = zero, a2 = zero, a11 = zero, a12 = zero, a22 = zero, y1 = zero, y2 = zero;
  lanes g1 = zero, g2 = zero, d1g1 = zero, d1g2 = zero, d2g1 = zero, d2g2 = zero, g11 = zero, g12 = zero, g22 = zero, yg1 = zero, yg2 = zero;
  lanes h1 = zero, h2 = zero, d1h1 = zero, d2h1 = zero, d1h2 = zero, d2h2 = zero, yh1 = zero, yh2 = zero;
  for (int64_t i = 0; i < n; i++) {
    lanes e1 = e[2 * i], e2 = e[2 * i + 1], d1 = e1 - 1, d2 = e2 - 1, r1 = e1 * u[i], r2 = e2 * v[i], s1 = r1 * u[i], s2 = r2 * v[i];
    lanes wy = y[i];
    lanes w1 = d1, w2 = d2, x1 = r1, x2 = r2;
    if (w != NULL) { wy *= w[i]; w1 *= w[i]; w2 *= w[i]; x1 *= w[i]; x2 *= w[i]; }
    if (own != NULL) { wy *= own[i]; w1 *= own[i]; w2 *= own[i]; x1 *= own[i]; x2 *= own[i]; }
    a1 += w1; a2 += w2; a11 += w1 * d1; a12 += w1 * d2; a22 += w2 * d2; y1 += wy * d1; y2 += wy * d2;
    g1 += x1; g2 += x2; d1g1 += d1 * x1; d1g2 += d1 * x2; d2g1 += d2 * x1; d2g2 += d2 * x2;
    g11 += r1 * x1; g12 += r1 * x2; g22 += r2 * x2; yg1 += wy * r1; yg2 += wy * r2;
    h1 += x1 * u[i]; h2 += x2 * v[i]; d1h1 += w1 * s1; d2h1 += w2 * s1; d1h2 += w1 * s2; d2h2 += w2 * s2; yh1 += wy * s1; yh2 += wy * s2;
  }
  *s = (struct pair_sums){a1, a2, a11, a12, a22, y1, y2, g1, g2, d1g1, d1g2, d2g1, d2g2, g11, g12, g22, yg1, yg2, h1, h2, d1h1, d2h1, d1h2, d2h2, yh1, yh2};
}

TARGET static void KERNEL(pair_sums)(
    int64_t n, const double *u, const double *v, const lanes *e, const lanes *y, const double *w, const lanes *own, struct pair_sums *s) {
  if (own == NULL) {
    KERNEL(pair_sums_body)(n, u, v, e, y, w, NULL, s);
  } else {
    KERNEL(pair_sums_body)(n, u, v, e, y, NULL, own, s);
  }
}

TARGET static void KERNEL(pair_exponentials)(int64_t n, const double *u, const double *v, const lanes *p, const lanes *q, lanes *e) {
  const lanes first = *p * (-1 / LANES_LN2), second = *q * (-1 / LANES_LN2);
  for (int64_t i = 0; i < n; i++) {
    e[2 * i] = POWER_OF_TWO(first * u[i]);
    e[2 * i + 1] = POWER_OF_TWO(second * v[i]);
  }
}

// Residuals at some amplitudes: squares, and products with u e1 and v e2.
TARGET static void KERNEL(pair_residuals)(
    int64_t n, const double *u, const double *v, const lanes *e, const lanes *y, const double *w, const lanes *own, const lanes amplitudes[3], lanes out[3]) {
  lanes zero = {0}, squares = zero, one = zero, two = zero, level = amplitudes[0], a = amplitudes[1], b = amplitudes[2];
  for (int64_t i = 0; i < n; i++) {
    lanes r = y[i] - level - a * (e[2 * i] - 1) - b * (e[2 * i + 1] - 1);
    lanes x = own != NULL ? r * own[i] : (w == NULL ? r : r * w[i]);
    squares += x * r;
    one += x * (e[2 * i] * u[i]);
    two += x * (e[2 * i + 1] * v[i]);
  }
  out[0] = squares;
  out[1] = one;
  out[2] = two;
}

// Newton steps in the two rates with the amplitudes eliminated.
//
// With the centred products M of the terms, the Hessian of half the squares by the rates is reduced by the amplitudes' share: H - X' M^-1 X. Where it is not positive
// definite the one without residuals serves.
TARGET static void KERNEL(polish_pairs)(
    int64_t n, const double *u, const double *v, const lanes *y, const double *w, const lanes *own, const lanes *total, const lanes start[4],
    lanes *e, struct pair_solution *out) {
  const lanes share = 1 / *total;
  const lanes one = {1, 1, 1, 1, 1, 1, 1, 1};
  const lanes reachP = start[2], reachQ = start[3];
  lanes p = start[0], q = start[1], residuals[3], amplitudes[3];
  lanes hpp, hpq, hqq, determinant, a, b, stepP, stepQ;
  lanes_index isFrozen = {0}, isNewton;
  struct pair_sums s;
  for (int pass = 0;; pass++) {
    KERNEL(pair_exponentials)(n, u, v, &p, &q, e);
    KERNEL(pair_sums)(n, u, v, e, y, w, own, &s);
    lanes m11 = s.a11 - s.a1 * s.a1 * share, m12 = s.a12 - s.a1 * s.a2 * share, m22 = s.a22 - s.a2 * s.a2 * share;
    lanes inverse = 1 / (m11 * m22 - m12 * m12);
    a = (s.y1 * m22 - s.y2 * m12) * inverse;
    b = (s.y2 * m11 - s.y1 * m12) * inverse;
    lanes c11 = s.d1g1 - s.a1 * s.g1 * share, c12 = s.d1g2 - s.a1 * s.g2 * share, c21 = s.d2g1 - s.a2 * s.g1 * share, c22 = s.d2g2 - s.a2 * s.g2 * share;
    lanes r1 = s.yg1 - a * c11 - b * c21, r2 = s.yg2 - a * c12 - b * c22;
    lanes rh1 = s.yh1 - a * (s.d1h1 - s.a1 * s.h1 * share) - b * (s.d2h1 - s.a2 * s.h1 * share);
    lanes rh2 = s.yh2 - a * (s.d1h2 - s.a1 * s.h2 * share) - b * (s.d2h2 - s.a2 * s.h2 * share);
    lanes k11 = s.g11 - s.g1 * s.g1 * share, k12 = s.g12 - s.g1 * s.g2 * share, k22 = s.g22 - s.g2 * s.g2 * share;
    lanes_index isWhole = isFrozen;
    for (int attempt = 0; attempt < 2; attempt++) {
      // The second attempt, for the lanes that need it, leaves the residuals out.
      lanes keep = attempt == 0 ? one : one - 1;
      lanes x1p = -a * c11 + keep * r1, x2p = -a * c21, x1q = -b * c12, x2q = -b * c22 + keep * r2;
      lanes z1p = (x1p * m22 - x2p * m12) * inverse, z2p = (x2p * m11 - x1p * m12) * inverse;
      lanes z1q = (x1q * m22 - x2q * m12) * inverse, z2q = (x2q * m11 - x1q * m12) * inverse;
      lanes pp = a * a * k11 - keep * a * rh1 - x1p * z1p - x2p * z2p;
      lanes pq = a * b * k12 - x1p * z1q - x2p * z2q;
      lanes qq = b * b * k22 - keep * b * rh2 - x1q * z1q - x2q * z2q;
      lanes d = pp * qq - pq * pq;
      if (attempt == 0) {
        hpp = pp; hpq = pq; hqq = qq; determinant = d;
        isNewton = (pp > 0) & (d > 0);
        int64_t all = -1;
        for (int j = 0; j < 8; j++) { all &= isNewton[j]; }
        if (all != 0) { break; }
      } else {
        hpp = CHOOSE(isNewton, hpp, pp); hpq = CHOOSE(isNewton, hpq, pq); hqq = CHOOSE(isNewton, hqq, qq);
        determinant = CHOOSE(isNewton, determinant, d);
      }
    }
    int64_t left = 0;
    for (int j = 0; j < 8; j++) { left |= ~isWhole[j]; }
    if (left == 0 || pass == 16) { break; }
    lanes slopeP = a * r1, slopeQ = b * r2;
    stepP = (hpq * slopeQ - hqq * slopeP) / determinant;
    stepQ = (hpq * slopeP - hpp * slopeQ) / determinant;
    // At most a cell of the scan in either rate, along the step.
    lanes sizeP = stepP / reachP, sizeQ = stepQ / reachQ;
    sizeP = CHOOSE(sizeP < 0, -sizeP, sizeP);
    sizeQ = CHOOSE(sizeQ < 0, -sizeQ, sizeQ);
    lanes size = CHOOSE(sizeP > sizeQ, sizeP, sizeQ);
    lanes shorten = CHOOSE(size > 1, 1 / size, one);
    p = CHOOSE(isFrozen, p, p + shorten * stepP);
    q = CHOOSE(isFrozen, q, q + shorten * stepQ);
    isFrozen |= isNewton & (size < 1e-3);
  }
  amplitudes[1] = a;
  amplitudes[2] = b;
  amplitudes[0] = -(a * s.a1 + b * s.a2) * share;
  KERNEL(pair_residuals)(n, u, v, e, y, w, own, amplitudes, residuals);
  lanes slopeP = a * residuals[1], slopeQ = b * residuals[2];
  stepP = (hpq * slopeQ - hqq * slopeP) / determinant;
  stepQ = (hpq * slopeP - hpp * slopeQ) / determinant;
  p += stepP;
  q += stepQ;
  // The last pass is at the final rates: amplitudes, squares and information.
  KERNEL(pair_exponentials)(n, u, v, &p, &q, e);
  KERNEL(pair_sums)(n, u, v, e, y, w, own, &s);
  lanes m[4][4] = {{s.a11 - s.a1 * s.a1 * share}, {s.a12 - s.a1 * s.a2 * share, s.a22 - s.a2 * s.a2 * share},
    {s.d1g1 - s.a1 * s.g1 * share, s.d2g1 - s.a2 * s.g1 * share, s.g11 - s.g1 * s.g1 * share},
    {s.d1g2 - s.a1 * s.g2 * share, s.d2g2 - s.a2 * s.g2 * share, s.g12 - s.g1 * s.g2 * share, s.g22 - s.g2 * s.g2 * share}};
  lanes inverse = 1 / (m[0][0] * m[1][1] - m[1][0] * m[1][0]);
  a = (s.y1 * m[1][1] - s.y2 * m[1][0]) * inverse;
  b = (s.y2 * m[0][0] - s.y1 * m[1][0]) * inverse;
  amplitudes[1] = a;
  amplitudes[2] = b;
  amplitudes[0] = -(a * s.a1 + b * s.a2) * share;
  KERNEL(pair_residuals)(n, u, v, e, y, w, own, amplitudes, residuals);
  // L D L' of the centred products of e1, e2, u e1, v e2, and from it their inverse.
  lanes_index isSound = {-1, -1, -1, -1, -1, -1, -1, -1};
  lanes l[4][4], d[4], x[4][4];
  for (int r = 0; r < 4; r++) {
    for (int c = 0; c <= r; c++) {
      lanes sum = m[r][c];
      for (int k = 0; k < c; k++) { sum -= l[r][k] * l[c][k] * d[k]; }
      if (c == r) {
        d[r] = sum;
        isSound &= sum > m[r][r] * 1e-15;
      } else {
        l[r][c] = sum / d[c];
      }
    }
  }
  for (int c = 0; c < 4; c++) {
    for (int r = 0; r < 4; r++) {
      lanes sum = {0};
      if (r == c) { sum += 1; }
      for (int k = c; k < r; k++) { sum -= l[r][k] * x[k][c]; }
      x[r][c] = r < c ? sum * 0 : sum;
    }
  }
  lanes full[4][4];
  for (int r = 0; r < 4; r++) {
    for (int c = 0; c < 4; c++) {
      lanes sum = {0};
      for (int k = r > c ? r : c; k < 4; k++) { sum += x[k][r] * x[k][c] / d[k]; }
      full[r][c] = sum;
    }
  }
  const lanes means[4] = {s.a1 * share + 1, s.a2 * share + 1, s.g1 * share, s.g2 * share};
  lanes level = {0};
  for (int r = 0; r < 4; r++) {
    for (int c = 0; c < 4; c++) { level += means[r] * full[r][c] * means[c]; }
  }
  out->values[0] = amplitudes[0] - a - b;
  out->values[1] = a;
  out->values[2] = b;
  out->values[3] = p;
  out->values[4] = q;
  out->squares = residuals[0];
  // The derivatives by the rates are -a u e1 and -b v e2.
  out->information[0] = level + share;
  out->information[1] = full[0][0];
  out->information[2] = -full[0][2] / a;
  out->information[3] = full[2][2] / (a * a);
  out->information[4] = full[1][1];
  out->information[5] = -full[1][3] / b;
  out->information[6] = full[3][3] / (b * b);
  lanes sizeP = stepP / reachP, sizeQ = stepQ / reachQ;
  out->is_settled = isFrozen & isSound & isNewton & (sizeP < 1e-5) & (sizeP > -1e-5) & (sizeQ < 1e-5) & (sizeQ > -1e-5) & (a > 0) & (b > 0);
}

TARGET static void KERNEL(fit_pairs)(
    const struct pair_scan *scan, int64_t n, const double *u, const double *v, const lanes *y, const double *w, const lanes *own, const lanes *total,
    lanes *e, struct pair_solution *out) {
  lanes products[2 * cla_two_exponential_cells], start[4];
  int64_t best[8];
  if (own == NULL) {
    KERNEL(scan_pairs)(n, scan->cells, scan->columns, scan->cross, y, products, best);
  } else {
    KERNEL(scan_weighted_pairs)(n, scan->cells, scan->columns, y, own, total, e, best);
  }
  for (int j = 0; j < 8; j++) {
    int64_t cell = best[j] < 0 ? scan->cells * scan->cells / 2 : best[j], k = cell / scan->cells, l = cell % scan->cells;
    int64_t k1 = k + 1 < scan->cells ? k + 1 : k, k0 = k > 0 ? k - 1 : k, l1 = l + 1 < scan->cells ? l + 1 : l, l0 = l > 0 ? l - 1 : l;
    start[0][j] = scan->first_rates[k];
    start[1][j] = scan->second_rates[l];
    start[2][j] = 0.5 * (scan->first_rates[k1] - scan->first_rates[k0]);
    start[3][j] = 0.5 * (scan->second_rates[l1] - scan->second_rates[l0]);
  }
  KERNEL(polish_pairs)(n, u, v, y, w, own, total, start, e, out);
  for (int j = 0; j < 8; j++) {
    if (best[j] < 0) { out->is_settled[j] = 0; }
  }
}
