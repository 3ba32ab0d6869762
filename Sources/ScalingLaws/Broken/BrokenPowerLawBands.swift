import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension BrokenPowerLawFit {
  /// Whether an x lies inside the data or how far beyond.
  public func place(of x: Double) -> PredictionPlace { fit.place(of: x) }

  /// The interval of the law's mean at some x, in the unit of y; at the fit's level unless another is given.
  ///
  /// By the delta method on the scale of the fit (`.delta`: a parameter on a bound is taken as fixed), by the profile of the value, or for the whole curve at once; the ends are carried back to y, so that on
  /// a logarithmic scale they are not symmetric about it. None of them knows of a break that the data do not show: beyond the data the band is that of the law with these breaks. Throws `FitError` for an x that is not positive and
  /// where a parameter is not identified, as beside a break at the end of the data.
  public func confidenceBand(
    at x: [Double], level: Double? = nil, by construction: BandConstruction = .delta
  ) throws -> [Estimate] {
    try check(x)
    return try fit.confidenceBand(at: x, level: level, by: construction).map(scale.restored)
  }

  /// The interval of a new observation of unit weight at some x, in the unit of y; otherwise as `confidenceBand(at:level:by:)`.
  public func predictionBand(
    at x: [Double], level: Double? = nil, by construction: BandConstruction = .delta
  ) throws -> [Estimate] {
    try check(x)
    return try fit.predictionBand(at: x, level: level, by: construction).map(scale.restored)
  }

  private func check(_ x: [Double]) throws {
    if let bad = x.first(where: { !($0 > 0 && $0.isFinite) }) {
      throw FitError("A band was asked for at x = \(bad): a broken power law needs it positive and finite.")
    }
  }
}

extension BrokenPowerLaw.Scale {
  /// An interval on the scale, in the unit of y.
  func restored(_ estimate: Estimate) -> Estimate {
    guard self != .response else { return estimate }
    func back(_ number: Double) -> Double { self == .logarithm ? exp(number) : expm1(number) }
    return Estimate(
      value: back(estimate.value), lower: back(estimate.lower), upper: back(estimate.upper), level: estimate.level,
      method: "\(estimate.method), in \(explanation)")
  }
}
