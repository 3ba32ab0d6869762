import ServingModels
import Testing

/// Verification on one H100, predicted and measured (Examples/Data/h100).
@Suite struct PredictedSpeculationTests {
  /// The measured steps of `decode_verify.csv` in CUDA-graph replay.
  private static func steps(_ sizes: [String], batches: ClosedRange<Int> = 1...32) throws -> [DecodeStepSample] {
    try ReferenceFiles.measured("decode_verify.csv").compactMap { row in
      guard try sizes.contains(row.text("model")), try row.text("mode") == "graph",
        try batches.contains(row.whole("batch"))
      else { return nil }
      return try DecodeStepSample(
        MeasuredSteps.shape(row.text("model")), batch: row.whole("batch"), context: row.whole("context"),
        query: row.whole("query"), seconds: row.number("step_ms_median") * 1e-3)
    }
  }

  /// Predicted and measured T_V over T_T, for all loads and numbers of positions above 1.
  private static func ratios(_ fit: DecodeStepFit, _ samples: [DecodeStepSample]) throws -> PredictionCheck {
    var labels: [String] = []
    var predicted: [Double] = []
    var measured: [Double] = []
    for plain in samples where plain.query == 1 {
      let load = samples.filter {
        $0.shape == plain.shape && $0.batch == plain.batch && $0.context == plain.context
      }
      let times = try VerificationTimes(load)
      let model = try VerificationTimes(
        fit.model(of: plain.shape), batch: plain.batch, context: plain.context, upTo: times.positions.last ?? 1)
      for count in times.positions where count > 1 {
        labels.append("batch \(plain.batch), context \(plain.context), \(count) positions")
        predicted.append(try model.ratio(scoring: count))
        measured.append(try times.ratio(scoring: count))
      }
    }
    return try PredictionCheck("verification ratios", labels: labels, predicted: predicted, measured: measured)
  }

  @Test func `efficiencies of two models' verification predict the third's`() throws {
    let fit = try DecodeStepFit(Self.steps(["1.5B", "7B"]), on: MeasuredSteps.accelerator())
    let check = try fit.check(Self.steps(["14B"]))
    let ratio = try Self.ratios(fit, Self.steps(["14B"]))
    let fromSteps = try Self.ratios(MeasuredSteps.fit(), Self.steps(["14B"], batches: 1...16))
    #expect(fit.check.rows.count == 192 && check.rows.count == 96)
    #expect(check.medianRelativeError <= 0.08)
    #expect(ratio.rows.count == 84 && ratio.medianRelativeError <= 0.08)
    #expect(fromSteps.medianRelativeError <= 0.08)
  }

  @Test func `predicted times are the roofline's steps`() throws {
    let model = try MeasuredSteps.fit().model(of: MeasuredSteps.shape("14B"))
    let times = try VerificationTimes(model, batch: 4, context: 4_096, upTo: 6)
    #expect(times.positions == [1, 2, 3, 4, 5, 6])
    for count in 1...6 {
      let step = try model.decodeStep(batch: 4, context: 4_096, query: count)
      #expect(try times.seconds(scoring: count) == step.stepTime)
    }
  }

  /// An ideal machine of 1 TB/s and 100 TFLOP/s: arithmetic binds from 100 positions on, however they are divided into batch and drafts.
  @Test func `the crossing over batch lies where arithmetic binds, and a long context moves it up`() throws {
    let machine = try Accelerator(
      name: "plain", peaks: [AcceleratorPeak(.bf16, rate: HardwareFigure(1e14, source: "a test"))],
      memoryBandwidth: HardwareFigure(1e12, source: "a test"))
    let model = try RooflineModel(MeasuredSteps.shape("14B"), on: machine, communication: .none)
    let loads = try SpeculationByLoad(
      target: model, batches: [1, 16, 64, 128, 512], contexts: [1, 8_192],
      acceptance: DraftAcceptance(rate: 0.7, draftTokens: 5))
    // 16 x 6 = 96 positions are free; 64 have room for 1 draft at part of its price; 128 have none.
    #expect(abs((loads.best(batch: 16, context: 1)?.speedup ?? 0) - 2.94117) < 1e-3)
    #expect(loads.best(batch: 128, context: 1)?.draftTokens == 0)
    #expect(loads.largestPayingBatch(context: 1) == 64)
    // At 8,192 positions of 196,608 bytes, 128 requests read 206 GB of keys and values beside 28 GB of weights: speculation pays again.
    #expect(loads.largestPayingBatch(context: 8_192) == 512)
    #expect(loads.leastPayingContext(batch: 128) == 8_192)
  }

  @Test func `a draft with a window costs no more at long context`() throws {
    let machine = try MeasuredSteps.accelerator()
    let target = try RooflineModel(MeasuredSteps.shape("14B"), on: machine, communication: .none)
    let draft = try RooflineModel(MeasuredSteps.shape("1.5B"), on: machine, communication: .none)
    let acceptance = try DraftAcceptance(rate: 0.8, draftTokens: 6)
    func gain(_ source: DraftSource) throws -> Double {
      try #require(
        SpeculationByLoad(target: target, draft: source, batches: [8], contexts: [32_768], acceptance: acceptance)
          .best(batch: 8, context: 32_768)
      ).speedup
    }
    let (lookup, whole) = (try gain(.lookup), try gain(.model(draft)))
    let window = try gain(.model(draft, window: 512))
    #expect(lookup > window && window > whole && whole > 1)
    // By hand: S = Omega T_T / (g T_D + T_V(g)) at the best g.
    let plain = try target.decodeStep(batch: 8, context: 32_768).stepTime
    let drafted = try draft.decodeStep(batch: 8, context: 512).stepTime
    let all = try (1...6).map { count in
      try SpeculativeDecoding.expectedTokens(acceptance: 0.8, draftTokens: count) * plain
        / (Double(count) * drafted + target.decodeStep(batch: 8, context: 32_768, query: count + 1).stepTime)
    }
    #expect(abs(window / (all.max() ?? 0) - 1) < 1e-12)
  }

  @Test func `impossible input is refused by field and value`() throws {
    let target = try RooflineModel(
      MeasuredSteps.shape("14B"), on: MeasuredSteps.accelerator(), communication: .none)
    #expect(
      message { try VerificationTimes(target, batch: 1, context: 1, upTo: 0) }
        == "Times of scoring up to 0 positions were asked for; it must be 1 to 10001.")
    #expect(
      message { try VerificationTimes([]) }
        == "No measured steps were given; verification needs one for each number of positions.")
    let steps = try Self.steps(["7B"], batches: 1...2).filter { $0.context == 1_024 && $0.query == 1 }
    #expect(
      message { try VerificationTimes(steps) }?.hasSuffix(": they are two loads.") == true)
    let acceptance = try DraftAcceptance(rate: 0.7, draftTokens: 2)
    #expect(
      message {
        try SpeculationByLoad(
          target: target, draft: .model(target, window: 0), batches: [1], contexts: [1], acceptance: acceptance)
      } == "The number of positions in the draft's window is 0; it must be 1 to 1000000000.")
    #expect(
      message {
        try SpeculationByLoad(target: target, accelerators: 64, batches: [1], contexts: [1], acceptance: acceptance)
      }
        == "Tensor parallelism over 64 accelerators was asked for, and DeepSeek-R1-Distill-Qwen-14B has 40 query heads: none is cut."
    )
  }
}
