import CurveFitting
import ScalingLaws
import ScalingStatistics

/// Points that share problems, and points that share configurations.
enum DependentErrors {
  static func counts(replicates: Int) -> [(String, CoverageCount)] {
    nestedCaps(replicates: replicates) + wildClusters(replicates: replicates)
  }

  /// Nine nested caps over 400 problems, share = plateau - amplitude · cap^-exponent.
  static func nestedCaps(replicates: Int) -> [(String, CoverageCount)] {
    let truth = SaturatingPowerLaw(plateau: 0.85, amplitude: 0.6, exponent: 0.8)
    let problems = 400
    var cap = 1.0
    var caps: [Double] = []
    for _ in 0..<9 {
      caps.append(cap)
      cap *= 2
    }
    let expected = caps.map { truth.value(at: $0) }
    var numbers = SeededGenerator(seed: 400)
    var (covariance, bootstrap, residual) = (CoverageCount(), CoverageCount(), CoverageCount())
    for replicate in 0..<replicates {
      // A problem that is solved at a cap is solved at all larger ones.
      let levels = (0..<problems).map { _ in numbers.nextUniform() }
      let counts = expected.map { share in Double(levels.count { $0 < share }) }
      let shares = try? NestedShares(counts: counts, problemCount: Double(problems))
      let fit = shares.flatMap { try? SaturatingPowerLaw.model.fit(x: caps, shares: $0) }
      covariance.add((try? fit?.interval(of: "plateau"))?.contains(truth.plateau))
      let draws = try? fit?.bootstrap(.problems, replicates: 200, seed: UInt64(replicate))
      bootstrap.add((try? draws?.percentileInterval(of: "plateau"))?.contains(truth.plateau))
      let plain = try? SaturatingPowerLaw.fit(x: caps, y: counts.map { $0 / Double(problems) })
      residual.add(plain?["plateau"]?.interval?.contains(truth.plateau))
    }
    return [
      ("nested plateau, covariance", covariance), ("nested plateau, bootstrap", bootstrap),
      ("nested plateau, residual t", residual),
    ]
  }

  /// Nine configurations with three seeds each: half of an error's variance is the configuration's, half the seed's.
  ///
  /// A value lies in the bootstrap's interval where its test does not refuse it, so that one test at the truth tells whether the interval covers.
  static func wildClusters(replicates: Int) -> [(String, CoverageCount)] {
    let truth = PowerLawWithFloor(floor: 1, amplitude: 2, exponent: 0.5)
    let x = (0..<27).map { cluster -> Double in
      var power = 1.0
      for _ in 0..<cluster / 3 { power *= 2 }
      return power
    }
    let clusters = (0..<27).map { $0 / 3 }
    let deviation = 0.01 * 0.5.squareRoot()
    var numbers = SeededGenerator(seed: 27)
    var (exponent, plateau) = (CoverageCount(), CoverageCount())
    for replicate in 0..<replicates {
      let shared = (0..<9).map { _ in deviation * numbers.nextNormal() }
      let y = x.indices.map { truth.value(at: x[$0]) + shared[clusters[$0]] + deviation * numbers.nextNormal() }
      let fit = try? PowerLawWithFloor.fit(x: x, y: y)
      func covers(_ name: String, _ value: Double) -> Bool? {
        (try? fit?.wildClusterProbability(
          of: name, being: value, clusters: clusters, replicates: 399, seed: UInt64(replicate))).map { $0 >= 0.05 }
      }
      exponent.add(covers("exponent", truth.exponent))
      plateau.add(covers("floor", truth.floor))
    }
    return [("wild cluster exponent", exponent), ("wild cluster plateau", plateau)]
  }
}
