import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct FitRecordOfEveryLawTests {
  private static let counting = CountingConvention(parameters: .all, tokens: .seen)

  /// A curve of 20 points that falls, with a deterministic scatter of half a per cent.
  private static func curve(rising: Bool = false) throws -> FitData {
    let x = ExactCase.spread(20, decades: 4, middle: 100)
    let y = x.enumerated().map { index, x in
      let value = (0.1 + 3 * pow(x + 5, -0.4)) * (1 + 0.005 * sin(Double(11 * index)))
      return rising ? 2 - value : value
    }
    return try FitData(predictors: [.init("x", values: x)], response: .init("y", values: y), source: "made up")
  }

  private static func surface(_ names: [String]) throws -> FitData {
    var columns = [[Double]](repeating: [], count: names.count)
    var y: [Double] = []
    for (i, n) in [1e8, 4e8, 1e9, 3e9].enumerated() {
      for (j, ratio) in [5.0, 20, 80].enumerated() {
        let d = n * ratio
        for (column, name) in names.enumerated() {
          columns[column].append(
            name == "parameters" ? n : name == "tokensPerParameter" ? ratio : name == "uniqueTokens" ? min(d, 4e9) : d)
        }
        y.append((1.8 + 480 * pow(n, -0.35) + 2100 * pow(d, -0.37)) * (1 + 0.002 * sin(Double(7 * (3 * i + j)))))
      }
    }
    return try FitData(
      predictors: zip(names, columns).map { FitData.Column($0, values: $1) }, response: .init("loss", values: y))
  }

  /// Stores the record as JSON, reads it back and fits again from what was read.
  private func expectRepeat(
    _ model: any SeparableModel, _ data: FitData, objective: FitObjective = .squares,
    bounds: [String: ClosedRange<Double>] = [:]
  ) throws {
    var data = data
    try data.exclude(rows: [3], because: "diverged")
    let (fit, record) = try FitRecord.fit(
      model, to: data, counting: Self.counting, objective: objective, bounds: bounds, level: 0.9)
    let stored = try JSONDecoder().decode(FitRecord.self, from: try JSONEncoder().encode(record))
    #expect(stored == record, "\(model.name)")
    let again = try stored.repeated(with: model)
    for (own, other) in zip(fit.parameters, again.parameters) {
      #expect(own.value.bitPattern == other.value.bitPattern, "\(model.name): \(own) and \(other)")
    }
    #expect(again.objectiveValue.bitPattern == record.objectiveValue.bitPattern)
    #expect(stored.largestDifference(from: again) == 0)
  }

  @Test func `laws of one variable are repeated from their records to the last bit`() throws {
    let falling = try Self.curve()
    let rising = try Self.curve(rising: true)
    for model in LawFamily.falling + LawFamily.floors.dropFirst() {
      try expectRepeat(model, falling, bounds: model.name == "power law with floor" ? ["floor": 0...0.5] : [:])
    }
    for model in LawFamily.bounded(within: 0...4) { try expectRepeat(model, falling, objective: .logSquares) }
    for model in LawFamily.rising + [LogisticLaw.model] { try expectRepeat(model, rising) }
    try expectRepeat(PinnedLaw(PowerLawWithFloor.model, at: 0.1), falling, objective: .logHuber(delta: 0.001))
    try expectRepeat(BoundedRationalLaw.model(floor: 0...1), falling)
    try expectRepeat(M4Law.model(floor: 0...1, ceiling: 4...4), falling)
    try expectRepeat(BoundedShiftedPowerLaw.model(floor: 0...1), falling)
  }

  @Test func `laws of parameters and tokens are repeated from their records to the last bit`() throws {
    let data = try Self.surface(["parameters", "tokens"])
    for objective in [FitObjective.squares, .logHuber(delta: 1e-3)] {
      try expectRepeat(ChinchillaLaw.model, data, objective: objective)
      try expectRepeat(TiedChinchillaLaw.model, data, objective: objective)
      try expectRepeat(MultiplicativeLaw.model(["parameters", "tokens"]), data, objective: objective)
      try expectRepeat(
        OverTrainingLaw.model, Self.surface(["parameters", "tokensPerParameter"]), objective: objective)
    }
  }

  @Test func `laws with a search of their own are repeated from their records to the last bit`() throws {
    let base = ChinchillaLaw(
      floor: 1.8, parameterAmplitude: 480, tokenAmplitude: 2100, parameterExponent: 0.35, tokenExponent: 0.37)
    let k = (0..<12).map { pow(2, Double($0)) }
    let coverage = try FitData(
      predictors: [.init("k", values: k)],
      response: .init("coverage", values: k.map { exp(-3 * pow($0, -0.4)) + 0.002 * sin($0) }))
    let cases: [(FitProcedure, FitData)] = [
      (.kaplan, try Self.surface(["parameters", "tokens"])),
      (.dataConstrained(base: base), try Self.surface(["parameters", "tokens", "uniqueTokens"])),
      (.broken(breaks: 1, scale: .logarithm), try Self.curve()),
      (.coverage(scale: .coverage, guessing: 0), coverage),
      (.coverage(scale: .logarithms, guessing: 0), coverage),
    ]
    for (procedure, data) in cases {
      let record = try FitRecord.fit(procedure, to: data, counting: Self.counting)
      let stored = try JSONDecoder().decode(FitRecord.self, from: try JSONEncoder().encode(record))
      #expect(stored == record, "\(procedure.law)")
      let again = try stored.repeated()
      #expect(again == record && stored.largestDifference(from: again) == 0, "\(procedure.law)")
    }
    let kaplan = try FitRecord.fit(.kaplan, to: cases[0].1, counting: Self.counting)
    #expect(
      kaplan.headline
        == "Kaplan joint law fitted to 12 of 12 observations of loss by squares of ln y; N counts all parameters; D counts tokens seen; C = 6 N D"
    )
    #expect(kaplan.parameters.map(\.name) == ["logCriticalParameters", "logCriticalTokens", "alphaN", "alphaD"])
  }

  @Test func `faults have their sentences`() throws {
    let data = try Self.curve()
    #expect(throws: FitError("The Kaplan joint law needs the column \"parameters\" among the predictors.")) {
      try FitRecord.fit(.kaplan, to: data, counting: Self.counting)
    }
    #expect(throws: FitError("The coverage law is fitted without weights and bounds.")) {
      try FitRecord.fit(
        .coverage(scale: .coverage, guessing: 0), to: data, counting: Self.counting, bounds: ["a": 0...1])
    }
    let (_, record) = try FitRecord.fit(PowerLaw.model, to: data, counting: Self.counting)
    #expect(throws: FitError("The record is of a power law: give `repeated(with:)` the law's model.")) {
      try record.repeated()
    }
  }
}
