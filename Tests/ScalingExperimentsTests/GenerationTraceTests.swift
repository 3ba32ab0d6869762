import ScalingExperiments
import Testing

@Suite struct GenerationTraceTests {
  let model = ModelDescription(name: "7B")

  @Test func `Tokens must increase strictly`() throws {
    #expect(try GenerationTrace(model: model, outputTokens: [1, 2], latency: [0.5, 1]).count == 2)
    let error = #expect(throws: RecordError.self) {
      try GenerationTrace(model: model, outputTokens: [8, 8], latency: [1, 2])
    }
    #expect(
      error?.message == "Generation trace of 7B: outputTokens must increase, but reading 2 has 8 after 8.")
  }

  @Test func `The clock does not run backwards`() {
    let error = #expect(throws: RecordError.self) {
      try GenerationTrace(model: model, outputTokens: [8, 16], latency: [2, 1])
    }
    #expect(
      error?.message == "Generation trace of 7B: latency is cumulative, but reading 2 has 1.0 s after 2.0 s.")
  }

  @Test func `The columns have one length`() {
    let error = #expect(throws: RecordError.self) {
      try GenerationTrace(model: model, outputTokens: [8, 16], latency: [2])
    }
    #expect(error?.message == "Generation trace of 7B: column latency has 1 values, but outputTokens has 2.")
  }
}
