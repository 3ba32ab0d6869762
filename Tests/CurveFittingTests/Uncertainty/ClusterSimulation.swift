import CurveFitting
import ScalingLaws
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How often intervals for dependent data hold the truth: 9 configurations with 3 seeds each, and nine nested caps over 400 problems.
///
/// The configurations' y = 1 + 2 x^-0.4 at nine x over some decades, each with an error of its own beside the errors of its seeds.
struct ClusterCell: Sendable {
  var decades: Double
  /// The standard deviations of a configuration's and of a seed's error, over the mean of the true y.
  var configurationNoise: Double
  var seedNoise: Double
  var configurations = 9
  var seeds = 3
  var truth = PowerLawWithFloor(floor: 1, amplitude: 2, exponent: 0.4)

  var clusters: [Int] { (0..<configurations).flatMap { [Int](repeating: $0, count: seeds) } }

  /// The data of a replicate.
  func sample(_ replicate: Int, seed: UInt64 = 1) -> (x: [Double], y: [Double]) {
    var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
    let places = (0..<configurations).map { pow(10, decades * Double($0) / Double(configurations - 1)) }
    let means = places.map { truth.value(at: $0) }
    let unit = means.reduce(0, +) / Double(configurations)
    var x: [Double] = []
    var y: [Double] = []
    for (place, mean) in zip(places, means) {
      let shared = configurationNoise * unit * generator.nextNormal()
      for _ in 0..<seeds {
        x.append(place)
        y.append(mean + shared + seedNoise * unit * generator.nextNormal())
      }
    }
    return (x, y)
  }
}

/// Nine nested caps over problems whose solving caps follow a saturating power law.
struct NestedCapCell: Sendable {
  var problems = 400
  var truth = SaturatingPowerLaw(plateau: 0.75, amplitude: 3, exponent: 0.35)
  var caps: [Double] { (0..<9).map { 256 * exp2(Double($0)) } }

  /// The nested shares of a replicate.
  func sample(_ replicate: Int, seed: UInt64 = 1) throws -> NestedShares {
    var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
    let draws = (0..<problems).map { _ in generator.nextUniform() }
    let counts = caps.map { cap in Double(draws.count { $0 < truth.value(at: cap) }) }
    return try NestedShares(counts: counts, problemCount: Double(problems))
  }
}
