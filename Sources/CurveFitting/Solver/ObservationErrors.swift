/// What is known of the errors of the observations.
///
/// It decides the weights, whether the scale of the errors is estimated from the residuals (Student t intervals) or known (normal intervals, chi-squared lack of fit).
public enum ObservationErrors: Sendable, Hashable {
  /// Independent errors of one unknown size.
  case equal
  /// Independent errors of unknown scale; a weight is proportional to one over the variance. A weight of 0 leaves a point out.
  case weights([Double])
  /// Independent errors with known standard deviations.
  case standardDeviations([Double])
  /// Errors with a known covariance matrix, row by row: points that share problems or runs.
  case covariance([[Double]])

  /// Whether the size of the errors is known, not only their proportions.
  public var isScaleKnown: Bool {
    switch self {
    case .equal, .weights: false
    case .standardDeviations, .covariance: true
    }
  }

  /// What the intervals of a fit under these errors assume, in words.
  public var assumption: String {
    switch self {
    case .equal: "independent errors of one size, estimated from the residuals"
    case .weights: "independent errors with the given weights, their size estimated from the residuals"
    case .standardDeviations: "independent errors of the given sizes"
    case .covariance: "errors with the given covariance"
    }
  }
}
