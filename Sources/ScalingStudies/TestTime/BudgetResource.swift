/// What an answer spends: thinking tokens, time, money or anything else that is counted.
public struct BudgetResource: Sendable, Hashable, Codable {
  /// What is spent, as it reads in a sentence: "latency".
  public let name: String
  /// The unit: "s".
  public let unit: String

  /// Creates a resource from its name and unit.
  public init(name: String, unit: String) {
    self.name = name
    self.unit = unit
  }

  /// Thinking tokens: what s1's measures are taken over.
  public static let thinkingTokens = BudgetResource(name: "thinking tokens", unit: "tokens")
  /// All tokens generated for an answer.
  public static let outputTokens = BudgetResource(name: "generated tokens", unit: "tokens")
  /// The time from request to answer, in seconds.
  public static let latency = BudgetResource(name: "latency", unit: "s")

  /// What an answer costs, in a unit of the caller: no price is assumed.
  public static func cost(unit: String) -> BudgetResource { BudgetResource(name: "cost", unit: unit) }
}
