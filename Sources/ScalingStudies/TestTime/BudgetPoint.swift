import ScalingStatistics

/// One setting of a test-time-scaling method: what its answers spent on average, and how many problems were solved.
public struct BudgetPoint: Sendable, Hashable {
  /// What was asked for: "8192 tokens", "2x Wait".
  public let label: String
  /// The mean of what was spent on a problem, as measured.
  public let spent: Double
  /// The number of problems solved.
  public let correct: Int
  /// The number of problems.
  public let problems: Int
  /// The least and the most that the setting allows, where it sets limits; an open end is infinite.
  public let limits: ClosedRange<Double>?

  /// Creates a point; without `limits` it does not count in a method's control.
  ///
  /// Throws `StudyError` for a budget that is negative or not finite, counts that contradict each other, and limits that are NaN.
  public init(
    _ label: String, spent: Double, correct: Int, of problems: Int, limits: ClosedRange<Double>? = nil
  ) throws {
    guard spent >= 0, spent.isFinite else {
      throw StudyError("Point \"\(label)\" spent \(spent); a mean of what was spent is finite and 0 or more.")
    }
    guard problems > 0, (0...problems).contains(correct) else {
      throw StudyError(
        "Point \"\(label)\" has \(correct) problems solved of \(problems): it needs 0 <= correct <= problems and a problem."
      )
    }
    self.label = label
    self.spent = spent
    self.correct = correct
    self.problems = problems
    self.limits = limits
  }

  /// The share of problems solved.
  public var accuracy: Double { Double(correct) / Double(problems) }

  /// Whether the mean lies within the limits; nil where none were set.
  public var isControlled: Bool? { limits.map { $0.contains(spent) } }
}
