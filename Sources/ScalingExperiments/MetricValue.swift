/// A reported value of a metric.
public struct MetricValue: Sendable, Codable, Hashable {
  /// What the value is of.
  public var metric: Metric
  /// The value, in the unit of the metric.
  public var value: Double
  /// The number of observations behind it; `nil` where unknown.
  public var count: Int?
  /// How the observations spread; `nil` where unknown.
  public var spread: Spread?
  /// Why the value is an estimate only; `nil` where the tool computed it from its observations.
  public var estimation: Estimation?

  /// Creates a value; what is left out is unknown.
  public init(
    metric: Metric, value: Double, count: Int? = nil, spread: Spread? = nil, estimation: Estimation? = nil
  ) {
    self.metric = metric
    self.value = value
    self.count = count
    self.spread = spread
    self.estimation = estimation
  }
}

/// Why a reported value is an estimate of what its metric names.
public enum Estimation: String, Sendable, Codable, Hashable {
  /// A percentile put between the edges of a histogram's buckets.
  case histogramBuckets
  /// A percentile of percentiles, or their average.
  case percentilesOfPercentiles
}

/// How observations, or an estimate, spread; in the unit of the metric.
public enum Spread: Sendable, Hashable {
  /// The standard deviation of the observations.
  case standardDeviation(Double)
  /// The standard error of the value.
  case standardError(Double)
  /// Quantiles of the observations.
  case quantiles([QuantileValue])
}

/// A quantile of observations.
public struct QuantileValue: Sendable, Codable, Hashable {
  /// The share of observations at or below the value, from 0 to 1.
  public var probability: Double
  /// The value, in the unit of the metric.
  public var value: Double

  /// Creates a quantile.
  public init(probability: Double, value: Double) {
    self.probability = probability
    self.value = value
  }
}

/// Written as an object of one key: `{"standardError": 0.02}`.
extension Spread: Codable {
  private enum Key: String, CodingKey { case standardDeviation, standardError, quantiles }

  /// Reads a spread; throws a `DecodingError` if the object has none of the keys.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    if let value = try container.decodeIfPresent(Double.self, forKey: .standardDeviation) {
      self = .standardDeviation(value)
    } else if let value = try container.decodeIfPresent(Double.self, forKey: .standardError) {
      self = .standardError(value)
    } else {
      self = .quantiles(try container.decode([QuantileValue].self, forKey: .quantiles))
    }
  }

  /// Writes the one key.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    switch self {
    case .standardDeviation(let value): try container.encode(value, forKey: .standardDeviation)
    case .standardError(let value): try container.encode(value, forKey: .standardError)
    case .quantiles(let values): try container.encode(values, forKey: .quantiles)
    }
  }
}
