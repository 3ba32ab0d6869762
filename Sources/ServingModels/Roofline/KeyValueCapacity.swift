import ScalingStatistics

/// How many requests the memory beside the weights holds, in pages of keys and values.
///
/// Bytes for pages = memory × usable share − weights / p − reserve; a page holds `pageSize` positions of one accelerator's heads, and a request takes whole pages.
/// W. Kwon et al., "Efficient Memory Management for Large Language Model Serving with PagedAttention" (arXiv 2309.06180).
public struct KeyValueCapacity: Sendable, Hashable {
  /// The pages and positions, in a sentence.
  public let headline: String
  /// The accelerators that share the weights.
  public let accelerators: Int
  /// The positions of a page.
  public let pageSize: Int
  /// The bytes of a page on each accelerator.
  public let pageBytes: Double
  /// The bytes left for pages on each accelerator.
  public let usableBytes: Double
  /// The pages.
  public let pages: Int
  /// The positions that they hold.
  public var positions: Int { pages * pageSize }

  /// Returns the largest batch whose requests each keep `context` positions; 0 where not even one fits.
  ///
  /// Throws `ServingModelError` for a context below 1.
  public func largestBatch(context: Int) throws -> Int {
    try ServingModelError.checkWhole(context, "positions in a context")
    return pages / ((context + pageSize - 1) / pageSize)
  }
}

extension RooflineModel {
  /// Returns how much the memory of some accelerators holds beside the weights.
  ///
  /// `usableShare` is what an engine lets itself take (vLLM's gpu_memory_utilization), `reserve` the bytes that activations and graphs take on each.
  /// Throws `ServingModelError` where the memory is unknown, for a share outside 0 to 1, a page below one position, a negative reserve, more accelerators than query heads, or weights that leave nothing.
  public func keyValueCapacity(
    accelerators: Int = 1, usableShare: Double = 0.9, pageSize: Int = 16, reserve: Double = 0
  ) throws -> KeyValueCapacity {
    try check(batch: 1, context: 0, query: 1, accelerators: accelerators)
    try ServingModelError.checkWhole(pageSize, "positions in a page")
    try ServingModelError.checkCount(reserve, "bytes in reserve")
    guard usableShare > 0, usableShare <= 1 else {
      throw ServingModelError("The usable share of the memory is \(usableShare); it is above 0 and at most 1.")
    }
    guard let memory = accelerator.memory?.value else {
      throw ServingModelError("\(accelerator.name): its memory is unknown, so its capacity is.")
    }
    let weights = Double(shape.parameters) * widths.weightBytes / Double(accelerators)
    let usable = memory * usableShare - weights - reserve
    func gigabytes(_ bytes: Double) -> String { DecimalText.significant(bytes / 1e9, 4) }
    guard usable > 0 else {
      throw ServingModelError(
        "\(shape.name) takes \(gigabytes(weights + reserve)) GB of each of \(accelerators) x \(accelerator.name), of which \(gigabytes(memory * usableShare)) GB are usable: nothing is left for keys and values."
      )
    }
    let page = shape.keyValueElements(accelerators: accelerators) * widths.keyValueBytes * Double(pageSize)
    // As many positions as a whole number can count.
    let pages = Int(min(usable / page, 9e18 / Double(pageSize)))
    return KeyValueCapacity(
      headline:
        "\(shape.name) on \(accelerators) x \(accelerator.name): \(gigabytes(usable)) GB on each for keys and values, \(pages) pages or \(pages * pageSize) positions.",
      accelerators: accelerators, pageSize: pageSize, pageBytes: page, usableBytes: usable, pages: pages)
  }
}
