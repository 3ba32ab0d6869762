import ServingModels
import Testing

@Suite struct PredictionCheckTests {
  @Test func `medians, the worst row and the bias are those of hand arithmetic`() throws {
    let check = try PredictionCheck(
      "times", labels: ["a", "b", "c"], predicted: [1.1, 0.7, 2], measured: [1, 1, 2])
    #expect(abs(check.medianRelativeError - 0.1) < 1e-12 && abs(check.maximumRelativeError - 0.3) < 1e-12)
    #expect(check.worst.label == "b" && check.medianBias == 0)
    #expect(
      check.headline
        == "3 times predicted with a relative error of 10.0 % in the median and 30.0 % at most (b).")
  }

  /// The bar: injected delays predicted to a median of 5 % from the rows without delay plus the delay.
  @Test func `injected delays lengthen a step by their sum`() throws {
    let rows = try ReferenceFiles.measured("tp_delay.csv")
    func key(_ row: ReferenceRow) throws -> String {
      try "\(row.text("model")) on \(row.text("shard")), batch \(row.text("batch"))"
    }
    var without: [String: Double] = [:]
    for row in rows where try row.number("injected_delay_us") == 0 {
      without[try key(row)] = try row.number("step_ms_median") * 1e-3
    }
    var labels: [String] = []
    var predicted: [Double] = []
    var measured: [Double] = []
    for row in rows where try row.number("injected_delay_us") > 0 {
      let delay = try InjectedDelay(row.number("injected_delay_us") * 1e-6)
      let shape = try MeasuredSteps.shape(row.text("model"))
      #expect(try row.whole("delays_per_step") == 2 * shape.layers)
      let base = try #require(without[try key(row)])
      labels.append(try "\(key(row)), \(row.text("injected_delay_us")) us")
      predicted.append(
        try base + row.number("delays_per_step") * delay.seconds(bytes: 0, accelerators: row.whole("shard")))
      measured.append(try row.number("step_ms_median") * 1e-3)
    }
    let check = try PredictionCheck(
      "steps with injected delays", labels: labels, predicted: predicted, measured: measured)
    #expect(check.rows.count == 48)
    #expect(check.medianRelativeError <= 0.05)
  }

  /// Steps of another session and file, with the efficiencies of 1.5B and 7B: verification of five drafts, and whole generations.
  @Test func `verification steps and generations of 14B are predicted from the fitted efficiencies`() throws {
    let fit = try MeasuredSteps.fit()
    let large = try MeasuredSteps.shape("14B")
    let verification = try fit.check(
      ReferenceFiles.measured("decode_verify.csv").compactMap { row in
        guard try row.text("model") == "14B", try row.text("mode") == "graph", try row.whole("query") == 6 else {
          return nil
        }
        return try DecodeStepSample(
          large, batch: row.whole("batch"), context: row.whole("context"), query: 6,
          seconds: row.number("step_ms_median") * 1e-3)
      })
    #expect(verification.medianRelativeError <= 0.10)
    for size in ["1.5B", "7B", "14B"] {
      let model = try fit.model(of: MeasuredSteps.shape(size))
      let rows = try ReferenceFiles.measured("decode_generations.csv").filter { try $0.text("model") == size }
      let check = try PredictionCheck(
        "generations", labels: rows.map { try "\($0.text("output_tokens")) tokens" },
        predicted: rows.map { try model.generation(prompt: 128, tokens: $0.whole("output_tokens")).decodeTime },
        measured: rows.map { try $0.number("latency_s") })
      #expect(check.medianRelativeError <= 0.12)
    }
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try PredictionCheck("x", labels: [], predicted: [], measured: []) }
        == "A check of x needs measurements; there are none.")
    #expect(
      message { try PredictionCheck("x", labels: ["a"], predicted: [], measured: [1]) }
        == "0 predictions, 1 measurements and 1 labels were given: one of each is needed for a row.")
    #expect(
      message { try PredictionCheck("x", labels: ["a"], predicted: [.nan], measured: [1]) }
        == "The prediction of a is nan; it must be finite, 0 or more.")
    #expect(
      message { try PredictionCheck("x", labels: ["a"], predicted: [1], measured: [0]) }
        == "The measurement of a was given as 0.0; the number must be positive and finite.")
  }
}
