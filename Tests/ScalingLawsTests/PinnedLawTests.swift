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

@Suite("Pinned law")
struct PinnedLawTests {
  @Test func theOffsetIsHeldAndTheOthersAreRecovered() throws {
    let law = PowerLawWithFloor(floor: 1.6, amplitude: 8, exponent: 0.3)
    let x = ExactCase.spread(8, decades: 2)
    for objective in [FitObjective.squares, .logSquares] {
      let fit = try PinnedLaw(PowerLawWithFloor.model, at: 1.6).fit(
        x: x, y: x.map(law.value), objective: objective)
      #expect(fit.law == "power law with floor, floor 1.6")
      #expect(fit["floor"]?.value == 1.6)
      #expect(abs((fit["amplitude"]?.value ?? 0) - 8) < 1e-9)
      #expect(abs((fit["exponent"]?.value ?? 0) - 0.3) < 1e-10)
      #expect(fit.degreesOfFreedom == 6)
    }
  }

  @Test func aFloorOfZeroMakesAPowerLaw() throws {
    let x = ExactCase.spread(8, decades: 2)
    let y = x.map { 8 * pow($0, -0.3) * (1 + 0.01 * sin($0)) }
    let pinned = try PinnedLaw(PowerLawWithFloor.model, at: 0).fit(x: x, y: y)
    let power = try PowerLaw.fit(x: x, y: y)
    #expect(abs((pinned["exponent"]?.value ?? 0) + (power["exponent"]?.value ?? 0)) < 1e-8)
    #expect(abs(pinned.correctedAkaikeCriterion - power.correctedAkaikeCriterion) < 1e-6)
  }

  @Test func whatCannotBePinnedIsRefused() {
    #expect(throws: FitError("A power law has no floor, plateau or intercept to pin; its amplitudes are coefficient."))
    {
      try PinnedLaw(PowerLaw.model, at: 1)
    }
    #expect(throws: FitError("A power law has no amplitude \"floor\" to pin; it has coefficient.")) {
      try PinnedLaw(PowerLaw.model, "floor", at: 1)
    }
    #expect(throws: FitError("\"floor\" of a power law with floor cannot be nan.")) {
      try PinnedLaw(PowerLawWithFloor.model, at: .nan)
    }
  }
}
