import BenchmarkSupport
import CurveFitting
import ScalingLaws
import ScalingStatistics

/// Nine nested caps over 400 problems, share = plateau - amplitude · cap^-exponent: points that share problems.
enum NestedCaps {
  /// The curves and the factor from cap to cap; those after the first get a fifth of the replicates.
  static let designs: [(truth: SaturatingPowerLaw, factor: Double)] = [
    (SaturatingPowerLaw(plateau: 0.85, amplitude: 0.6, exponent: 0.8), 2),
    (SaturatingPowerLaw(plateau: 0.6, amplitude: 0.5, exponent: 0.5), 2),
    (SaturatingPowerLaw(plateau: 0.9, amplitude: 0.8, exponent: 0.5), 4),
  ]

  static func print(replicates: Int) {
    for (index, design) in designs.enumerated() {
      let fields: [(String, JSONLineValue)] = [
        ("plateau", .number(design.truth.plateau)), ("amplitude", .number(design.truth.amplitude)),
        ("exponent", .number(design.truth.exponent)), ("factor", .number(design.factor)),
      ]
      let replicates = index == 0 ? replicates : replicates / 5
      for (quantity, count) in counts(design.truth, factor: design.factor, replicates: replicates, stream: index) {
        count.printLine(quantity, fields)
      }
    }
  }

  static func counts(
    _ truth: SaturatingPowerLaw, factor: Double, replicates: Int, stream: Int
  ) -> [(String, CoverageCount)] {
    let problems = 400
    var cap = 1.0
    var caps: [Double] = []
    for _ in 0..<9 {
      caps.append(cap)
      cap *= factor
    }
    let expected = caps.map { truth.value(at: $0) }
    var numbers = SeededGenerator(seed: 400, stream: UInt64(stream))
    var (covariance, bootstrap, residual) = (CoverageCount(), CoverageCount(), CoverageCount())
    for replicate in 0..<replicates {
      // A problem that is solved at a cap is solved at all larger ones.
      let levels = (0..<problems).map { _ in numbers.nextUniform() }
      let counts = expected.map { share in Double(levels.count { $0 < share }) }
      let shares = try? NestedShares(counts: counts, problemCount: Double(problems))
      let fit = shares.flatMap { try? SaturatingPowerLaw.model.fit(x: caps, shares: $0) }
      covariance.add(try? fit?.interval(of: "plateau"), truth.plateau)
      let draws = try? fit?.bootstrap(.problems, replicates: 200, seed: UInt64(replicate))
      bootstrap.add(try? draws?.percentileInterval(of: "plateau"), truth.plateau)
      let plain = try? SaturatingPowerLaw.fit(x: caps, y: counts.map { $0 / Double(problems) })
      residual.add(plain?["plateau"]?.waldInterval, truth.plateau)
    }
    return [
      ("nested plateau, covariance", covariance), ("nested plateau, bootstrap", bootstrap),
      ("nested plateau, residual t", residual),
    ]
  }
}
