import ScalingExperiments
import ScalingStudies
import ServingModels
import Testing

@Suite struct PredictedLoadsTests {
  private static func model(_ size: String) throws -> ModelDescription {
    try #require(PaperExperiment.plan.models.first { $0.description.name.hasSuffix(size) }).description
  }

  private static func loads(
    _ model: ModelDescription, hardware: HardwareDescription = PaperExperiment.hardware, batches: [Int] = [1, 128]
  ) throws -> PredictedLoads {
    try PredictedLoads(
      model, on: hardware, accelerators: 4, allReduce: PaperConditions.graphAllReduce, allReduceSource: "stated",
      batches: batches, contexts: [1_024, 32_768])
  }

  @Test func `14B at batch 1 is that of hand arithmetic`() throws {
    let loads = try Self.loads(Self.model("14B"))
    let row = try #require(loads.rows.first)
    // 27,982,931,968 bytes and 1,024 x 196,608 bytes of keys and values at 4.0 TB/s.
    let single = 6.995732992e-3 + 0.050331648e-3
    // A quarter of both, and 96 x (4.95 us + 2 x 3/4 x 10,240 B / 273 GB/s).
    let shared = single / 4 + 96 * (4.95e-6 + 1.5 * 10_240 / 273e9)
    #expect(agree(row.single.stepTime, single) && agree(row.shared.stepTime, shared))
    #expect(agree(row.speedup, single / shared) && row.shared.binding == .weights)
    #expect(loads.rows.map(\.shared.batch) == [1, 1, 128, 128])
    #expect(
      loads.sentences[0].hasPrefix(
        "DeepSeek-R1-Distill-Qwen-14B, batch 1, predicted on 4: 3.14x at a context of 1024 (weights), "))
    // 128 x 32,768 x 196,608 bytes are 825 GB.
    #expect(loads.rows[3].single.fits == false && loads.rows[3].shared.fits == false)
    #expect(loads.sentences[1].hasSuffix("(keys and values, which 4 cannot hold)."))
    #expect(loads.assumptions.hasPrefix("27.98 GB of weights streamed a step at 4 TB/s, 989.4 TFLOP/s dense in bf16, "))
  }

  @Test func `two key and value heads on four accelerators halve no further`() throws {
    let loads = try Self.loads(Self.model("1.5B"), batches: [128])
    // Keys and values all but decide; one of two heads on each: at most 2x.
    #expect(loads.rows[1].shared.binding == .keysAndValues)
    #expect(loads.rows[1].speedup > 1.9 && loads.rows[1].speedup < 2)
    #expect(agree(loads.rows[1].shared.keyValueTime * 2, loads.rows[1].single.keyValueTime))
  }

  @Test func `tied embeddings are streamed whole`() throws {
    let distilled = try Self.loads(Self.model("1.5B"))
    let tied = try Self.loads(
      #require(PaperExperiment.plan.models.first { $0.description.name == "s1.1-1.5B" }).description)
    #expect(distilled.rows[0].single.weightTime == tied.rows[0].single.weightTime)
    #expect(agree(tied.rows[0].single.weightTime, 3_087_428_608 / 4e12))
  }

  @Test func `what is unknown is asked for`() throws {
    #expect(
      message { try Self.loads(ModelDescription(name: "m")) }
        == "m: its parameters or its shape are unknown, so no step of it can be predicted.")
    #expect(
      message { try Self.loads(Self.model("14B"), hardware: HardwareDescription(accelerator: "x")) }
        == "x: its memory bandwidth or its dense peak in bf16 is unknown, so no step on it can be predicted.")
    #expect(
      message { try Self.loads(Self.model("14B"), batches: []) }
        == "DeepSeek-R1-Distill-Qwen-14B: a prediction over batch and context needs at least one of each.")
  }
}
