// The sum of two powers over the points of a fit: its values, its gradient and Hessian in one pass, and the scan of its exponents.
//
// Every body is written once as plain loops and compiled for AVX-512, AVX2 and the baseline; which one runs is decided when the program runs.
// Sums are reassociated so that they vectorise: their bits depend on the instruction set, never on a thread count.
#include "CLinearAlgebra.h"

#include <math.h>
#include <stddef.h>

#if defined(__APPLE__)
#include <Accelerate/Accelerate.h>
#else
#include <cblas.h>
#endif

#include "KernelVariants.h"

// MARK: Two powers

BODY void scaled_body(int64_t count, double factor, const double *restrict x, double *restrict y) {
  for (int64_t i = 0; i < count; i++) { y[i] = factor * x[i]; }
}
VARIANTS(scaled, (int64_t count, double factor, const double *x, double *y), (count, factor, x, y))

BODY void combine_body(int64_t count, double c0, double c1, double c2, const double *restrict first, const double *restrict second,
                       double *restrict values) {
#pragma clang fp contract(fast)
  for (int64_t i = 0; i < count; i++) { values[i] = c0 + c1 * first[i] + c2 * second[i]; }
}
VARIANTS(combine, (int64_t count, double c0, double c1, double c2, const double *first, const double *second, double *values),
         (count, c0, c1, c2, first, second, values))

void cla_two_powers(int64_t count, const double *u, const double *v, const double *p, double *first, double *second, double *values) {
  scaled_best(count, -p[3], u, first);
  scaled_best(count, -p[4], v, second);
  cla_exp(count, first, first);
  cla_exp(count, second, second);
  combine_best(count, p[0], p[1], p[2], first, second, values);
}

// With ∇f = (1, P, Q, -c1 uP, -c2 vQ): sums of the columns 1, P, Q, uP, vQ and of their products, scaled at the end.
BODY void powers_body(int64_t count, const double *restrict u, const double *restrict v, const double *restrict first,
                      const double *restrict second, const double *restrict p, const double *restrict slope, const double *restrict curvature,
                      double *restrict gradient, double *restrict hessian) {
#pragma clang fp reassociate(on) contract(fast)
  double g0 = 0, g1 = 0, g2 = 0, g3 = 0, g4 = 0, k3 = 0, k4 = 0;
  double h00 = 0, h10 = 0, h20 = 0, h30 = 0, h40 = 0, h11 = 0, h21 = 0, h31 = 0, h41 = 0, h22 = 0, h32 = 0, h42 = 0, h33 = 0, h43 = 0, h44 = 0;
  for (int64_t i = 0; i < count; i++) {
    double s = slope[i], w = curvature[i], x = u[i], y = v[i];
    double a = first[i], b = second[i];
    double xa = x * a, yb = y * b;
    g0 += s;
    g1 += s * a;
    g2 += s * b;
    g3 += s * xa;
    g4 += s * yb;
    k3 += s * xa * x;
    k4 += s * yb * y;
    double wa = w * a, wb = w * b, wxa = w * xa, wyb = w * yb;
    h00 += w;
    h10 += wa;
    h20 += wb;
    h30 += wxa;
    h40 += wyb;
    h11 += wa * a;
    h21 += wa * b;
    h31 += wa * xa;
    h41 += wa * yb;
    h22 += wb * b;
    h32 += wb * xa;
    h42 += wb * yb;
    h33 += wxa * xa;
    h43 += wxa * yb;
    h44 += wyb * yb;
  }
  double c1 = p[1], c2 = p[2];
  gradient[0] = g0;
  gradient[1] = g1;
  gradient[2] = g2;
  gradient[3] = -c1 * g3;
  gradient[4] = -c2 * g4;
  double lower[15] = {h00,       h10,       h11,
                      h20,       h21,       h22,
                      -c1 * h30, -c1 * h31 - g3, -c1 * h32,
                      c1 * c1 * h33 + c1 * k3,   -c2 * h40,
                      -c2 * h41, -c2 * h42 - g4, c1 * c2 * h43,
                      c2 * c2 * h44 + c2 * k4};
  int32_t k = 0;
  for (int32_t a = 0; a < 5; a++) {
    for (int32_t b = 0; b <= a; b++) {
      hessian[a * 5 + b] = lower[k];
      hessian[b * 5 + a] = lower[k];
      k++;
    }
  }
}
VARIANTS(powers,
         (int64_t count, const double *u, const double *v, const double *first, const double *second, const double *p, const double *slope,
          const double *curvature, double *gradient, double *hessian),
         (count, u, v, first, second, p, slope, curvature, gradient, hessian))

void cla_two_power_sums(int64_t count, const double *u, const double *v, const double *first, const double *second, const double *p,
                        const double *slope, const double *curvature, double *gradient, double *hessian) {
  powers_best(count, u, v, first, second, p, slope, curvature, gradient, hessian);
}

// MARK: Scan of two powers

// Writes a column's weighted values less their mean to `centred` and returns mean, sum of squares and product with the response.
BODY void centre_body(int64_t count, const double *restrict column, const double *restrict roots, const double *restrict response,
                      double *restrict centred, double *restrict sums) {
#pragma clang fp reassociate(on) contract(fast)
  double total = 0, mass = 0;
  for (int64_t i = 0; i < count; i++) {
    total += roots[i] * roots[i] * column[i];
    mass += roots[i] * roots[i];
  }
  double mean = total / mass, square = 0, product = 0;
  for (int64_t i = 0; i < count; i++) {
    double value = roots[i] * (column[i] - mean);
    centred[i] = value;
    square += value * value;
    product += value * response[i];
  }
  sums[0] = mean;
  sums[1] = square;
  sums[2] = product;
}
VARIANTS(centre, (int64_t count, const double *column, const double *roots, const double *response, double *centred, double *sums),
         (count, column, roots, response, centred, sums))

// The least sum of squares over one face of the box of amplitudes, for one second term and all first terms; faces that break a bound do not count.
BODY void face_body(int64_t count, int free_offset, double offset, int free_first, int free_second, const double *restrict bounds, double mass,
                    double mean, double total, const double *restrict means, const double *restrict squares_, const double *restrict products,
                    const double *restrict cross, double second_mean, double second_square, double second_product, double *restrict least) {
#pragma clang fp contract(fast)
  double gap = free_offset ? 0 : mean - offset;
  double qq = free_offset ? second_square : second_square + mass * second_mean * second_mean;
  double qy = free_offset ? second_product : second_product + mass * second_mean * gap;
  double yy = total + mass * gap * gap;
  double shift = free_offset ? 0 : mass;
  for (int64_t i = 0; i < count; i++) {
    double pp = squares_[i] + shift * means[i] * means[i];
    double py = products[i] + shift * means[i] * gap;
    double pq = cross[i] + shift * means[i] * second_mean;
    double determinant = pp * qq - pq * pq;
    double a = 0, b = 0;
    int good = 1;
    if (free_first && free_second) {
      good = determinant > 1e-13 * pp * qq;
      a = (py * qq - qy * pq) / determinant;
      b = (qy * pp - py * pq) / determinant;
    } else if (free_first) {
      good = pp > 0;
      a = py / pp;
    } else if (free_second) {
      good = qq > 0;
      b = qy / qq;
    }
    double c = free_offset ? mean - a * means[i] - b * second_mean : offset;
    double rest = yy - a * py - b * qy;
    rest = rest > 0 ? rest : 0;
    good = good & (c >= bounds[0]) & (c <= bounds[1]) & (a >= bounds[2]) & (a <= bounds[3]) & (b >= bounds[4]) & (b <= bounds[5]);
    least[i] = (good & (rest < least[i])) ? rest : least[i];
  }
}
VARIANTS(face,
         (int64_t count, int free_offset, double offset, int free_first, int free_second, const double *bounds, double mass, double mean,
          double total, const double *means, const double *squares_, const double *products, const double *cross, double second_mean,
          double second_square, double second_product, double *least),
         (count, free_offset, offset, free_first, free_second, bounds, mass, mean, total, means, squares_, products, cross, second_mean,
          second_square, second_product, least))

void cla_two_power_scan(int64_t count, const double *u, const double *v, const double *y, const double *roots, int32_t first_count,
                        const double *first_shapes, int32_t second_count, const double *second_shapes, const double *bounds, double *work,
                        double *least) {
  double *response = work;
  double *column = response + count;
  double *firsts = column + count;
  double *seconds = firsts + count * first_count;
  double *cross = seconds + count * second_count;
  double *means = cross + (int64_t)first_count * second_count;
  double *squares_ = means + first_count;
  double *products = squares_ + first_count;
  double *sums = products + first_count;
  double nothing[3];
  for (int64_t i = 0; i < count; i++) { column[i] = 0; }
  centre_best(count, y, roots, column, response, nothing);
  double mean = nothing[0], total = nothing[1], mass = 0;
  for (int64_t i = 0; i < count; i++) { mass += roots[i] * roots[i]; }
  for (int32_t k = 0; k < first_count; k++) {
    scaled_best(count, -first_shapes[k], u, column);
    cla_exp(count, column, column);
    centre_best(count, column, roots, response, firsts + k * count, nothing);
    means[k] = nothing[0];
    squares_[k] = nothing[1];
    products[k] = nothing[2];
  }
  for (int32_t k = 0; k < second_count; k++) {
    scaled_best(count, -second_shapes[k], v, column);
    cla_exp(count, column, column);
    centre_best(count, column, roots, response, seconds + k * count, sums + 3 * k);
  }
  cblas_dgemm(CblasColMajor, CblasTrans, CblasNoTrans, first_count, second_count, (int)count, 1.0, firsts, (int)count, seconds, (int)count, 0.0,
              cross, first_count);
  for (int32_t k = 0; k < second_count; k++) {
    double *row = least + (int64_t)k * first_count;
    const double *products_k = cross + (int64_t)k * first_count;
    for (int32_t i = 0; i < first_count; i++) { row[i] = INFINITY; }
    for (int side = 0; side < 3; side++) {
      double offset = side == 0 ? 0 : bounds[side - 1];
      if (side > 0 && !(fabs(offset) < INFINITY)) { continue; }
      if (side == 2 && bounds[0] == bounds[1]) { continue; }
      for (int free = 0; free < 4; free++) {
        face_best(first_count, side == 0, offset, free & 1, free >> 1, bounds, mass, mean, total, means, squares_, products, products_k,
                  sums[3 * k], sums[3 * k + 1], sums[3 * k + 2], row);
      }
    }
  }
}

int64_t cla_two_power_scan_work(int64_t count, int32_t first_count, int32_t second_count) {
  return count * (2 + first_count + second_count) + (int64_t)first_count * second_count + 3 * (first_count + (int64_t)second_count);
}
