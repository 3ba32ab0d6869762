import ScalingStatistics

/// A law with the numbers of a fit or of a bootstrap replicate, as functions of parameters see it.
public struct FittedLaw: Sendable {
  private let state: any CurveState
  private let working: [Double]

  init(_ fit: any FittedModel) { self.init(fit.curve.state) }

  private init(_ state: any CurveState) {
    self.state = state
    working = state.working
  }

  private init(_ state: any CurveState, working: [Double]) {
    self.state = state
    self.working = working
  }

  func moved(to working: [Double]) -> FittedLaw { FittedLaw(state, working: working) }

  /// The parameters in the law's order.
  public var values: [Double] { state.reported(working) }

  /// The parameter of a name; NaN where the law has none of that name.
  public subscript(name: String) -> Double { state.reportedNames.firstIndex(of: name).map { values[$0] } ?? .nan }

  /// The law's value at an x; NaN where the law is not defined, and for a law of several predictors.
  public func value(at x: Double) -> Double { state.value(at: x, working: working) }
}

extension FittedModel {
  /// The estimate of any function of the fitted law, with the interval of the delta method.
  ///
  /// The gradient is taken by central differences over a thousandth of a standard error in the coordinates that the law is fitted in. Throws `FitError` where the fit has no
  /// covariance or the function no value near the fit. Two evaluations of the function for each parameter.
  public func estimate(level: Double? = nil, of function: (FittedLaw) -> Double) throws -> Estimate {
    let level = try checkedLevel(level)
    let state = curve.state
    guard state.isCovarianceFinite else {
      throw FitError("This \(law) has no covariance: \(warnings.first ?? "it is not defined").")
    }
    let law = FittedLaw(self)
    let value = function(law)
    let gradient = state.working.indices.map { index -> Double in
      let error = state.covariance[index][index].squareRoot()
      guard error > 0 else { return 0 }
      var ends = [state.working, state.working]
      ends[0][index] += 1e-3 * error
      ends[1][index] -= 1e-3 * error
      return (function(law.moved(to: ends[0])) - function(law.moved(to: ends[1]))) / (ends[0][index] - ends[1][index])
    }
    guard value.isFinite, gradient.allSatisfy(\.isFinite) else {
      throw FitError("The function has no finite value at the fit or next to it: its interval comes from a bootstrap.")
    }
    let variance = FitAssembly.variance(state.covariance, along: gradient)
    guard variance.isFinite else {
      throw FitError("The function's variance has no finite value at the fit: its interval comes from a bootstrap.")
    }
    let (factor, method) = FitAssembly.critical(
      errors: errors, degrees: max(1, degreesOfFreedom), level: level, objective: objective)
    let half = factor * max(0, variance).squareRoot()
    return Estimate(
      value: value, lower: value - half, upper: value + half, level: level, method: "delta method, \(method)")
  }
}
