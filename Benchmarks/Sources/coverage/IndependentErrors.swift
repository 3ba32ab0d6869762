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

/// The power law with floor, with x from 1, whose five quantities are estimated from independent errors.
enum IndependentErrors {
  static func counts(_ cell: CoverageCell, replicates: Int, stream: UInt64) -> [(String, CoverageCount)] {
    let truth = cell.truth
    let ratio = Double(cell.decades) / Double(cell.count - 1)
    let x = (0..<cell.count).map { pow(10, Double($0) * ratio) }
    let values = x.map { truth.value(at: $0) }
    let deviation = cell.noise * (values[0] - values[cell.count - 1])
    let (middle, beyond) = (pow(10, Double(cell.decades) / 2), 2 * x[cell.count - 1])
    var numbers = SeededGenerator(seed: 95, stream: stream)
    var counts: [String: CoverageCount] = [:]
    for _ in 0..<replicates {
      let y = values.map { $0 + deviation * numbers.nextNormal() }
      let intervals = CoverageIntervals(x: x, y: y, middle: middle, beyond: beyond, target: truth.value(at: middle))
      counts["exponent", default: .init()].add(intervals.exponent, truth.exponent)
      counts["plateau", default: .init()].add(intervals.plateau, truth.floor)
      counts["mean prediction", default: .init()].add(intervals.mean, truth.value(at: middle))
      counts["extrapolation", default: .init()].add(intervals.extrapolation, truth.value(at: beyond))
      counts["profile, mean prediction", default: .init()].add(intervals.profileMean, truth.value(at: middle))
      counts["profile, extrapolation", default: .init()].add(intervals.profileExtrapolation, truth.value(at: beyond))
      counts["inverse estimate", default: .init()].add(intervals.inverse, middle)
      counts["t, exponent", default: .init()].add(intervals.fit?["exponent"]?.waldInterval, truth.exponent)
      counts["t, plateau", default: .init()].add(intervals.fit?["floor"]?.waldInterval, truth.floor)
    }
    return counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }
}

/// The intervals that we give for one data set; nil where we give none.
struct CoverageIntervals {
  var fit: Fit?
  var exponent: Estimate?
  var plateau: Estimate?
  var mean: Estimate?
  var extrapolation: Estimate?
  var profileMean: Estimate?
  var profileExtrapolation: Estimate?
  /// The x at which y reaches a target.
  var inverse: Estimate?

  init(x: [Double], y: [Double], middle: Double, beyond: Double, target: Double) {
    guard let fit = try? PowerLawWithFloor.fit(x: x, y: y) else { return }
    self.fit = fit
    exponent = try? fit.interval(of: "exponent")
    plateau = try? fit.interval(of: "floor")
    let band = try? fit.confidenceBand(at: [middle, beyond])
    mean = band?[0]
    extrapolation = band?[1]
    let profileBand = try? fit.confidenceBand(at: [middle, beyond], by: .profile)
    profileMean = profileBand?[0]
    profileExtrapolation = profileBand?[1]
    inverse = try? fit.predictor(reaching: target)
  }
}
