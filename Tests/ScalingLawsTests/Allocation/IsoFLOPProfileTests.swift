import ScalingLaws
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct IsoFLOPProfileTests {
  /// The constants of Hoffmann and others, 2022, equation 10, as rounded in print.
  static let law = ChinchillaLaw(
    floor: 1.69, parameterAmplitude: 406.4, tokenAmplitude: 410.7, parameterExponent: 0.34, tokenExponent: 0.28)

  /// 15 sizes at equal ratios from the best one over a factor to the best one times it, without noise.
  static func profile(_ compute: Double, factor: Double, law: ChinchillaLaw = law) throws -> IsoFLOPProfile {
    let best = try law.optimalAllocation(compute: compute).parameters
    let n = (0..<15).map { best * pow(factor, Double($0) / 7 - 1) }
    return try IsoFLOPProfile(
      compute: compute, parameters: n, loss: n.map { law.value(parameters: $0, tokens: compute / (6 * $0)) })
  }

  /// "Problems with Chinchilla approach 2" (arXiv:2603.22339): errors of D* at 1e24 FLOP, in percent.
  @Test(arguments: [(2.0, -0.33), (4.0, -1.30), (8.0, -2.90), (16.0, -5.10)])
  func `a parabola has the published bias and a cubic under a tenth of it`(_ factor: Double, _ published: Double) throws
  {
    let profiles = try [1e17, 1e18, 1e19, 1e20, 1e21].map { try Self.profile($0, factor: factor) }
    let truth = try Self.law.optimalAllocation(compute: 1e24).tokens
    func bias(_ curve: IsoFLOPCurve) throws -> Double {
      100 * (try AllocationTrend(profiles: profiles, curve: curve).tokens(compute: 1e24).value / truth - 1)
    }
    let parabola = try bias(.parabola)
    #expect(abs(parabola - published) < 0.006, "\(parabola) %")
    let cubic = try bias(.cubic)
    #expect(abs(cubic) < 0.1 * abs(published), "\(cubic) %")
    // The exponent itself is unbiased where the sizes are centred: .34 / (.34 + .28).
    let trend = try AllocationTrend(profiles: profiles, curve: .parabola)
    #expect(abs(trend.tokenExponent.value - 0.34 / 0.62) < 1e-6)
    #expect(trend.warnings.count == 5 && trend.warnings[0].contains("a cubic's lies"))
    #expect(try AllocationTrend(profiles: profiles).warnings.isEmpty)
    #expect(abs(trend.extrapolation(compute: 1e24) - 1000) < 1e-9)
  }

  @Test func `equal exponents leave the parabola without bias`() throws {
    var law = Self.law
    law.tokenExponent = 0.34
    let profile = try Self.profile(1e20, factor: 8, law: law)
    let best = try law.optimalAllocation(compute: 1e20).parameters
    #expect(abs(try profile.minimum(.parabola).parameters.value / best - 1) < 1e-9)
    #expect(abs(try profile.minimum().parameters.value / best - 1) < 1e-9)
  }

  @Test func `a cubic through its own values gives its minimum back`() throws {
    // (x - 2)² (x + 4) has its minimum at x = 2 = ln N, and 10 is a floor.
    let logs = [0.5, 1, 1.5, 2.5, 3, 4.0]
    let profile = try IsoFLOPProfile(
      compute: 600, parameters: logs.map { exp($0) }, loss: logs.map { 10 + ($0 - 2) * ($0 - 2) * ($0 + 4) })
    let minimum = try profile.minimum()
    #expect(abs(log(minimum.parameters.value) - 2) < 1e-12 && abs(minimum.loss - 10) < 1e-11)
    #expect(abs(minimum.tokens.value * minimum.parameters.value * 6 - 600) < 1e-9)
  }

  @Test func `a profile that falls to an end is refused with its budget`() throws {
    let n = [1e8, 2e8, 4e8, 8e8, 1.6e9]
    let falling = try IsoFLOPProfile(compute: 1e20, parameters: n, loss: n.map { 3 - 0.1 * log($0 / 1e8) })
    for curve in IsoFLOPCurve.allCases {
      do {
        _ = try falling.minimum(curve)
        Issue.record("no error")
      } catch let error as AllocationError {
        #expect(error.reason == .noInteriorMinimum)
        #expect(error.message.hasPrefix("At 1e20 FLOP the \(curve) has no minimum between 1e8 and 1.6e9 parameters"))
      }
    }
    do {
      _ = try IsoFLOPProfile(compute: 1e20, parameters: [1, 2, 3], loss: [3, 2, 3]).minimum()
      Issue.record("no error")
    } catch let error as AllocationError {
      #expect(error.reason == .invalidInput)
      #expect(
        error.message == "At 1e20 FLOP 3 distinct sizes cannot determine a cubic, which has 4 coefficients.")
    }
  }

  @Test func `noise gives intervals of about the right size from the line and from the bootstrap`() throws {
    let profiles = try [1e17, 1e18, 1e19, 1e20, 1e21].enumerated().map { row, compute in
      let clean = try Self.profile(compute, factor: 8)
      return try IsoFLOPProfile(
        compute: compute, parameters: clean.parameters,
        loss: clean.loss.enumerated().map { $1 * (1 + 0.002 * sin(Double(($0 + 3) * ($0 + 7) * (row + 2)))) })
    }
    let line = try AllocationTrend(profiles: profiles)
    let boot = try AllocationTrend(profiles: profiles, replicates: 400)
    #expect(line.parameterExponent.contains(0.28 / 0.62) && boot.parameterExponent.contains(0.28 / 0.62))
    #expect(boot.parameterExponent.value == line.parameterExponent.value)
    #expect(try profiles[2].minimum().parameters.contains(try Self.law.optimalAllocation(compute: 1e19).parameters))
    let two = try AllocationTrend(profiles: Array(profiles.prefix(2)))
    #expect(two.parameterExponent.upper == .infinity)
  }
}
