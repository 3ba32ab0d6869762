import CurveFitting
import ScalingStatistics
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The sentence of the `FitError` that a call throws, or what happened instead.
func sentence<Result>(_ body: () throws -> Result) -> String {
  do {
    _ = try body()
    return "no error"
  } catch let error as FitError {
    return error.message
  } catch {
    return "another error: \(error)"
  }
}

/// Whether a number agrees with its reference to a relative tolerance; says how far off it was.
func expectClose(
  _ value: Double?, _ reference: Double, relative: Double, _ what: String,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  guard let value else {
    Issue.record("\(what) is missing, not \(reference)", sourceLocation: sourceLocation)
    return
  }
  let error = value == reference ? 0 : abs(value - reference) / abs(reference)
  #expect(error <= relative, "\(what) is \(value), not \(reference): off by \(error)", sourceLocation: sourceLocation)
}

/// Four standard deviations of a binomial share: what a count over replicates may differ from its expectation.
func binomialTolerance(_ share: Double, replicates: Int) -> Double {
  4 * (share * (1 - share) / Double(replicates)).squareRoot()
}

/// Every bit of a fit that a caller can see, for comparisons of bits.
func bits(_ fit: Fit) -> [UInt64] {
  var numbers = [fit.residualSumOfSquares, fit.logLikelihood, fit.correctedAkaikeCriterion, fit.scan.lowestObjective]
  for parameter in fit.parameters {
    numbers += [parameter.value, parameter.standardError ?? -1]
    numbers += [parameter.waldInterval?.lower ?? -1, parameter.waldInterval?.upper ?? -1]
  }
  for column in (fit.covariance ?? [[-1]]) + [fit.residuals] { numbers += column }
  return numbers.map(\.bitPattern)
}

/// Nested counts of uniform draws under a law's shares: problem u counts at a cap where u is below the share.
func simulatedCounts(_ shares: [Double], problems: Int, generator: inout SeededGenerator) -> [Double] {
  let draws = (0..<problems).map { _ in generator.nextUniform() }
  return shares.map { share in Double(draws.count { $0 < share }) }
}
