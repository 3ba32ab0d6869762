import ScalingStatistics

/// What data say of a claim.
public enum ClaimVerdict: String, Sendable, Hashable, Codable {
  /// The data could have contradicted the claim and bear it out.
  case supported
  /// The data could have borne the claim out and do not.
  case notSupported
  /// The data cannot tell.
  case notTestable

  /// The verdict in words.
  public var words: String {
    switch self {
    case .supported: "supported"
    case .notSupported: "not supported"
    case .notTestable: "not testable with these data"
    }
  }
}

/// A claim, how it was made testable, and what the data say.
public struct ClaimFinding: Sendable, Hashable {
  /// The verdict with its number, in a sentence.
  public let headline: String
  /// A short name, such as "observation 2".
  public let name: String
  /// The claim in our words.
  public let statement: String
  /// What was computed, and what decides.
  public let definition: String
  /// The verdict.
  public let verdict: ClaimVerdict
  /// Which models, caps and hardware the verdict is about.
  public let scope: String
  /// The numbers behind it, one sentence each.
  public let evidence: [String]
  /// What is missing, for a claim that is not testable, or what was left out.
  public let missing: [String]

  init(
    name: String, statement: String, definition: String, verdict: ClaimVerdict, summary: String, scope: String,
    evidence: [String] = [], missing: [String] = []
  ) {
    self.name = name
    self.statement = statement
    self.definition = definition
    self.verdict = verdict
    self.scope = scope
    self.evidence = evidence
    self.missing = missing
    // A verdict on other models than the paper's must not travel without saying so.
    let isElsewhere = verdict != .notTestable && scope.contains(ClaimScope.otherSizes)
    headline = "\(name): \(verdict.words)\(isElsewhere ? " on models of other sizes than the paper's" : ""); \(summary)"
  }
}
