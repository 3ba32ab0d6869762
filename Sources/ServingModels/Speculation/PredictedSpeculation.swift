extension VerificationTimes {
  /// Creates the times of verification that a roofline predicts at a load, for 1 to `positions` scored positions of each request.
  ///
  /// With the efficiencies of a `DecodeStepFit` it is a prediction from measured steps; `DecodeStepFit.extrapolation(batch:context:query:)` says where it goes beyond them. Throws `ServingModelError` for fewer than one position or more than 10,001, and
  /// as `RooflineModel.decodeStep(batch:context:query:accelerators:)` does. O(positions).
  public init(
    _ model: RooflineModel, batch: Int, context: Int, accelerators: Int = 1, upTo positions: Int
  ) throws {
    guard (1...10_001).contains(positions) else {
      throw ServingModelError("Times of scoring up to \(positions) positions were asked for; it must be 1 to 10001.")
    }
    let all = Array(1...positions)
    try self.init(
      positions: all,
      seconds: try all.map {
        try model.parts(batch: batch, context: context, query: $0, accelerators: accelerators).total
      })
  }

  /// Creates the times of verification from measured steps of one load that differ in the positions scored.
  ///
  /// Throws `ServingModelError` for none, steps of different models, batches, contexts or accelerators, and as `init(positions:seconds:)` does. O(n log n).
  public init(_ samples: [DecodeStepSample]) throws {
    guard let first = samples.first else {
      throw ServingModelError("No measured steps were given; verification needs one for each number of positions.")
    }
    for (row, sample) in samples.enumerated() {
      let isSame =
        sample.shape == first.shape && sample.batch == first.batch && sample.context == first.context
        && sample.accelerators == first.accelerators
      guard isSame else {
        throw ServingModelError("Row \(row) is of \(sample.label), and row 0 of \(first.label): they are two loads.")
      }
    }
    try self.init(positions: samples.map(\.query), seconds: samples.map(\.seconds))
  }
}

/// What makes the drafts of a target model.
public enum DraftSource: Sendable {
  /// Lookup in the prompt and the answer so far: n-grams, without a model.
  case lookup
  /// A model of its own, on as many accelerators as said, that attends to at most `window` positions; nil for all of them.
  ///
  /// The target itself with a window is MagicDec's self-speculation: its keys and values stay few however long the context is.
  case model(RooflineModel, accelerators: Int = 1, window: Int? = nil)
}

extension SpeculationByLoad {
  /// Finds the best number of drafts at each load from rooflines of the target and of what drafts.
  ///
  /// Throws as `init(batches:contexts:acceptance:stepTime:draftTime:)` and `RooflineModel.decodeStep(batch:context:query:accelerators:)` do, and for a window below 1. batches × contexts × drafts steps.
  public init(
    target: RooflineModel, accelerators: Int = 1, draft: DraftSource = .lookup, batches: [Int], contexts: [Int],
    acceptance: DraftAcceptance
  ) throws {
    if case .model(_, _, let window?) = draft {
      try ServingModelError.checkWhole(window, "positions in the draft's window")
    }
    try self.init(batches: batches, contexts: contexts, acceptance: acceptance) { batch, context, positions in
      try target.parts(batch: batch, context: context, query: positions, accelerators: accelerators).total
    } draftTime: { batch, context in
      guard case .model(let model, let ranks, let window) = draft else { return 0 }
      let attended = min(context, window ?? context)
      return try model.parts(batch: batch, context: attended, query: 1, accelerators: ranks).total
    }
  }
}
