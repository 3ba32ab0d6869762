import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Finds where a fit's profile reaches a threshold on either side of its estimate.
final class ProfileSearch {
  /// An end of an interval, in the coordinate of the path.
  struct End {
    /// The value; infinite where the side is open.
    var value: Double
    /// Why the side is open, or nil.
    var openness: String?
  }

  private let fit: Fit
  let path: ProfilePath
  /// The shapes of the fit in the path's coordinates.
  let best: [Double]
  private let leastSquares: Double
  /// The residual variance in scaled units; 1 over the squared scale for errors of known size.
  private let variance: Double
  private let termCount: Int

  /// Throws `FitError` where the fit has no profile: no degrees of freedom, or squares outside the range of floating-point numbers.
  init(_ fit: Fit) throws {
    self.fit = fit
    let state = fit.state
    guard fit.objective == .squares else {
      throw FitError(
        "A profile interval is one of least squares; this \(fit.law) was fitted by \(fit.objective.explanation).")
    }
    guard fit.errors.isScaleKnown || fit.degreesOfFreedom > 0 else {
      throw FitError(
        "A \(fit.law) through as many points as parameters has no profile: no degrees of freedom are left.")
    }
    let predictors = zip(state.x, state.references).map { PredictorColumn($0, reference: $1) }
    let bounds =
      state.bounds.isEmpty ? state.model.amplitudes.map { $0.lower...max($0.lower, $0.upper) } : state.bounds
    let squares = ConstrainedLeastSquares(
      model: state.model, predictors: predictors, y: state.y,
      whitening: try Whitening(fit.errors, count: state.y.count), bounds: bounds)
    path = ProfilePath(squares: squares, references: state.references)
    termCount = state.model.amplitudes.count
    let shapes = Array(state.working.dropFirst(termCount))
    let path = path
    best = shapes.indices.map { path.coordinate($0, shapes[$0]) }
    leastSquares = path.squares(at: shapes)
    variance =
      fit.errors.isScaleKnown ? 1 / (squares.scale * squares.scale) : leastSquares / Double(fit.degreesOfFreedom)
    guard leastSquares.isFinite, variance.isFinite, variance == 0 || variance.isNormal else {
      throw FitInput.overflow(fit.law)
    }
    path.variance = variance
  }

  /// Whether the residuals are all 0, so that every interval is a point.
  var isExact: Bool { variance == 0 }

  /// The squared factor of a pointwise interval: F(1, degrees of freedom), or chi-squared with 1 degree of freedom for known errors.
  func threshold(level: Double) -> Double {
    let factor = FitAssembly.critical(errors: fit.errors, degrees: fit.degreesOfFreedom, level: level).factor
    return factor * factor
  }

  /// Both ends of the interval around an estimate; `error` is its standard error or a guess of it, `drift` the change of the shapes with the quantity.
  func ends(
    _ target: ProfilePath.Target, around estimate: Double, error: Double, drift: [Double], threshold: Double,
    within range: ClosedRange<Double>, isParameter: Bool
  ) -> (lower: End, upper: End) {
    guard !isExact else { return (End(value: estimate), End(value: estimate)) }
    func one(_ direction: Double) -> End {
      end(
        target, from: estimate, direction: direction, error: error, drift: drift, threshold: threshold, within: range,
        isParameter: isParameter)
    }
    return (one(-1), one(1))
  }

  /// One end.
  func end(
    _ target: ProfilePath.Target, from estimate: Double, direction: Double, error: Double, drift: [Double],
    threshold: Double, within range: ClosedRange<Double>, isParameter: Bool
  ) -> End {
    let quantity = threshold * variance
    let limit = direction > 0 ? range.upperBound - estimate : estimate - range.lowerBound
    let open = End(
      value: direction * .infinity, openness: "the data allow any \(direction > 0 ? "larger" : "smaller") value")
    let isShape = if case .shape = target { true } else { false }
    guard limit > 0 else { return isShape ? open : End(value: estimate) }
    let unit = error > 0 && error.isFinite ? error : max(1e-3 * abs(estimate), 1e-12)
    path.start(target, position: best, steps: initialSteps(drift: drift, error: unit))
    let path = path
    let outcome = ProfileRoot(
      leastSquares: leastSquares, rise: quantity, best: best, drift: drift.map { direction * $0 }, longestMove: 1.5,
      tolerance: 1e-7
    ).search(first: min(unit * threshold.squareRoot(), limit), limit: limit) { distance, guess in
      let value = path.minimum(at: estimate + direction * distance, from: guess)
      return (value, path.position)
    }
    switch outcome {
    case .found(let here): return finished(here, estimate, direction, quantity, isParameter)
    case .limit: return limit == .infinity || isShape ? open : End(value: estimate + direction * limit)
    case .open: return open
    }
  }

  private func initialSteps(drift: [Double], error: Double) -> [Double] {
    let state = fit.state
    return best.indices.map { k in
      let index = termCount + k
      let slope = path.coordinateSlope(k, state.working[index])
      let total = state.covariance.isEmpty ? .nan : state.covariance[index][index] * slope * slope
      let explained = drift[k] * error
      return 0.03 * max(total - explained * explained, 1e-4 * total, 1e-12).squareRoot()
    }
  }

  /// A root; open where a shape ran to the end of its range and would have carried the quantity on without end.
  private func finished(
    _ here: ProfileRoot.Place, _ estimate: Double, _ direction: Double,
    _ quantity: Double, _ isParameter: Bool
  ) -> End {
    let end = End(value: estimate + direction * here.distance)
    guard isParameter else { return end }
    for k in here.position.indices {
      let range = path.range(k)
      let isLow = here.position[k] <= range.lowerBound
      let isHigh = here.position[k] >= range.upperBound
      guard isLow || isHigh else { continue }
      var inside = here.position
      let step = min(0.7, 0.25 * (range.upperBound - range.lowerBound))
      inside[k] += isLow ? step : -step
      // Were the value a limit, a shape a little inside would do nearly as well.
      if path.objective(at: inside) > leastSquares + 1.5 * quantity {
        return End(
          value: direction * .infinity,
          openness: "\(fit.state.model.shapeNames[k]) runs to the end of its range")
      }
    }
    return end
  }
}
