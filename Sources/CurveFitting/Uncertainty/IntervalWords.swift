import ScalingStatistics

extension FittedModel {
  /// What a profile interval assumes, in words.
  var profileMethod: String {
    errors.isScaleKnown
      ? "profile interval, chi-squared threshold, \(errors.assumption)"
      : "profile t interval, \(degreesOfFreedom) degrees of freedom, \(errors.assumption)"
  }

  /// Pointwise intervals of the mean stretched by Scheffé's factor, so that all points of the curve lie inside at once.
  func simultaneous(_ pointwise: [Estimate], level: Double) throws -> [Estimate] {
    let free = observationCount - degreesOfFreedom
    let critical = FitAssembly.critical(errors: errors, degrees: degreesOfFreedom, level: level).factor
    let squared =
      errors.isScaleKnown
      ? ChiSquaredDistribution(degreesOfFreedom: Double(free)).quantile(level)
      : Double(free)
        * FDistribution(numeratorDegreesOfFreedom: Double(free), denominatorDegreesOfFreedom: Double(degreesOfFreedom))
        .quantile(level)
    let stretch = squared.squareRoot() / critical
    guard stretch.isFinite, pointwise.allSatisfy({ (stretch * ($0.upper - $0.value)).isFinite }) else {
      throw FitError("The simultaneous band of this \(law) leaves the range of floating-point numbers.")
    }
    return pointwise.map {
      Estimate(
        value: $0.value, lower: $0.value - stretch * ($0.value - $0.lower),
        upper: $0.value + stretch * ($0.upper - $0.value), level: level,
        method: "simultaneous band of the mean (Scheffé, \(free) parameters), \(errors.assumption)")
    }
  }
}
