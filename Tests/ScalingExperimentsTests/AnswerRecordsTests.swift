import ScalingExperiments
import Testing

@Suite struct AnswerRecordsTests {
  @Test func `Answers are counted, and an unfinished one has no length`() throws {
    let answers = try AnswerRecords(problems: ["0", "1"], outputTokens: [67, nil], isCorrect: [true, false])
    #expect(answers.count == 2 && answers.samples == [0, 0] && answers.outputTokens[1] == nil)
  }

  @Test func `A column of another length is named`() {
    let error = #expect(throws: RecordError.self) {
      try AnswerRecords(problems: ["0"], outputTokens: [1], isCorrect: [true, false])
    }
    #expect(error?.message == "Answer records: column isCorrect has 2 values, but problems has 1.")
  }
}
