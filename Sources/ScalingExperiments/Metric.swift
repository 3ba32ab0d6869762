/// A typed axis: what is measured, as which statistic, by which definition, in which unit, and which way is better.
///
/// Tools use one word for different things (one's time per output token contains the time to the first token, another's
/// does not), so a metric carries its `definition`, and two metrics compare only if all four agree. Chart axes, table
/// headings and objectives are made from it.
public struct Metric: Sendable, Codable, Hashable {
  /// What is measured.
  public var quantity: MetricQuantity
  /// What the figure is of its sample.
  public var statistic: MetricStatistic
  /// How it is measured or computed, such as "end to end, client side, batch 1".
  public var definition: String
  /// The canonical unit.
  public var unit: MetricUnit
  /// Which way is better.
  public var direction: MetricDirection
  /// The scale on which equal steps mean equally much.
  public var naturalScale: MetricScale
  /// The least possible value; `nil` where there is none.
  public var lowerBound: Double?
  /// The greatest possible value; `nil` where there is none.
  public var upperBound: Double?

  /// Creates a metric.
  public init(
    quantity: MetricQuantity,
    statistic: MetricStatistic = .perRequest,
    definition: String,
    unit: MetricUnit,
    direction: MetricDirection = .neither,
    naturalScale: MetricScale = .linear,
    lowerBound: Double? = nil,
    upperBound: Double? = nil
  ) {
    self.quantity = quantity
    self.statistic = statistic
    self.definition = definition
    self.unit = unit
    self.direction = direction
    self.naturalScale = naturalScale
    self.lowerBound = lowerBound
    self.upperBound = upperBound
  }

  /// The heading for an axis or a column, such as "Mean latency (s)", "p95 latency (s)" or "Accuracy".
  ///
  /// The unit is left out where the quantity already names it ("Mean output tokens").
  public var title: String {
    let name = quantity.rawValue
    let words: String
    switch statistic {
    case .perRequest: words = "\(name) per request"
    case .share: words = name
    case .percentile(let percent): words = "p\(MetricStatistic.digits(percent)) \(name)"
    case .mean, .median, .total, .geometricMean: words = "\(statistic.name) \(name)"
    }
    var title = words
    if case .percentile = statistic {
      // "p95" is written with a small letter everywhere in the field.
    } else {
      title = words.prefix(1).uppercased() + words.dropFirst()
    }
    let symbol = unit.symbol
    return symbol.isEmpty || name.hasSuffix(symbol) ? title : "\(title) (\(symbol))"
  }

  /// Returns whether values of the two metrics may stand on one axis: same quantity, statistic, definition and unit.
  public func isComparable(with other: Metric) -> Bool { reasonNotComparable(with: other) == nil }

  /// Returns a sentence that says why values of the two metrics may not stand on one axis, or `nil` if they may.
  public func reasonNotComparable(with other: Metric) -> String? {
    if quantity != other.quantity {
      return "\(quantity.rawValue) cannot be compared with \(other.quantity.rawValue): they are different quantities."
    }
    let name = quantity.rawValue
    if statistic != other.statistic {
      return "These two figures of \(name) cannot be compared: one is the \(statistic.name), the other the "
        + "\(other.statistic.name)."
    }
    if definition != other.definition {
      return "These two figures of \(name) cannot be compared: one is defined as \"\(definition)\", the other as "
        + "\"\(other.definition)\"."
    }
    if unit != other.unit {
      return "These two figures of \(name) cannot be compared: one is in \(unit.symbolOrName), the other in "
        + "\(other.unit.symbolOrName)."
    }
    return nil
  }
}

/// Which way a metric is better.
public enum MetricDirection: String, Sendable, Codable, Hashable {
  /// The smaller the better.
  case lowerIsBetter
  /// The larger the better.
  case higherIsBetter
  /// Neither way is better as such.
  case neither
}

/// The scale on which equal steps of a metric mean equally much.
public enum MetricScale: String, Sendable, Codable, Hashable {
  /// Equal differences.
  case linear
  /// Equal ratios.
  case logarithmic
}

extension MetricUnit {
  /// The symbol, or words where there is none.
  var symbolOrName: String {
    switch self {
    case .fraction: "fractions of one"
    case .dimensionless: "plain numbers"
    default: symbol
    }
  }
}
