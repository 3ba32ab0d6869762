import ScalingStatistics

/// The three measures of s1 for a test-time-scaling method: control, scaling and performance.
///
/// N. Muennighoff et al., "s1: Simple test-time scaling" (arXiv:2501.19393), section 3.2. Control is the share of settings whose mean budget lies within the limits that they set; scaling the mean slope of
/// accuracy over all pairs of settings; performance the best accuracy. Two settings of nearly the same budget make a slope of any size, so the slope of the least-squares line stands beside the mean.
public struct BudgetScaling: Sendable, Hashable, Codable {
  /// The three measures in a sentence.
  public let headline: String
  /// The method and the data.
  public let label: String
  /// What slopes are taken over.
  public let resource: BudgetResource
  /// What is done to it before slopes are taken.
  public let transform: BudgetTransform
  /// The number of settings.
  public let settingCount: Int
  /// The share of settings that kept their limits; nil where none has limits.
  public let control: Double?
  /// The number of settings with limits, over which control is the share.
  public let limitedCount: Int
  /// The mean slope over all pairs of settings, in percentage points for each unit of the transform.
  public let scaling: Double
  /// The mean slope with its interval by problems; nil where only counts are known, which do not say what settings share.
  public let scalingInterval: Estimate?
  /// The slope of the least-squares line through the settings, in the same unit.
  public let leastSquaresSlope: Double
  /// The best accuracy, with Wilson's interval of that setting on its own: a maximum of several is optimistic.
  public let performance: Estimate
  /// The setting of the best accuracy; the first of several.
  public let bestSetting: String
  /// The number of problems; one of them is 100 / `problemCount` percentage points.
  public let problemCount: Int

  /// Computes the measures from counts.
  ///
  /// Throws `StudyError` for fewer than two points, points over different numbers of problems, points of one budget, or a budget of 0 under a logarithm. O(n²) in the points.
  public init(
    _ label: String, points: [BudgetPoint], of resource: BudgetResource = .thinkingTokens,
    transform: BudgetTransform = .log2, level: Double = 0.95
  ) throws {
    try self.init(label, points: points, of: resource, transform: transform, level: level, interval: nil)
  }

  init(
    _ label: String, points: [BudgetPoint], of resource: BudgetResource, transform: BudgetTransform, level: Double,
    interval: Estimate?
  ) throws {
    guard points.count > 1, let first = points.first else {
      throw StudyError("\(label): slopes need at least two settings, there is \(points.count == 1 ? "one" : "none").")
    }
    if let other = points.first(where: { $0.problems != first.problems }) {
      throw StudyError(
        "\(label): \"\(first.label)\" has \(first.problems) problems and \"\(other.label)\" \(other.problems): settings are compared over the same problems."
      )
    }
    if transform != .linear, let zero = points.first(where: { $0.spent <= 0 }) {
      throw StudyError(
        "\(label): \"\(zero.label)\" spent \(zero.spent) \(resource.unit), which has no logarithm; leave it out or take slopes with .linear."
      )
    }
    for b in points.indices {
      for a in 0..<b where points[a].spent == points[b].spent {
        throw StudyError(
          "\(label): \"\(points[a].label)\" and \"\(points[b].label)\" both spent \(DecimalText.significant(points[a].spent, 7)) \(resource.unit): there is no slope between them."
        )
      }
    }
    let x = points.map { transform.x($0.spent) }
    let y = points.map { 100 * $0.accuracy }
    guard let scaling = PairwiseSlopes.mean(x: x, y: y), let line = PairwiseSlopes.leastSquares(x: x, y: y) else {
      throw StudyError("\(label): budgets differ by less than a rounding error: there is no slope between them.")
    }
    var best = first
    for point in points where point.correct > best.correct { best = point }
    let limited = points.compactMap(\.isControlled)
    let kept = limited.count { $0 }
    self.label = label
    self.resource = resource
    self.transform = transform
    settingCount = points.count
    limitedCount = limited.count
    control = limited.isEmpty ? nil : Double(kept) / Double(limited.count)
    self.scaling = scaling
    scalingInterval = interval
    leastSquaresSlope = line
    performance = try BinomialInterval.wilson(successes: best.correct, trials: best.problems, level: level)
    bestSetting = best.label
    problemCount = first.problems
    let controlWords =
      limited.isEmpty
      ? "control unknown (no limits given)"
      : "control \(DecimalText.fixed(100 * Double(kept) / Double(limited.count), 0)) % (\(kept) of \(limited.count))"
    let slope =
      interval.map { DecimalText.interval($0.value, $0.lower, $0.upper, 3) } ?? DecimalText.significant(scaling, 3)
    let unit = "percentage points \(transform.words) of \(resource.name)"
    let top = DecimalText.fixed(100 * best.accuracy, 1)
    headline =
      "\(label): \(controlWords), scaling \(slope) \(unit), performance \(top) % of \(first.problems) problems (\(best.label))."
  }
}
