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

@Suite struct SeparableSolverTests {
  private static let x: [Double] = (0..<15).map { exp2(0.6 * Double($0)) }

  private static func noisy(_ stream: UInt64) -> [Double] {
    var generator = SeededGenerator(seed: 31, stream: stream)
    return x.map { 0.8 - 0.6 * pow($0, -0.5) + 0.01 * generator.nextNormal() }
  }

  private static let allErrors: [ObservationErrors] = {
    let weights = x.indices.map { Double(1 + $0 % 3) }
    let covariance = x.indices.map { i in x.indices.map { j in 1e-4 / Double(1 << abs(i - j)) } }
    return [.equal, .weights(weights), .standardDeviations(weights.map { 0.01 * $0 }), .covariance(covariance)]
  }()

  @Test(arguments: allErrors)
  func `a warm start gives the answer of the scan on new data`(errors: ObservationErrors) throws {
    for model in [SaturatingPowerLaw.model, SaturatingExponential.model, PowerLaw.model] {
      let base = try model.fit(x: Self.x, y: Self.noisy(0), errors: errors)
      for stream in 1...20 {
        let y = Self.noisy(UInt64(stream))
        let scanned = try model.fit(x: Self.x, y: y, errors: errors)
        let warm = try model.fit(x: Self.x, y: y, errors: errors, near: base)
        for (a, b) in zip(scanned.parameters, warm.parameters) {
          expectClose(b.value, a.value, relative: 1e-9, "\(model.name), data \(stream): \(a.name)")
        }
        #expect(warm.evaluations < 60, "\(model.name): \(warm.evaluations) evaluations")
      }
    }
  }

  @Test func `a warm start gives the answer of the scan on resampled observations`() throws {
    let y = Self.noisy(0)
    let base = try SaturatingPowerLaw.fit(x: Self.x, y: y)
    for stream in 1...40 {
      var generator = SeededGenerator(seed: 8, stream: UInt64(stream))
      var weights = [Double](repeating: 0, count: 15)
      for _ in 0..<15 { weights[generator.nextIndex(below: 15)] += 1 }
      let scanned = try SaturatingPowerLaw.fit(x: Self.x, y: y, errors: .weights(weights))
      let warm = try SaturatingPowerLaw.model.fit(x: Self.x, y: y, errors: .weights(weights), near: base)
      for (a, b) in zip(scanned.parameters, warm.parameters) {
        expectClose(b.value, a.value, relative: 1e-9, "resample \(stream): \(a.name)")
      }
    }
  }

  @Test func `a warm start from a fit of another law is a scan`() throws {
    let other = try SaturatingExponential.fit(x: Self.x, y: Self.noisy(0))
    let scanned = try SaturatingPowerLaw.fit(x: Self.x, y: Self.noisy(0))
    let warm = try SaturatingPowerLaw.model.fit(x: Self.x, y: Self.noisy(0), near: other)
    #expect(bits(warm) == bits(scanned))
  }

  @Test func `the same data give the same bits, one after the other and from four tasks at once`() async throws {
    for model in LawFamily.rising {
      let expected = bits(try model.fit(x: Self.x, y: Self.noisy(0)))
      #expect(bits(try model.fit(x: Self.x, y: Self.noisy(0))) == expected)
      let all = try await withThrowingTaskGroup(of: [UInt64].self) { group in
        for _ in 0..<4 {
          group.addTask {
            var last: [UInt64] = []
            for _ in 0..<5 { last = bits(try model.fit(x: Self.x, y: Self.noisy(0))) }
            return last
          }
        }
        return try await group.reduce(into: [[UInt64]]()) { $0.append($1) }
      }
      #expect(all.allSatisfy { $0 == expected }, "\(model.name)")
    }
  }

  @Test func `the order of the observations does not matter beyond rounding`() throws {
    let y = Self.noisy(3)
    let fit = try SaturatingPowerLaw.fit(x: Self.x, y: y)
    let reversed = try SaturatingPowerLaw.fit(x: Self.x.reversed(), y: y.reversed())
    for (a, b) in zip(fit.parameters, reversed.parameters) { expectClose(b.value, a.value, relative: 1e-11, a.name) }
  }

  @Test func `at a minimum the residuals are orthogonal to every column of the Jacobian`() throws {
    let fit = try SaturatingPowerLaw.fit(x: Self.x, y: Self.noisy(4))
    let law = try SaturatingPowerLaw(fit)
    let columns: [(Double) -> Double] = [
      { _ in 1 }, { -pow($0, -law.exponent) }, { law.amplitude * log($0) * pow($0, -law.exponent) },
    ]
    for column in columns {
      let values = Self.x.map(column)
      let product = zip(values, fit.residuals).reduce(0) { $0 + $1.0 * $1.1 }
      let lengths = values.reduce(0) { $0 + $1 * $1 }.squareRoot() * fit.residualSumOfSquares.squareRoot()
      #expect(abs(product) <= 1e-11 * lengths)
    }
  }

  @Test func `repeated x are allowed`() throws {
    // Two readings at each x, 0.1 apart around the law: the law goes through their means.
    let x: [Double] = [1, 4, 16, 64]
    let y = x.map { 2 + 3 / $0.squareRoot() }
    let fit = try PowerLawWithFloor.fit(x: x + x, y: y.map { $0 - 0.05 } + y.map { $0 + 0.05 })
    expectClose(fit["floor"]?.value, 2, relative: 1e-10, "floor")
    expectClose(fit["exponent"]?.value, 0.5, relative: 1e-10, "exponent")
    // Eight residuals of 0.05.
    expectClose(fit.residualSumOfSquares, 0.02, relative: 1e-12, "sum of squares")
  }
}
