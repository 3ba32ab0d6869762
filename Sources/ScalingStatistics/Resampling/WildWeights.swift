/// The random multipliers of a wild bootstrap: mean 0, variance 1, drawn once for each residual or once for each cluster of residuals.
///
/// Residuals of a fit, times these, are added to its fitted values to make the replicates. A multiplier keeps the size of each residual, and with it unequal variances; one multiplier
/// for a cluster keeps the dependence inside it.
public enum WildWeights: String, Sendable, Hashable, Codable, CaseIterable {
  /// Six points, ±√(1/2), ±1 and ±√(3/2), each with probability 1/6: M. D. Webb, "Reworking Wild Bootstrap-Based Inference for Clustered Errors", Canadian J. Economics 56 (2023).
  ///
  /// With few clusters the choice: twelve or fewer have at most 4,096 different Rademacher draws, while five have 7,776 of these.
  case webb
  /// Two points, ±1, each with probability 1/2: the third moment is 0 and the fourth 1, the least that a variance of 1 allows.
  case rademacher

  /// The points, each equally likely, from the lowest up.
  public var points: [Double] {
    switch self {
    case .webb: [-(1.5.squareRoot()), -1, -(0.5.squareRoot()), 0.5.squareRoot(), 1, 1.5.squareRoot()]
    case .rademacher: [-1, 1]
    }
  }

  /// One multiplier from a generator.
  public func draw(using generator: inout SeededGenerator) -> Double {
    let points = points
    return points[generator.nextIndex(below: points.count)]
  }

  /// The multipliers of one replicate, from the stream of the seed that has its number: the same for any order and number of threads.
  ///
  /// A count below 1 gives none. O(count).
  public func multipliers(count: Int, replicate: Int, seed: UInt64) -> [Double] {
    guard count > 0 else { return [] }
    var generator = SeededGenerator(seed: seed, stream: UInt64(truncatingIfNeeded: replicate))
    let points = points
    return (0..<count).map { _ in points[generator.nextIndex(below: points.count)] }
  }
}
