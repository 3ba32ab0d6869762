import CurveFitting
import ScalingLaws
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Every prediction says how far beyond the data it is.
@Suite struct PredictionPlacesTests {
  private static let x = ExactCase.spread(20, decades: 3)
  private static let n: [Double] = [1e8, 1e8, 1e8, 4e8, 4e8, 4e8, 1e9, 1e9, 1e9, 3e9, 3e9, 3e9]
  private static let d: [Double] = n.enumerated().map { $1 * [5.0, 20, 80][$0 % 3] }
  private static let truth = ChinchillaLaw(
    floor: 1.8, parameterAmplitude: 480, tokenAmplitude: 2100, parameterExponent: 0.35, tokenExponent: 0.37)
  private static var loss: [Double] {
    n.indices.map { truth.value(parameters: n[$0], tokens: d[$0]) * (1 + 0.002 * sin(Double(7 * $0))) }
  }

  private func expectTenfold(_ place: PredictionPlace?, _ what: String) {
    guard case .beyond(let factor)? = place else {
      Issue.record("\(what): \(String(describing: place))")
      return
    }
    #expect(abs(factor - 10) < 1e-9, "\(what)")
  }

  @Test func `laws of one variable`() throws {
    let falling = Self.x.map { 0.1 + 3 * pow($0 + 5, -0.4) * (1 + 0.005 * sin(3 * $0)) }
    let rising = falling.map { 2 - $0 }
    let falls = LawFamily.falling + LawFamily.floors + LawFamily.bounded(within: 0...4) + [M4Law.model]
    let rises = LawFamily.rising + [LogisticLaw.model] + LawFamily.bounded(within: 0...4, trend: .rising)
    let largest = Self.x.last ?? 0
    for (models, y) in [(falls, falling), (rises, rising)] {
      for model in models {
        let fit = try model.fit(x: Self.x, y: y)
        expectTenfold(fit.place(of: 10 * largest), model.name)
        expectTenfold(fit.place(of: (Self.x.first ?? 0) / 10), model.name)
        #expect(fit.place(of: largest) == .inside, "\(model.name)")
      }
    }
    let broken = try BrokenPowerLaw.fit(x: Self.x, y: falling, scale: .logarithm)
    expectTenfold(broken.place(of: 10 * largest), "broken")
    let k = (0..<12).map { pow(2, Double($0)) }
    let coverage = try CoverageLaw.fit(k: k, coverage: k.map { exp(-3 * pow($0, -0.4)) })
    #expect(coverage.extrapolation(at: 20_480) == 10 && coverage.extrapolation(at: 7) == 1)
    #expect(coverage.extrapolation(at: 0.5) == 2)
  }

  @Test func `laws of named columns`() throws {
    let largest = ["parameters": 3e10, "tokens": 2.4e12, "tokensPerParameter": 800.0]
    let ratio = zip(Self.d, Self.n).map { $0 / $1 }
    let fits = [
      try ChinchillaLaw.fit(parameters: Self.n, tokens: Self.d, loss: Self.loss),
      try TiedChinchillaLaw.model.fit(columns: ["parameters": Self.n, "tokens": Self.d], y: Self.loss),
      try MultiplicativeLaw.model(["parameters", "tokens"]).fit(
        columns: ["parameters": Self.n, "tokens": Self.d], y: Self.loss),
      try OverTrainingLaw.model.fit(columns: ["parameters": Self.n, "tokensPerParameter": ratio], y: Self.loss),
    ]
    for fit in fits {
      let names =
        fit.predictorRanges.count == 2 && fit.law.contains("over")
        ? ["parameters", "tokensPerParameter"] : ["parameters", "tokens"]
      var point: [String: Double] = [:]
      for name in names { point[name] = largest[name] }
      let places = try fit.place(of: point)
      for name in names { expectTenfold(places[name], "\(fit.law) \(name)") }
    }
    let kaplan = try KaplanLaw.fit(parameters: Self.n, tokens: Self.d, loss: Self.loss)
    let place = try kaplan.place(of: ["logParameters": log(1e9), "logTokens": log(1e10)])
    #expect(place == ["logParameters": .inside, "logTokens": .inside])
  }

  @Test func `the best split says how far beyond the runs it lies`() throws {
    let fit = try ChinchillaLaw.fit(parameters: Self.n, tokens: Self.d, loss: Self.loss, level: 0.8)
    let far = try ChinchillaLaw.optimalAllocation(of: fit, compute: 1e25)
    #expect(far.parameterExtrapolation == far.parameters.value / 3e9 && far.parameterExtrapolation > 10)
    #expect(far.tokenExtrapolation == far.tokens.value / 2.4e11 && far.tokenExtrapolation > 10)
    #expect(far.headline.hasSuffix("x beyond the runs"), "\(far)")
    let near = try ChinchillaLaw.optimalAllocation(of: fit, compute: 1e20)
    #expect(near.parameterExtrapolation == 1 && near.tokenExtrapolation == 1 && !near.headline.contains("beyond"))
    // Without another level the fit's own holds.
    #expect(near.parameters.level == 0.8 && near.loss.level == 0.8)
    #expect(try ChinchillaLaw.optimalAllocation(of: fit, compute: 1e20, level: 0.9).parameters.level == 0.9)
    let draws = try AllocationBootstrap(
      parameters: Self.n, tokens: Self.d, loss: Self.loss, objective: .squares, replicates: 60, level: 0.7)
    let drawn = try draws.allocation(compute: 1e25)
    #expect(drawn.parameters.level == 0.7 && drawn.parameterExtrapolation > 10)
  }

  @Test func `runs whose tokens follow their parameters have no best split`() throws {
    let n: [Double] = (0..<40).map { 1e8 * exp(0.17 * Double($0)) }
    let d = n.map { 20 * $0 }
    let loss = n.indices.map { Self.truth.value(parameters: n[$0], tokens: d[$0]) * (1 + 1e-4 * sin(Double(5 * $0))) }
    func refusal(_ body: () throws -> Void) -> AllocationError? {
      do { try body() } catch { return error as? AllocationError }
      return nil
    }
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss)
    let plain = try #require(refusal { _ = try ChinchillaLaw.optimalAllocation(of: fit, compute: 1e22) })
    #expect(plain.reason == .notIdentified)
    #expect(
      plain.message.hasPrefix(
        "The runs have no best split of compute: they do not determine A, B, alpha, on which it rests. alpha and beta may be exchanged"
      ), "\(plain)")
    let draws = try fit.bootstrap(.pairs, replicates: 60, seed: 1)
    #expect(
      refusal { _ = try ChinchillaLaw.optimalAllocation(of: draws, fit: fit, compute: 1e22) }?.reason == .notIdentified)
    #expect(
      refusal { _ = try AllocationBootstrap(parameters: n, tokens: d, loss: loss, replicates: 60) }?.reason
        == .notIdentified)
  }
}
