import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct ConfigurationGridTests {
  private static let shape = ModelShape(
    layers: 2, hiddenSize: 15, attentionHeads: 3, keyValueHeads: 1, headDimension: 5, feedForwardSize: 60,
    vocabularySize: 100, tiedEmbeddings: true)

  private static func plain() throws -> TokenCapLadder { try TokenCapLadder(HandMadeRun().run()) }

  /// Passes of 3 positions: 4 of them for the 8 tokens of "c", 2 for the 3 of "b".
  private static func speculating(_ change: (inout HandMadeRun) -> Void = { _ in }) throws -> TokenCapLadder {
    try TokenCapLadder(
      try HandMadeRun.changed {
        $0.identifier = "speculating"
        $0.speculation = HandMadeRun.ngram
        $0.passes = [4, 2]
        change(&$0)
      })
  }

  @Test func `configurations stand run by run, caps ascending, with what each gives and costs`() throws {
    let grid = try ConfigurationGrid([try Self.plain(), try Self.speculating()])
    #expect(grid.configurations.count == 6)
    #expect(grid.configurations.map(\.cap) == [2, 4, 8, 2, 4, 8])
    #expect(grid.configurations[3].label == "speculating, cap 2")
    #expect(grid.configurations[3].run == "speculating" && grid.configurations[3].model == "tiny")
    #expect(grid.accuracy.map { $0 * 6 } == [1, 2, 3, 1, 2, 3])
    #expect(grid.latency == [1, 1.625, 2.625, 1, 1.625, 2.625])
    #expect(agree(grid.costPerToken[2], 10.5 / 11))
  }

  @Test func `FLOPs are 2 times the parameters times tokens kept or positions scored`() throws {
    let grid = try ConfigurationGrid([try Self.plain(), try Self.speculating()])
    let tokens: [Double] = [2, 3.5, 5.5, 2, 3.5, 5.5]
    let positions: [Double] = [2, 3.5, 5.5, 3.5, 6, 9]
    #expect(grid.compute[.generatedTokens] == tokens)
    #expect(grid.compute[.acceptedFLOPs] == tokens.map { 2_000 * $0 })
    for (found, expected) in zip(try #require(grid.compute[.executedFLOPs]), positions) {
      #expect(agree(found, 2_000 * expected))
    }
    #expect(
      grid.computeDefinition
        == "FLOPs are 2 x parameters x generated positions; attention and the prompt, which latency contains, are not counted"
    )
  }

  // A position costs 4 x 2 layers x 3 heads x 5 dimensions = 120 FLOPs for each position it attends to. Of n tokens, they attend to 1 + 2 + ... + n.
  @Test func `attention is summed token by token and averaged over requests`() throws {
    let plain = try TokenCapLadder(try HandMadeRun.changed { $0.model.shape = Self.shape })
    let speculating = try Self.speculating { $0.model.shape = Self.shape }
    let grid = try ConfigurationGrid([plain, speculating], attention: .withAttention)
    func attended(_ tokens: Int) -> Double { Double((1...tokens).reduce(0, +)) }
    func request(_ tokens: Int) -> Double { 2_000 * Double(tokens) + 120 * attended(tokens) }
    // "c" and "b" under the caps of 2, 4 and 8.
    let means = [(2, 2), (4, 3), (8, 3)].map { (request($0.0) + request($0.1)) / 2 }
    let accepted = try #require(grid.compute[.acceptedFLOPs])
    let executed = try #require(grid.compute[.executedFLOPs])
    for cap in 0..<3 {
      #expect(agree(accepted[cap], means[cap]))
      // Strategies that keep the same tokens tie; without speculation every position scored is kept.
      #expect(accepted[cap + 3] == accepted[cap])
      #expect(agree(executed[cap], means[cap]))
    }
    // At the last cap "c" scores 12 positions and "b" 6, spread evenly over contexts of 1 to 8 and 1 to 3: 4.5 and 2 on average.
    let first = 2_000.0 * 12 + 120.0 * 12 * 4.5
    let second = 2_000.0 * 6 + 120.0 * 6 * 2
    #expect(agree(executed[5], (first + second) / 2))
    #expect(
      grid.computeDefinition
        == "FLOPs are 2 x parameters x positions and attention over the growing context; the prompt is not counted")
  }

  @Test func `what FLOPs need is asked for`() throws {
    #expect(message { try ConfigurationGrid([]) } == "There are no runs to choose among.")
    let unknown = try TokenCapLadder(try HandMadeRun.changed { $0.model.parameters = nil })
    #expect(
      message { try ConfigurationGrid([unknown]) }
        == "The parameters of tiny are unknown, so its FLOPs are; state them in the model.")
    let shapeless = try Self.plain()
    #expect(
      message { try ConfigurationGrid([shapeless], attention: .withAttention) }
        == "The shape of tiny is unknown, so the FLOPs of its attention are.")
    let sentence = "Run \"speculating\" does not say how many positions it scored: executed FLOPs are unknown."
    let withoutPasses = try Self.speculating { $0.passes = nil }
    #expect(message { try ConfigurationGrid([withoutPasses]) } == sentence)
    let withoutSetting = try Self.speculating { $0.speculation = nil }
    #expect(message { try ConfigurationGrid([withoutSetting]) } == sentence)
  }
}
