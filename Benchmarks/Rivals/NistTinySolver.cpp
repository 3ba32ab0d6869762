// Ceres's TinySolver on the NIST problems: at its defaults, and tight (as in Ceres's own nist.cc: every tolerance at the limit). Standard errors from its Jacobian.
//
// "NistModels.h" is written by the harness from the formulas in strd.json; "problems.txt" holds name, points, predictors, parameters, two starts, x and y.
#include <ceres/tiny_solver.h>
#include <ceres/tiny_solver_autodiff_function.h>

#include <Eigen/QR>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

struct Problem {
  std::string name;
  int n, predictors, parameters;
  std::vector<double> starts[2], x, y;
};

template <typename Model>
struct Residuals {
  const Problem &problem;
  int NumResiduals() const { return problem.n; }
  template <typename T> bool operator()(const T *b, T *residuals) const {
    for (int i = 0; i < problem.n; i++)
      residuals[i] = Model::value(b, problem.x[i], problem.predictors > 1 ? problem.x[problem.n + i] : 0.0) - problem.y[i];
    return true;
  }
};

template <typename Model, int parameters>
void solve(const Problem &problem) {
  using Function = ceres::TinySolverAutoDiffFunction<Residuals<Model>, Eigen::Dynamic, parameters>;
  Residuals<Model> residuals{problem};
  Function function(residuals);
  for (int tight = 0; tight < 2; tight++)
    for (int start = 0; start < 2; start++) {
      ceres::TinySolver<Function> solver;
      if (tight) {
        solver.options.max_num_iterations = 10000;
        solver.options.function_tolerance = 0;
        solver.options.parameter_tolerance = 1e-15;
        solver.options.gradient_tolerance = 0;
        solver.options.cost_threshold = 0;
      }
      Eigen::Matrix<double, parameters, 1> b;
      for (int k = 0; k < parameters; k++) b[k] = problem.starts[start][k];
      solver.Solve(function, &b);
      Eigen::VectorXd r(problem.n);
      Eigen::Matrix<double, Eigen::Dynamic, parameters> jacobian(problem.n, parameters);
      function(b.data(), r.data(), jacobian.data());
      Eigen::VectorXd scale = jacobian.colwise().norm().cwiseInverse().transpose();
      Eigen::MatrixXd scaled = jacobian * scale.asDiagonal();
      Eigen::MatrixXd upper = Eigen::HouseholderQR<Eigen::MatrixXd>(scaled).matrixQR().topRows(parameters).template triangularView<Eigen::Upper>();
      Eigen::MatrixXd inverse = upper.template triangularView<Eigen::Upper>().solve(Eigen::MatrixXd::Identity(parameters, parameters));
      double variance = r.squaredNorm() / (problem.n - parameters);
      std::printf("{\"solver\": \"TinySolver%s\", \"problem\": \"%s\", \"start\": %d, \"values\": [", tight ? " tight" : "", problem.name.c_str(), start + 1);
      auto number = [](double v, int k) { std::isfinite(v) ? std::printf("%s%.17g", k ? ", " : "", v) : std::printf("%snull", k ? ", " : ""); };
      for (int k = 0; k < parameters; k++) number(b[k], k);
      std::printf("], \"errors\": [");
      for (int k = 0; k < parameters; k++) number(std::sqrt(variance * inverse.row(k).squaredNorm()) * scale[k], k);
      std::printf("]}\n");
    }
}

#include "NistModels.h"

int main(int count, char **arguments) {
  if (count < 2) return 2;
  std::ifstream file(arguments[1]);
  Problem problem;
  while (file >> problem.name >> problem.n >> problem.predictors >> problem.parameters) {
    auto read = [&](std::vector<double> &column, int size) {
      column.resize(size);
      for (double &v : column) {
        std::string text;
        file >> text;
        v = std::stod(text);
      }
    };
    read(problem.starts[0], problem.parameters), read(problem.starts[1], problem.parameters);
    read(problem.x, problem.n * problem.predictors), read(problem.y, problem.n);
    dispatch(problem);
  }
}
