/// What a figure is of its sample.
public enum MetricStatistic: Sendable, Hashable {
  /// The value of a single request.
  case perRequest
  /// The arithmetic mean.
  case mean
  /// The median.
  case median
  /// A percentile, from 0 to 100.
  case percentile(Double)
  /// The sum.
  case total
  /// The share of those for which something holds.
  case share
  /// The geometric mean.
  case geometricMean

  /// The statistic in words, such as "mean" or "95th percentile".
  public var name: String {
    switch self {
    case .perRequest: "value per request"
    case .mean: "mean"
    case .median: "median"
    case .percentile(let percent): "\(Self.digits(percent))\(Self.ordinalSuffix(percent)) percentile"
    case .total: "total"
    case .share: "share"
    case .geometricMean: "geometric mean"
    }
  }

  /// A percentage without a trailing ".0".
  static func digits(_ percent: Double) -> String {
    let text = "\(percent)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }

  private static func ordinalSuffix(_ percent: Double) -> String {
    guard let whole = Int(exactly: percent) else { return "th" }
    if (11...13).contains(whole % 100) { return "th" }
    return switch whole % 10 {
    case 1: "st"
    case 2: "nd"
    case 3: "rd"
    default: "th"
    }
  }
}

/// Written as text: "mean", or "p95" for a percentile.
extension MetricStatistic: Codable {
  private var code: String {
    switch self {
    case .perRequest: "perRequest"
    case .mean: "mean"
    case .median: "median"
    case .percentile(let percent): "p\(Self.digits(percent))"
    case .total: "total"
    case .share: "share"
    case .geometricMean: "geometricMean"
    }
  }

  /// Reads a statistic; throws a `DecodingError` for a name it does not know.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let plain: [MetricStatistic] = [.perRequest, .mean, .median, .total, .share, .geometricMean]
    if let statistic = plain.first(where: { $0.code == text }) {
      self = statistic
    } else if text.hasPrefix("p"), let percent = Double(text.dropFirst()), percent.isFinite {
      self = .percentile(percent)
    } else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is not the name of a statistic.")
    }
  }

  /// Writes the name.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(code)
  }
}
