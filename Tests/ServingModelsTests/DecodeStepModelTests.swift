import ServingModels
import Testing

/// 8 GB of weights in two bytes, 10 layers of 8 query and 2 key and value heads of 100, hidden size 1,000; 1 TB/s, 100 TFLOP/s, all-reduces of 10 us and 1 GB/s.
@Suite struct DecodeStepModelTests {
  private static func model(
    host: Double = 1e-3, latency: Double = 10e-6, memory: Double? = nil, resting: Double = 1e9
  ) throws -> DecodeStepModel {
    try DecodeStepModel(
      weightBytes: 8e9, restingBytes: resting,
      attention: AttentionShape(layers: 10, attentionHeads: 8, headDimension: 100), keyValueHeads: 2,
      hiddenSize: 1_000, memoryBandwidth: 1e12, peakRate: 1e14, memory: memory,
      allReduce: AllReduceTime(latency: latency, bandwidth: 1e9), hostTime: host)
  }

  private func isClose(_ first: Double, _ second: Double) -> Bool { abs(first / second - 1) < 1e-12 }

  @Test func `the parts of a step on one accelerator are those of hand arithmetic`() throws {
    let step = try Self.model().step(batch: 4, context: 1_000, accelerators: 1)
    #expect(isClose(step.weightTime, 8e-3))
    // 2 x 10 x 2 x 100 x 2 = 8,000 bytes a position, 4,000 positions.
    #expect(isClose(step.keyValueTime, 32e-6))
    // 2 x 4e9 parameters x 4, and 4 x 10 x 8 x 100 = 32,000 FLOPs for each of 4,000 positions.
    #expect(isClose(step.arithmeticTime, (3.2e10 + 1.28e8) / 1e14))
    #expect(step.allReduceTime == 0 && step.hostTime == 1e-3)
    #expect(isClose(step.stepTime, 9.032e-3))
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
    #expect(isClose(prediction.shared.allReduceTime, 20 * 22e-6))
    #expect(isClose(prediction.shared.stepTime, 3.456e-3))
    #expect(isClose(prediction.speedup, 9.032 / 3.456))
    #expect(
      prediction.headline
        == "2.61x on 4 accelerators at batch 4 and a context of 1000, bound by weights (on one by weights).")
  }

  @Test func `heads that do not divide are held whole`() throws {
    let model = try DecodeStepModel(
      weightBytes: 1, attention: AttentionShape(layers: 1, attentionHeads: 3, headDimension: 1), keyValueHeads: 3,
      hiddenSize: 1, bytesPerElement: 1, memoryBandwidth: 1, peakRate: 1e9,
      allReduce: AllReduceTime(latency: 0, bandwidth: 1))
    // 3 heads on 2: one accelerator holds two. 2 x 2 bytes a position.
    #expect(try model.step(batch: 1, context: 5, accelerators: 2).keyValueTime == 20)
    #expect(try model.step(batch: 1, context: 5, accelerators: 3).keyValueTime == 10)
  }

  @Test func `each term binds where it is the largest, and what hides behind another binds nothing`() throws {
    // 2 x 4e9 x 1,000 FLOPs take 80 ms, ten times the weights, which hide behind them.
    let wide = try Self.model().step(batch: 1_000, context: 0, accelerators: 1)
    #expect(wide.binding == .arithmetic && isClose(wide.stepTime, 81e-3))
    // 4 x 1e6 positions of 8,000 bytes: 32 ms.
    let long = try Self.model().step(batch: 4, context: 1_000_000, accelerators: 1)
    #expect(long.binding == .keysAndValues && isClose(long.keyValueTime, 32e-3))
    #expect(try Self.model(host: 9e-3).step(batch: 1, context: 0, accelerators: 1).binding == .host)
    #expect(try Self.model(latency: 1e-3).step(batch: 1, context: 0, accelerators: 2).binding == .allReduces)
    #expect(
      DecodeStepTerm.allCases.map(\.words) == ["weights", "keys and values", "arithmetic", "all-reduces", "host"])
  }

  @Test func `without keys, values, host and payload it is the bound from streaming weights alone`() throws {
    let model = try Self.model(host: 0, latency: 30e-6, resting: 0)
    let bound = try PredictedTensorParallel(weightBytes: 8e9, layers: 10, memoryBandwidth: 1e12, accelerators: 4)
    let step = try model.step(batch: 1, context: 0, accelerators: 4)
    // What is left is the payload: 20 x 1.5 x 2,000 bytes at 1 GB/s.
    #expect(isClose(step.stepTime - 20 * 3e-6, try bound.stepTime(allReduceTime: 30e-6)))
  }

  @Test func `what does not fit is said`() throws {
    let tight = try Self.model(memory: 8.5e9).speedup(batch: 4, context: 1_000, accelerators: 4)
    #expect(tight.single.fits == false && tight.shared.fits == true)
    #expect(tight.headline.hasSuffix("; it does not fit into the memory of 1."))
    #expect(tight.single.headline.hasSuffix("; it does not fit into memory."))
    let none = try Self.model(memory: 1e9).speedup(batch: 4, context: 1_000, accelerators: 4)
    #expect(none.headline.hasSuffix("; it does not fit into the memory of 1 or of 4."))
  }

  @Test func `every input fault has a sentence`() throws {
    let shape = try AttentionShape(layers: 1, attentionHeads: 1, headDimension: 1)
    func fault(weights: Double = 1, heads: Int = 1, resting: Double = 0, host: Double = 0) -> String? {
      message {
        try DecodeStepModel(
          weightBytes: weights, restingBytes: resting, attention: shape, keyValueHeads: heads, hiddenSize: 1,
          memoryBandwidth: 1, peakRate: 1, allReduce: AllReduceTime(latency: 0, bandwidth: 1), hostTime: host)
      }
    }
    #expect(
      fault(weights: .nan)
        == "The size of the weights was given as nan; the number must be positive and finite.")
    #expect(
      fault(heads: 0)
        == "The number of key and value heads was given as 0.0; the number must be positive and finite.")
    #expect(fault(resting: -1) == "The number of resting bytes is -1.0; it must be finite, 0 or more.")
    #expect(fault(host: .infinity) == "The host time is inf s; it must be finite, 0 or more.")
    let model = try Self.model()
    #expect(
      message { try model.step(batch: 0, context: 1, accelerators: 1) }
        == "A step of batch 0 at a context of 1 on 1 accelerators was asked for; batch and accelerators are at least 1, and the context 0 or more."
    )
  }
}
