// The laws that the compiled rivals fit, with logarithms of the predictors taken once. Ceres differentiates `operator()`; cminpack calls the analytic Jacobian.
//
// Every law reads `u`, its columns after `prepare`: one column of n for one predictor, two for two.
#ifndef BENCHMARKS_LAWS_H
#define BENCHMARKS_LAWS_H

#include <cmath>
#include <cstdint>

// E + A x^-alpha with u = ln x; parameters E, A, alpha.
struct PowerLaw {
  static constexpr int parameters = 3;
  static double prepare(double x) { return std::log(x); }
  template <typename T> static T value(const T *p, const double *u, int64_t, int64_t i) {
    using std::exp;
    return p[0] + p[1] * exp(-p[2] * u[i]);
  }
  static double gradient(const double *p, const double *u, int64_t, int64_t i, double *d) {
    double g = std::exp(-p[2] * u[i]);
    d[0] = 1, d[1] = g, d[2] = -p[1] * u[i] * g;
    return p[0] + p[1] * g;
  }
};

// P - A exp(-x / s) with u = x; parameters P, A, s.
struct SaturatingExponential {
  static constexpr int parameters = 3;
  static double prepare(double x) { return x; }
  template <typename T> static T value(const T *p, const double *u, int64_t, int64_t i) {
    using std::exp;
    return p[0] - p[1] * exp(-u[i] / p[2]);
  }
  static double gradient(const double *p, const double *u, int64_t, int64_t i, double *d) {
    double g = std::exp(-u[i] / p[2]);
    d[0] = 1, d[1] = -g, d[2] = -p[1] * g * u[i] / (p[2] * p[2]);
    return p[0] - p[1] * g;
  }
};

// low + (high - low) / (1 + (x / midpoint)^-slope) with u = ln x; parameters low, high, midpoint, slope.
struct Logistic {
  static constexpr int parameters = 4;
  static double prepare(double x) { return std::log(x); }
  template <typename T> static T value(const T *p, const double *u, int64_t, int64_t i) {
    using std::exp;
    using std::log;
    return p[0] + (p[1] - p[0]) / (1.0 + exp(-p[3] * (u[i] - log(p[2]))));
  }
  static double gradient(const double *p, const double *u, int64_t, int64_t i, double *d) {
    double distance = u[i] - std::log(p[2]), g = std::exp(-p[3] * distance), s = 1 / (1 + g);
    double slope = (p[1] - p[0]) * g * s * s;
    d[0] = 1 - s, d[1] = s, d[2] = -slope * p[3] / p[2], d[3] = slope * distance;
    return p[0] + (p[1] - p[0]) * s;
  }
};

// E + exp(a - alpha ln N) + exp(b - beta ln D), Hoffmann's well-scaled form; parameters E, a, b, alpha, beta.
struct Chinchilla {
  static constexpr int parameters = 5;
  static double prepare(double x) { return std::log(x); }
  template <typename T> static T value(const T *p, const double *u, int64_t n, int64_t i) {
    using std::exp;
    return p[0] + exp(p[1] - p[3] * u[i]) + exp(p[2] - p[4] * u[n + i]);
  }
  static double gradient(const double *p, const double *u, int64_t n, int64_t i, double *d) {
    double g = std::exp(p[1] - p[3] * u[i]), h = std::exp(p[2] - p[4] * u[n + i]);
    d[0] = 1, d[1] = g, d[2] = h, d[3] = -u[i] * g, d[4] = -u[n + i] * h;
    return p[0] + g + h;
  }
};

#endif
