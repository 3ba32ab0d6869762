import BenchmarkAdapters
import ScalingStudies
import Testing

/// Readings of runs cut at token caps: the hand-made run, and the shipped 2M model by plain arithmetic.
@Suite struct BudgetReadingTests {
  @Test func `time, tokens and cost to an accuracy are those of the first cap that attains it`() throws {
    let ladder = try TokenCapLadder(HandMadeRun().run())
    let time = try ladder.least(.latency, reaching: 1.0 / 3)
    #expect(time.value?.value == 1.625 && time.setting == "4 tokens")
    #expect(try ladder.least(.outputTokens, reaching: 1.0 / 3).value?.value == 3.5)
    // Two accelerators.
    #expect(try ladder.least(.cost(unit: "GPU-s"), reaching: 1.0 / 3).value?.value == 3.25)
    #expect(try ladder.least(.latency, reaching: 0.6).value == nil)
    #expect(try ladder.accuracy(within: 2, of: .latency).accuracy?.value == 2.0 / 6)
    #expect(
      message { try ladder.least(.thinkingTokens, reaching: 0.3) }
        == "tiny: thinking tokens in tokens is not recorded at token caps; ask for generated tokens in tokens, latency in s, cost in GPU-s."
    )
  }

  /// Of 400 answers of the 2M model 0.46 are right at 256 tokens and 0.435 at 128; the mean latency of its 100 requests is 47.367062 ms at 256 tokens (plain arithmetic on the files).
  @Test func `the shipped runs give the caps and the times of plain arithmetic`() throws {
    let measurements = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    let run = try #require(
      measurements.runs.first { $0.model.name == "2M" && $0.serving.speculation?.isOn == false })
    let time = try TokenCapLadder(run).least(.latency, reaching: 0.45, replicates: 200)
    let value = try #require(time.value)
    #expect(time.setting == "256 tokens" && agree(value.value, 0.047367062, within: 1e-9))
    #expect(value.lower < value.value && value.value < value.upper)
    #expect(try TokenCapLadder(run).least(.latency, reaching: 0.6, replicates: 200).value == nil)
  }
}
