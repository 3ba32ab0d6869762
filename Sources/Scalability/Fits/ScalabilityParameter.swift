import ScalingStatistics

/// A fitted parameter of a scalability law.
public struct ScalabilityParameter: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Name, value and interval, rounded for reading; with the bound where it lies on one.
  public let headline: String
  /// The parameter's name in its law, such as "contention".
  public let name: String
  /// The estimate.
  public let value: Double
  /// The standard error; nil on a bound, where the value was measured and not fitted, and without degrees of freedom.
  public let standardError: Double?
  /// The interval that is symmetric around the estimate, Student's t or normal; nil where there is no standard error.
  public let interval: Estimate?
  /// The profile interval, every value that the data do not refuse once the others are fitted again; nil where the value was measured and without degrees of freedom.
  ///
  /// It exists on a bound too, and an end that lies on the bound is the bound: a share cannot be less than 0.
  public let profileInterval: Estimate?
  /// Whether the estimate lies on an end of what the law allows, 0 or 1, and the data would rather have gone on.
  public let isOnBound: Bool
  /// Whether the value was measured, so that nothing was fitted.
  public let isMeasured: Bool

  init(
    name: String, value: Double, standardError: Double?, interval: Estimate?, profileInterval: Estimate?,
    isOnBound: Bool, isMeasured: Bool
  ) {
    self.name = name
    self.value = value
    self.standardError = standardError
    self.interval = interval
    self.profileInterval = profileInterval
    self.isOnBound = isOnBound
    self.isMeasured = isMeasured
    let number = (profileInterval ?? interval)?.headline ?? DecimalText.significant(value, 4)
    headline = "\(name) \(number)\(isOnBound ? " (on its bound)" : "")\(isMeasured ? " (measured)" : "")"
  }

  /// The rounded headline.
  public var description: String { headline }
}
