// Sums over the points of a fit: a loss with its derivatives, and their products with a model's derivatives.
//
// Every body is written once as plain loops and compiled for AVX-512, AVX2 and the baseline; which one runs is decided when the program runs.
// Sums are reassociated so that they vectorise: their bits depend on the instruction set, never on a thread count.
#include "CLinearAlgebra.h"

#include <math.h>
#include <stddef.h>

#include "KernelVariants.h"

enum { squares = 0, huber = 1, soft_l1 = 2 };

// MARK: Loss

// rho(r) times the weight, and per point its first and second derivative by the model's value f and that of the quadratic that lies above it
// (weight psi / r: Huber's iterated weights). r = y - f, or ln y - ln f where `logs` is given.
BODY void loss_point(const int kind, const int logarithmic, double delta, double penalty, double target, double value, double log, double weight,
                     double *rho, double *slope, double *curvature, double *majorant) {
  double r = target - (logarithmic ? log : value);
  double side = r < 0 ? weight * penalty : weight;
  double psi, second, omega, loss;
  if (kind == huber) {
    double size = fabs(r);
    double inside = size <= delta ? 1.0 : 0.0;
    double bounded = size <= delta ? size : delta;
    loss = bounded * (size - 0.5 * bounded);
    psi = r < 0 ? -bounded : bounded;
    second = inside;
    omega = size <= delta ? 1.0 : delta / size;
  } else if (kind == soft_l1) {
    double z = r / delta;
    double root = sqrt(1 + z * z);
    // delta² (root - 1) without cancellation.
    loss = r * r / (1 + root);
    omega = 1 / root;
    psi = r * omega;
    second = omega * omega * omega;
  } else {
    loss = 0.5 * r * r;
    psi = r;
    second = 1;
    omega = 1;
  }
  *rho = side * loss;
  if (logarithmic) {
    double inverse = 1 / value;
    *slope = -side * psi * inverse;
    *curvature = side * (second + psi) * inverse * inverse;
    *majorant = side * omega * inverse * inverse;
  } else {
    *slope = -side * psi;
    *curvature = side * second;
    *majorant = side * omega;
  }
}

BODY void loss_loop(const int kind, const int logarithmic, int64_t count, double delta, double penalty, const double *restrict target,
                    const double *restrict values, const double *restrict logs, const double *restrict weights, double *restrict slope,
                    double *restrict curvature, double *restrict majorant, double *restrict sum) {
#pragma clang fp reassociate(on) contract(fast)
  double total = 0;
  for (int64_t i = 0; i < count; i++) {
    double rho;
    loss_point(kind, logarithmic, delta, penalty, target[i], values[i], logarithmic ? logs[i] : 0, weights[i], &rho, &slope[i], &curvature[i],
               &majorant[i]);
    total += rho;
  }
  *sum = total;
}

BODY void loss_body(int32_t kind, int64_t count, double delta, double penalty, const double *target, const double *values, const double *logs,
                    const double *weights, double *slope, double *curvature, double *majorant, double *sum) {
  if (logs != NULL) {
    switch (kind) {
      case huber: loss_loop(huber, 1, count, delta, penalty, target, values, logs, weights, slope, curvature, majorant, sum); break;
      case soft_l1: loss_loop(soft_l1, 1, count, delta, penalty, target, values, logs, weights, slope, curvature, majorant, sum); break;
      default: loss_loop(squares, 1, count, delta, penalty, target, values, logs, weights, slope, curvature, majorant, sum);
    }
  } else {
    switch (kind) {
      case huber: loss_loop(huber, 0, count, delta, penalty, target, values, logs, weights, slope, curvature, majorant, sum); break;
      case soft_l1: loss_loop(soft_l1, 0, count, delta, penalty, target, values, logs, weights, slope, curvature, majorant, sum); break;
      default: loss_loop(squares, 0, count, delta, penalty, target, values, logs, weights, slope, curvature, majorant, sum);
    }
  }
}

VARIANTS(loss,
         (int32_t kind, int64_t count, double delta, double penalty, const double *target, const double *values, const double *logs,
          const double *weights, double *slope, double *curvature, double *majorant, double *sum),
         (kind, count, delta, penalty, target, values, logs, weights, slope, curvature, majorant, sum))

double cla_loss(int32_t kind, int32_t logarithmic, int64_t count, double delta, double penalty, const double *target, const double *values,
                const double *weights, double *logs, double *slope, double *curvature, double *majorant) {
  double sum = 0;
  if (logarithmic) {
    double least = INFINITY;
    for (int64_t i = 0; i < count; i++) { least = values[i] < least ? values[i] : least; }
    if (!(least > 0)) { return INFINITY; }
    cla_log(count, values, logs);
  }
  loss_best(kind, count, delta, penalty, target, values, logarithmic ? logs : NULL, weights, slope, curvature, majorant, &sum);
  return sum < INFINITY ? sum : INFINITY;
}

// MARK: Products of columns

BODY void gram_body(int64_t count, int32_t columns, const double *restrict j, const double *restrict s, double *restrict gram) {
#pragma clang fp reassociate(on) contract(fast)
  for (int32_t a = 0; a < columns; a++) {
    for (int32_t b = 0; b <= a; b++) {
      const double *restrict x = j + a * count;
      const double *restrict y = j + b * count;
      double sum = 0;
      for (int64_t i = 0; i < count; i++) { sum += s[i] * x[i] * y[i]; }
      gram[a * columns + b] = sum;
      gram[b * columns + a] = sum;
    }
  }
}
VARIANTS(gram, (int64_t count, int32_t columns, const double *j, const double *s, double *gram), (count, columns, j, s, gram))

void cla_weighted_gram(int64_t count, int32_t columns, const double *j, const double *s, double *gram) { gram_best(count, columns, j, s, gram); }

BODY void project_body(int64_t count, int32_t columns, const double *restrict j, const double *restrict s, double *restrict products) {
#pragma clang fp reassociate(on) contract(fast)
  for (int32_t a = 0; a < columns; a++) {
    const double *restrict x = j + a * count;
    double sum = 0;
    for (int64_t i = 0; i < count; i++) { sum += s[i] * x[i]; }
    products[a] = sum;
  }
}
VARIANTS(project, (int64_t count, int32_t columns, const double *j, const double *s, double *products), (count, columns, j, s, products))

void cla_column_products(int64_t count, int32_t columns, const double *j, const double *s, double *products) {
  project_best(count, columns, j, s, products);
}
