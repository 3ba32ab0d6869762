import CurveFitting

/// A fit with the name of the metric that it is a curve of.
public struct MetricFit: Sendable {
  /// The metric's name, such as "paloma macro loss": curves of different names are not compared.
  public let metric: String
  /// The fit, of one positive predictor.
  public let fit: Fit

  /// Creates a fit of a metric.
  public init(_ metric: String, _ fit: Fit) {
    self.metric = metric
    self.fit = fit
  }
}
