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

@Suite("Laws between a floor and a ceiling")
struct BoundedLawTests {
  static let x = ExactCase.spread(24, decades: 5)

  /// Fits one law's exact points and compares what it says ten times beyond them.
  private func expectExtrapolation(
    _ model: any SeparableModel, _ truth: (Double) -> Double, objective: FitObjective = .logSquares
  ) throws {
    let fit = try model.fit(x: Self.x, y: Self.x.map(truth), objective: objective)
    for x in Self.x + [300_000] {
      #expect(
        abs(fit.value(at: x) - truth(x)) <= 1e-8 * truth(x), "\(fit.law) at \(x): \(fit.value(at: x)), not \(truth(x))")
    }
  }

  @Test func aRationalLawIsRecoveredFromItsPoints() throws {
    try expectRecovery(
      BoundedRationalLaw(floor: 0.1, ceiling: 0.9, amplitude: 12, exponent: 0.7), x: Self.x, tolerance: 1e-6)
    try expectExtrapolation(
      BoundedRationalLaw.model(floor: 0...1, ceiling: 1...1),
      BoundedRationalLaw(floor: 0.1, ceiling: 1, amplitude: 12, exponent: 0.7).value)
  }

  @Test func aRationalLawIsTheLogisticLawUpsideDown() {
    let law = BoundedRationalLaw(floor: 0.2, ceiling: 0.8, amplitude: 3, exponent: 1)
    // Odds 3 / 1: (0.2 + 0.8 · 3) / 4; at x = 3 half-way.
    #expect(abs(law.value(at: 1) - 0.65) < 1e-15)
    #expect(abs(law.value(at: 3) - 0.5) < 1e-15)
    #expect(abs((law.predictor(reaching: 0.5) ?? 0) - 3) < 1e-14)
    #expect(law.predictor(reaching: 0.2) == nil)
    #expect(law.predictor(reaching: 0.85) == nil)
    let logistic = LogisticLaw(lower: 0.2, upper: 0.8, midpoint: 3, slope: 1)
    #expect(abs(law.value(at: 7) - (1 - logistic.value(at: 7))) < 1e-15)
  }

  @Test func m4SolvesItsImplicitEquation() {
    for curvature in [0.2, 0.5, 1, 3] {
      let law = M4Law(floor: 0.3, ceiling: 1, amplitude: 40, exponent: 0.6, curvature: curvature)
      for x in [1e-3, 1, 50, 1e4, 1e9] {
        let y = law.value(at: x)
        let share = (y - 0.3) / 0.7
        let odds = share / pow((1 - y) / 0.7, curvature)
        guard share > 1e-4, share < 0.9999 else { continue }
        #expect(abs(odds / (40 * pow(x, -0.6)) - 1) < 1e-9, "curvature \(curvature), x \(x)")
        #expect(abs((law.predictor(reaching: y) ?? 0) / x - 1) < 1e-8)
      }
    }
    // u / (1 - u)² = 2 at u = 1/2.
    let half = M4Law(floor: 0, ceiling: 1, amplitude: 2, exponent: 1, curvature: 2)
    #expect(abs(half.value(at: 1) - 0.5) < 1e-15)
  }

  @Test func m4WithACurvatureOfOneIsTheRationalLaw() {
    let m4 = M4Law(floor: 0.1, ceiling: 0.9, amplitude: 12, exponent: 0.7, curvature: 1)
    let rational = BoundedRationalLaw(floor: 0.1, ceiling: 0.9, amplitude: 12, exponent: 0.7)
    for x in [0.1, 1, 30, 1e5] { #expect(abs(m4.value(at: x) - rational.value(at: x)) < 1e-14) }
  }

  @Test func m4IsRecoveredFromItsPoints() throws {
    try expectExtrapolation(
      M4Law.model(floor: 0...1, ceiling: 1...1),
      M4Law(floor: 0.25, ceiling: 1, amplitude: 8, exponent: 0.6, curvature: 0.5).value)
  }

  @Test func aShiftedLawThatStartsAtACeilingIsRecovered() throws {
    let law = BoundedShiftedPowerLaw(floor: 0.1, ceiling: 0.9, shift: 4, exponent: 0.6)
    try expectRecovery(law, x: Self.x, tolerance: 1e-6)
    // 1 + 12 / 4 = 4, and 4^-0.5 is a half.
    let closed = BoundedShiftedPowerLaw(floor: 0.2, ceiling: 1, shift: 4, exponent: 0.5)
    #expect(closed.value(at: 0) == 1)
    #expect(abs(closed.value(at: 12) - 0.6) < 1e-15)
    #expect(abs((closed.predictor(reaching: 0.6) ?? 0) - 12) < 1e-12)
    #expect(closed.predictor(reaching: 0.2) == nil)
  }

  @Test func aRisingLawIsTheFallingOneWithItsEndsExchanged() throws {
    let truth = { (x: Double) in 0.9 - 0.8 * (12 * pow(x, -0.7)) / (1 + 12 * pow(x, -0.7)) }
    try expectExtrapolation(BoundedRationalLaw.model(trend: .rising), truth, objective: .squares)
  }

  @Test func boundsAreKept() throws {
    let y = Self.x.map { 1.3 / (1 + 0.2 * pow($0, 0.5)) }
    let fit = try BoundedRationalLaw.model(floor: 0...1, ceiling: 0...1).fit(x: Self.x, y: y, objective: .logSquares)
    #expect((fit["ceiling"]?.value ?? 2) <= 1)
    #expect((fit["floor"]?.value ?? -1) >= 0)
    let pinned = try BoundedRationalLaw.model(floor: 0...1, ceiling: 1...1).fit(x: Self.x, y: y, objective: .logSquares)
    #expect(pinned["ceiling"]?.value == 1)
    #expect(pinned.degreesOfFreedom >= Self.x.count - 3)
    #expect(pinned.law == "bounded rational law, ceiling 1")
  }
}
