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

// The instruction set the vector functions use here: "avx512", "avx2" or "plain".
const char *cla_vector_variant(void);

#ifdef __cplusplus
}
#endif
#endif
