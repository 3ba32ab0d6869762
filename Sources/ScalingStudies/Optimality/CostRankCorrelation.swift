import ScalingStatistics

/// How far a measure of compute and the system's cost put all configurations in the same order.
public struct CostRankCorrelation: Sendable, Hashable, Codable {
  /// Both coefficients in a sentence.
  public let headline: String
  /// The configurations.
  public let count: Int
  /// Kendall's tau-b; nil where all configurations tie in one of the costs.
  public let kendall: Double?
  /// Kendall's tau-b with an interval; nil where none can be had.
  public let kendallInterval: Estimate?
  /// Spearman's rho; nil where all configurations tie in one of the costs.
  public let spearman: Double?
  /// Spearman's rho with an interval; nil where none can be had.
  public let spearmanInterval: Estimate?

  init(
    count: Int, kendall: Double?, kendallInterval: Estimate?, spearman: Double?, spearmanInterval: Estimate?
  ) {
    self.count = count
    self.kendall = kendall
    self.kendallInterval = kendallInterval
    self.spearman = spearman
    self.spearmanInterval = spearmanInterval
    headline =
      if let kendall, let spearman {
        "Over \(count) configurations Kendall's tau-b is \(OptimalityWords.number(kendall, kendallInterval, 2)) and Spearman's rho \(OptimalityWords.number(spearman, spearmanInterval, 2))."
      } else {
        "All of \(count) configurations tie in one of the costs: there is no rank correlation."
      }
  }
}
