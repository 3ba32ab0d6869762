import Foundation
import ScalingExperiments
import ServingModels
import Testing

@Suite struct TransformerShapeTests {
  private static func paper(_ name: String) throws -> TransformerShape {
    try #require(TransformerShape.paperModels.first { $0.name == name })
  }

  private static func qwen(
    _ layers: Int, _ hidden: Int, _ heads: Int, _ keys: Int, _ inner: Int, _ vocabulary: Int, tied: Bool = false,
    name: String = "m"
  ) throws -> TransformerShape {
    try TransformerShape(
      name: name, layers: layers, hiddenSize: hidden, attentionHeads: heads, keyValueHeads: keys, headDimension: 128,
      feedForwardSize: inner, vocabularySize: vocabulary, tiedEmbeddings: tied, hasQueryKeyValueBias: true)
  }

  /// The counts of the published weights (Hugging Face model cards of DeepSeek-R1-Distill-Qwen and Qwen2.5-1.5B).
  @Test func `parameters are counted from the shape to the last one`() throws {
    #expect(try Self.qwen(28, 1_536, 12, 2, 8_960, 151_936).parameters == 1_777_088_000)
    #expect(try Self.qwen(28, 1_536, 12, 2, 8_960, 151_936, tied: true).parameters == 1_543_714_304)
    #expect(try Self.qwen(28, 3_584, 28, 4, 18_944, 152_064).parameters == 7_615_616_512)
    #expect(try Self.qwen(48, 5_120, 40, 8, 13_824, 152_064).parameters == 14_770_033_664)
    #expect(TransformerShape.paperModels.count == 6)
    #expect(TransformerShape.paperModels.allSatisfy { $0.hasQueryKeyValueBias })
  }

  @Test func `bytes of keys and values and of streamed weights are those of the shapes`() throws {
    // 2 x L x heads x 128 x 2 bytes.
    for (size, bytes, streamed) in [
      ("1.5B", 28_672.0, 3_087_428_608.0), ("7B", 57_344, 14_141_238_272), ("14B", 196_608, 27_982_931_968),
    ] {
      let shape = try Self.paper("DeepSeek-R1-Distill-Qwen-\(size)")
      #expect(2 * shape.keyValueElements() == bytes)
      #expect(2 * shape.streamedParameters(positions: 1) == streamed)
      #expect(shape.streamedParameters(positions: 1) == shape.streamedParameters(positions: 100))
      #expect(shape.activeParameters == shape.streamedParameters(positions: 1))
    }
    // Two of 15 % fewer parameters stream as much: one matrix serves both ends.
    let tied = try Self.paper("s1.1-1.5B")
    #expect(2 * tied.streamedParameters(positions: 1) == 3_087_428_608 && tied.restingParameters == 0)
  }

  @Test func `heads are replicated where accelerators exceed them`() throws {
    let small = try Self.paper("DeepSeek-R1-Distill-Qwen-1.5B")
    // Two heads: one each on two, and one each again on four.
    #expect(small.keyValueElements(accelerators: 2) * 2 == small.keyValueElements())
    #expect(small.keyValueElements(accelerators: 4) == small.keyValueElements(accelerators: 2))
    // Eight heads on three: one accelerator holds three.
    let large = try Self.paper("DeepSeek-R1-Distill-Qwen-14B")
    #expect(large.keyValueElements(accelerators: 3) == large.keyValueElements() * 3 / 8)
  }

  /// Mixtral 8x7B: 46,702,792,704 parameters (model card), of which "12.9B" are active for a token (arXiv 2401.04088).
  @Test func `a mixture of experts computes with a few of many, and streams what a batch touches`() throws {
    let mixtral = try TransformerShape(
      name: "Mixtral-8x7B", layers: 32, hiddenSize: 4_096, attentionHeads: 32, keyValueHeads: 8, headDimension: 128,
      feedForwardSize: 14_336, vocabularySize: 32_000, tiedEmbeddings: false,
      experts: MixtureOfExperts(experts: 8, activeExperts: 2, expertSize: 14_336))
    #expect(mixtral.parameters == 46_702_792_704)
    #expect(mixtral.expertParameters == 176_160_768)
    // 46,702,792,704 - 131,072,000 - 32 x 6 x 176,160,768: with the input embedding 12.88e9.
    #expect(mixtral.activeParameters == 12_748_853_248)
    #expect(((mixtral.activeParameters + mixtral.embeddingParameters) / 1e8).rounded() == 129)
    #expect(abs(mixtral.streamedParameters(positions: 1) - mixtral.activeParameters) < 1)
    // 8 (1 - .75^4) = 5.46875 experts of four positions.
    let four = 46_702_792_704.0 - 131_072_000 - 32 * (8 - 5.46875) * 176_160_768
    #expect(abs(mixtral.streamedParameters(positions: 4) - four) < 10)
    #expect(abs(mixtral.streamedParameters(positions: 1_000) - (46_702_792_704 - 131_072_000)) < 1)
    let dense = try MixtureOfExperts(experts: 4, activeExperts: 4, expertSize: 1)
    #expect(dense.touchedExperts(positions: 1) == 4)
  }

  @Test func `FLOPs are twice the active parameters and four a head, dimension and position attended to`() throws {
    let large = try Self.paper("DeepSeek-R1-Distill-Qwen-14B")
    #expect(large.forwardFLOPs(positions: 3, context: 0) == 3 * 27_982_931_968)
    #expect(large.forwardFLOPs(positions: 1, context: 1_000) == 27_982_931_968 + 1_000 * 4 * 48 * 40 * 128)
  }

  @Test func `widths are those of the formats`() throws {
    let mixed = try ElementWidths(weights: .int4, keysAndValues: .fp8, activations: .bf16)
    #expect(mixed.weightBytes == 0.5 && mixed.keyValueBytes == 1 && mixed.activationBytes == 2)
    #expect(mixed.arithmetic == .bf16)
    #expect(
      message { try ElementWidths(weights: "nf4", keysAndValues: .fp8, activations: .bf16) }
        == "The format of the weights is nf4, whose width is not known here.")
  }

  @Test func `a shape survives its archive, and a damaged one is refused`() throws {
    let shape = try Self.paper("DeepSeek-R1-Distill-Qwen-7B")
    let data = try JSONEncoder().encode(shape)
    #expect(try JSONDecoder().decode(TransformerShape.self, from: data) == shape)
    let damaged = String(decoding: data, as: UTF8.self).replacingOccurrences(of: "\"layers\":28", with: "\"layers\":0")
    #expect(
      message { try JSONDecoder().decode(TransformerShape.self, from: Data(damaged.utf8)) }
        == "The number of layers of DeepSeek-R1-Distill-Qwen-7B is 0; it must be 1 to 1000000000.")
  }

  @Test func `every input fault has a sentence`() throws {
    #expect(
      message { try Self.qwen(1, 8, 3, 2, 8, 8) }
        == "m has 3 attention heads for 2 key and value heads: each of these serves a whole number of those.")
    #expect(
      message { try Self.qwen(1, .max, 4, 2, 8, 8) }
        == "The number of elements in the hidden size of m is \(Int.max); it must be 1 to 1000000000.")
    #expect(
      message { try Self.qwen(1_000_000_000, 1_000_000_000, 4, 2, 1_000_000_000, 8) }?.hasSuffix(
        "the number must be positive and below 2^53.") == true)
    #expect(
      message { try MixtureOfExperts(experts: 2, activeExperts: 3, expertSize: 8) }
        == "3 experts are active of 2: no more can be than there are.")
    #expect(
      message {
        try TransformerShape(
          name: "m", layers: 1, hiddenSize: 10, attentionHeads: 1, keyValueHeads: 1, headDimension: 1,
          feedForwardSize: 1, vocabularySize: 100, tiedEmbeddings: false, parameters: 900)
      }
        == "m of 900 parameters has 1000 in embeddings and inactive experts alone: nothing is left to compute with.")
    #expect(
      message { try TransformerShape(ModelDescription(name: "m")) }
        == "m: its shape is unknown, so nothing follows from it.")
  }
}
