/// Which way an objective is better.
public enum OptimizationSense: String, Sendable, Hashable, Codable, CaseIterable {
  /// Less is better: a latency, a cost.
  case minimize
  /// More is better: an accuracy, a throughput.
  case maximize

  var words: String { self == .minimize ? "lower is better" : "higher is better" }
}

/// What to do with a row whose value is missing, that is, not a number (NaN).
public enum MissingValuePolicy: String, Sendable, Hashable, Codable, CaseIterable {
  /// Throw an error that names the column and the row.
  case refuse
  /// Leave the row out, and list it among the excluded.
  case exclude
}

/// One column to be made as small or as large as possible: a value for every row.
///
/// An infinity is an ordinary value at the end of the order: minus infinity is the best there is when minimizing, and the worst when maximizing. A run that never
/// finished may therefore carry an infinite latency, and it stays on a front only while nothing matches its other objective. Plus and minus zero are equal.
public struct Objective: Sendable, Hashable {
  /// The name, as it stands in headlines and errors.
  public let name: String
  /// The values, one a row; NaN is a missing value.
  public let values: [Double]
  /// Which way is better.
  public let sense: OptimizationSense
  /// How finely fronts and ranks tell values apart; nil: every difference counts.
  public let tolerance: ObjectiveTolerance?

  /// Creates an objective from its column, compared value by value or, with a tolerance, cell by cell.
  public init(
    name: String, values: [Double], sense: OptimizationSense, tolerance: ObjectiveTolerance? = nil
  ) {
    self.name = name
    self.values = values
    self.sense = sense
    self.tolerance = tolerance
  }

  /// Values turned so that less is better; adding zero makes minus zero plus zero.
  var minimized: [Double] { values.map { (sense == .maximize ? -$0 : $0) + 0 } }

  var title: String { "\(name) (\(sense.words))" }
}
