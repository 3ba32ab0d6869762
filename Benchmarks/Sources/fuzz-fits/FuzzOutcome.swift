import CurveFitting
import ScalingStatistics

/// What came of an input: numbers that were returned, and errors that were thrown.
struct FuzzOutcome {
  /// Whether the fit itself was made.
  private(set) var isFitted = false
  /// The first estimate that is not a number, in words.
  private(set) var notFinite: String?
  /// The first error that is not one of the library's, or has no sentence.
  private(set) var untyped: String?

  /// Runs a call that may refuse; nil where it did.
  mutating func attempt<Value>(_ call: () throws -> Value) -> Value? {
    do {
      return try call()
    } catch let error as FitError {
      if error.message.isEmpty { untyped = untyped ?? "FitError without a sentence" }
    } catch let error as StatisticsError {
      if error.message.isEmpty { untyped = untyped ?? "StatisticsError without a sentence" }
    } catch {
      untyped = untyped ?? "\(error)"
    }
    return nil
  }

  /// Notes that a fit was made.
  mutating func fitted() { isFitted = true }

  /// Looks at estimates, which must be finite.
  mutating func check(_ what: String, _ values: [Double]) {
    guard notFinite == nil, let value = values.first(where: { !$0.isFinite }) else { return }
    notFinite = "\(what): \(value)"
  }

  /// Looks at numbers that are documented to be infinite where there is none (an open end, a standard error that a replicate does not give, the AICc of too few points, the scan of a
  /// law that has no finite value on its grid), but never NaN.
  mutating func checkOpen(_ what: String, _ values: [Double?]) {
    guard notFinite == nil, values.contains(where: { $0?.isNaN == true }) else { return }
    notFinite = "\(what): nan"
  }

  mutating func check(_ what: String, _ interval: Estimate?) {
    guard let interval else { return }
    check(what, [interval.value])
    checkOpen("\(what), interval", [interval.lower, interval.upper])
  }

  mutating func check(_ parameters: [FittedParameter]) {
    fitted()
    for parameter in parameters {
      check(parameter.name, [parameter.value])
      checkOpen("\(parameter.name), standard error", [parameter.standardError])
      check(parameter.name, parameter.waldInterval)
    }
  }

  /// Looks at a covariance, which is finite or missing for a reason that is stated.
  mutating func check(_ what: String, _ covariance: [[Double]]?, of parameters: [FittedParameter], warnings: [String]) {
    check(what, covariance?.flatMap { $0 } ?? [])
    if notFinite == nil, covariance == nil, warnings.isEmpty { notFinite = "\(what): missing without a warning" }
    // Without a standard error a parameter is no identified one, unless the warnings are of all of them.
    if notFinite == nil, warnings.isEmpty,
      parameters.contains(where: { $0.verdict == .identified && $0.standardError == nil })
    {
      notFinite = "\(what): identified without a standard error"
    }
  }

  mutating func check(_ fit: any FittedModel) {
    check(fit.parameters)
    check("objective of \(fit.law)", [fit.residualSumOfSquares, fit.objectiveValue])
    checkOpen("statistics of \(fit.law)", [fit.residualStandardError, fit.logLikelihood, fit.lackOfFitProbability])
    checkOpen("AICc of \(fit.law)", [fit.correctedAkaikeCriterion])
    checkOpen("lowest objective of the scan of \(fit.law)", [fit.scan.lowestObjective])
    check("residuals of \(fit.law)", fit.residuals)
    check("covariance of \(fit.law)", fit.covariance, of: fit.parameters, warnings: fit.warnings)
  }
}
