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

/// How often intervals of stated level hold the truth, in simulated data of a power law with floor.
///
/// y = 1 + 2 x^-0.4 at x spaced evenly in logarithms from 1 over some decades; independent normal errors of one size, a share of the mean y.
struct CoverageCell: Sendable {
  var observations: Int
  var decades: Double
  /// The standard deviation of an observation over the mean of the true y.
  var noise: Double
  var truth = PowerLawWithFloor(floor: 1, amplitude: 2, exponent: 0.4)

  /// The cells of the benchmark's table.
  static var all: [CoverageCell] {
    [8, 12, 20].flatMap { n in
      [2.0, 3.0].flatMap { decades in
        [0.005, 0.01, 0.03].map { CoverageCell(observations: n, decades: decades, noise: $0) }
      }
    }
  }

  /// The quantities whose intervals are counted.
  enum Quantity: String, CaseIterable, Sendable {
    case exponent, floor
    case mean = "mean at the middle of the data"
    case extrapolation = "mean at twice the largest x"
    case observation = "new observation at twice the largest x"
    case inverse = "x that reaches a value"
  }

  /// How the intervals are made.
  enum Construction: String, CaseIterable, Sendable { case straight, profile }

  /// Shares of replicates whose interval holds the truth, per construction and quantity.
  struct Result: Sendable {
    var replicates = 0
    var covered: [Construction: [Quantity: Int]] = [:]
    /// Replicates without an interval; they count as not covered.
    var missing: [Construction: [Quantity: Int]] = [:]
    /// Profile intervals with an infinite end.
    var open: [Quantity: Int] = [:]
    /// Per side: intervals that lie wholly above or below the truth.
    func share(_ construction: Construction, _ quantity: Quantity) -> Double {
      Double(covered[construction]?[quantity] ?? 0) / Double(max(1, replicates))
    }
  }

  /// Runs replicates `first` to `first + replicates` - 1; replicate r draws from stream r of the seed.
  func run(replicates: Int, first: Int = 0, seed: UInt64 = 1, constructions: [Construction] = Construction.allCases)
    throws -> Result
  {
    let x = (0..<observations).map { pow(10, decades * Double($0) / Double(observations - 1)) }
    let means = x.map { truth.value(at: $0) }
    let deviation = noise * means.reduce(0, +) / Double(observations)
    let middle = pow(10, decades / 2)
    let far = 2 * pow(10, decades)
    let place = pow(10, 0.75 * decades)
    let target = truth.value(at: place)
    var result = Result()
    for replicate in first..<(first + replicates) {
      var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
      let y = means.map { $0 + deviation * generator.nextNormal() }
      let new = truth.value(at: far) + deviation * generator.nextNormal()
      let fit = try PowerLawWithFloor.fit(x: x, y: y)
      result.replicates += 1
      for construction in constructions {
        func count(_ quantity: Quantity, _ truth: Double, _ interval: () throws -> Estimate?) {
          guard let interval = try? interval() else {
            result.missing[construction, default: [:]][quantity, default: 0] += 1
            return
          }
          if interval.contains(truth) { result.covered[construction, default: [:]][quantity, default: 0] += 1 }
          if construction == .profile, !interval.lower.isFinite || !interval.upper.isFinite {
            result.open[quantity, default: 0] += 1
          }
        }
        switch construction {
        case .straight:
          count(.exponent, truth.exponent) { fit["exponent"]?.waldInterval }
          count(.floor, truth.floor) { fit["floor"]?.waldInterval }
          count(.mean, truth.value(at: middle)) { try fit.confidenceBand(at: [middle])[0] }
          count(.extrapolation, truth.value(at: far)) { try fit.confidenceBand(at: [far])[0] }
          count(.observation, new) { try fit.predictionBand(at: [far])[0] }
          count(.inverse, place) { try fit.predictorByDelta(reaching: target) }
        case .profile:
          count(.exponent, truth.exponent) { try fit.profileInterval(of: "exponent") }
          count(.floor, truth.floor) { try fit.profileInterval(of: "floor") }
          count(.mean, truth.value(at: middle)) { try fit.confidenceBand(at: [middle], by: .profile)[0] }
          count(.extrapolation, truth.value(at: far)) { try fit.confidenceBand(at: [far], by: .profile)[0] }
          count(.observation, new) { try fit.predictionBand(at: [far], by: .profile)[0] }
          count(.inverse, place) { try fit.predictor(reaching: target) }
        }
      }
    }
    return result
  }
}
