import ScalingExperiments
import ScalingStatistics

/// The checks that the speculation models share; every sentence names the field and its value.
enum SpeculationInput {
  static func checkProbability(_ value: Double, _ name: String) throws {
    guard value >= 0, value <= 1 else {
      throw ServingModelError("The \(name) is \(value); a probability lies in 0 to 1.")
    }
  }

  static func checkDrafts(_ count: Int, least: Int = 0) throws {
    guard count >= least else {
      throw ServingModelError("The number of draft tokens is \(count); it must be \(least) or more.")
    }
    // Probabilities and counts are held for each of them.
    guard count <= 10_000 else {
      throw ServingModelError("The number of draft tokens is \(count); at most 10000 are computed with.")
    }
  }

  /// Times and relative costs that may be 0: drafts by lookup cost nothing.
  static func checkCost(_ value: Double, _ name: String) throws {
    guard value.isFinite, value >= 0 else {
      throw ServingModelError("The \(name) is \(value); it must be finite, 0 or more.")
    }
  }

  /// Counts beyond 2^53 are no longer whole as `Double`, and their sums could trap as `Int`.
  static func checkCounter(_ value: Int, _ name: String, _ row: Int) throws {
    guard value >= 0 else {
      throw ServingModelError("The \(name) of row \(row) are \(value); they must be 0 or more.")
    }
    guard value <= 1 << 53 else {
      throw ServingModelError("The \(name) of row \(row) are \(value); counts are whole up to 2^53.")
    }
  }

  static func checkPositive(_ value: Double, _ name: String) throws {
    guard value.isFinite, value > 0 else {
      throw ServingModelError("The \(name) is \(value); it must be finite and positive.")
    }
  }

  /// Refuses counters of one request that contradict each other.
  static func checkCounters(_ counters: EngineV1SpeculationCounters, _ draftTokens: Int, _ row: Int) throws {
    for (name, value) in [
      ("drafts", counters.drafts), ("drafted tokens", counters.draftTokens),
      ("accepted tokens", counters.acceptedTokens),
    ] { try checkCounter(value, name, row) }
    guard counters.acceptedTokens <= counters.draftTokens else {
      throw ServingModelError(
        "Row \(row) accepted \(counters.acceptedTokens) tokens of \(counters.draftTokens) drafted.")
    }
    guard Double(counters.draftTokens) <= Double(counters.drafts) * Double(draftTokens) else {
      throw ServingModelError(
        "Row \(row) drafted \(counters.draftTokens) tokens in \(counters.drafts) drafts of at most \(draftTokens).")
    }
    let positions = counters.acceptedByPosition
    guard !positions.isEmpty else { return }
    guard positions.count <= draftTokens else {
      throw ServingModelError("Row \(row) counts \(positions.count) positions of drafts of \(draftTokens) tokens.")
    }
    var last = counters.drafts
    for (index, value) in positions.enumerated() {
      guard value >= 0, value <= last else {
        throw ServingModelError(
          "Row \(row) kept \(value) drafts at position \(index + 1) after \(last): a prefix cannot grow.")
      }
      last = value
    }
    // At most 10,000 counts of at most 2^53: the sum could exceed an Int.
    let sum = SampleMoments.sum(positions.map(Double.init))
    guard sum == Double(counters.acceptedTokens) else {
      throw ServingModelError(
        "Row \(row) accepted \(counters.acceptedTokens) tokens, but \(DecimalText.significant(sum, 9)) by position.")
    }
  }
}
