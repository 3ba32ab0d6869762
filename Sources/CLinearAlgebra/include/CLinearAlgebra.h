// The few dense factorisations and vector functions that curve fitting uses, in plain C types.
//
// Matrices are column-major with an explicit leading dimension. Functions that factorise return 0 on success, a negative number for
// the position of a bad argument, a positive number where a matrix is singular or not positive definite (LAPACK's convention).
// Linux: LAPACKE and CBLAS (liblapacke-dev, libopenblas-dev). Apple: Accelerate. The vector functions choose AVX-512, AVX2 or
// plain C when the program runs; the plain variant is standard C and is all there is on other processors (on aarch64 it is untested).
#ifndef SCALING_ANALYTICS_CLINEARALGEBRA_H
#define SCALING_ANALYTICS_CLINEARALGEBRA_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// QR with column pivoting, A P = Q R, of an m x n matrix; pivots are 0-based. Work space: cla_qr_work(n) doubles.
int32_t cla_qr_pivoted(int32_t m, int32_t n, double *a, int32_t lda, int32_t *pivots, double *tau, double *work, int32_t work_count);
int32_t cla_qr_work(int32_t n);

// b := transpose(Q) b for one right side of m numbers, Q from cla_qr_pivoted.
int32_t cla_qr_apply_transposed(int32_t m, int32_t n, const double *a, int32_t lda, const double *tau, double *b, double *work, int32_t work_count);

// Solves R x = b (transposed: transpose(R) x = b) in place for the upper triangle of a, for `count` right sides.
int32_t cla_solve_upper(int32_t transposed, int32_t n, int32_t count, const double *a, int32_t lda, double *b, int32_t ldb);

// Cholesky factor L (lower triangle) of a symmetric positive definite matrix, in place.
int32_t cla_cholesky(int32_t n, double *a, int32_t lda);

// b := inverse(L) b, or inverse(transpose(L)) b, for `count` columns, L from cla_cholesky.
void cla_solve_lower(int32_t transposed, int32_t n, int32_t count, const double *l, int32_t ldl, double *b, int32_t ldb);

// BLAS runs one thread between these two calls, so that results do not depend on a thread count; they nest and may be called from any thread.
void cla_single_thread_begin(void);
void cla_single_thread_end(void);

// y[i] = exp(x[i]) and y[i] = log(x[i]); x and y may be the same array.
void cla_exp(int64_t count, const double *x, double *y);
void cla_log(int64_t count, const double *x, double *y);

// Whether no number is infinite or NaN.
int32_t cla_all_finite(int64_t count, const double *x);

// The instruction set the vector functions use here: "avx512", "avx2" or "plain".
const char *cla_vector_variant(void);

// Curves y = offset + amplitude * exp(direction * rate * t): the laws with one exponential term, fitted many at a time.
struct cla_exponential_law {
  int32_t has_offset;
  // The sign that the amplitude must have: 1, -1, or 0 for either.
  double sign;
  // 1 or -1.
  double direction;
  // Reported are term_sign * amplitude * exp(rate * amplitude_shift), and the rate, or reciprocal_length / rate where that length is positive.
  double term_sign, amplitude_shift, reciprocal_length;
};

// Where the fits go, one number for each curve: reported parameters, weighted residual squares (weights scaled to a mean of 1 over points that have one), and
// standard errors. `settled` is 0 for curves that need the general solver: flat ones, optima at an end of the scan, no degrees of freedom.
struct cla_exponential_columns {
  double *offset, *amplitude, *shape, *squares, *offset_error, *amplitude_error, *shape_error;
  uint8_t *settled;
};

// The largest number of rates that a search of one curve scans.
enum { cla_exponential_search_cells = 512 };

// Fits `curves` columns of n responses each (curve after curve) over one t, eight side by side.
//
// `rates` are the cells of the scan, ascending, a multiple of eight. `weights` may be null: equal weights; with weights_stride 0 one column of weights serves all
// curves, with n each curve has its own; responses_stride likewise (0: one response under many weightings). The columns of the offset may be null without one.
// Returns 0, or -1 without memory.
int32_t cla_exponential_batch(
    const struct cla_exponential_law *law, int32_t cells, const double *rates, int64_t n, const double *t, int64_t curves, const double *responses,
    int64_t responses_stride, const double *weights, int64_t weights_stride, const struct cla_exponential_columns *columns);

// The lowest minimum of a search: amplitudes as in the formula above, weighted squares there and the lowest on the scan, and the inverse information for errors of unit
// scale: offset-offset, amplitude-amplitude, amplitude-rate, rate-rate, offset-amplitude, offset-rate.
struct cla_exponential_minimum {
  double offset, amplitude, rate, squares, lowest_on_scan, information[6];
  int32_t cells;
};

// The least squares of one curve over rates from lower to upper; weights may be null.
//
// Returns 1 where the lowest minimum is a plain one: inside the range, an amplitude of the right sign, converged to rounding, residuals above it, derivatives far from
// dependent. 0 where the general solver has to look, -1 without memory.
int32_t cla_exponential_search(
    const struct cla_exponential_law *law, int64_t n, const double *t, const double *response, const double *weights, double lower,
    double upper, int32_t is_logarithmic, struct cla_exponential_minimum *out);

// The sum of weight * rho(r) over the points, r = target - value or (logarithmic; target = ln y) target - ln value, and per point its first and second derivative
// by the value and the curvature of the quadratic above it (rho'(r) / r). kind 0: r²/2; 1: Huber, r²/2 to |r| = delta and straight beyond; 2: soft L1,
// delta² (sqrt(1 + (r/delta)²) - 1). Where r < 0 (the model above the data) the weight is times `penalty`. `logs` is work space of `count` numbers. Infinite where
// a logarithm does not exist.
double cla_loss(int32_t kind, int32_t logarithmic, int64_t count, double delta, double penalty, const double *target, const double *values,
                const double *weights, double *logs, double *slope, double *curvature, double *majorant);

// gram := transpose(J) diag(s) J for `columns` columns of `count` numbers; products := transpose(J) s.
void cla_weighted_gram(int64_t count, int32_t columns, const double *j, const double *s, double *gram);
void cla_column_products(int64_t count, int32_t columns, const double *j, const double *s, double *products);

// first = exp(-p3 u), second = exp(-p4 v), values = p0 + p1 first + p2 second.
void cla_two_powers(int64_t count, const double *u, const double *v, const double *p, double *first, double *second, double *values);

// Gradient (5) and Hessian (5 x 5) by p0 to p4 of a sum over the points with the given derivatives by the values.
void cla_two_power_sums(int64_t count, const double *u, const double *v, const double *first, const double *second, const double *p,
                        const double *slope, const double *curvature, double *gradient, double *hessian);

// least[i + first_count k]: the least sum over the points of (roots (y - c0 - c1 exp(-first_shapes[i] u) - c2 exp(-second_shapes[k] v)))² over c0, c1, c2 in
// bounds (lower, upper of each; those of c1 and c2 are 0 or infinite). Exponentials are taken once a shape, products of terms as one matrix product.
void cla_two_power_scan(int64_t count, const double *u, const double *v, const double *y, const double *roots, int32_t first_count,
                        const double *first_shapes, int32_t second_count, const double *second_shapes, const double *bounds, double *work,
                        double *least);
int64_t cla_two_power_scan_work(int64_t count, int32_t first_count, int32_t second_count);

// At most so many rates are scanned along each axis.
enum { cla_two_exponential_cells = 32 };

// Fits `curves` columns of n responses each over one u and v: y = c + a exp(-p u) + b exp(-q v), a and b positive, eight side by side.
//
// The scan is over all pairs of `first_rates` and `second_rates`, `cells` of each, ascending. `weights` may be null: equal weights; with weights_stride 0 one column of weights
// serves all curves, with n each curve has its own; responses_stride likewise (0: one response under many weightings). `values` has five columns (c, a, b, p, q) and `information`
// seven (c-c, a-a, a-p, p-p, b-b, b-q, q-q) of `stride` numbers each; `settled` is 0 for curves that need the general solver. Returns 0, or -1 without memory.
int32_t cla_two_exponential_batch(
    int32_t cells, const double *first_rates, const double *second_rates, int64_t n, const double *u, const double *v, int64_t curves,
    const double *responses, int64_t responses_stride, const double *weights, int64_t weights_stride, int64_t stride, double *values, double *squares,
    double *information, uint8_t *settled);

#ifdef __cplusplus
}
#endif
#endif
