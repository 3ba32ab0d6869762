import ScalingExperiments
import ServingModels
import Testing

/// 8 GB of streamed weights in two bytes and 1 GB of input embedding, 10 layers of 8 query and 2 key and value heads of 100, hidden size 1,000; 1 TB/s, 100 TFLOP/s, all-reduces of 10 us and 1 GB/s.
@Suite struct RooflineModelTests {
  private static func shape(keyValueHeads: Int = 2) throws -> TransformerShape {
    try TransformerShape(
      name: "m", layers: 10, hiddenSize: 1_000, attentionHeads: 8, keyValueHeads: keyValueHeads, headDimension: 100,
      feedForwardSize: 4_000, vocabularySize: 500_000, tiedEmbeddings: false, parameters: 4_500_000_000)
  }

  private static func accelerator(memory: Double? = nil) throws -> Accelerator {
    func figure(_ value: Double) -> HardwareFigure { HardwareFigure(value, source: "stated") }
    return try Accelerator(
      name: "x", peaks: [AcceleratorPeak(.bf16, rate: figure(1e14))], memory: memory.map(figure),
      memoryBandwidth: figure(1e12))
  }

  private static func model(
    host: Double = 1e-3, latency: Double = 10e-6, memory: Double? = nil, efficiency: StepEfficiency = .ideal
  ) throws -> RooflineModel {
    try RooflineModel(
      shape(), on: accelerator(memory: memory), efficiency: efficiency,
      allReduce: AllReduceTime(latency: latency, bandwidth: 1e9), hostTime: host)
  }

  private func isClose(_ first: Double, _ second: Double) -> Bool { abs(first / second - 1) < 1e-12 }

  @Test func `the parts of a step on one accelerator are those of hand arithmetic`() throws {
    let step = try Self.model().decodeStep(batch: 4, context: 1_000)
    #expect(isClose(step.weightTime, 8e-3))
    // 2 x 10 x 2 x 100 x 2 = 8,000 bytes a position, 4,000 positions.
    #expect(isClose(step.keyValueTime, 32e-6))
    // 2 x 4e9 parameters x 4, and 4 x 10 x 8 x 100 = 32,000 FLOPs for each of 4,000 positions.
    #expect(isClose(step.matrixTime, 3.2e10 / 1e14) && isClose(step.attentionTime, 1.28e8 / 1e14))
    #expect(isClose(step.arithmeticTime, (3.2e10 + 1.28e8) / 1e14))
    #expect(step.allReduceTime == 0 && step.hostTime == 1e-3 && step.collectiveCount == 0)
    #expect(isClose(step.stepTime, 9.032e-3) && isClose(step.tokensPerSecond, 4 / 9.032e-3))
    #expect(step.binding == .weights)
    #expect(isClose(step.memoryNeeded, 9e9 + 32e6) && step.fits == nil)
    #expect(
      step.headline
        == "9.03 ms a step at batch 4 and a context of 1000 on 1 accelerator, bound by weights.")
  }

  @Test func `on four the weights are cut in four, two heads in two, and 20 all-reduces come in`() throws {
    let prediction = try Self.model().speedup(batch: 4, context: 1_000, accelerators: 4)
    #expect(isClose(prediction.shared.weightTime, 2e-3))
    // Two heads on four accelerators: each holds one, so that half is the least there is.
    #expect(isClose(prediction.shared.keyValueTime, 16e-6))
    #expect(isClose(prediction.shared.arithmeticTime, 3.2128e10 / 4e14))
    // 4 x 1,000 x 2 bytes: 22 us each.
    #expect(isClose(prediction.shared.allReduceTime, 20 * 22e-6) && prediction.shared.collectiveCount == 20)
    #expect(isClose(prediction.shared.stepTime, 3.456e-3))
    #expect(isClose(prediction.speedup, 9.032 / 3.456))
    #expect(
      prediction.headline
        == "2.61x on 4 accelerators at batch 4 and a context of 1000, bound by weights (on one by weights).")
  }

  @Test func `a query of six positions multiplies arithmetic and payloads by six, and reads no more`() throws {
    let one = try Self.model().decodeStep(batch: 4, context: 1_000, accelerators: 2)
    let six = try Self.model().decodeStep(batch: 4, context: 1_000, query: 6, accelerators: 2)
    #expect(six.weightTime == one.weightTime && six.keyValueTime == one.keyValueTime)
    #expect(isClose(six.matrixTime, 6 * one.matrixTime) && isClose(six.attentionTime, 6 * one.attentionTime))
    // 20 x (10 us + 6 x 4 x 1,000 x 2 bytes at 1 GB/s).
    #expect(isClose(six.allReduceTime, 20 * 58e-6))
  }

  @Test func `efficiencies and overheads lengthen their own parts`() throws {
    let efficiency = try StepEfficiency(
      memory: 0.5, keysAndValues: 0.25, compute: 0.1, attentionCompute: 0.01, layerOverhead: 1e-4, fixedTime: 1e-3)
    let step = try Self.model(efficiency: efficiency).decodeStep(batch: 4, context: 1_000)
    #expect(isClose(step.weightTime, 16e-3) && isClose(step.keyValueTime, 128e-6))
    #expect(isClose(step.matrixTime, 3.2e-3) && isClose(step.attentionTime, 128e-6))
    #expect(isClose(step.overheadTime, 2e-3))
    #expect(isClose(step.stepTime, 16e-3 + 128e-6 + 2e-3 + 1e-3) && !step.isBound)
    // Left out, the shares of attention are those of the rest.
    let plain = try StepEfficiency(memory: 0.5, compute: 0.1)
    #expect(plain.keysAndValues == 0.5 && plain.attentionCompute == 0.1)
  }

  @Test func `each term binds where it is the largest, and what hides behind another binds nothing`() throws {
    // 2 x 4e9 x 1,000 FLOPs take 80 ms, ten times the weights, which hide behind them.
    let wide = try Self.model().decodeStep(batch: 1_000, context: 0)
    #expect(wide.binding == .arithmetic && isClose(wide.stepTime, 81e-3))
    // 4 x 1e6 positions of 8,000 bytes: 32 ms.
    let long = try Self.model().decodeStep(batch: 4, context: 1_000_000)
    #expect(long.binding == .keysAndValues && isClose(long.keyValueTime, 32e-3))
    // 100 positions of a query: 4 x 1e6 x 100 x 32,000 FLOPs take 128 ms, and hide the 32 ms.
    let verified = try Self.model().decodeStep(batch: 4, context: 1_000_000, query: 100)
    #expect(verified.binding == .attention && isClose(verified.stepTime, 32e-3 + 128e-3 + 1e-3))
    #expect(try Self.model(host: 9e-3).decodeStep(batch: 1, context: 0).binding == .host)
    #expect(try Self.model(latency: 1e-3).decodeStep(batch: 1, context: 0, accelerators: 2).binding == .allReduces)
    let slow = try StepEfficiency(layerOverhead: 1e-3)
    #expect(try Self.model(efficiency: slow).decodeStep(batch: 1, context: 0).binding == .overhead)
    #expect(
      DecodeStepTerm.allCases.map(\.words) == [
        "weights", "keys and values", "arithmetic", "attention", "all-reduces", "overhead", "host",
      ])
  }

  @Test func `what does not fit is said`() throws {
    let tight = try Self.model(memory: 8.5e9).speedup(batch: 4, context: 1_000, accelerators: 4)
    #expect(tight.single.fits == false && tight.shared.fits == true)
    #expect(tight.headline.hasSuffix("; it does not fit into the memory of 1."))
    #expect(tight.single.headline.hasSuffix("; it does not fit into memory."))
    let none = try Self.model(memory: 1e9).speedup(batch: 4, context: 1_000, accelerators: 4)
    #expect(none.headline.hasSuffix("; it does not fit into the memory of 1 or of 4."))
  }

  /// 13B on A100-40GB with FasterTransformer, context 512, batch 1, measured: 22.0 ms a token on one and 13.5 ms on two (1.63x), prefill 63.17 and 45.45 ms (1.39x); kipply's figures as cli99/llm-analysis quotes them.
  @Test func `the bound of a 13B lies below what FasterTransformer measured, and its losses explain the speed-up`()
    throws
  {
    let shape = try TransformerShape(
      name: "13B", layers: 40, hiddenSize: 5_120, attentionHeads: 40, keyValueHeads: 40, headDimension: 128,
      feedForwardSize: 20_480, vocabularySize: 51_200, tiedEmbeddings: true, hasGatedFeedForward: false)
    #expect((Double(shape.parameters) / 1e8).rounded() == 128)
    let a100 = try Accelerator.named("A100-40GB-SXM4")
    let bound = try RooflineModel(shape, on: a100, allReduce: InjectedDelay(0))
    let measured = (one: 22.0e-3, two: 13.5e-3)
    #expect((100 * measured.one / measured.two).rounded() == 163)
    let prediction = try bound.speedup(batch: 1, context: 512, accelerators: 2)
    #expect(prediction.single.stepTime < measured.one && prediction.shared.stepTime < measured.two)
    // llm-analysis' own bound is 17.07 ms.
    #expect(abs(prediction.single.stepTime / 17.07e-3 - 1) < 0.02)
    // The share of the bandwidth that one accelerator reached, carried over to two: what is left is the all-reduces.
    let share = prediction.single.stepTime / measured.one
    #expect(share > 0.75 && share < 0.8)
    let tuned = try RooflineModel(
      shape, on: a100, efficiency: StepEfficiency(memory: share), allReduce: InjectedDelay(0))
    let requirement = try tuned.speedup(batch: 1, context: 512, accelerators: 2).breakEvenAllReduce(
      for: measured.one / measured.two)
    // (13.5 - 22.0 / 2) ms over 80 all-reduces: 31 us.
    #expect(abs(requirement.allReduceTime - 2.5e-3 / 80) < 1e-9)
    // Prefill: the bound from the peak lies below both measurements.
    #expect((100 * 63.17 / 45.45).rounded() == 139)
    #expect(try bound.prefill(batch: 1, prompt: 512).time < 63.17e-3)
    #expect(try bound.prefill(batch: 1, prompt: 512, accelerators: 2).time < 45.45e-3)
  }

  @Test func `numbers at the ends of their ranges do not trap`() throws {
    let model = try Self.model()
    #expect(try model.decodeStep(batch: .max, context: .max, query: .max, accelerators: 8).stepTime.isFinite)
    #expect(try Self.shape().keyValueElements(accelerators: .max) == 2_000)
    func figure(_ value: Double) -> HardwareFigure { HardwareFigure(value, source: "stated") }
    let slow = try Accelerator(
      name: "slow", peaks: [AcceleratorPeak(.bf16, rate: figure(1))], memoryBandwidth: figure(1e-300))
    #expect(
      message {
        try RooflineModel(Self.shape(), on: slow, communication: .none).decodeStep(batch: 1, context: 1)
      } == "A step of m at batch 1 and a context of 1 on slow takes inf s, a time that cannot be computed with.")
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try Self.model(host: .infinity) } == "The host time is inf s; it must be finite, 0 or more.")
    #expect(
      message { try Self.model().decodeStep(batch: 0, context: 1) }
        == "A step of batch 0 and query 1 at a context of 1 on 1 accelerators was asked for; batch, query and accelerators are at least 1, and the context 0 or more."
    )
    #expect(
      message { try Self.model().decodeStep(batch: 1, context: 1, accelerators: 16) }
        == "Tensor parallelism over 16 accelerators was asked for, and m has 8 query heads: none is cut.")
    #expect(
      message {
        try RooflineModel(
          Self.shape(), on: Self.accelerator(),
          widths: ElementWidths(weights: .fp8, keysAndValues: .fp8, activations: .fp8),
          communication: .none)
      } == "x: its dense peak in fp8 is unknown, so no step on it can be predicted.")
  }
}
