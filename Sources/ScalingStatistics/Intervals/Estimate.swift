/// A number with its interval, the level of that interval, and how the interval was made.
public struct Estimate: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The estimate and its interval, rounded for reading.
  public let headline: String
  /// The point estimate.
  public let value: Double
  /// The lower end of the interval; minus infinity where it is open below.
  public let lower: Double
  /// The upper end of the interval; plus infinity where it is open above.
  public let upper: Double
  /// The level that the interval states, such as 0.95.
  public let level: Double
  /// How the interval was made and what it treats as random, such as "BCa bootstrap over 100 pairs".
  public let method: String

  /// Creates an estimate from its parts.
  public init(value: Double, lower: Double, upper: Double, level: Double, method: String) {
    self.value = value
    self.lower = lower
    self.upper = upper
    self.level = level
    self.method = method
    headline = DecimalText.interval(value, lower, upper, 4)
  }

  /// Whether a value lies inside the interval, ends included.
  public func contains(_ other: Double) -> Bool { lower <= other && other <= upper }

  /// The same estimate as a percentage change of scale: every number multiplied by a factor.
  public func scaled(by factor: Double) -> Estimate {
    let ends = [lower * factor, upper * factor]
    return Estimate(
      value: value * factor, lower: min(ends[0], ends[1]), upper: max(ends[0], ends[1]), level: level, method: method)
  }

  /// The rounded headline.
  public var description: String { headline }
}

extension Estimate {
  private enum CodingKeys: String, CodingKey { case value, lower, upper, level, method }

  /// Decodes the five stored numbers and words; an open end is the string "open".
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func end(_ key: CodingKeys, open: Double) throws -> Double {
      if let text = try? container.decode(String.self, forKey: key), text == "open" { return open }
      return try container.decode(Double.self, forKey: key)
    }
    self.init(
      value: try container.decode(Double.self, forKey: .value), lower: try end(.lower, open: -.infinity),
      upper: try end(.upper, open: .infinity), level: try container.decode(Double.self, forKey: .level),
      method: try container.decode(String.self, forKey: .method))
  }

  /// Encodes the five stored numbers and words; JSON has no infinity, so an open end is written as "open".
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(value, forKey: .value)
    if lower == -.infinity {
      try container.encode("open", forKey: .lower)
    } else {
      try container.encode(lower, forKey: .lower)
    }
    if upper == .infinity {
      try container.encode("open", forKey: .upper)
    } else {
      try container.encode(upper, forKey: .upper)
    }
    try container.encode(level, forKey: .level)
    try container.encode(method, forKey: .method)
  }
}
