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

@Suite("Shifted power law")
struct ShiftedPowerLawTests {
  @Test func itIsRecoveredFromItsPoints() throws {
    let law = ShiftedPowerLaw(floor: 1.7, amplitude: 9, shift: 5, exponent: 0.5)
    try expectRecovery(law, x: ExactCase.spread(24, decades: 4), tolerance: 1e-7)
  }

  @Test func closedFormsHold() {
    let law = ShiftedPowerLaw(floor: 1, amplitude: 6, shift: 3, exponent: 0.5)
    // (6 + 3)^-0.5 is a third.
    #expect(abs(law.value(at: 6) - 3) < 1e-15)
    #expect(abs((law.predictor(reaching: 3) ?? 0) - 6) < 1e-13)
    #expect(law.predictor(reaching: 1) == nil)
  }

  @Test func theUnitOfXChangesShiftAndAmplitudeAlone() throws {
    let law = ShiftedPowerLaw(floor: 1.7, amplitude: 9, shift: 5, exponent: 0.5)
    let x = ExactCase.spread(20, decades: 4)
    let fit = try ShiftedPowerLaw.fit(x: x.map { 1000 * $0 }, y: x.map(law.value))
    let scaled = try ShiftedPowerLaw(fit)
    #expect(abs(scaled.shift / 5000 - 1) < 1e-7)
    #expect(abs(scaled.amplitude / (9 * pow(1000, 0.5)) - 1) < 1e-7)
    #expect(abs(scaled.exponent - 0.5) < 1e-8)
  }
}
