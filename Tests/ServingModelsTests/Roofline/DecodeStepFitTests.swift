import ScalingExperiments
import ServingModels
import Testing

@Suite struct DecodeStepFitTests {
  /// The bar: fitted on 1.5B and 7B (batch 1 to 16, context 256 to 16,384, query 1 and 6), the median relative error at 14B is at most 8 %.
  @Test func `efficiencies of two models predict a third`() throws {
    let fit = try MeasuredSteps.fit()
    #expect(fit.check.rows.count == 44)
    let large = try fit.check(MeasuredSteps.samples(["14B"]))
    #expect(large.rows.count == 22)
    #expect(large.medianRelativeError <= 0.08)
    // SciPy's least_squares of the same residuals: shares 1 / 1.2280, 1 / 1.6408, 1 / 4.394, 1 / 38.0 and 85.1 us a layer; median error 1.7 %, largest 3.7 %.
    #expect(abs(fit.efficiency.memory - 1 / 1.2280) < 2e-3)
    #expect(abs(fit.efficiency.keysAndValues - 1 / 1.6408) < 3e-3)
    #expect(abs(fit.efficiency.attentionCompute * 38.005 - 1) < 5e-3)
    #expect(abs(fit.efficiency.layerOverhead - 85.1e-6) < 0.5e-6)
    #expect(large.medianRelativeError < 0.02 && large.maximumRelativeError < 0.045)
    #expect(fit.notes.contains { $0.hasPrefix("All models have 28 layers") })
    // Batch 1 to 16 with 1 or 6 positions each; contexts of 256 to 65,536 positions of keys and values.
    #expect(fit.positions == 1...96 && fit.cachedPositions == 256...65_536)
    #expect(fit.extrapolation(batch: 16, context: 4_096, query: 6) == nil)
    #expect(
      fit.extrapolation(batch: 32, context: 4, query: 6)
        == "192 positions a step lie beyond the 1 to 96 that were fitted, and 128 positions of keys and values lie beyond the 256 to 65536 that were fitted."
    )
    #expect(fit.extrapolation(batch: .max, context: .max, query: .max) != nil)
  }

  @Test func `efficiencies that made the steps are found again`() throws {
    let accelerator = try MeasuredSteps.accelerator()
    let truth = try StepEfficiency(
      memory: 0.7, keysAndValues: 0.5, compute: 0.4, attentionCompute: 0.05, layerOverhead: 3e-5, fixedTime: 2e-4)
    var samples: [DecodeStepSample] = []
    for size in ["1.5B", "7B", "14B"] {
      let model = try RooflineModel(
        MeasuredSteps.shape(size), on: accelerator, efficiency: truth, communication: .none)
      for batch in [1, 16, 256] {
        for context in [256, 4_096] {
          for query in [1, 6] {
            samples.append(
              try DecodeStepSample(
                model.shape, batch: batch, context: context, query: query,
                seconds: model.decodeStep(batch: batch, context: context, query: query).stepTime))
          }
        }
      }
    }
    let fit = try DecodeStepFit(samples, on: accelerator)
    #expect(fit.check.maximumRelativeError < 1e-6)
    for (found, true_) in [
      (fit.efficiency.memory, 0.7), (fit.efficiency.keysAndValues, 0.5), (fit.efficiency.compute, 0.4),
      (fit.efficiency.attentionCompute, 0.05), (fit.efficiency.layerOverhead, 3e-5), (fit.efficiency.fixedTime, 2e-4),
    ] { #expect(abs(found / true_ - 1) < 1e-4) }
  }

  @Test func `recorded measurements become samples, with delays as communication`() throws {
    let shape = try MeasuredSteps.shape("14B")
    let record = DecodeStepMeasurement(
      model: ModelDescription(name: "14B"), shards: 4, batch: 8, context: 4_096, query: 6, injectedDelay: 20e-6,
      delaysPerStep: 96, median: 9e-3, percentile10: 8e-3, percentile90: 1e-2)
    let sample = try DecodeStepSample(record, shape: shape)
    #expect(sample.accelerators == 4 && sample.query == 6 && sample.seconds == 9e-3)
    #expect(abs(sample.communicationTime - 1.92e-3) < 1e-15)
    #expect(
      sample.label == "DeepSeek-R1-Distill-Qwen-14B, batch 8, context 4096, query 6, on 4")
    #expect(message { try DecodeStepSample(record) } == "14B: its shape is unknown, so nothing follows from it.")
  }

  /// Shares of the weights that were run alone: the model cuts what one rank holds, and keeps the overheads whole.
  @Test func `shards of 7B and 14B are predicted from the steps of whole models`() throws {
    let fit = try MeasuredSteps.fit()
    let shards = try ReferenceFiles.measured("decode_steps.csv").compactMap { row -> DecodeStepSample? in
      guard try row.whole("shard") > 1, try row.text("model") != "1.5B" else { return nil }
      return try DecodeStepSample(
        MeasuredSteps.shape(row.text("model")), batch: row.whole("batch"), context: row.whole("context"),
        query: row.whole("query"), accelerators: row.whole("shard"), seconds: row.number("step_ms_median") * 1e-3)
    }
    #expect(shards.count == 32)
    #expect(try fit.check(shards).medianRelativeError <= 0.08)
  }

  @Test func `arithmetic that always hides is not identified, and the notes say so`() throws {
    let accelerator = try MeasuredSteps.accelerator()
    let samples = try MeasuredSteps.samples(["1.5B", "7B"]).filter { $0.query == 1 && $0.batch == 1 }
    let fit = try DecodeStepFit(samples, on: accelerator)
    let compute = try #require(fit.parameters.first { $0.name == "compute" })
    #expect(compute.verdict != .identified)
    #expect(!fit.notes.isEmpty)
  }

  @Test func `every input fault has a sentence`() throws {
    let shape = try MeasuredSteps.shape("14B")
    #expect(
      message { try DecodeStepFit([], on: MeasuredSteps.accelerator()) }
        == "0 steps cannot determine four shares and an overhead; eight are needed.")
    #expect(
      message { try DecodeStepSample(shape, batch: 0, context: 1, seconds: 1) }
        == "The number of requests in a batch is 0; it must be 1 to 1000000000.")
    #expect(
      message { try DecodeStepSample(shape, batch: 1, context: 1, seconds: -1) }
        == "The time of a step of DeepSeek-R1-Distill-Qwen-14B was given as -1.0; the number must be positive and finite."
    )
    #expect(
      message { try DecodeStepSample(shape, batch: 1, context: 1, accelerators: 64, seconds: 1) }
        == "A step of DeepSeek-R1-Distill-Qwen-14B on 64 accelerators was given, and it has 40 query heads.")
    #expect(
      message { try DecodeStepSample(shape, batch: 1, context: 1, communicationTime: 1, seconds: 1) }
        == "The collectives took 1.0 s of a step of 1.0 s; something must be left for the step.")
    #expect(
      message { try StepEfficiency(memory: 1.2) }
        == "The memory efficiency is 1.2; it is a share of the peak, above 0 and at most 1.")
  }
}
