import ScalingExperiments

/// The unit in which a file gives a column; values come out in the canonical unit of its kind.
public enum ColumnUnit: String, Sendable, Codable, Hashable, CaseIterable {
  /// Seconds.
  case seconds
  /// Thousandths of a second.
  case milliseconds
  /// Millionths of a second.
  case microseconds
  /// Thousand-millionths of a second.
  case nanoseconds
  /// 60 seconds.
  case minutes
  /// 3,600 seconds.
  case hours
  /// Tokens.
  case tokens
  /// Tokens per second.
  case tokensPerSecond
  /// Requests per second.
  case requestsPerSecond
  /// A share of one.
  case fraction
  /// A share of a hundred.
  case percent
  /// Joules.
  case joules
  /// 3,600 joules.
  case wattHours
  /// Watts.
  case watts
  /// Bytes.
  case bytes
  /// 10^9 bytes.
  case gigabytes
  /// 2^30 bytes.
  case gibibytes
  /// Floating-point operations.
  case floatingPointOperations
  /// Nats per token.
  case natsPerToken
  /// A plain number.
  case dimensionless

  /// The unit in which values come out.
  public var canonical: MetricUnit {
    switch self {
    case .seconds, .milliseconds, .microseconds, .nanoseconds, .minutes, .hours: .seconds
    case .tokens: .tokens
    case .tokensPerSecond: .tokensPerSecond
    case .requestsPerSecond: .requestsPerSecond
    case .fraction, .percent: .fraction
    case .joules, .wattHours: .joules
    case .watts: .watts
    case .bytes, .gigabytes, .gibibytes: .bytes
    case .floatingPointOperations: .floatingPointOperations
    case .natsPerToken: .natsPerToken
    case .dimensionless: .dimensionless
    }
  }

  /// The power of ten between the unit and the canonical one, which the reader applies without rounding.
  var decimalExponent: Int {
    switch self {
    case .milliseconds: -3
    case .microseconds: -6
    case .nanoseconds: -9
    case .percent: -2
    case .gigabytes: 9
    default: 0
    }
  }

  /// What else lies between the unit and the canonical one.
  var factor: Double {
    switch self {
    case .minutes: 60
    case .hours, .wattHours: 3_600
    case .gibibytes: 1_073_741_824
    default: 1
    }
  }
}
