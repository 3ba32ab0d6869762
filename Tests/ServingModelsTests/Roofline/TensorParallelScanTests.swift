import ServingModels
import Testing

@Suite struct TensorParallelScanTests {
  private static func scan(_ size: String, memory: String = "GH200-96GB", latency: Double) throws -> TensorParallelScan
  {
    try RooflineModel(
      MeasuredSteps.shape(size), on: Accelerator.named(memory), allReduce: InjectedDelay(latency)
    ).tensorParallelism(batches: [1, 128], contexts: [0, 32_768], accelerators: [1, 2, 4])
  }

  @Test func `the best number of accelerators is the fastest that holds the load`() throws {
    let slow = try Self.scan("1.5B", latency: 19.1e-6)
    #expect(slow.rows.count == 12 && slow.best.count == 4)
    // 19.1 us lose on four (0.61x) and on two: 771.86 / (385.93 + 1069.6).
    #expect(slow.best[0].accelerators == 1 && slow.best[0].speedup == 1)
    #expect(slow.best[0].headline == "Batch 1 at a context of 0 is fastest on 1: 1.00x over one, bound by weights.")
    let fast = try Self.scan("14B", latency: 4.95e-6)
    #expect(fast.best[0].accelerators == 4 && fast.best[0].binding == .weights)
    #expect(abs(try #require(fast.best[0].efficiency) - 3.1454 / 4) < 1e-4)
    #expect(fast.headline.hasSuffix("none loses."))
    // 128 x 32,768 x 196,608 bytes are 825 GB: four of 96 GB do not hold them.
    #expect(fast.best[3].accelerators == nil && fast.best[3].speedup == nil)
    #expect(
      fast.best[3].headline == "Batch 128 at a context of 32768 fits into the memory of none of 1, 2, 4 accelerators.")
  }

  @Test func `nothing to scan is refused`() throws {
    let model = try RooflineModel(
      MeasuredSteps.shape("14B"), on: Accelerator.named("GH200-96GB"), allReduce: InjectedDelay(0))
    #expect(
      message { try model.tensorParallelism(batches: [], contexts: [1], accelerators: [2]) }
        == "DeepSeek-R1-Distill-Qwen-14B: a scan needs at least one batch, context and number of accelerators.")
  }
}
