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

/// One set of points that lie on a law to the rounding of their y.
struct ExactCase: Sendable, CustomTestStringConvertible {
  let name: String
  let x: [Double]
  var testDescription: String { name }

  /// n points at equal ratios over some decades, centred on a geometric mean of `middle`.
  static func spread(_ n: Int, decades: Double, middle: Double = 30) -> [Double] {
    (0..<n).map { middle * pow(10, decades * (Double($0) / Double(n - 1) - 0.5)) }
  }

  /// Counts 6, 12 and 40 over 1.5 to 6 decades.
  static let grid: [ExactCase] = [6, 12, 40].flatMap { n in
    [1.5, 3, 4.5, 6].map { ExactCase(name: "\(n) points over \($0) decades", x: spread(n, decades: $0)) }
  }
}

/// Fits without a guess and compares every parameter with the one that made the data.
func expectRecovery<Law: ScalingLaw>(
  _ law: Law, x: [Double], tolerance: Double = 1e-10, _ what: String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let fit = try Law.fit(x: x, y: x.map { law.value(at: $0) })
  for (parameter, truth) in zip(fit.parameters, law.parameters) {
    let error = abs(parameter.value - truth) / abs(truth)
    #expect(
      error <= tolerance, "\(what): \(parameter.name) is \(parameter.value), not \(truth): off by \(error)",
      sourceLocation: sourceLocation)
  }
  #expect(fit.termination.isConverged, "\(what): \(fit.termination)", sourceLocation: sourceLocation)
}
