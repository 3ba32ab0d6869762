import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct FitRecordTests {
  private func data() throws -> FitData {
    let law = ChinchillaLaw(
      floor: 1.82, parameterAmplitude: 480, tokenAmplitude: 2100, parameterExponent: 0.347, tokenExponent: 0.366)
    var n: [Double] = []
    var d: [Double] = []
    for size in [1e8, 4e8, 1e9, 3e9] {
      for ratio in [5.0, 20, 80] {
        n.append(size)
        d.append(size * ratio)
      }
    }
    var loss = zip(n, d).enumerated().map { index, point in
      law.value(parameters: point.0, tokens: point.1) * (1 + 0.002 * sin(Double(7 * index)))
    }
    loss[4] = 9
    return try FitData(
      predictors: [
        FitData.Column("parameters", meaning: "parameters", values: n),
        FitData.Column("tokens", meaning: "training tokens", values: d),
      ], response: FitData.Column("loss", meaning: "nats a token", values: loss), source: "made up")
  }
  private let counting = CountingConvention(parameters: .all, tokens: .seen, runs: "last loss of each run")

  @Test func `a fit repeated from its stored record is the same to the last bit`() throws {
    var data = try data()
    try data.excludeLargest(1, because: "diverged")
    let (fit, record) = try FitRecord.fit(
      ChinchillaLaw.model, to: data, counting: counting, objective: .logHuber(delta: 1e-3),
      bounds: ["E": 0...Double.infinity], level: 0.9)
    #expect(fit.observationCount == 11)
    let stored = try JSONDecoder().decode(FitRecord.self, from: try JSONEncoder().encode(record))
    #expect(stored == record)
    #expect(stored.data.exclusions == record.data.exclusions && stored.data.exclusions[0].rows == [4])
    #expect(stored.largestDifference(from: try stored.repeated(with: ChinchillaLaw.model)) == 0)
    #expect(
      record.headline
        == "Chinchilla law fitted to 11 of 12 observations of loss by log-Huber, delta 0.001; N counts all parameters; D counts tokens seen; C = 6 N D; last loss of each run"
    )
    #expect(record.solver.hasPrefix("no initial guess: scan of "))
  }

  @Test func `weights and what was left out reach the fit`() throws {
    var data = try data()
    let all = try FitRecord.fit(ChinchillaLaw.model, to: data, counting: counting)
    try data.exclude(rows: [4], because: "diverged")
    try data.exclude(rows: [4, 0], because: "warm-up")
    #expect(data.exclusions.map(\.rows) == [[4], [0]] && data.keptRows == [1, 2, 3, 5, 6, 7, 8, 9, 10, 11])
    let kept = try FitRecord.fit(ChinchillaLaw.model, to: data, counting: counting)
    #expect(kept.fit.residualSumOfSquares < 0.01 * all.fit.residualSumOfSquares)
    #expect(all.record.largestDifference(from: kept.fit) > 1e-3)
  }

  @Test func `faults have their sentences`() throws {
    var data = try data()
    #expect(throws: FitError("Row 12 cannot be left out: there are 12 observations, counted from 0.")) {
      try data.exclude(rows: [12], because: "x")
    }
    #expect(throws: FitError("Observations are left out for a stated reason, and this one is empty.")) {
      try data.exclude(rows: [1], because: "")
    }
    let (_, record) = try FitRecord.fit(ChinchillaLaw.model, to: data, counting: counting)
    #expect(throws: FitError("The record is of a Chinchilla law, and a power law was given to repeat it with.")) {
      try record.repeated(with: PowerLaw.model)
    }
    #expect(throws: FitError("x has 2 values and y 1.")) {
      try FitData(predictors: [.init("x", values: [1, 2])], response: .init("y", values: [1]))
    }
  }

  @Test func `a convention says what its counts are`() {
    let other = CountingConvention(
      parameters: .withoutEmbeddings, tokens: .unique, compute: .other("counted by layer"), tokenizer: "GPT-2")
    #expect(
      "\(other)" == "N counts no embeddings; D counts unique tokens; C: counted by layer; tokenizer GPT-2")
  }
}
