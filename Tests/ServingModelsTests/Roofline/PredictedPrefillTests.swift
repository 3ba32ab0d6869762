import ServingModels
import Testing

@Suite struct PredictedPrefillTests {
  private static func model(_ delay: Double = 0) throws -> RooflineModel {
    try RooflineModel(
      MeasuredSteps.shape("14B"), on: Accelerator.named("H100-SXM5-80GB"), allReduce: InjectedDelay(delay))
  }

  @Test func `a long prompt is bound by arithmetic, its output embedding multiplied once`() throws {
    let prefill = try Self.model().prefill(batch: 2, prompt: 1_000, cached: 500)
    // 27,982,931,968 FLOPs a position less 2 x 152,064 x 5,120 for all but two of them.
    let head: Double = 2 * 152_064 * 5_120
    let flops: Double = 2_000 * 27_982_931_968 - 1_998 * head
    let matrices = flops / 989.4e12
    #expect(abs(prefill.matrixTime / matrices - 1) < 1e-12)
    // 983,040 FLOPs for each position attended to: 1,000 x 500 + 1,000 x 1,001 / 2 of each prompt.
    let attention: Double = 2 * 983_040 * 1_000_500
    #expect(abs(prefill.attentionTime / (attention / 989.4e12) - 1) < 1e-12)
    #expect(prefill.time == prefill.matrixTime + prefill.attentionTime)
    // One position streams the weights.
    #expect(abs(try Self.model().prefill(prompt: 1).matrixTime / (27_982_931_968 / 3.35e12) - 1) < 1e-12)
    let shared = try Self.model(1e-3).prefill(batch: 2, prompt: 1_000, cached: 500, accelerators: 4)
    #expect(abs(shared.matrixTime * 4 / matrices - 1) < 1e-12 && abs(shared.allReduceTime - 96e-3) < 1e-12)
  }

  @Test func `a generation is its prefill and a step for each further token`() throws {
    let model = try Self.model()
    let generation = try model.generation(prompt: 100, tokens: 4)
    let steps = try (0..<4).map { try model.decodeStep(batch: 1, context: 100 + $0).stepTime }
    #expect(abs(generation.decodeTime / steps.reduce(0, +) - 1) < 1e-13)
    #expect(abs(generation.timeAfterFirstToken / steps.dropLast().reduce(0, +) - 1) < 1e-13)
    #expect(generation.latency == generation.prefillTime + generation.timeAfterFirstToken)
    #expect(abs(generation.timePerOutputToken - steps.dropLast().reduce(0, +) / 3) < 1e-15)
    #expect(
      message { try model.generation(prompt: 1, tokens: 0) }
        == "The number of tokens to generate is 0; it must be 1 to 1000000000.")
    // Contexts and tokens beyond anything a machine holds end in a number, not in a trap.
    #expect(try model.generation(prompt: .max, tokens: 1_000_000_000).latency.isFinite)
    #expect(
      message { try model.prefill(prompt: 0) }
        == "A step of batch 1 and query 0 at a context of 0 on 1 accelerators was asked for; batch, query and accelerators are at least 1, and the context 0 or more."
    )
  }
}
