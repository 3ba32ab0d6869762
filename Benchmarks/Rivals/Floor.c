// The floor: the bare arithmetic of many fits of y = E + A x^-alpha over one x, with no checks, no bounds and no interface.
//
// With the amplitudes eliminated (variable projection) the fit maximises F(alpha) = b^2 / Q, where g = x^-alpha about its geometric centre, y' = y - mean(y),
// b = y'.g and Q = g.g - (sum g)^2 / n; the residual sum of squares is y'.y' - F. A scan over 32 shapes with precomputed orthonormal weights picks a cell
// (one dot product a shape); five full Newton steps follow, each from exact first and second derivatives, one exponential a point; the fifth evaluation is at a
// converged alpha (the fourth step left about the square of its own length), so the residual pass and the standard error use its exponentials.
//
// Eight curves lie side by side in one vector; two such groups alternate, so that one group's divisions hide behind the other's sums.
// Base-2 logarithms, stored negated, make the exponential's range reduction one fused step: z = alpha m, z = k/16 + r, 2^z = 2^(k/16) p(r), |r| <= 1/32, where
// p has degree 6 (relative error 7e-18 by Chebyshev interpolation); without AVX-512, k is whole and p has degree 11 (4e-18).
// Build: -O3 -march=native -ffp-contract=fast, and not -ffast-math, which would cancel the rounding constant away; nothing here is left for it to reorder.
#include "Worker.h"
#include <math.h>
#ifdef __AVX512F__
#include <immintrin.h>
#endif

typedef double V __attribute__((vector_size(64), aligned(64)));
typedef int64_t I __attribute__((vector_size(64), aligned(64)));
#define WIDTH 8
#define SHAPES 32
#define STEPS 5
#define GROUPS 2
#define LN2 0.693147180559945309417
#define INLINE static inline __attribute__((always_inline))

INLINE V splat(double a) { return (V){a, a, a, a, a, a, a, a}; }
INLINE V choose(I mask, V a, V b) { return (V)((mask & (I)a) | (~mask & (I)b)); }
INLINE V load(const double *p) { return *(const V *)p; }

// 2^(a m) for |a m| < 1000.
INLINE V power_of_two(V a, V m) {
#ifdef __AVX512F__
  const V magic = splat(0x1.8p48);
  static const double table[16] __attribute__((aligned(64))) = {
      1.0, 1.0442737824274138, 1.0905077326652577, 1.1387886347566916, 1.189207115002721, 1.241857812073484,
      1.2968395546510096, 1.3542555469368927, 1.4142135623730951, 1.4768261459394993, 1.5422108254079407,
      1.6104903319492543, 1.681792830507429, 1.7562521603732995, 1.8340080864093424, 1.9152065613971474};
  V shifted = a * m + magic;
  V rounded = shifted - magic;
  V r = a * m - rounded;
  V p = splat(0x1.430a49610efc6p-13);
  p = p * r + splat(0x1.5d89be4c12513p-10);
  p = p * r + splat(0x1.3b2ab6fb09b31p-7);
  p = p * r + splat(0x1.c6b08d6e8a384p-5);
  p = p * r + splat(0x1.ebfbdff82c594p-3);
  p = p * r + splat(0x1.62e42fefa39fdp-1);
  p = p * r + splat(1.0);
  V part = (V)_mm512_permutex2var_pd((__m512d)load(table), (__m512i)shifted, (__m512d)load(table + 8));
  return (V)_mm512_scalef_pd((__m512d)(part * p), (__m512d)rounded);
#else
  const V magic = splat(0x1.8p52);
  V shifted = a * m + magic;
  V r = a * m - (shifted - magic);
  V p = splat(0x1.e9ec1fcb69a7fp-32);
  p = p * r + splat(0x1.e6228acd1c6e5p-28);
  p = p * r + splat(0x1.b524ebd13a55fp-24);
  p = p * r + splat(0x1.62bfc2c86d700p-20);
  p = p * r + splat(0x1.ffcbfc6da6ed1p-17);
  p = p * r + splat(0x1.430913112c61bp-13);
  p = p * r + splat(0x1.5d87fe78a3f9cp-10);
  p = p * r + splat(0x1.3b2ab6fb9f1a5p-7);
  p = p * r + splat(0x1.c6b08d704a0c6p-5);
  p = p * r + splat(0x1.ebfbdff82c5aep-3);
  p = p * r + splat(0x1.62e42fefa39efp-1);
  p = p * r + splat(1.0);
  return p * (V)(((I)shifted << 52) + 0x3ff0000000000000);
#endif
}

// What the curves share: m = -(log2 x - mean), the scan's shapes and weights ([point][shape]).
typedef struct {
  int64_t count;
  double mean;
  double *m, *weights, shapes[SHAPES];
} Plan;

static void plan_make(Plan *plan, const double *x, int64_t n) {
  plan->count = n;
  plan->m = aligned_alloc(64, (size_t)(n * 8 + 127) / 64 * 64);
  plan->weights = aligned_alloc(64, (size_t)(n * SHAPES) * 8);
  double mean = 0, low = INFINITY, high = -INFINITY;
  for (int64_t i = 0; i < n; i++) {
    double l = log2(x[i]);
    plan->m[i] = -l;
    mean += l / (double)n;
    low = fmin(low, l), high = fmax(high, l);
  }
  plan->mean = mean;
  // From nearly a straight line in log x to gone after a fortieth of the logarithmic range.
  for (int k = 0; k < SHAPES; k++) plan->shapes[k] = 0.1 * pow(400, k / (SHAPES - 1.0)) / ((high - low) * LN2);
  V sum[SHAPES / WIDTH] = {0}, squares[SHAPES / WIDTH] = {0};
  for (int64_t i = 0; i < n; i++) {
    plan->m[i] += mean;
    for (int k = 0; k < SHAPES / WIDTH; k++) {
      V alpha, g;
      memcpy(&alpha, plan->shapes + k * WIDTH, sizeof alpha);
      g = power_of_two(alpha, splat(plan->m[i]));
      sum[k] += g, squares[k] += g * g;
      *(V *)(plan->weights + i * SHAPES + k * WIDTH) = g;
    }
  }
  for (int k = 0; k < SHAPES / WIDTH; k++) {
    V centre = sum[k] / (double)n, scale = squares[k] - sum[k] * centre;
    for (int j = 0; j < WIDTH; j++) scale[j] = 1 / sqrt(scale[j]);
    for (int64_t i = 0; i < n; i++) {
      V *weight = (V *)(plan->weights + i * SHAPES + k * WIDTH);
      *weight = (*weight - centre) * scale;
    }
  }
}

// Eight rows to eight columns.
INLINE void transpose(const double *y, int64_t stride, V *out) {
  V r[8], s[8];
  for (int j = 0; j < 8; j++) memcpy(&r[j], y + j * stride, 64);
  for (int j = 0; j < 8; j += 2) {
    s[j] = __builtin_shufflevector(r[j], r[j + 1], 0, 8, 2, 10, 4, 12, 6, 14);
    s[j + 1] = __builtin_shufflevector(r[j], r[j + 1], 1, 9, 3, 11, 5, 13, 7, 15);
  }
  for (int j = 0; j < 8; j += 4)
    for (int k = 0; k < 2; k++) {
      r[j + k] = __builtin_shufflevector(s[j + k], s[j + k + 2], 0, 1, 8, 9, 4, 5, 12, 13);
      r[j + k + 2] = __builtin_shufflevector(s[j + k], s[j + k + 2], 2, 3, 10, 11, 6, 7, 14, 15);
    }
  for (int k = 0; k < 4; k++) {
    out[k] = __builtin_shufflevector(r[k], r[k + 4], 0, 1, 2, 3, 8, 9, 10, 11);
    out[k + 4] = __builtin_shufflevector(r[k], r[k + 4], 4, 5, 6, 7, 12, 13, 14, 15);
  }
}

// The nine sums that the objective and its first two derivatives need.
typedef struct { V g, gm, gmm, gg, ggm, ggmm, yg, ygm, ygmm; } Sums;

// `kept` is written where the pass is the last.
INLINE Sums sums(int64_t n, const double *m, const V *y, V alpha, V *kept, int keep) {
  Sums s = {0};
  for (int64_t i = 0; i < n; i++) {
    V mi = splat(m[i]), g = power_of_two(alpha, mi), gm = g * mi, gmm = gm * mi;
    s.g += g, s.gm += gm, s.gmm += gmm;
    s.gg += g * g, s.ggm += g * gm, s.ggmm += gm * gm;
    s.yg += y[i] * g, s.ygm += y[i] * gm, s.ygmm += y[i] * gmm;
    if (keep) kept[i] = g;
  }
  return s;
}

// With u = alpha ln 2: F'/F = 2 b'/b - Q'/Q, and so on; the Newton step of F in u is -(F'/F) / (F''/F).
INLINE V newton(const Sums *s, V alpha, double n) {
  V centre = s->g / n;
  V q = s->gg - s->g * centre, dq = 2 * (s->ggm - s->gm * centre);
  V ddq = 4 * s->ggmm - 2 * (s->gm * s->gm / n + s->gmm * centre);
  V iq = 1 / q, ib = 1 / s->yg;
  V first = s->ygm * ib, slope = 2 * first - dq * iq;
  V curvature = 2 * (s->ygmm * ib - first * first) - ddq * iq + dq * iq * (dq * iq) + slope * slope;
  return alpha - slope / curvature * (1 / LN2);
}

INLINE V scan(const Plan *plan, const V *y) {
  V best = splat(-1), alpha = splat(0);
  for (int block = 0; block < SHAPES; block += 16) {
    V dots[16] = {0};
    for (int64_t i = 0; i < plan->count; i++) {
      const double *w = plan->weights + i * SHAPES + block;
#pragma GCC unroll 16
      for (int k = 0; k < 16; k++) dots[k] += y[i] * splat(w[k]);
    }
#pragma GCC unroll 16
    for (int k = 0; k < 16; k++) {
      V squared = dots[k] * dots[k];
      I better = squared > best;
      best = choose(better, squared, best);
      alpha = choose(better, splat(plan->shapes[block + k]), alpha);
    }
  }
  return alpha;
}

// Fits `groups` times eight curves; rows of E, A, alpha, residual sum of squares and the standard error of alpha.
INLINE void fit(const Plan *plan, const double *curves, double *rows, V *work, int groups) {
  const int64_t n = plan->count;
  const double count = (double)n;
  V *y[GROUPS], *g[GROUPS], mean[GROUPS], alpha[GROUPS];
  Sums last[GROUPS];
  for (int c = 0; c < groups; c++) {
    y[c] = work + 2 * c * n, g[c] = y[c] + n;
    const double *own = curves + c * WIDTH * n;
    int64_t i = 0;
    for (; i + 8 <= n; i += 8) transpose(own + i, n, y[c] + i);
    for (; i < n; i++)
      for (int j = 0; j < WIDTH; j++) y[c][i][j] = own[j * n + i];
    V total[4] = {0};
    for (i = 0; i < n; i++) total[i & 3] += y[c][i];
    mean[c] = (total[0] + total[1] + total[2] + total[3]) / count;
    for (i = 0; i < n; i++) y[c][i] -= mean[c];
    alpha[c] = scan(plan, y[c]);
  }
  for (int step = 0; step < STEPS - 1; step++)
    for (int c = 0; c < groups; c++) {
      Sums s = sums(n, plan->m, y[c], alpha[c], NULL, 0);
      alpha[c] = newton(&s, alpha[c], count);
    }
  for (int c = 0; c < groups; c++) last[c] = sums(n, plan->m, y[c], alpha[c], g[c], 1);
  for (int c = 0; c < groups; c++) {
    const Sums *s = &last[c];
    V centre = s->g / count, q = s->gg - s->g * centre, amplitude = s->yg / q, level = amplitude * centre;
    V squares[4] = {0};
    for (int64_t i = 0; i < n; i++) {
      V residual = y[c][i] + level - amplitude * g[c][i];
      squares[i & 3] += residual * residual;
    }
    V rss = squares[0] + squares[1] + squares[2] + squares[3];
    V cross = s->ggm - s->gm * centre;
    V information = s->ggmm - s->gm * s->gm / count - cross * cross / q;
    V variance = rss / ((count - 3) * information * (amplitude * amplitude * (LN2 * LN2)));
    V refined = newton(s, alpha[c], count);
    V floor = mean[c] - level, scaled = amplitude * power_of_two(refined, splat(plan->mean));
    for (int j = 0; j < WIDTH; j++) {
      double *row = rows + (c * WIDTH + j) * 5;
      row[0] = floor[j], row[1] = scaled[j], row[2] = refined[j], row[3] = sqrt(variance[j]), row[4] = rss[j];
    }
  }
}

static void run(const ProblemSet *set, int64_t curves, double *rows) {
  // The plan belongs to a call and is paid for in it, as it is in anybody's batch over one x.
  Plan plan;
  plan_make(&plan, set->x, set->count);
  V *work = aligned_alloc(64, (size_t)(2 * GROUPS * set->count) * sizeof(V));
  int64_t c = 0;
  for (; c + GROUPS * WIDTH <= curves; c += GROUPS * WIDTH) fit(&plan, set->y + c * set->count, rows + c * 5, work, GROUPS);
  for (; c + WIDTH <= curves; c += WIDTH) fit(&plan, set->y + c * set->count, rows + c * 5, work, 1);
  free(work), free(plan.m), free(plan.weights);
}

int main(int count, char **arguments) {
  if (count < 2) return 2;
  static ProblemSet small, large;
  Task tasks[2];
  int available = 0;
  if (problem_set_read(arguments[1], "power-20", &small)) tasks[available++] = (Task){"power-20", &small, small.curves, 5, run};
  if (problem_set_read(arguments[1], "power-1000", &large)) tasks[available++] = (Task){"power-1000", &large, large.curves, 5, run};
  return worker_main("floor", tasks, available);
}
