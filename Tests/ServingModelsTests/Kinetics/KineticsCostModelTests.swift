import Foundation
import ScalingExperiments
import ServingModels
import Testing

/// The values of Sadhukhan et al., "Kinetics: Rethinking Test-Time Scaling Laws" (arXiv 2506.05333), and of their published code.
@Suite struct KineticsCostModelTests {
  private static func model(
    _ attention: KineticsAttention = .dense, weights: KineticsWeightReads = .omitted, shares: Bool = true,
    prompt: Bool = false
  ) throws -> KineticsCostModel {
    try KineticsCostModel(
      MeasuredSteps.shape("14B"), parameters: 14.77e9, attention: attention, weights: weights, sharesPrompt: shares,
      includesPrompt: prompt)
  }

  /// The shapes of Qwen3 (layers, hidden size, query heads, inner width, tied) and the parameters that the paper counts.
  private static let qwen3: [String: (Int, Int, Int, Int, Bool, Double)] = [
    "Qwen3-0.6B": (28, 1_024, 16, 3_072, true, 0.752e9), "Qwen3-1.7B": (28, 2_048, 16, 6_144, true, 2.03e9),
    "Qwen3-4B": (36, 2_560, 32, 9_728, true, 4.02e9), "Qwen3-8B": (36, 4_096, 32, 12_288, false, 8.19e9),
    "Qwen3-14B": (40, 5_120, 40, 17_408, false, 14.77e9), "Qwen3-32B": (64, 5_120, 64, 25_600, false, 32.76e9),
  ]
  private static let distilled = ["1.5B": 1.777e9, "7B": 7.616e9, "14B": 14.77e9]

  private static func named(_ name: String) throws -> KineticsCostModel {
    if let (layers, hidden, heads, inner, tied, parameters) = qwen3[name] {
      return try KineticsCostModel(
        TransformerShape(
          name: name, layers: layers, hiddenSize: hidden, attentionHeads: heads, keyValueHeads: 8, headDimension: 128,
          feedForwardSize: inner, vocabularySize: 151_936, tiedEmbeddings: tied), parameters: parameters)
    }
    let size = String(name.dropFirst("R1-Distill-Qwen-".count))
    return try KineticsCostModel(MeasuredSteps.shape(size), parameters: distilled[size])
  }

  /// The output of the authors' published formula (`dense_cost`) for a prompt of 100 and one trial of 8,192 tokens, to the printed digits.
  @Test(arguments: [("1.5B", 35.03, 554.38, 589.41), ("14B", 275.78, 3_801.45, 4_077.23)])
  func `two published vectors come out`(row: (String, Double, Double, Double)) throws {
    let (size, compute, memory, total) = row
    let cost = try Self.named("R1-Distill-Qwen-" + size).cost(promptTokens: 100, outputTokens: 8_192)
    #expect(abs(cost.computeFLOPs / 1e12 - compute) < 0.005)
    #expect(abs(cost.memoryEFLOPs / 1e12 - memory) < 0.005)
    #expect(abs(cost.total / 1e12 - total) < 0.005)
  }

  /// All 36 rows, to half of the last printed digit.
  @Test(.enabled(if: ReferenceFiles.thirdParty != nil)) func `every reference value comes out`() throws {
    let rows = try ReferenceFiles.reference("systems/kinetics_reference_values.csv")
    #expect(rows.count == 36)
    for row in rows {
      let cost = try Self.named(row.text("model")).cost(
        promptTokens: row.number("Lin"), outputTokens: row.number("Lout"), trials: row.number("N"))
      #expect(abs(cost.computeFLOPs / 1e12 - (try row.number("compute_TFLOP"))) < 5.1e-5)
      #expect(abs(cost.memoryEFLOPs / 1e12 - (try row.number("memory_TeFLOP"))) < 5.1e-5)
      #expect(abs(cost.total / 1e12 - (try row.number("total_TeFLOP"))) < 5.1e-5)
      #expect(
        abs(try cost.seconds(atPeak: 4.5e15) - (try row.number("B200_seconds(total/4500)"))) < 5.1e-7)
    }
  }

  /// C = 2 N P L + 2 r N P₀ D L + r N D L² + 2 I P₀ D L + I N D L², summed by hand: r = 5, D = 98,304.
  @Test func `the paper's expression is the same sum`() throws {
    let (n, p, prompt, d, length, r, i) = (8.0, 14.77e9, 100.0, 98_304.0, 8_192.0, 5.0, 562.5)
    let paper =
      2 * n * p * length + 2 * r * n * prompt * d * length + r * n * d * length * length
      + 2 * i * prompt * d * length + i * n * d * length * length
    let cost = try Self.model().cost(promptTokens: prompt, outputTokens: length, trials: n)
    #expect(abs(cost.total / paper - 1) < 1e-14)
    #expect(
      cost.headline == "DeepSeek-R1-Distill-Qwen-14B: 31980 TeFLOP for 8 trials of 8192 tokens, 93 % of it memory.")
  }

  /// min(1,024 + t, budget) summed token by token in Python.
  @Test(
    arguments: [
      (1_024.0, 8_192.0, 4.0, 2_048, 8_221_651_086_868_480.0), (1_024, 8_192, 4, 512, 2_839_885_266_288_640),
      (100, 1_000, 2, 4_096, 192_970_048_000_000),
    ])
  func `sparse attention reads no more than its budget`(row: (Double, Double, Double, Int, Double)) throws {
    let (prompt, output, trials, budget, total) = row
    let cost = try Self.model(.topK(budget: budget)).cost(
      promptTokens: prompt, outputTokens: output, trials: trials)
    #expect(abs(cost.total / total - 1) < 1e-13)
    #expect(cost.searchFLOPs == 0 && cost.searchBytes == 0)
  }

  /// Local 512 and 16 blocks of 96, by the formula of the published `block_sparse_cost` in Python, at lengths that blocks divide.
  @Test func `choosing blocks costs arithmetic and reads`() throws {
    let cost = try Self.model(.blockTopK(local: 512, blockSize: 96, blocks: 16)).cost(
      promptTokens: 960, outputTokens: 9_600, trials: 4)
    #expect(abs(cost.computeFLOPs / 1_210_450_538_004_480 - 1) < 1e-14)
    #expect(abs(cost.bytes / 15_194_596_048_896 - 1) < 1e-14)
    #expect(abs(cost.total / 9_757_410_815_508_480 - 1) < 1e-14)
  }

  @Test func `a budget that is never reached is dense attention without shared prompts`() throws {
    let sparse = try Self.model(.topK(budget: 9_000)).cost(promptTokens: 100, outputTokens: 8_192, trials: 8)
    let dense = try Self.model(shares: false).cost(promptTokens: 100, outputTokens: 8_192, trials: 8)
    #expect(sparse.total == dense.total)
    let shared = try Self.model().cost(promptTokens: 100, outputTokens: 8_192, trials: 8)
    // Seven prompts' reads more: 7 x 100 x 8,192 positions of 196,608 bytes.
    #expect(abs(dense.bytes - shared.bytes - 7 * 100 * 8_192 * 196_608) < 1)
  }

  /// 27,982,931,968 bytes of weights without the input embedding, 8,192 x 8 tokens in steps of 32.
  @Test func `the weights that the paper leaves out can be put in`() throws {
    let with = try Self.model(weights: .shared(batch: 32)).cost(promptTokens: 100, outputTokens: 8_192, trials: 8)
    #expect(with.weightBytes == 57_309_044_670_464)
    // Batch 1 and one short answer: weights are nearly all of it, and the paper's premise fails.
    let alone = try Self.model(weights: .shared(batch: 1)).cost(promptTokens: 100, outputTokens: 1_024)
    #expect(alone.weightBytes / alone.bytes > 0.99)
    let omitted = try Self.model().cost(promptTokens: 100, outputTokens: 1_024)
    #expect(omitted.weightBytes == 0 && alone.keyValueBytes == omitted.keyValueBytes)
  }

  /// 2 P 1,024 + 2 x 40 x 128 x 48 x 1,024².
  @Test func `the prompt's own arithmetic can be put in`() throws {
    let once = try Self.model(prompt: true).cost(promptTokens: 1_024, outputTokens: 10, trials: 8)
    #expect(abs(once.promptFLOPs / 30_764_356_075_520 - 1) < 1e-14)
    let each = try Self.model(shares: false, prompt: true).cost(promptTokens: 1_024, outputTokens: 10, trials: 8)
    #expect(each.promptFLOPs == 8 * once.promptFLOPs)
  }

  @Test func `intensity follows from the hardware, dense and sparse apart`() throws {
    let h100 = try MeasuredSteps.accelerator()
    let shape = try MeasuredSteps.shape("14B")
    // 989.4 TFLOP/s over 3.35 TB/s.
    #expect(abs(try KineticsCostModel(shape, on: h100).intensity - 989.4 / 3.35) < 0.2)
    // Without a count of the caller's, the shape's own is used.
    #expect(try KineticsCostModel(shape, on: h100).parameters == 14_770_033_664)
    let bare = try Accelerator(
      name: "bare", peaks: [AcceleratorPeak(.fp8, rate: HardwareFigure(1e15, source: "a test"))],
      memoryBandwidth: HardwareFigure(1e12, source: "a test"))
    #expect(
      message { try KineticsCostModel(shape, on: bare) }
        == "bare: its dense peak in bf16 is unknown, so its FLOPs a byte are.")
  }

  @Test func `a mean cost is the mean of costs, and above the cost of the mean length`() throws {
    let model = try Self.model()
    let mean = try model.meanCost(promptTokens: 100, outputTokens: [1_000, 3_000])
    let ends = try [1_000.0, 3_000].map { try model.cost(promptTokens: 100, outputTokens: $0).total }
    #expect(abs(mean.total / ((ends[0] + ends[1]) / 2) - 1) < 1e-14)
    #expect(try model.cost(promptTokens: 100, outputTokens: 2_000).total < mean.total)
    #expect(mean.outputTokens == 2_000)
  }

  @Test func `a model survives an archive, and a bad archive is refused`() throws {
    let model = try Self.model(.blockTopK(local: 64, blockSize: 16, blocks: 4), weights: .shared(batch: 2))
    let data = try JSONEncoder().encode(model)
    #expect(try JSONDecoder().decode(KineticsCostModel.self, from: data) == model)
    let bad = String(decoding: data, as: UTF8.self).replacingOccurrences(
      of: #""intensity":562.5"#, with: #""intensity":-1"#)
    #expect(
      message { try JSONDecoder().decode(KineticsCostModel.self, from: Data(bad.utf8)) }
        == "The intensity in FLOPs a byte was given as -1.0; the number must be positive and finite.")
  }

  @Test func `impossible input is refused by field and value`() throws {
    let model = try Self.model()
    #expect(
      message { try model.cost(promptTokens: 100, outputTokens: 0) }
        == "The number of output tokens was given as 0.0; the number must be positive and finite.")
    #expect(
      message { try model.cost(promptTokens: -1, outputTokens: 10) }
        == "The number of prompt tokens is -1.0; it must be finite, 0 or more.")
    #expect(
      message { try model.cost(promptTokens: 1, outputTokens: 10, trials: 0.5) }
        == "The number of trials is 0.5; a question is tried at least once.")
    #expect(
      message { try model.cost(promptTokens: 1, outputTokens: .nan) }
        == "The number of output tokens was given as nan; the number must be positive and finite.")
    #expect(
      message { try model.cost(promptTokens: 1, outputTokens: 1e200) }
        == "1.0 trials of 1e+200 tokens after 1.0 cost inf eFLOPs, a number that cannot be computed with.")
    #expect(
      message { try model.meanCost(promptTokens: 1, outputTokens: []) }
        == "The output tokens are empty; a mean cost needs at least one answer.")
    #expect(
      message { try Self.model(.topK(budget: 0)) }
        == "The number of positions in the attention budget is 0; it must be 1 to 1000000000.")
    #expect(
      message { try Self.model(.blockTopK(local: 0, blockSize: 0, blocks: 1)) }
        == "The number of positions in a block is 0; it must be 1 to 1000000000.")
    #expect(
      message { try Self.model(weights: .shared(batch: 0)) }
        == "The batch that shares the weights is 0.0; it must be finite, 1 or more.")
    #expect(
      message { try model.cost(promptTokens: 1, outputTokens: 1).seconds(atPeak: 0) }
        == "The peak rate in FLOP/s was given as 0.0; the number must be positive and finite.")
  }
}
