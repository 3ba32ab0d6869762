import ScalingExperiments
import ServingModels
import Testing

@Suite struct AcceleratorTests {
  /// Dense peaks over bandwidth: 989.4 / 3.35, 989.4 / 4.0, 989.4 / 4.8, 312 / 2.039, 2250 / 8 FLOPs a byte.
  @Test(arguments: [
    ("H100-SXM5-80GB", 295.0), ("GH200-96GB", 247), ("H200-SXM-141GB", 206), ("A100-80GB-SXM4", 153), ("B200-HGX", 281),
  ])
  func `the ridge is that of dense peaks`(name: String, ridge: Double) throws {
    #expect(try #require(Accelerator.named(name).ridge(.bf16)).rounded() == ridge)
  }

  @Test func `sparse peaks are not taken for dense ones`() throws {
    let h100 = try Accelerator.named("H100-SXM5-80GB")
    #expect(h100.peak(.bf16)?.value == 989.4e12)
    #expect(h100.peak(.bf16, .sparse) == nil)
    #expect(h100.peak(.fp4) == nil)
  }

  @Test func `links count one direction and memory its own kind of giga`() throws {
    #expect(try Accelerator.named("H100-SXM5-80GB").link(.insideNode)?.ratePerDirection.value == 450e9)
    let tpu = try Accelerator.named("TPU-v5p")
    #expect(tpu.memory?.value == 102_005_473_280.0)
    // 2575 GiB/s are 2765 GB/s.
    #expect(abs(DataRate.gibibytesPerSecond(2_575).bytesPerSecond / tpu.memoryBandwidth.value - 1) < 1e-3)
    // 1600 and 3200 Gbit/s in one direction, 400 and 800 GB/s in both.
    #expect(try Accelerator.named("TPU-v5e").link(.insideNode)?.ratePerDirection.value == 200e9)
    #expect(try Accelerator.named("TPU-v6e").link(.insideNode)?.ratePerDirection.value == 400e9)
    #expect(DataSize.gibibytes(1).bytes / DataSize.gigabytes(1).bytes == 1.073741824)
    #expect(LinkRate.unidirectional(.gigabitsPerSecond(400)).bytesPerSecondPerDirection == 50e9)
  }

  @Test func `every figure says where it comes from, and which are second-hand`() throws {
    for accelerator in Accelerator.catalogue {
      let figures =
        accelerator.peaks.map(\.rate) + accelerator.links.map(\.ratePerDirection)
        + [accelerator.memory, accelerator.memoryBandwidth, accelerator.power].compactMap { $0 }
      #expect(figures.allSatisfy { !$0.source.isEmpty && $0.value > 0 && $0.check != .given })
    }
    #expect(Set(Accelerator.catalogue.map(\.name)).count == Accelerator.catalogue.count)
    let secondHand = Accelerator.catalogue.filter { $0.memoryBandwidth.check == .secondHand }.map(\.name)
    #expect(secondHand == ["GH200-96GB", "GH200-144GB", "RTX-4090"])
    #expect(try Accelerator.named("GH200-96GB").link(.insideNode)?.condition?.hasPrefix("only where") == true)
  }

  @Test func `a cluster says its topology`() throws {
    let one = try Accelerator.named("GH200-96GB").cluster(acceleratorsPerNode: 1)
    #expect(one.topology?.linkInsideNode == nil && one.acceleratorCount == 1)
    let four = try Accelerator.named("GH200-96GB").cluster(acceleratorsPerNode: 4)
    #expect(four.topology?.linkInsideNode?.bytesPerSecondPerDirection == 450e9)
    #expect(
      message { try Accelerator.named("GH200-96GB").cluster(acceleratorsPerNode: 1, nodes: 4) }
        == "GH200-96GB: 4 nodes need a link between them, and none is known.")
    let network = AcceleratorLink(
      "InfiniBand NDR", reach: .betweenNodes, rate: .unidirectional(.gigabitsPerSecond(400)), source: "stated")
    let spread = try Accelerator.named("GH200-96GB").adding(network).cluster(acceleratorsPerNode: 1, nodes: 4)
    #expect(spread.topology?.linkBetweenNodes?.bytesPerSecondPerDirection == 50e9 && spread.acceleratorCount == 4)
    #expect(try Accelerator(spread).link(.betweenNodes)?.name == "InfiniBand NDR")
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try Accelerator.named("H100") }?.hasPrefix("The catalogue has no accelerator H100; it has A100") == true
    )
    let figure = HardwareFigure(1, source: "stated")
    #expect(
      message { try Accelerator(name: "x", peaks: [], memoryBandwidth: figure) }
        == "x has no peak rate; at least one is needed.")
    #expect(
      message {
        try Accelerator(
          name: "x", peaks: [AcceleratorPeak(.bf16, rate: figure)], memoryBandwidth: HardwareFigure(-1, source: ""))
      } == "The memory bandwidth of x was given as -1.0; the number must be positive and finite.")
    #expect(
      message { try Accelerator(HardwareDescription(accelerator: "x")) }
        == "x: its memory bandwidth is unknown, so no step can be predicted.")
  }
}
