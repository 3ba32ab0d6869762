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

extension NonlinearModel {
  /// The fit with the lowest objective among those from some starts; nil without a start.
  ///
  /// A start at which the model has no value, or from which nothing is found, is passed over. Throws the last refusal where every start was refused.
  func lowestFit(
    from starts: [[String: Double]], columns: [String: [Double]], y: [Double], errors: ObservationErrors,
    objective: FitObjective, bounds: [String: ClosedRange<Double>], level: Double
  ) throws -> NonlinearFit? {
    var best: NonlinearFit?
    var refusal: FitError?
    for start in starts {
      do {
        let found = try fit(
          columns: columns, y: y, start: start, errors: errors, objective: objective, bounds: bounds, level: level)
        if found.objectiveValue < (best?.objectiveValue ?? .infinity) { best = found }
      } catch let error as FitError {
        refusal = error
      }
    }
    if best == nil, let refusal { throw refusal }
    return best
  }
}

extension NonlinearFit {
  /// The parameters of the fit as a start for similar data.
  func start(within bounds: [String: ClosedRange<Double>]) -> [String: Double] {
    Dictionary(parameters.map { ($0.name, $0.value) }) { first, _ in first }.moved(into: bounds)
  }
}
