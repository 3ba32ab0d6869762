// Ceres's TinySolver with automatic derivatives, from the start it is handed: at its default tolerances, and tight (function 1e-15, parameters 1e-12).
#include <ceres/tiny_solver.h>
#include <ceres/tiny_solver_autodiff_function.h>

#include <vector>

#include "Laws.h"
#include "Worker.h"

template <typename Law>
struct Residuals {
  const double *u, *y;
  int64_t n;
  int NumResiduals() const { return static_cast<int>(n); }
  template <typename T> bool operator()(const T *p, T *residuals) const {
    for (int64_t i = 0; i < n; i++) residuals[i] = Law::value(p, u, n, i) - y[i];
    return true;
  }
};

template <typename Law, bool tight>
void run(const ProblemSet *set, int64_t curves, double *rows) {
  using Function = ceres::TinySolverAutoDiffFunction<Residuals<Law>, Eigen::Dynamic, Law::parameters>;
  std::vector<double> u(set->count * set->predictors);
  for (size_t i = 0; i < u.size(); i++) u[i] = Law::prepare(set->x[i]);
  Residuals<Law> residuals{u.data(), set->y, set->count};
  Function function(residuals);
  ceres::TinySolver<Function> solver;
  if (tight) {
    solver.options.max_num_iterations = 1000;
    solver.options.function_tolerance = 1e-15;
    solver.options.parameter_tolerance = 1e-12;
    solver.options.gradient_tolerance = 1e-15;
    solver.options.cost_threshold = 0;
  }
  for (int64_t c = 0; c < curves; c++) {
    residuals.y = set->y + c * set->count;
    Eigen::Matrix<double, Law::parameters, 1> p;
    for (int k = 0; k < Law::parameters; k++) p[k] = set->starts[c * Law::parameters + k];
    solver.Solve(function, &p);
    double *row = rows + c * (Law::parameters + 1);
    for (int k = 0; k < Law::parameters; k++) row[k] = p[k];
    row[Law::parameters] = 2 * solver.summary.final_cost;
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
  return worker_main("TinySolver", tasks.data(), static_cast<int>(tasks.size()));
}
