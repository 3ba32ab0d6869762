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

/// A fitted parameter with its standard error and verdict; the interval to read is `Fit.interval(of:)`, the profile where there is one.
public struct FittedParameter: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Name, value, standard error and verdict, rounded for reading.
  public let headline: String
  /// The parameter's name in its law.
  public let name: String
  /// The estimate.
  public let value: Double
  /// The standard error; nil where the data give none (a bound, no degrees of freedom, not identified).
  public let standardError: Double?
  /// How well the data pin the parameter down.
  public let verdict: ParameterVerdict

  /// The quantile that a Wald interval is so many standard errors wide by.
  private let factor: Double
  private let method: String
  private let level: Double

  /// The Wald interval: value ± the quantile of Student's t (of the normal distribution for errors of known size) times the standard error; nil where there is none.
  ///
  /// It takes the law to be straight in its parameters, so it is symmetric and never open. Where a plateau's profile is bent or open it is the wrong interval, which is why it is not the default: see
  /// `Fit.interval(of:level:)`. Intervals by a sandwich covariance (robust objectives) and of nested shares are Wald intervals as well.
  public var waldInterval: Estimate? {
    standardError.map { error in
      Estimate(
        value: value, lower: value - factor * error, upper: value + factor * error, level: level, method: method)
    }
  }

  /// A parameter from its variance: with a standard error where its verdict and the variance allow one.
  init(
    name: String, value: Double, variance: Double, isExact: Bool, critical: (factor: Double, method: String),
    level: Double, verdict: ParameterVerdict
  ) {
    // A variance that underflowed is not one of 0, which only residuals of 0 have.
    let isVariance = variance.isNormal && variance > 0 || variance == 0 && isExact
    let hasError = verdict != .onBound && verdict != .notIdentified && verdict != .fixed && isVariance
    self.name = name
    self.value = value
    standardError = hasError ? variance.squareRoot() : nil
    self.verdict = verdict
    factor = critical.factor
    method = critical.method
    self.level = level
    var text = name + " = " + DecimalText.significant(value, 4)
    if let standardError { text += ", standard error " + DecimalText.significant(standardError, 2) }
    headline = verdict == .identified ? text : text + " (" + verdict.explanation + ")"
  }

  /// The rounded headline.
  public var description: String { headline }
}
