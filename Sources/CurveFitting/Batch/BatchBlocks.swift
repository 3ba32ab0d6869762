import Dispatch

/// Shares out the curves of a batch in fixed blocks at fixed offsets, so that no bit of a result depends on the number of threads.
enum BatchBlocks {
  /// The curves of one block: a multiple of the kernels' eight lanes, and enough that threads share few cache lines of output.
  static let size = 512

  /// Runs a kernel on every block; whether all of them returned 0.
  static func run(curves: Int, threads: Int, _ kernel: @Sendable (Range<Int>) -> Int32) -> Bool {
    let blocks = (curves + size - 1) / size
    let workers = max(1, min(threads, blocks))
    @Sendable func range(_ block: Int) -> Range<Int> { (block * size)..<min(curves, (block + 1) * size) }
    if workers == 1 { return (0..<blocks).allSatisfy { kernel(range($0)) == 0 } }
    return withUnsafeTemporaryAllocation(of: Bool.self, capacity: workers) { buffer in
      nonisolated(unsafe) let isComplete = buffer
      // Which worker takes a block changes nothing in it.
      DispatchQueue.concurrentPerform(iterations: workers) { worker in
        isComplete[worker] = stride(from: worker, to: blocks, by: workers).allSatisfy { kernel(range($0)) == 0 }
      }
      return buffer.allSatisfy { $0 }
    }
  }
}
