/// Which keys and values a step reads of those before it.
public enum KeyValueAccess: Sendable, Hashable, Codable {
  /// All of them.
  case all
  /// The best blocks and the latest positions: `topBlocks` blocks of `block` positions, and `local` positions beside them.
  ///
  /// What the blocks are chosen by, one key for each block, is read at every step as well.
  case blockTopK(block: Int, topBlocks: Int, local: Int = 0)

  func check() throws {
    guard case .blockTopK(let block, let topBlocks, let local) = self else { return }
    try ServingModelError.checkWhole(block, "positions in a block")
    try ServingModelError.checkWhole(topBlocks, "blocks read")
    guard local >= 0 else { throw ServingModelError("The local positions are \(local); they must be 0 or more.") }
  }

  /// The positions that one answer reads, summed over its steps, and the keys read to choose them.
  func positions(prompt: Double, output: Double) -> (read: Double, searched: Double) {
    let all = prompt * output + 0.5 * output * output
    guard case .blockTopK(let block, let topBlocks, let local) = self else { return (all, 0) }
    let budget = Double(local) + Double(block) * Double(topBlocks)
    // Up to the budget everything is read; steps beyond it read the budget.
    let growing = min(max(0, budget - prompt), output)
    let read =
      budget <= prompt ? budget * output : prompt * growing + 0.5 * growing * growing + budget * (output - growing)
    return (read, all / Double(block))
  }
}

/// What a question's cost counts beyond the sums of the paper; the default counts what the paper counts.
public struct KineticsOptions: Sendable, Hashable, Codable {
  /// Whether the answers to a question read one copy of the prompt's keys and values; only where all of them are read.
  public var sharesPrompt: Bool
  /// Which keys and values a step reads.
  public var keyValues: KeyValueAccess
  /// The bytes of an element of keys and values.
  public var bytesPerElement: Double
  /// The sequences that share a read of the weights; nil leaves the weights out, as the paper does for large batches.
  public var batch: Double?
  /// The bytes of a parameter, for the reading of weights.
  public var bytesPerParameter: Double
  /// Whether the forward pass over the prompt is counted, once for each question; the paper leaves it out.
  public var countsPrompt: Bool

  /// Creates options; the defaults are the paper's sums.
  public init(
    sharesPrompt: Bool = true, keyValues: KeyValueAccess = .all, bytesPerElement: Double = 2, batch: Double? = nil,
    bytesPerParameter: Double = 2, countsPrompt: Bool = false
  ) {
    self.sharesPrompt = sharesPrompt
    self.keyValues = keyValues
    self.bytesPerElement = bytesPerElement
    self.batch = batch
    self.bytesPerParameter = bytesPerParameter
    self.countsPrompt = countsPrompt
  }

  /// The sums of the paper: 16-bit keys and values, the prompt shared by the answers, no weights, no forward pass over the prompt.
  public static let paper = KineticsOptions()

  func check() throws {
    try keyValues.check()
    try SpeculationInput.checkPositive(bytesPerElement, "size of an element of keys and values, in bytes,")
    try SpeculationInput.checkPositive(bytesPerParameter, "size of a parameter, in bytes,")
    if let batch, !(batch >= 1 && batch.isFinite) {
      throw ServingModelError("The batch is \(batch); at least one sequence reads the weights.")
    }
  }
}
