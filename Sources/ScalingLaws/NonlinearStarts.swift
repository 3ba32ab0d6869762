import CurveFitting

extension [String: Double] {
  /// The start with every number moved into its bounds, because a fit does not start outside them.
  func moved(into bounds: [String: ClosedRange<Double>]) -> [String: Double] {
    Dictionary(
      uniqueKeysWithValues: map { name, value in
        (name, bounds[name].map { Swift.min(Swift.max(value, $0.lowerBound), $0.upperBound) } ?? value)
      })
  }
}

extension NonlinearFit {
  /// The parameters of the fit as a start for similar data.
  func start(within bounds: [String: ClosedRange<Double>]) -> [String: Double] {
    Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }.moved(into: bounds)
  }
}
