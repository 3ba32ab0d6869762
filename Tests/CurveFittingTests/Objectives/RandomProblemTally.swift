import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a run over random problems of a law found.
struct RandomProblemTally: Sendable {
  var problems = 0
  /// Those whose objective is within 1e-9 of the best known.
  var reached = 0
  /// Seeds of the others.
  var missed: [UInt64] = []
  /// The largest relative excess over the best known objective.
  var worstExcess = 0.0
  /// Seeds whose fit says that it did not converge.
  ///
  /// A step between two points, whose slope the data do not hold. Their parameters are not compared.
  var unsettled: [UInt64] = []
  /// The largest relative change of a parameter by units, and the count above 1e-9.
  var worstUnitError = 0.0
  var unitErrors = 0

  /// Runs problems with seeds from `first`, against a reference of `steps` grid points an axis.
  static func run(
    _ law: RandomProblem.Law, first: UInt64 = 1, count: Int, steps: Int, objective: FitObjective = .squares,
    units: Bool = true
  ) throws -> RandomProblemTally {
    var tally = RandomProblemTally()
    for seed in first..<(first + UInt64(count)) {
      let problem = RandomProblem(law, seed: seed)
      let fit = try problem.fit(objective: objective)
      let reference =
        objective == .squares
        ? ReferenceOptimum.squares(problem, steps: steps)
        : try fit.certificate(starts: Self.starts(around: problem.truth, count: steps, seed: seed)).lowestObjective
      let excess = fit.objectiveValue / min(fit.objectiveValue, reference) - 1
      tally.problems += 1
      tally.worstExcess = max(tally.worstExcess, excess)
      if excess <= 1e-9 { tally.reached += 1 } else { tally.missed.append(seed) }
      guard fit.termination.isConverged else {
        tally.unsettled.append(seed)
        continue
      }
      guard units else { continue }
      for (xFactor, yFactor) in [(1e9, 1), (1e-9, 1), (1, 1e9), (1, 1e-9)] {
        // A threshold has the unit of y where the residual is not one of logarithms.
        let error = try problem.unitError(objective: objective, xFactor: xFactor, yFactor: yFactor)
        tally.worstUnitError = max(tally.worstUnitError, error)
        if error > 1e-9 { tally.unitErrors += 1 }
      }
    }
    return tally
  }

  /// The truth, and starts around it: exponents and floor times 1/2 to 2, amplitudes so that the excess at x = 1 follows the exponent.
  private static func starts(around truth: [Double], count: Int, seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed &+ 0x9E37)
    func factor(_ most: Double) -> Double { pow(most, 2 * generator.nextUniform() - 1) }
    return [truth]
      + (1..<max(1, count)).map { _ in
        let alpha = truth[3] * factor(3)
        let beta = truth[4] * factor(3)
        // Excesses of about the size of the truth's where x is near the middle of the data.
        let a = truth[1] * pow(truth[1] / 0.4, alpha / truth[3] - 1) * factor(4)
        let b = truth[2] * pow(truth[2] / 0.4, beta / truth[4] - 1) * factor(4)
        return [truth[0] * factor(1.5), a, b, alpha, beta]
      }
  }
}
