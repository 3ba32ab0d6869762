import ScalingStatistics

/// How well the data pin a parameter down.
public enum ParameterVerdict: String, Sendable, Hashable, Codable {
  /// The interval stays inside the range searched and, for an amplitude, on one side of zero.
  case identified
  /// The data allow values that change the meaning of the law: an amplitude of zero, a shape at the end of its range (then no amplitude is
  /// better known), an offset anywhere among the observations.
  case weaklyIdentified
  /// The estimate sits on the end of its allowed range: the data would rather have more, so no interval is given.
  case onBound
  /// The data do not contain the parameter: other parameters make up for any value of it.
  case notIdentified
  /// The value was given, not estimated.
  case fixed

  /// The verdict in words.
  public var explanation: String {
    switch self {
    case .identified: "identified"
    case .weaklyIdentified: "weakly identified"
    case .onBound: "on a bound"
    case .notIdentified: "not identified"
    case .fixed: "fixed"
    }
  }
}

/// A fitted parameter with its standard error, interval and verdict.
public struct FittedParameter: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Name, value, interval and verdict, rounded for reading.
  public let headline: String
  /// The parameter's name in its law.
  public let name: String
  /// The estimate.
  public let value: Double
  /// The standard error; nil where the data give none (a bound, no degrees of freedom, not identified).
  public let standardError: Double?
  /// The interval: Student t for errors of unknown size, normal for known ones; nil where there is no standard error.
  public let interval: Estimate?
  /// How well the data pin the parameter down.
  public let verdict: ParameterVerdict

  init(name: String, value: Double, standardError: Double?, interval: Estimate?, verdict: ParameterVerdict) {
    self.name = name
    self.value = value
    self.standardError = standardError
    self.interval = interval
    self.verdict = verdict
    let number = interval?.headline ?? DecimalText.significant(value, 4)
    let text = name + " = " + number
    headline = verdict == .identified ? text : "\(text) (\(verdict.explanation))"
  }

  /// A parameter from its variance: with a standard error and an interval where its verdict and the variance allow them.
  init(
    name: String, value: Double, variance: Double, isExact: Bool, critical: (factor: Double, method: String),
    level: Double, verdict: ParameterVerdict
  ) {
    // A variance that underflowed is not one of 0, which only residuals of 0 have.
    let isVariance = variance.isNormal && variance > 0 || variance == 0 && isExact
    guard verdict != .onBound, verdict != .notIdentified, verdict != .fixed, isVariance else {
      self.init(name: name, value: value, standardError: nil, interval: nil, verdict: verdict)
      return
    }
    let error = variance.squareRoot()
    let half = critical.factor * error
    self.init(
      name: name, value: value, standardError: error,
      interval: Estimate(
        value: value, lower: value - half, upper: value + half, level: level, method: critical.method),
      verdict: verdict)
  }

  /// The rounded headline.
  public var description: String { headline }
}
