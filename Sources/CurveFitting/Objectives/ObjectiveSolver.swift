#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The search for the least objective without a guess: least squares from the scan's local minima, then the loss with its threshold shrunk step by step.
///
/// With a threshold beyond the largest residual every loss here is least squares (of y, or of ln y), whose minimum follows from the scan; the minimum then follows the
/// threshold down (Huber's estimate is continuous in it), and Newton steps on the exact objective end it. Few points leave room for several minima under a small threshold: there
/// further starts leave one point out each.
struct ObjectiveSolver {
  let problem: ObjectiveProblem
  let loss: PointLoss
  private let minimizer: ObjectiveMinimizer
  /// The same with the logarithms of shaped amplitudes; nil where none has one.
  private let logMinimizer: ObjectiveMinimizer?
  /// Multiplies the grid's steps and lifts the limits on starts: what a check of the search itself asks for.
  var thoroughness = 1

  init(_ problem: ObjectiveProblem, loss: PointLoss) {
    self.problem = problem
    self.loss = loss
    minimizer = ObjectiveMinimizer(problem)
    let isLogarithm = problem.model.amplitudes.enumerated().map { index, amplitude in
      !amplitude.isOffset && problem.lower[index] == 0 && problem.upper[index] == .infinity
    }
    logMinimizer = isLogarithm.contains(true) ? ObjectiveMinimizer(problem, isLogarithm: isLogarithm) : nil
  }

  struct Result {
    var best: ObjectiveMinimizer.Outcome
    var cells: Int
    var gridMinimum: Double
  }

  /// Ordinary data take a few hundred to 30,000 evaluations; thresholds far below the residuals of a law that does not fit would take millions.
  private static let evaluationLimit = 100_000

  /// The lowest minimum found; only the basin of `start` where one is given and the steps from it settle.
  func solve(near start: [Double]? = nil) -> Result {
    problem.evaluationLimit = problem.evaluations + Self.evaluationLimit * thoroughness * thoroughness
    if let start {
      let outcome = descend(from: start, loss: loss)
      if outcome.value.isFinite, outcome.termination.isConverged {
        return Result(best: outcome, cells: 1, gridMinimum: outcome.value)
      }
    }
    let scan = ObjectiveScan(problem, limit: 6 * thoroughness, refinement: thoroughness)
    var minima: [ObjectiveMinimizer.Outcome] = []
    let wide = PointLoss(kind: .squares, isLogarithmic: loss.isLogarithmic, penalty: loss.penalty)
    for start in scan.starts {
      let outcome = descend(from: start, loss: wide, tolerance: loss.kind == .squares ? 0 : 1e-6)
      guard outcome.value.isFinite else { continue }
      if !minima.contains(where: { isSame($0, outcome) }) { minima.append(outcome) }
    }
    minima.sort { $0.value < $1.value }
    if loss.kind != .squares {
      var followed: [ObjectiveMinimizer.Outcome] = []
      for minimum in minima.prefix(4 * thoroughness) {
        let outcome = follow(from: minimum.parameters)
        if outcome.value.isFinite { followed.append(outcome) }
      }
      if let best = minima.first { followed += withoutOnePoint(from: best.parameters, wide: wide) }
      minima = followed.sorted { $0.value < $1.value }
    }
    let middle = problem.lower.indices.map { j -> Double in
      guard j >= problem.termCount else { return min(max(0, problem.lower[j]), problem.upper[j]) }
      return 0.5 * (problem.lower[j] + problem.upper[j])
    }
    return Result(
      best: minima.first ?? descend(from: middle, loss: loss), cells: scan.cells,
      gridMinimum: scan.gridMinimum)
  }

  /// The minimum of a basin; a search that gets stuck in the curved valley of an amplitude and its exponent goes on in the amplitude's logarithm.
  private func descend(
    from start: [Double], loss: PointLoss, tolerance: Double = 0
  ) -> ObjectiveMinimizer.Outcome {
    let outcome = minimizer.minimize(from: start, loss: loss, tolerance: tolerance, limit: 40)
    guard outcome.value.isFinite, !outcome.termination.isConverged else { return outcome }
    var point = outcome.parameters
    if let logMinimizer, zip(point, logMinimizer.isLogarithm).allSatisfy({ !$1 || $0 > 0 }) {
      let moved = logMinimizer.minimize(from: point, loss: loss, tolerance: tolerance)
      if moved.value <= outcome.value { point = moved.parameters }
    }
    let last = minimizer.minimize(from: point, loss: loss, tolerance: tolerance)
    return last.value <= outcome.value ? last : outcome
  }

  private func isSame(_ a: ObjectiveMinimizer.Outcome, _ b: ObjectiveMinimizer.Outcome) -> Bool {
    abs(a.value - b.value) <= 1e-3 * max(a.value, b.value)
      && (problem.termCount..<problem.parameterCount).allSatisfy {
        abs(a.parameters[$0] - b.parameters[$0]) <= 1e-2 * max(abs(a.parameters[$0]), abs(b.parameters[$0]))
      }
  }

  /// The minimum that a minimum of least squares leads to while the threshold shrinks.
  func follow(from start: [Double]) -> ObjectiveMinimizer.Outcome {
    ThresholdDescent(problem: problem, loss: loss, minimizer: minimizer).follow(from: start) {
      descend(from: $0, loss: loss)
    }
  }

  private func withoutOnePoint(from start: [Double], wide: PointLoss) -> [ObjectiveMinimizer.Outcome] {
    ThresholdDescent(problem: problem, loss: loss, minimizer: minimizer).withoutOnePoint(
      from: start, wide: wide, limit: 48 * thoroughness
    ) { descend(from: $0, loss: loss) }
  }
}
