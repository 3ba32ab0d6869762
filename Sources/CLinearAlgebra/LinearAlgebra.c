#include "CLinearAlgebra.h"

#include <pthread.h>

#if defined(__APPLE__)
// Accelerate has no LAPACKE: the Fortran interface is called through one macro per routine.
#include <Accelerate/Accelerate.h>
typedef __LAPACK_int lapack_index;
#else
#include <cblas.h>
#include <lapacke.h>
typedef lapack_int lapack_index;
extern void openblas_set_num_threads(int);
extern int openblas_get_num_threads(void);
#endif

// Fits have at most a few dozen columns; pivots go through the stack.
enum { pivot_limit = 64 };

int32_t cla_qr_work(int32_t n) { return 2 * n + (n + 1) * 32; }

int32_t cla_qr_pivoted(int32_t m, int32_t n, double *a, int32_t lda, int32_t *pivots, double *tau, double *work, int32_t work_count) {
  if (n < 1 || n > pivot_limit) { return -2; }
  lapack_index free_columns[pivot_limit] = {0};
  int32_t info;
#if defined(__APPLE__)
  lapack_index rows = m, columns = n, leading = lda, size = work_count, result = 0;
  dgeqp3_(&rows, &columns, a, &leading, free_columns, tau, work, &size, &result);
  info = (int32_t)result;
#else
  info = (int32_t)LAPACKE_dgeqp3_work(LAPACK_COL_MAJOR, m, n, a, lda, free_columns, tau, work, work_count);
#endif
  for (int32_t i = 0; i < n; i++) { pivots[i] = (int32_t)free_columns[i] - 1; }
  return info;
}

int32_t cla_qr_apply_transposed(int32_t m, int32_t n, const double *a, int32_t lda, const double *tau, double *b, double *work, int32_t work_count) {
  int32_t reflectors = m < n ? m : n;
#if defined(__APPLE__)
  lapack_index rows = m, one = 1, k = reflectors, leading = lda, ldb = m, size = work_count, result = 0;
  dormqr_("L", "T", &rows, &one, &k, (double *)a, &leading, (double *)tau, b, &ldb, work, &size, &result);
  return (int32_t)result;
#else
  return (int32_t)LAPACKE_dormqr_work(LAPACK_COL_MAJOR, 'L', 'T', m, 1, reflectors, a, lda, tau, b, m, work, work_count);
#endif
}

// A call of BLAS costs more than so few numbers do.
enum { small_solve = 256 };

// Solves T x = b, or transpose(T) x = b, in place; from the last row up where the triangle in force is the upper one.
static void solve_triangle(int upward, int transposed, int32_t n, const double *t, int32_t ld, double *b) {
  for (int32_t step = 0; step < n; step++) {
    int32_t i = upward ? n - 1 - step : step;
    double sum = b[i];
    for (int32_t done = 0; done < step; done++) {
      int32_t j = upward ? n - 1 - done : done;
      sum -= (transposed ? t[j + (int64_t)i * ld] : t[i + (int64_t)j * ld]) * b[j];
    }
    b[i] = sum / t[i + (int64_t)i * ld];
  }
}

int32_t cla_solve_upper(int32_t transposed, int32_t n, int32_t count, const double *a, int32_t lda, double *b, int32_t ldb) {
  for (int32_t i = 0; i < n; i++) {
    if (a[i + (int64_t)i * lda] == 0) { return i + 1; }
  }
  if ((int64_t)n * count <= small_solve) {
    for (int32_t c = 0; c < count; c++) { solve_triangle(!transposed, transposed, n, a, lda, b + (int64_t)c * ldb); }
  } else {
    cblas_dtrsm(CblasColMajor, CblasLeft, CblasUpper, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, n, count, 1.0, a, lda, b, ldb);
  }
  return 0;
}

int32_t cla_cholesky(int32_t n, double *a, int32_t lda) {
#if defined(__APPLE__)
  lapack_index order = n, leading = lda, result = 0;
  dpotrf_("L", &order, a, &leading, &result);
  return (int32_t)result;
#else
  return (int32_t)LAPACKE_dpotrf_work(LAPACK_COL_MAJOR, 'L', n, a, lda);
#endif
}

void cla_solve_lower(int32_t transposed, int32_t n, int32_t count, const double *l, int32_t ldl, double *b, int32_t ldb) {
  if ((int64_t)n * count <= small_solve) {
    for (int32_t c = 0; c < count; c++) { solve_triangle(transposed, transposed, n, l, ldl, b + (int64_t)c * ldb); }
    return;
  }
  cblas_dtrsm(CblasColMajor, CblasLeft, CblasLower, transposed ? CblasTrans : CblasNoTrans, CblasNonUnit, n, count, 1.0, l, ldl, b, ldb);
}

#if defined(__APPLE__)
// Accelerate has no per-process thread count to set; sizes here stay below its threshold.
void cla_single_thread_begin(void) {}
void cla_single_thread_end(void) {}
#else
static pthread_mutex_t thread_lock = PTHREAD_MUTEX_INITIALIZER;
static int32_t thread_depth = 0;
static int thread_count_before = 1;

void cla_single_thread_begin(void) {
  pthread_mutex_lock(&thread_lock);
  if (thread_depth++ == 0) {
    thread_count_before = openblas_get_num_threads();
    if (thread_count_before != 1) { openblas_set_num_threads(1); }
  }
  pthread_mutex_unlock(&thread_lock);
}

void cla_single_thread_end(void) {
  pthread_mutex_lock(&thread_lock);
  if (--thread_depth == 0 && thread_count_before != 1) { openblas_set_num_threads(thread_count_before); }
  pthread_mutex_unlock(&thread_lock);
}
#endif
