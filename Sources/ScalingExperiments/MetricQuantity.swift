/// The quantity that a metric measures, apart from statistic, definition and unit.
///
/// The raw value is the quantity's name in lower case, as it stands in a sentence. The list is open:
/// `MetricQuantity(rawValue: "queue length")`.
public struct MetricQuantity: RawRepresentable, Sendable, Codable, Hashable, ExpressibleByStringLiteral {
  /// The name in lower case.
  public let rawValue: String

  /// Creates a quantity from its name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Creates a quantity from a literal name.
  public init(stringLiteral value: String) { self.rawValue = value }

  /// The time of a request.
  public static let latency = MetricQuantity(rawValue: "latency")
  /// The time to the first token.
  public static let timeToFirstToken = MetricQuantity(rawValue: "time to first token")
  /// The time for each further token.
  public static let timePerOutputToken = MetricQuantity(rawValue: "time per output token")
  /// Tokens or requests completed in a unit of time.
  public static let throughput = MetricQuantity(rawValue: "throughput")
  /// Tokens generated.
  public static let outputTokens = MetricQuantity(rawValue: "output tokens")
  /// The share of answers that are right.
  public static let accuracy = MetricQuantity(rawValue: "accuracy")
  /// The share of problems with at least one right answer among several.
  public static let coverage = MetricQuantity(rawValue: "coverage")
  /// Energy.
  public static let energy = MetricQuantity(rawValue: "energy")
  /// Energy for each token generated.
  public static let energyPerToken = MetricQuantity(rawValue: "energy per token")
  /// Power.
  public static let power = MetricQuantity(rawValue: "power")
  /// Cost for each token generated.
  public static let costPerToken = MetricQuantity(rawValue: "cost per token")
  /// Arithmetic carried out.
  public static let compute = MetricQuantity(rawValue: "compute")
  /// Memory in use.
  public static let memory = MetricQuantity(rawValue: "memory")
  /// Cross-entropy loss.
  public static let loss = MetricQuantity(rawValue: "loss")
}
