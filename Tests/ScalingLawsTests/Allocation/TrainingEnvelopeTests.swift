import ScalingLaws
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct TrainingEnvelopeTests {
  private let law = ChinchillaLaw(
    floor: 1.69, parameterAmplitude: 406.4, tokenAmplitude: 410.7, parameterExponent: 0.34, tokenExponent: 0.28)

  private func curve(_ size: Double) throws -> TrainingCurve {
    let compute = (0...80).map { 1e17 * pow(10, Double($0) * 0.075) }
    return try TrainingCurve(
      parameters: size, compute: compute, loss: compute.map { law.value(parameters: size, tokens: $0 / (6 * size)) })
  }

  @Test func `dense sizes without noise give the law's own exponent and sizes`() throws {
    let curves = try (0...30).map { try curve(5e7 * pow(200, Double($0) / 30)) }
    let trend = try AllocationTrend(envelopeOf: curves)
    #expect(abs(trend.parameterExponent.value - 0.28 / 0.62) < 0.01, "\(trend)")
    let best = try law.optimalAllocation(compute: 1e20)
    #expect(abs(try trend.parameters(compute: 1e20).value / best.parameters - 1) < 0.05)
    #expect(abs(try trend.tokens(compute: 1e20).value / best.tokens - 1) < 0.05)
    #expect(trend.approach == .envelope && trend.parameterExponent.contains(0.28 / 0.62))
    // The ends win somewhere and are left out.
    #expect(trend.warnings.count == 1 && trend.warnings[0].contains("the smallest or the largest model wins there"))
    #expect(!trend.parameters.contains(5e7))
  }

  @Test func `an envelope of ends alone is refused`() throws {
    do {
      _ = try AllocationTrend(envelopeOf: [try curve(1e8), try curve(1e9)])
      Issue.record("no error")
    } catch let error as AllocationError {
      #expect(error.reason == .noInteriorMinimum)
      #expect(
        error.message
          == "0 models between the smallest (1e8 parameters) and the largest (1e9) win at any budget: an envelope needs two."
      )
    }
  }

  @Test func `compute that does not rise is refused`() {
    do {
      _ = try TrainingCurve(parameters: 1e8, compute: [1, 3, 2], loss: [3, 2, 1])
      Issue.record("no error")
    } catch {
      #expect("\(error)" == "The training curve of 1e8 parameters does not rise in compute at point 2.")
    }
  }
}
