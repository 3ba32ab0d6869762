import ScalingStatistics

/// Where speculation pays over batch and context, each load with its own best number of drafts.
///
/// Verification is nearly free while a step is bound by reading weights, costs more with every request that shares them, and becomes cheap again at long context, where reading keys and values binds and does not
/// depend on how many positions are scored (J. Chen et al., "MagicDec: Breaking the Latency-Throughput Tradeoff for Long Context Generation with Speculative Decoding", arXiv 2408.11049).
public struct SpeculationByLoad: Sendable, Hashable, Codable {
  /// At how many of the loads it pays, and the largest gain, in a sentence.
  public let headline: String
  /// The batches, ascending.
  public let batches: [Int]
  /// The contexts, ascending.
  public let contexts: [Int]
  /// The best number of drafts: a row for each batch, a column for each context.
  public let best: [[BestSpeculation]]

  /// Finds the best number of drafts at each load.
  ///
  /// `stepTime` gives the seconds of a step of the target for batch, context and positions scored for each request, from a roofline or from measurements; `draftTime` those of one draft for batch and context. Throws
  /// `ServingModelError` for no batches or contexts, one below 1, times that are not positive and finite, and what the closures throw.
  /// batches × contexts × drafts calls.
  public init(
    batches: [Int], contexts: [Int], acceptance: DraftAcceptance,
    stepTime: (_ batch: Int, _ context: Int, _ positions: Int) throws -> Double,
    draftTime: (_ batch: Int, _ context: Int) throws -> Double = { _, _ in 0 }
  ) throws {
    for (name, values) in [("batch", batches), ("context", contexts)] {
      guard !values.isEmpty else { throw ServingModelError("No \(name) was given; at least one is needed.") }
      for value in values where value < 1 {
        throw ServingModelError("A \(name) of \(value) was given; it must be 1 or more.")
      }
    }
    let batchList = Set(batches).sorted()
    let contextList = Set(contexts).sorted()
    let positions = Array(1...(acceptance.survival.count + 1))
    let table = try batchList.map { batch in
      try contextList.map { context in
        let times = try SpeculationTimes(
          draftStep: try draftTime(batch, context),
          verification: try VerificationTimes(
            positions: positions, seconds: try positions.map { try stepTime(batch, context, $0) }))
        return try times.best(acceptance)
      }
    }
    self.batches = batchList
    self.contexts = contextList
    best = table
    let all = table.flatMap { $0 }
    let paying = all.count { $0.speedup > 1 }
    let largest = all.map(\.speedup).max() ?? 1
    headline =
      "Speculation pays at \(paying) of \(all.count) loads, at most \(DecimalText.fixed(largest, 2))x."
  }

  /// The gain at a load; nil for one that was not asked about.
  public func best(batch: Int, context: Int) -> BestSpeculation? {
    guard let row = batches.firstIndex(of: batch), let column = contexts.firstIndex(of: context) else { return nil }
    return best[row][column]
  }

  /// The largest batch up to which speculation pays at a context, at it and all smaller ones asked about; nil where it pays at none, or the context is none of them.
  public func largestPayingBatch(context: Int) -> Int? {
    guard let column = contexts.firstIndex(of: context) else { return nil }
    let paying = batches.indices.prefix { best[$0][column].speedup > 1 }
    return paying.last.map { batches[$0] }
  }

  /// The least context from which speculation pays at a batch, at it and all longer ones asked about; nil where it does not pay at the longest, or the batch is none of them.
  ///
  /// At one batch speculation can pay at short context, lose at middling and pay again at long: this is the crossing from below.
  public func leastPayingContext(batch: Int) -> Int? {
    guard let row = batches.firstIndex(of: batch) else { return nil }
    let paying = contexts.indices.reversed().prefix { best[row][$0].speedup > 1 }
    return paying.last.map { contexts[$0] }
  }
}
