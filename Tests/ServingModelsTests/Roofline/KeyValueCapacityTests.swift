import ServingModels
import Testing

@Suite struct KeyValueCapacityTests {
  private static func model(_ size: String, on name: String = "H100-SXM5-80GB") throws -> RooflineModel {
    try RooflineModel(MeasuredSteps.shape(size), on: Accelerator.named(name), allReduce: InjectedDelay(0))
  }

  @Test func `pages fill what weights leave of the usable memory`() throws {
    let capacity = try Self.model("14B").keyValueCapacity()
    // 80e9 x .9 - 2 x 14,770,033,664 = 42,459,932,672 bytes; pages of 16 x 196,608 bytes.
    #expect(capacity.usableBytes == 42_459_932_672)
    #expect(capacity.pageBytes == 3_145_728 && capacity.pages == 13_497 && capacity.positions == 215_952)
    // 1,000 positions take 63 pages.
    #expect(try capacity.largestBatch(context: 1_000) == 13_497 / 63)
    #expect(try capacity.largestBatch(context: 1_000_000) == 0)
  }

  @Test func `replicated heads do not shrink a page`() throws {
    let two = try Self.model("1.5B").keyValueCapacity(accelerators: 2)
    let four = try Self.model("1.5B").keyValueCapacity(accelerators: 4)
    #expect(two.pageBytes == four.pageBytes)
  }

  @Test func `a page of any size is counted without a trap`() throws {
    let huge = try Accelerator(
      name: "x", peaks: [AcceleratorPeak(.bf16, rate: HardwareFigure(1, source: "s"))],
      memory: HardwareFigure(1e300, source: "s"), memoryBandwidth: HardwareFigure(1, source: "s"))
    let capacity = try RooflineModel(MeasuredSteps.shape("14B"), on: huge, communication: .none).keyValueCapacity(
      pageSize: 1_000_000_000)
    #expect(capacity.positions > 0)
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try Self.model("14B", on: "L4").keyValueCapacity() }
        == "DeepSeek-R1-Distill-Qwen-14B takes 29.54 GB of each of 1 x L4, of which 21.6 GB are usable: nothing is left for keys and values."
    )
    #expect(
      message { try Self.model("14B").keyValueCapacity(usableShare: 1.1) }
        == "The usable share of the memory is 1.1; it is above 0 and at most 1.")
    #expect(
      message { try Self.model("14B").keyValueCapacity(pageSize: 0) }
        == "The number of positions in a page is 0; it must be 1 to 1000000000.")
    #expect(
      message { try Self.model("14B").keyValueCapacity().largestBatch(context: 0) }
        == "The number of positions in a context is 0; it must be 1 to 1000000000.")
  }
}
