import CurveFitting
import ScalingLaws
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Runs whose tokens follow their parameters, as with 20 tokens for every parameter.
@Suite struct CollinearPredictorsTests {
  private let law = ChinchillaLaw(
    floor: 1.69, parameterAmplitude: 406.4, tokenAmplitude: 410.7, parameterExponent: 0.34, tokenExponent: 0.28)

  /// 40 runs over three decades with D = 20 · 1e8 (N / 1e8)^power e^(± jitter).
  private func runs(power: Double = 1, jitter: Double = 0, noise: Double) -> (n: [Double], d: [Double], y: [Double]) {
    var generator = SeededGenerator(seed: 9)
    let n: [Double] = (0..<40).map { 1e8 * exp(0.17 * Double($0)) }
    let d: [Double] = n.map { size in
      2e9 * pow(size / 1e8, power) * exp(jitter * (2 * generator.nextUniform() - 1))
    }
    let y = zip(n, d).map { law.value(parameters: $0, tokens: $1) * (1 + noise * generator.nextNormal()) }
    return (n, d, y)
  }

  private func message<Result>(_ body: () throws -> Result) -> String {
    do {
      _ = try body()
      return "no error"
    } catch { return "\(error)" }
  }

  @Test(arguments: [FitObjective.squares, .logSquares, .logHuber(delta: 1e-3)])
  func `with 20 tokens for every parameter neither power is identified, and the fit says why`(
    _ objective: FitObjective
  ) throws {
    let (n, d, y) = runs(noise: 1e-5)
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: y, objective: objective)
    let why =
      "alpha and beta may be exchanged: tokens go as parameters here, and the law with its two powers the other way round fits as well"
    #expect(fit.warnings.first == why)
    #expect(fit.headline.hasSuffix(why))
    for name in ["A", "B", "alpha", "beta"] {
      #expect(fit[name]?.verdict == .notIdentified && fit[name]?.standardError == nil, "\(name)")
      #expect(message { try fit.interval(of: name) } == "\(name) has no interval: \(why).")
    }
    #expect(fit["E"]?.verdict == .identified)
    #expect(try fit.interval(of: "E").contains(1.69))
    #expect(try fit.intervals().map { $0 == nil } == [false, true, true, true, true])
    #expect(!fit.isTrustworthy)
    let point = ["parameters": [1e9], "tokens": [1e12]]
    for construction in [BandConstruction.delta, .profile] {
      #expect(message { try fit.confidenceBand(at: point, by: construction) }.contains("has no band"))
    }
    // A replicate has both minima as well, so no bootstrap helps.
    for resampling in [FitResampling.pairs, .wild()] where objective == .squares {
      let answer = message {
        try fit.bootstrap(resampling, replicates: 60, seed: 1).percentileInterval(of: "alpha")
      }
      #expect(answer.contains(why), "\(answer)")
    }
    // What it says: the law with the powers exchanged has the same losses at these runs.
    let own = try ChinchillaLaw(fit)
    let factor = pow(20, own.tokenExponent)
    let other = ChinchillaLaw(
      floor: own.floor, parameterAmplitude: own.tokenAmplitude / factor,
      tokenAmplitude: own.parameterAmplitude * pow(20, own.parameterExponent), parameterExponent: own.tokenExponent,
      tokenExponent: own.parameterExponent)
    for (size, tokens) in zip(n, d) {
      let difference =
        own.value(parameters: size, tokens: tokens) - other.value(parameters: size, tokens: tokens)
      #expect(abs(difference) < 1e-12)
    }
  }

  @Test func `tokens that go as another power of the parameters are named with it`() throws {
    let (n, d, y) = runs(power: 1.2, noise: 0)
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: y)
    #expect(fit.warnings.first?.contains("tokens go as parameters^1.2 here") == true)
    #expect(fit["alpha"]?.verdict == .notIdentified)
  }

  @Test func `a power at the end of its range does not make the other one known`() throws {
    let (n, d, y) = runs(noise: 1e-2)
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: y, objective: .logSquares)
    let verdicts = ["alpha", "beta"].compactMap { fit[$0]?.verdict }
    #expect(verdicts.contains(.onBound) && verdicts.contains(.notIdentified), "\(fit)")
  }

  @Test func `one power that does for both may be the one or the other`() throws {
    var generator = SeededGenerator(seed: 4)
    let n: [Double] = (0..<20).map { 1e8 * exp(0.3 * Double($0)) }
    let d = n.map { 20 * $0 }
    // A single power: the second amplitude is 0, or its exponent at the end of its range.
    let y = n.map { 1.7 + 406 * pow($0, -0.34) + 1e-3 * generator.nextNormal() }
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: y)
    for name in ["A", "B", "alpha", "beta"] {
      #expect(fit[name]?.verdict == .notIdentified || fit[name]?.verdict == .onBound, "\(name) of \(fit)")
    }
    #expect(fit.warnings.first?.contains("may be exchanged") == true)
    // Tokens that vary at every size show whose power it is.
    let spread = n.indices.map { n[$0] * [5, 20, 80][$0 % 3] }
    let known = try ChinchillaLaw.fit(parameters: n, tokens: spread, loss: y)
    #expect(known.warnings.first?.contains("may be exchanged") != true, "\(known)")
  }

  @Test(arguments: [(0.001, 1e-3), (0.001, 1e-5), (0.01, 1e-2), (0.01, 1e-5), (0.5, 1e-2)])
  func `tokens that nearly follow parameters are judged against the noise`(_ jitter: Double, _ noise: Double) throws {
    let (n, d, y) = runs(jitter: jitter, noise: noise)
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: y)
    // The least squares of E, A and B at the exchanged exponents, by Cramer's rule on columns of means near 1.
    let exponents = (fit.parameters[4].value, fit.parameters[3].value)
    let columns = [
      [Double](repeating: 1, count: 40), n.map { pow($0 / 3e9, -exponents.0) }, d.map { pow($0 / 6e10, -exponents.1) },
    ]
    let sum = leastSquares(columns, y)
    let quantile = StudentTDistribution(degreesOfFreedom: 35).quantile(0.975)
    let excess = (sum - fit.residualSumOfSquares) / (fit.residualSumOfSquares / 35)
    let isFlagged = fit.warnings.first?.contains("may be exchanged") == true
    if jitter < 0.5 {
      #expect(isFlagged == (excess <= quantile * quantile), "excess \(excess) of \(quantile * quantile)")
    } else {
      // The interval of alpha holds beta here: one set of values, however wide.
      let alpha = try #require(fit["alpha"]?.waldInterval)
      #expect(alpha.contains(fit.parameters[4].value) && !isFlagged && fit["alpha"]?.verdict == .identified)
    }
    if jitter == 0.001 { #expect(isFlagged == (noise == 1e-3)) }
  }

  /// The residual sum of squares of three columns, after Gram and Schmidt.
  private func leastSquares(_ columns: [[Double]], _ y: [Double]) -> Double {
    var basis: [[Double]] = []
    var rest = y
    for column in columns {
      var own = column
      for _ in 0..<2 {
        for other in basis {
          let dot = zip(own, other).reduce(0) { $0 + $1.0 * $1.1 }
          own = zip(own, other).map { $0 - dot * $1 }
        }
      }
      let length = own.reduce(0) { $0 + $1 * $1 }.squareRoot()
      own = own.map { $0 / length }
      basis.append(own)
      let dot = zip(rest, own).reduce(0) { $0 + $1.0 * $1.1 }
      rest = zip(rest, own).map { $0 - dot * $1 }
    }
    return rest.reduce(0) { $0 + $1 * $1 }
  }

  @Test func `runs that vary tokens at every size keep both powers identified`() throws {
    var n: [Double] = []
    var d: [Double] = []
    for size in [1e8, 4e8, 1e9, 3e9, 1e10] {
      for ratio in [5.0, 20, 80] {
        n.append(size)
        d.append(size * ratio)
      }
    }
    var generator = SeededGenerator(seed: 2)
    let y = zip(n, d).map { law.value(parameters: $0, tokens: $1) * (1 + 1e-3 * generator.nextNormal()) }
    for objective in [FitObjective.squares, .logHuber(delta: 1e-3)] {
      let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: y, objective: objective)
      #expect(fit["alpha"]?.verdict == .identified && fit["beta"]?.verdict == .identified, "\(fit)")
      #expect(fit.isTrustworthy)
    }
  }
}
