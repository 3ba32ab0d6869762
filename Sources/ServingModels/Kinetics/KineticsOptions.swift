/// What a token reads of keys and values.
public enum KineticsAttention: Sendable, Hashable, Codable {
  /// All of them.
  case dense
  /// The `budget` positions that matter most, found at no cost: a bound on what sparse attention can save.
  case topK(budget: Int)
  /// The last `local` positions and the `blocks` blocks of `blockSize` positions that matter most, found by scoring one key for each block.
  case blockTopK(local: Int, blockSize: Int, blocks: Int)

  /// The most positions that a token reads; nil where it reads all.
  public var budget: Double? {
    switch self {
    case .dense: nil
    case .topK(let budget): Double(budget)
    case .blockTopK(let local, let size, let blocks): Double(local) + Double(size) * Double(blocks)
    }
  }

  /// The positions of a block that one key stands for; nil where nothing is searched.
  var blockSize: Double? {
    if case .blockTopK(_, let size, _) = self { Double(size) } else { nil }
  }

  /// The positions that the tokens of an answer read together: the integral of min(prompt + t, budget) over the answer.
  ///
  /// The published code takes it that the budget is reached, and adds in `topK` the half square that it subtracts in `blockTopK`. This is its `blockTopK` wherever the budget is reached, and dense where it is not.
  func attended(prompt: Double, output: Double) -> Double {
    let all = output * (prompt + output / 2)
    guard let budget, budget < prompt + output else { return all }
    let missing = max(0, budget - prompt)
    return budget * output - missing * missing / 2
  }

  /// Refuses a budget that reads nothing.
  func check() throws {
    switch self {
    case .dense: break
    case .topK(let budget): try ServingModelError.checkWhole(budget, "positions in the attention budget")
    case .blockTopK(let local, let size, let blocks):
      try ServingModelError.checkWhole(local, "local positions", least: 0)
      try ServingModelError.checkWhole(size, "positions in a block")
      try ServingModelError.checkWhole(blocks, "blocks")
    }
  }
}

/// Whether the reads of weights count, and how many sequences share them.
public enum KineticsWeightReads: Sendable, Hashable, Codable {
  /// They do not: the paper's case, of a batch so large that each sequence's share vanishes.
  case omitted
  /// Each step reads them once for `batch` sequences, trials of a question and other questions together; of experts those that the batch touches.
  case shared(batch: Double)

  /// Refuses a batch below one sequence.
  func check() throws {
    guard case .shared(let batch) = self else { return }
    guard batch.isFinite, batch >= 1 else {
      throw ServingModelError("The batch that shares the weights is \(batch); it must be finite, 1 or more.")
    }
  }
}
