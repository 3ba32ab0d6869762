/// Whether a quantity gets smaller or larger as x grows.
public enum Trend: String, Sendable, Hashable, Codable, CaseIterable {
  /// An error or a loss.
  case falling
  /// An accuracy or a coverage.
  case rising

  /// "falling" or "rising".
  public var explanation: String { rawValue }
}
