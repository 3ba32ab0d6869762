import Foundation
import ServingModels
import Testing

@Suite struct KineticsCostTests {
  /// Layers, query heads, heads of keys and values of the models (their published configurations); parameters as the paper's program has them.
  private static let shapes: [String: (parameters: Double, layers: Int, query: Int, keyValue: Int)] = [
    "Qwen3-0.6B": (0.752e9, 28, 16, 8), "Qwen3-1.7B": (2.03e9, 28, 16, 8), "Qwen3-4B": (4.02e9, 36, 32, 8),
    "Qwen3-8B": (8.19e9, 36, 32, 8), "Qwen3-14B": (14.77e9, 40, 40, 8), "Qwen3-32B": (32.76e9, 64, 64, 8),
    "R1-Distill-Qwen-1.5B": (1.777e9, 28, 12, 2), "R1-Distill-Qwen-7B": (7.616e9, 28, 28, 4),
    "R1-Distill-Qwen-14B": (14.77e9, 48, 40, 8),
  ]

  private func model(_ name: String) throws -> KineticsModel {
    let shape = try #require(Self.shapes[name])
    return try KineticsModel(
      name: name, parameters: shape.parameters, layers: shape.layers, queryHeads: shape.query,
      keyValueHeads: shape.keyValue, headDimension: 128)
  }

  /// Two values of the published cost program (Infini-AI-Lab/Kinetics, cost_model/utils.py, dense_cost) for a prompt of 100 tokens and 8,192 out, I = 562.5.
  @Test(arguments: [("R1-Distill-Qwen-14B", 275.78, 3801.45), ("R1-Distill-Qwen-1.5B", 35.03, 554.38)])
  func `the sums are those of the published program`(_ row: (name: String, computation: Double, memory: Double)) throws
  {
    let cost = try KineticsCost(
      try model(row.name), promptTokens: 100, outputTokens: 8192, intensity: 562.5)
    #expect(abs(cost.computation * 1e-12 - row.computation) < 0.005)
    #expect(abs(cost.memory * 1e-12 - row.memory) < 0.005)
    #expect(abs(try cost.seconds(peak: 4500e12) - cost.total / 4500e12) == 0)
  }

  @Test(.enabled(if: ReferenceFiles.thirdParty != nil, "SCALING_REFERENCE_DATA is not set"))
  func `every row of the published program is met`() throws {
    let rows = try ReferenceFiles.reference("systems/kinetics_reference_values.csv")
    #expect(rows.count > 30)
    for row in rows {
      let name = try #require(row.fields["model"])
      let cost = try KineticsCost(
        try model(name), promptTokens: try row.whole("Lin"), outputTokens: try row.whole("Lout"),
        answers: try row.whole("N"), intensity: 562.5)
      // Printed to 4 places.
      #expect(abs(cost.computation * 1e-12 - (try row.number("compute_TFLOP"))) < 1e-4, "\(name)")
      #expect(abs(cost.memory * 1e-12 - (try row.number("memory_TeFLOP"))) < 1e-4, "\(name)")
      #expect(abs(cost.total * 1e-12 - (try row.number("total_TeFLOP"))) < 2e-4, "\(name)")
    }
  }

  @Test func `the reading of weights dominates at batch 1 and vanishes in a large one`() throws {
    let model = try model("R1-Distill-Qwen-7B")
    func cost(_ batch: Double?) throws -> KineticsCost {
      try KineticsCost(
        model, promptTokens: 100, outputTokens: 1000, intensity: 281.25, options: KineticsOptions(batch: batch))
    }
    let (alone, large, none) = (try cost(1), try cost(4096), try cost(nil))
    // 1,000 steps read 15.232 GB of weights each.
    #expect(alone.weightBytes == 7.616e9 * 2 * 1000)
    #expect(alone.weightBytes / alone.keyValueBytes > 100)
    #expect(large.weightBytes * 4096 == alone.weightBytes && none.weightBytes == 0)
    #expect(none.headline.hasSuffix("for reading keys and values (weights left out)."))
  }

  /// 14,770,033,664 parameters less 152,064 x 5,120 of the input embedding, two bytes each, for 8,192 tokens.
  @Test func `the input embedding is not read, but counts as the paper counts it`() throws {
    let model = KineticsModel(try MeasuredSteps.shape("14B"))
    #expect(model.parameters == 14_770_033_664)
    let cost = try KineticsCost(
      model, promptTokens: 100, outputTokens: 8_192, intensity: 281, options: KineticsOptions(batch: 1))
    #expect(cost.weightBytes == 27_982_931_968 * 8_192)
    #expect(
      cost.headline
        == "DeepSeek-R1-Distill-Qwen-14B: 66590 TFLOP-equivalents a question, 100 % of them for reading keys, values and weights."
    )
  }

  @Test func `block top-k reads the budget once the context is longer, by a sum over steps`() throws {
    let model = try KineticsModel(
      name: "toy", parameters: 1000, layers: 1, queryHeads: 2, keyValueHeads: 1, headDimension: 4)
    for (prompt, output, block, top, local) in [(100, 400, 16, 4, 32), (10, 400, 16, 4, 32), (10, 40, 16, 8, 0)] {
      // The continuous sum of the paper: step t reads min(budget, prompt + t).
      let budget = Double(local + block * top)
      var read = 0.0
      let slices = 200_000
      for slice in 0..<slices {
        let t = (Double(slice) + 0.5) / Double(slices) * Double(output)
        read += min(budget, Double(prompt) + t) * Double(output) / Double(slices)
      }
      let searched = (Double(prompt * output) + 0.5 * Double(output * output)) / Double(block)
      let cost = try KineticsCost(
        model, promptTokens: prompt, outputTokens: output, answers: 3, intensity: 10,
        options: KineticsOptions(keyValues: .blockTopK(block: block, topBlocks: top, local: local)))
      let elements = 2.0 * 1 * 4 * 1
      #expect(abs(cost.keyValueBytes / (3 * elements * 2 * (read + 0.5 * searched)) - 1) < 1e-8)
      #expect(
        abs(cost.computation / (3 * (2 * 1000 * Double(output) + 4 * 2 * 4 * (read + 0.5 * searched))) - 1) < 1e-8)
    }
  }

  @Test func `impossible input is refused by field and value`() throws {
    let model = try model("Qwen3-8B")
    #expect(
      message { try KineticsCost(model, promptTokens: -1, outputTokens: 5, intensity: 1) }
        == "The prompt tokens are -1; they must be 0 or more.")
    #expect(
      message { try KineticsCost(model, promptTokens: 1, outputTokens: 0, intensity: 1) }
        == "The number of output tokens is 0; it must be 1 to 1000000000.")
    #expect(
      message { try KineticsCost(model, promptTokens: 1, outputTokens: 1, intensity: .nan) }
        == "The intensity, in FLOP for each byte, is nan; it must be finite and positive.")
    #expect(
      message {
        try KineticsCost(
          model, promptTokens: 1, outputTokens: 1, intensity: 1, options: KineticsOptions(batch: 0.5))
      } == "The batch is 0.5; at least one sequence reads the weights.")
    #expect(
      message {
        try KineticsModel(
          name: "odd", parameters: 1e9, layers: 2, queryHeads: 2, keyValueHeads: 4, headDimension: 8)
      } == "odd has 4 heads of keys and values and 2 query heads: each serves one or more of these.")
  }
}
