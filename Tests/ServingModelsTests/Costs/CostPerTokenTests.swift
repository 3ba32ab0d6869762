import ServingModels
import Testing

@Suite struct CostPerTokenTests {
  @Test func `the ratio of sums is the default and differs from the mean of ratios`() throws {
    // Sums: 6 s for 100 tokens. Ratios: .3, .1 and .025 s a token.
    let latencies = [3.0, 1, 2]
    let tokens = [10.0, 10, 80]
    let sums = try CostPerToken(accelerators: 2, latencies: latencies, generatedTokens: tokens, concurrency: 1)
    #expect(abs(sums.acceleratorSecondsPerToken - 2 * 6.0 / 100) < 1e-15)
    #expect(sums.estimator == .ratioOfSums)
    #expect(sums.generatedTokens == 100)
    #expect(
      sums.headline
        == "0.12 accelerator-seconds per token on 2 accelerators (ratio of sums over 3 requests run one at a time).")
    let ratios = try CostPerToken(
      accelerators: 2, latencies: latencies, generatedTokens: tokens, concurrency: 1, estimator: .meanOfRatios)
    #expect(abs(ratios.acceleratorSecondsPerToken - 2 * (0.3 + 0.1 + 0.025) / 3) < 1e-15)
    #expect(ratios.headline.contains("mean of ratios"))
  }

  @Test func `shared accelerators are refused and the way out is named`() {
    #expect(
      message { try CostPerToken(accelerators: 1, latencies: [1], generatedTokens: [1], concurrency: 8) }
        == "At concurrency 8 requests share the accelerators, so that latency is not what a token costs: "
        + "use accelerators x wall-clock time / generated tokens instead.")
    #expect(
      message { try CostPerToken(accelerators: 1, latencies: [1], generatedTokens: [1], concurrency: nil) }?
        .hasPrefix("At an unknown concurrency requests share the accelerators") == true)
  }

  @Test func `wall-clock time serves any concurrency`() throws {
    let cost = try CostPerToken(accelerators: 4, wallClock: 100, generatedTokens: 50_000)
    #expect(cost.acceleratorSecondsPerToken == 0.008)
    #expect(cost.headline == "0.008 accelerator-seconds per token on 4 accelerators (wall-clock time).")
  }

  @Test func `money comes from the price that is stated`() throws {
    // .0036 accelerator-seconds a token is 1e-6 hours: a million tokens take one accelerator hour.
    let cost = try CostPerToken(accelerators: 1, wallClock: 3.6, generatedTokens: 1_000)
    #expect(abs(try cost.costPerMillionTokens(pricePerAcceleratorHour: 2.5) - 2.5) < 1e-12)
    #expect(try cost.costPerMillionTokens(pricePerAcceleratorHour: 0) == 0)
    #expect(
      message { try cost.costPerMillionTokens(pricePerAcceleratorHour: -1) }
        == "A price of -1.0 per accelerator hour was given; it must be finite, 0 or more.")
  }

  @Test func `every input fault has a sentence`() {
    func cost(
      _ latencies: [Double], _ tokens: [Double], accelerators: Int = 1, estimator: CostEstimator = .ratioOfSums
    ) -> String? {
      message {
        try CostPerToken(
          accelerators: accelerators, latencies: latencies, generatedTokens: tokens, concurrency: 1,
          estimator: estimator)
      }
    }
    #expect(cost([1, 2], [1]) == "1 token counts for 2 latencies: one is needed for each.")
    #expect(cost([], []) == "A cost per token needs requests; there are none.")
    #expect(cost([1, 0], [1, 1]) == "The latency of row 1 is 0.0; it must be positive and finite.")
    #expect(cost([1], [-1]) == "The number of generated tokens of row 0 is -1.0; it must be finite, 0 or more.")
    #expect(cost([1], [0]) == "No token was generated, so there is no cost per token.")
    #expect(
      cost([1, 1], [0, 1], estimator: .meanOfRatios)
        == "Row 0 generated no token, so its own cost per token does not exist: use the ratio of sums.")
    #expect(cost([1, 1], [0, 1]) == nil)
    #expect(cost([1], [1], accelerators: 0) == "0 accelerators were given; at least one is needed.")
    #expect(
      message { try CostPerToken(accelerators: 1, wallClock: 0, generatedTokens: 1) }
        == "The wall-clock time is 0.0 s; it must be positive and finite.")
    #expect(
      message { try CostPerToken(accelerators: 1, wallClock: 1, generatedTokens: 0) }
        == "No token was generated, so there is no cost per token.")
  }
}
