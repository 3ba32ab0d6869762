import ScalingStatistics

/// The profile of a parameter for a plot: values and the signed root of how much worse the data like them.
///
/// `signedRoots[i]` is sign(value - estimate) · √((S(value) - S_min) / s²), Bates and Watts' τ: a straight line where the t interval is right, bent where it is not.
public struct ProfileLikelihood: Sendable, Hashable, CustomStringConvertible {
  /// The interval with its open sides, rounded for reading.
  public let headline: String
  /// The parameter's name.
  public let parameter: String
  /// The estimate with its profile interval.
  public let interval: Estimate
  /// Values of the parameter, rising.
  public let values: [Double]
  /// The signed root at each value.
  public let signedRoots: [Double]
  /// The signed root that the interval's ends have: the t or normal quantile.
  public let threshold: Double

  /// Whether no smaller value is refused.
  public var isOpenBelow: Bool { interval.lower == -.infinity }
  /// Whether no larger value is refused.
  public var isOpenAbove: Bool { interval.upper == .infinity }

  /// The rounded headline.
  public var description: String { headline }
}

extension Fit {
  /// The profile of a parameter, at `pointsPerSide` values on either side of the estimate, at even steps of the signed root up to `reach` times the threshold of the interval.
  ///
  /// Where a side is open the points end with the last root that was reached. Throws as `profileInterval(of:level:)` does.
  public func profile(
    of name: String, level: Double? = nil, pointsPerSide: Int = 10, reach: Double = 1.25
  ) throws -> ProfileLikelihood {
    let index = try index(ofParameter: name)
    let level = try checkedLevel(level)
    guard pointsPerSide > 0, pointsPerSide <= 10_000, reach > 0, reach.isFinite else {
      throw FitError(
        "A profile needs 1 to 10000 points a side and a positive reach, not \(pointsPerSide) and \(reach).")
    }
    return try BLASThreads.single(points: state.y.count, errors: errors) {
      let search = try ProfileSearch(self)
      let quantity = try quantity(index, search)
      let interval = try profileEstimate(quantity, search: search, level: level)
      let threshold = search.threshold(level: level).squareRoot()
      let roots = (1...pointsPerSide).map { reach * threshold * Double($0) / Double(pointsPerSide) }
      func side(_ direction: Double) -> [(value: Double, root: Double)] {
        var points: [(value: Double, root: Double)] = []
        for root in roots where !search.isExact {
          let end = search.end(
            quantity.target, from: quantity.estimate, direction: direction, error: quantity.error,
            drift: quantity.drift, threshold: root * root, within: quantity.range, isParameter: quantity.isParameter)
          guard end.value.isFinite else { break }
          points.append((quantity.reported(end.value), (quantity.isRising ? direction : -direction) * root))
        }
        return points
      }
      let points = (side(-1) + [(quantity.value, 0)] + side(1)).sorted { $0.root < $1.root }
      return ProfileLikelihood(
        headline: "profile of \(name): \(interval.headline)"
          + (interval.lower == -.infinity ? ", open below" : "") + (interval.upper == .infinity ? ", open above" : ""),
        parameter: name, interval: interval, values: points.map(\.value), signedRoots: points.map(\.root),
        threshold: threshold)
    }
  }
}
