// cminpack's lmder with analytic Jacobians, from the start it is handed: at 1.49e-8 (MINPACK's usual tolerance, and SciPy's) and tight (1e-15).
#include <cminpack.h>

#include <vector>

#include "Laws.h"
#include "Worker.h"

struct Observations {
  const double *u, *y;
};

template <typename Law>
int evaluate(void *data, int n, int, const double *p, double *residuals, double *jacobian, int rows, int mode) {
  const auto *given = static_cast<const Observations *>(data);
  for (int i = 0; i < n; i++) {
    if (mode == 1) {
      residuals[i] = Law::value(p, given->u, n, i) - given->y[i];
    } else {
      double d[Law::parameters];
      Law::gradient(p, given->u, n, i, d);
      for (int k = 0; k < Law::parameters; k++) jacobian[i + k * rows] = d[k];
    }
  }
  return 0;
}

template <typename Law, bool tight>
void run(const ProblemSet *set, int64_t curves, double *rows) {
  const int n = static_cast<int>(set->count), p = Law::parameters;
  const double tolerance = tight ? 1e-15 : 1.49012e-8;
  std::vector<double> u(set->count * set->predictors), residuals(n), jacobian(n * p), work(n);
  for (size_t i = 0; i < u.size(); i++) u[i] = Law::prepare(set->x[i]);
  for (int64_t c = 0; c < curves; c++) {
    Observations given{u.data(), set->y + c * n};
    double *row = rows + c * (p + 1), scale[p], qtf[p], w1[p], w2[p], w3[p];
    int pivots[p], evaluations, jacobians;
    for (int k = 0; k < p; k++) row[k] = set->starts[c * p + k];
    lmder(evaluate<Law>, &given, n, p, row, residuals.data(), jacobian.data(), n, tolerance, tolerance, 0, 1000, scale, 1,
          100, 0, &evaluations, &jacobians, pivots, qtf, w1, w2, w3, work.data());
    double squares = 0;
    for (int i = 0; i < n; i++) squares += residuals[i] * residuals[i];
    row[p] = squares;
  }
}

int main(int count, char **arguments) {
  if (count < 2) return 2;
  static ProblemSet sets[5];
  std::vector<Task> tasks;
  auto add = [&](int index, const char *set, const char *name, const char *tight_name, auto *normal, auto *tight) {
    if (!problem_set_read(arguments[1], set, &sets[index])) return;
    int64_t columns = sets[index].parameters + 1;
    tasks.push_back({name, &sets[index], sets[index].curves, columns, normal});
    tasks.push_back({tight_name, &sets[index], sets[index].curves, columns, tight});
  };
  add(0, "power-20", "power-20", "power-20 tight", run<PowerLaw, false>, run<PowerLaw, true>);
  add(1, "power-1000", "power-1000", "power-1000 tight", run<PowerLaw, false>, run<PowerLaw, true>);
  add(2, "saturating-20", "saturating-20", "saturating-20 tight", run<SaturatingExponential, false>, run<SaturatingExponential, true>);
  add(3, "logistic-20", "logistic-20", "logistic-20 tight", run<Logistic, false>, run<Logistic, true>);
  add(4, "chinchilla-240", "chinchilla-240", "chinchilla-240 tight", run<Chinchilla, false>, run<Chinchilla, true>);
  return worker_main("cminpack", tasks.data(), static_cast<int>(tasks.size()));
}
