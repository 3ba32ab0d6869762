/// Fits of one law to many curves over the same x, or to one curve under many weightings; columns with one number for each curve.
public struct BatchFit: Sendable, CustomStringConvertible {
  /// The law, how many curves, and how many of them need a look.
  public let headline: String
  /// The law's name.
  public let law: String
  /// What was minimised.
  public let objective: FitObjective
  /// The names of the parameters, amplitudes first.
  public let parameterNames: [String]
  /// For each parameter, its estimate for each curve.
  public let parameters: [[Double]]
  /// For each parameter, its standard error for each curve; infinite where the data give none: on a bound, not identified, or no degrees of freedom.
  public let standardErrors: [[Double]]
  /// The sum of squared whitened residuals of each curve, as in `Fit.residualSumOfSquares`: chi-squared where the size of the errors is known.
  public let residualSumsOfSquares: [Double]
  /// Observations that carry weight less parameters, for each curve.
  public let degreesOfFreedom: [Int]
  /// The curves whose fit is not a plain interior minimum (a parameter on a bound or not identified, or no convergence), ascending: fit them alone and read the verdicts.
  public let needsLook: [Int]

  /// The number of curves.
  public var count: Int { residualSumsOfSquares.count }
  /// The rounded headline.
  public var description: String { headline }

  init(
    law: String, objective: FitObjective, parameterNames: [String], parameters: [[Double]], standardErrors: [[Double]],
    residualSumsOfSquares: [Double], degreesOfFreedom: [Int], needsLook: [Int]
  ) {
    self.law = law
    self.objective = objective
    self.parameterNames = parameterNames
    self.parameters = parameters
    self.standardErrors = standardErrors
    self.residualSumsOfSquares = residualSumsOfSquares
    self.degreesOfFreedom = degreesOfFreedom
    self.needsLook = needsLook
    headline =
      "\(law)\(objective == .squares ? "" : " (\(objective.explanation))"): \(residualSumsOfSquares.count) curves"
      + (needsLook.isEmpty ? "" : ", \(needsLook.count) of them on a bound, not identified or not converged")
  }

  /// The estimates of a parameter, one for each curve, or nil where the law has none of that name.
  public subscript(name: String) -> [Double]? {
    parameterNames.firstIndex(of: name).map { parameters[$0] }
  }

  /// The standard errors of a parameter, one for each curve, or nil where the law has none of that name.
  public func standardErrors(of name: String) -> [Double]? {
    parameterNames.firstIndex(of: name).map { standardErrors[$0] }
  }
}
