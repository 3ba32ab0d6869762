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

  /// The fit of the lowest objective among some starts; nil without starts.
  ///
  /// A start may lie where a step leaves the law's domain: others remain, and where none does the last error is thrown.
  static func lowest(
    of starts: some Sequence<[String: Double]>, _ fit: ([String: Double]) throws -> NonlinearFit
  ) throws -> NonlinearFit? {
    var best: NonlinearFit?
    var fault: (any Error)?
    for start in starts {
      do {
        let found = try fit(start)
        if found.objectiveValue < (best?.objectiveValue ?? .infinity) { best = found }
      } catch { fault = error }
    }
    if best == nil, let fault { throw fault }
    return best
  }
}

extension FitObjective {
  /// The objective of ln y that is this one of y; throws `FitError` for one that is not in logarithms.
  func ofLogarithms(law: String) throws -> FitObjective {
    switch self {
    case .logSquares: return .squares
    case .logHuber(let delta): return .huber(delta: delta)
    case .logSoftL1(let scale): return .softL1(scale: scale)
    case .logEnvelope(let penalty): return .envelope(penalty: penalty)
    case .logHuberEnvelope(let penalty, let delta): return .huberEnvelope(penalty: penalty, delta: delta)
    case .squares, .huber, .softL1, .envelope, .huberEnvelope:
      throw FitError("A \(law) is fitted to ln of the loss: \(explanation) is not an objective in logarithms.")
    }
  }
}
