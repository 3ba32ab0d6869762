import BenchmarkSupport
import ScalingLaws

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What approach 2 makes of a surface without noise: five budgets 1e17 to 1e21, 15 sizes about the best one, a line through the minima to 1e24 FLOP.
///
/// A row for each factor about the best size (4, 8, 16): the factor and the relative error of D* by parabolas and by cubics.
enum IsoFLOPBias {
  /// Hoffmann and others, 2022, as rounded in print.
  static let law = ChinchillaLaw(
    floor: 1.69, parameterAmplitude: 406.4, tokenAmplitude: 410.7, parameterExponent: 0.34, tokenExponent: 0.28)

  static func tasks() -> [BenchmarkTask] {
    [
      BenchmarkTask("isoFLOP bias", for: [4.0, 8, 16]) { factor in
        [factor, try bias(.parabola, factor: factor), try bias(.cubic, factor: factor)]
      } row: {
        $0
      }
    ]
  }

  static func bias(_ curve: IsoFLOPCurve, factor: Double) throws -> Double {
    let profiles = try [1e17, 1e18, 1e19, 1e20, 1e21].map { compute in
      let best = try law.optimalAllocation(compute: compute).parameters
      let sizes = (0..<15).map { best * pow(factor, Double($0) / 7 - 1) }
      return try IsoFLOPProfile(
        compute: compute, parameters: sizes, loss: sizes.map { law.value(parameters: $0, tokens: compute / (6 * $0)) })
    }
    let truth = try law.optimalAllocation(compute: 1e24).tokens
    return try AllocationTrend(profiles: profiles, curve: curve).tokens(compute: 1e24).value / truth - 1
  }
}
