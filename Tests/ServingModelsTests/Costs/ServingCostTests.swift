import ServingModels
import Testing

@Suite struct ServingCostTests {
  @Test func `costs are those of hand arithmetic`() throws {
    // 4 accelerators for 90 s: 360 accelerator-seconds, 0.1 hours.
    let cost = try ServingCost(
      accelerators: 4, wallClock: 90, requests: 10, generatedTokens: 18_000, correctAnswers: 8, watts: 500,
      pricePerAcceleratorHour: 3)
    #expect(cost.acceleratorSecondsPerToken == 0.02 && cost.acceleratorSecondsPerRequest == 36)
    #expect(cost.acceleratorSecondsPerCorrectAnswer == 45)
    #expect(cost.joulesPerToken == 10 && cost.joulesPerRequest == 18_000 && cost.joulesPerCorrectAnswer == 22_500)
    #expect(abs(try #require(cost.moneyPerRequest) - 0.03) < 1e-15)
    #expect(abs(try #require(cost.moneyPerCorrectAnswer) - 0.0375) < 1e-15)
    #expect(abs(try #require(cost.moneyPerToken) * 1e6 - 16.666666666666668) < 1e-9)
    #expect(
      cost.headline
        == "0.02 accelerator-seconds a token on 4 accelerators, 36 a request, 45 a correct answer, 18000 J a request, 0.03 a request in the currency of the price."
    )
    let plain = try ServingCost(accelerators: 1, wallClock: 1, requests: 1, generatedTokens: 1, correctAnswers: 0)
    #expect(plain.acceleratorSecondsPerCorrectAnswer == nil && plain.joulesPerToken == nil)
    #expect(plain.moneyPerCorrectAnswer == nil)
  }

  @Test func `a predicted generation has a cost`() throws {
    let model = try RooflineModel(
      MeasuredSteps.shape("7B"), on: Accelerator.named("H100-SXM5-80GB"), allReduce: InjectedDelay(1e-5))
    let generation = try model.generation(batch: 4, prompt: 100, tokens: 50, accelerators: 2)
    let cost = try ServingCost(generation, accuracy: 0.5)
    #expect(abs(cost.acceleratorSecondsPerRequest - 2 * generation.latency / 4) < 1e-15)
    #expect(abs(cost.acceleratorSecondsPerToken * 50 / cost.acceleratorSecondsPerRequest - 1) < 1e-12)
    #expect(cost.acceleratorSecondsPerCorrectAnswer == 2 * cost.acceleratorSecondsPerRequest)
    #expect(
      message { try ServingCost(generation, accuracy: 1.5) } == "The accuracy is 1.5; it is a share, 0 to 1.")
  }

  @Test func `every input fault has a sentence`() {
    func fault(
      accelerators: Int = 1, time: Double = 1, tokens: Double = 1, correct: Double? = nil, price: Double? = nil
    ) -> String? {
      message {
        try ServingCost(
          accelerators: accelerators, wallClock: time, requests: 1, generatedTokens: tokens, correctAnswers: correct,
          pricePerAcceleratorHour: price)
      }
    }
    #expect(fault(accelerators: 0) == "The number of accelerators is 0; it must be 1 to 1000000000.")
    #expect(fault(time: -1) == "The wall-clock time was given as -1.0; the number must be positive and finite.")
    #expect(
      fault(tokens: 0) == "The number of generated tokens was given as 0.0; the number must be positive and finite.")
    #expect(fault(correct: 2) == "2 answers are correct of 1 requests: no more can be than were asked for.")
    #expect(fault(price: .nan) == "The number of units of price is nan; it must be finite, 0 or more.")
  }
}
