import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A value of a named metric, such as the loss on one evaluation set.
public struct MetricValue: Sendable, Hashable, Codable {
  /// The metric's name, such as "paloma macro loss": values of different names are not compared.
  public let metric: String
  /// The value, in the unit of the metric.
  public let value: Double

  /// Creates a value of a metric.
  public init(_ metric: String, _ value: Double) {
    self.metric = metric
    self.value = value
  }
}

/// The value that a metric approaches with endless compute, fixed beforehand, and the baseline's approach to it: L = asymptote + A x^-exponent.
///
/// A short curve does not tell its floor, so floors are often pinned by a larger study and shared; a floor belongs to its metric (1.6 on one evaluation set is 1.9 on another), whose name it
/// carries.
public struct PinnedAsymptote: Sendable, Hashable, Codable {
  /// The asymptote, with its metric.
  public let asymptote: MetricValue
  /// The baseline's exponent, with its interval.
  public let exponent: Estimate

  /// Creates an asymptote with a known exponent; throws `FitError` for an exponent or interval that is not positive.
  public init(_ asymptote: MetricValue, exponent: Estimate) throws {
    guard asymptote.value.isFinite, exponent.value > 0, exponent.lower > 0, exponent.value.isFinite else {
      throw FitError(
        "An asymptote of \(asymptote.value) with exponent \(exponent.headline) gives no gain: the exponent's whole interval is positive."
      )
    }
    self.asymptote = asymptote
    self.exponent = exponent
  }

  /// Creates an asymptote with the exponent of a baseline's losses at several x, by a line through ln(loss - asymptote) in ln x.
  ///
  /// The asymptote is pinned, not fitted, so that the logarithm of the excess is well defined; the interval is Student's t with two degrees of freedom less than points. Throws `FitError` for losses of
  /// another metric (mixing metrics), columns of unequal length, fewer than three distinct x, x or excesses that are not positive, and a baseline that does not fall.
  public init(_ asymptote: MetricValue, baseline x: [Double], loss: [MetricValue], level: Double = 0.9) throws {
    guard x.count == loss.count, level > 0, level < 1 else {
      throw FitError("\(x.count) values of x and \(loss.count) losses at level \(level): one of each, level in 0 to 1.")
    }
    for index in loss.indices {
      try Self.check(loss[index], against: asymptote)
      guard x[index] > 0, x[index].isFinite, loss[index].value > asymptote.value, loss[index].value.isFinite else {
        throw FitError(
          "Point \(index) of the baseline has x \(x[index]) and \(asymptote.metric) \(loss[index].value): x is positive and the loss above the asymptote \(asymptote.value)."
        )
      }
    }
    guard Set(x).count > 2,
      let line = LogLine(x: x.map { log($0) }, y: loss.map { log($0.value - asymptote.value) })
    else { throw FitError("\(Set(x).count) distinct x do not give an exponent with an interval: three are needed.") }
    let slope = line.slopeEstimate(level: level)
    guard slope.upper < 0 else {
      throw FitError("The baseline's exponent is \(slope.scaled(by: -1).headline): it is not above 0 with certainty.")
    }
    try self.init(asymptote, exponent: slope.scaled(by: -1))
  }

  /// How many times less x a loss needs than another on the baseline's curve: ((baseline - asymptote) / (new - asymptote))^(1/exponent).
  ///
  /// 2 means that the baseline would have needed twice its x to be as good as the new system. The interval is that of the exponent; noise in the two losses is not in it. Throws `FitError` for a loss of
  /// another metric than the asymptote's, and for one that is not above it.
  public func gain(baseline: MetricValue, new: MetricValue) throws -> Estimate {
    for loss in [baseline, new] {
      try Self.check(loss, against: asymptote)
      guard loss.value > asymptote.value, loss.value.isFinite else {
        throw FitError(
          "\(loss.metric) is \(loss.value), not above its asymptote \(asymptote.value): there is no gain to state.")
      }
    }
    let ratio = log((baseline.value - asymptote.value) / (new.value - asymptote.value))
    let ends = [exp(ratio / exponent.lower), exp(ratio / exponent.upper)]
    return Estimate(
      value: exp(ratio / exponent.value), lower: min(ends[0], ends[1]), upper: max(ends[0], ends[1]),
      level: exponent.level, method: "exponent's interval; asymptote pinned for \(asymptote.metric)")
  }

  private static func check(_ value: MetricValue, against asymptote: MetricValue) throws {
    guard value.metric == asymptote.metric else {
      throw FitError(
        "A value of \"\(value.metric)\" cannot be compared with the asymptote of \"\(asymptote.metric)\": an asymptote holds for its own metric."
      )
    }
  }
}
