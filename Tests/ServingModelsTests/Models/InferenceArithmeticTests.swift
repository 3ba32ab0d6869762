import ServingModels
import Testing

/// Qwen2.5-14B: 14,770,033,664 parameters, 48 layers, 40 query heads of 128 dimensions.
@Suite struct InferenceArithmeticTests {
  private let dense: InferenceArithmetic
  private let full: InferenceArithmetic

  init() throws {
    dense = try InferenceArithmetic(parameters: 14_770_033_664)
    full = try InferenceArithmetic(
      parameters: 14_770_033_664,
      attention: AttentionShape(layers: 48, attentionHeads: 40, headDimension: 128))
  }

  @Test func `a position takes two FLOPs a parameter`() throws {
    #expect(try dense.forwardFLOPs(positions: 1) == 29_540_067_328)
    #expect(try dense.acceptedFLOPs(outputTokens: 1_000) == 29_540_067_328_000)
    #expect(try dense.forwardFLOPs(positions: 0) == 0)
    // Means of counts are fractions.
    #expect(try dense.forwardFLOPs(positions: 0.5) == 14_770_033_664)
  }

  @Test func `attention adds what each position attends to, itself included`() throws {
    // Position 4,096: 983,040 × 4,096 = 4,026,531,840 beside 29,540,067,328.
    #expect(try full.forwardFLOPs(positions: 1, after: 4_095) == 29_540_067_328 + 4_026_531_840)
    // Three positions after ten attend to 11 + 12 + 13 = 36.
    #expect(try full.forwardFLOPs(positions: 3, after: 10) == 3 * 29_540_067_328 + 36 * 983_040)
    // A prompt of four on its own: 1 + 2 + 3 + 4 = 10.
    #expect(try full.forwardFLOPs(positions: 4, after: 0) == 4 * 29_540_067_328 + 10 * 983_040)
  }

  @Test func `a decode agrees with Kinetics' published cost of compute`() throws {
    // R1-Distill-Qwen-14B, 100 prompt and 8,192 output tokens: 275.78 TFLOP (Infini-AI-Lab/Kinetics, cost model, compute term).
    // It leaves out that each position attends to itself: 8,192 × 983,040 / 2 FLOPs, .004 TFLOP.
    let flops = try full.forwardFLOPs(positions: 8_192, after: 100)
    #expect(abs((flops - 8_192 * 983_040 / 2) / 1e12 - 275.78) < 0.005)
  }

  @Test func `executed positions cost what they attend to on average`() throws {
    // As many positions as tokens: exactly the decode.
    #expect(
      try full.executedFLOPs(positions: 300, outputTokens: 300, after: 20)
        == full.acceptedFLOPs(outputTokens: 300, after: 20))
    // 12 positions over 5 tokens after 10: 12 × (10 + 3) = 156.
    #expect(
      try full.executedFLOPs(positions: 12, outputTokens: 5, after: 10) == 12 * 29_540_067_328 + 156 * 983_040)
    #expect(try dense.executedFLOPs(positions: 12) == 12 * 29_540_067_328)
  }

  @Test func `the definition says whether attention is counted`() {
    #expect(dense.definition == "forward FLOPs, 2 x 1.477e10 parameters per position, without attention")
    #expect(full.definition.hasSuffix("with attention over the context"))
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try InferenceArithmetic(parameters: 0) }
        == "A model of 0.0 parameters was given; the number must be positive and finite.")
    #expect(
      message { try dense.forwardFLOPs(positions: -1) }
        == "The number of positions is -1.0; it must be finite, 0 or more.")
    #expect(
      message { try full.forwardFLOPs(positions: 1, after: .nan) }
        == "The number of prompt positions is nan; it must be finite, 0 or more.")
    #expect(
      message { try full.forwardFLOPs(positions: 1) }
        == "The attention term needs the number of prompt positions: say it, or leave the attention shape out.")
    #expect(
      message { try full.executedFLOPs(positions: 1, after: 1) }
        == "The attention term needs the number of output tokens: say it, or leave the attention shape out.")
    #expect(
      message { try full.executedFLOPs(positions: 1, outputTokens: -2, after: 1) }
        == "The number of output tokens is -2.0; it must be finite, 0 or more.")
  }
}
