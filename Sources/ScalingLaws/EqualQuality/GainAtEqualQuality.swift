import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How much less of something a new system needs than a baseline for the same quality: x_base(y) / x_new(y), the horizontal gap between two fitted curves.
public struct GainAtEqualQuality: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The gain and the quality it holds at, rounded for reading.
  public let headline: String
  /// The quality, in the unit of y.
  public let quality: Double
  /// The x at which the baseline has it, with its interval.
  public let baseline: Estimate
  /// The x at which the new system has it, with its interval.
  public let new: Estimate
  /// baseline / new with its interval: 2 means half as much for the same.
  public let gain: Estimate
  /// How many times the baseline's x lies beyond its data, above or below; 1 inside.
  public let baselineExtrapolation: Double
  /// How many times the new system's x lies beyond its data, above or below; 1 inside.
  public let newExtrapolation: Double
  /// What was drawn again together for both systems, such as "40 problems"; nil for fits of independent runs.
  public let pairs: String?
  /// The units that one system alone has a score of, left out.
  public let unpaired: [String]
  /// What the reader should know first.
  public let warnings: [String]
  /// The headline.
  public var description: String { headline }

  /// The gain at one quality.
  ///
  /// `baseline` and `new` are fits of one positive predictor, of any laws, to data of independent runs. Each x has its profile interval; the interval of the gain is made from both in logarithms
  /// (the method of variance estimates recovery: Zou and Donner, "Construction of confidence limits about effect measures", 2008), so a side that either curve leaves open stays open. Where both
  /// systems ran on the same problems or seeds the interval is too wide: give their `UnitScores` instead. Throws `FitError` where either curve does not reach the quality (the message names which)
  /// or an x is not positive.
  public init(baseline: Fit, new: Fit, at quality: Double, level: Double = 0.95) throws {
    func place(_ fit: Fit, _ name: String) throws -> Estimate {
      do {
        let found = try fit.predictor(reaching: quality, level: level)
        guard found.value > 0 else {
          throw FitError("it does so at \(found.value), and a ratio needs a positive x.")
        }
        return found
      } catch let error as FitError {
        throw FitError(
          "There is no gain at \(DecimalText.significant(quality, 4)): asked where the \(name) reaches it, \(error.message)"
        )
      }
    }
    let base = try place(baseline, "baseline")
    let other = try place(new, "new system")
    self.init(
      quality: quality, baseline: base, new: other, gain: Self.ratio(base, other, level: level),
      fits: (baseline, new), pairs: nil, unpaired: [], warnings: [])
  }

  /// The gain at a quality of a named metric; throws `FitError` where a fit is of another metric, and as the gain of two fits does.
  public init(baseline: MetricFit, new: MetricFit, at quality: MetricValue, level: Double = 0.95) throws {
    try Self.check([baseline.metric, new.metric], against: quality)
    try self.init(baseline: baseline.fit, new: new.fit, at: quality.value, level: level)
  }

  static func check(_ metrics: [String], against quality: MetricValue) throws {
    for (name, metric) in zip(["baseline", "new system"], metrics) where metric != quality.metric {
      throw FitError(
        "The curve of the \(name) is of \"\(metric)\" and the quality asked for of \"\(quality.metric)\": a gain is at one value of one metric."
      )
    }
  }

  init(
    quality: Double, baseline: Estimate, new: Estimate, gain: Estimate, fits: (baseline: Fit, new: Fit), pairs: String?,
    unpaired: [String], warnings own: [String]
  ) {
    func beyond(_ fit: Fit, _ x: Double) -> Double {
      max(1, x / fit.predictorRange.upperBound, fit.predictorRange.lowerBound / x)
    }
    self.quality = quality
    self.baseline = baseline
    self.new = new
    self.gain = gain
    self.pairs = pairs
    self.unpaired = unpaired
    baselineExtrapolation = beyond(fits.baseline, baseline.value)
    newExtrapolation = beyond(fits.new, new.value)
    var warnings = own
    for (name, factor) in [("baseline", baselineExtrapolation), ("new system", newExtrapolation)] where factor > 1 {
      warnings.append(
        "The \(name) reaches the quality \(DecimalText.significant(factor, 3)) times beyond its data: the gain there rests on its law."
      )
    }
    self.warnings = warnings
    headline =
      "\(gain.headline) times less for the same \(DecimalText.significant(quality, 4)): \(DecimalText.significant(new.value, 4)) instead of \(DecimalText.significant(baseline.value, 4))"
  }

  /// The gains at several qualities; those that a curve does not reach are left out.
  ///
  /// Throws `FitError` where none is reached by both.
  public static func gains(
    baseline: Fit, new: Fit, at qualities: [Double], level: Double = 0.95
  ) throws -> [GainAtEqualQuality] {
    var gains: [GainAtEqualQuality] = []
    var last: FitError?
    for quality in qualities {
      do {
        gains.append(try GainAtEqualQuality(baseline: baseline, new: new, at: quality, level: level))
      } catch let error as FitError {
        last = error
      }
    }
    if gains.isEmpty { throw last ?? FitError("No quality was asked for.") }
    return gains
  }

  /// The ratio of two independent estimates of positive numbers, from their own intervals in logarithms.
  static func ratio(_ a: Estimate, _ b: Estimate, level: Double) -> Estimate {
    let center = log(a.value / b.value)
    // Distances to the ends; an end at 0 or infinity is infinitely far in logarithms.
    let down = hypot(log(a.value / a.lower), log(b.upper / b.value))
    let up = hypot(log(a.upper / a.value), log(b.value / b.lower))
    return Estimate(
      value: exp(center), lower: exp(center - down), upper: exp(center + up), level: level,
      method: "both intervals in logarithms, combined for independent fits (variance estimates recovery)")
  }
}
