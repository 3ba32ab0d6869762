import ScalingStatistics

/// The side on which a constraint's values must stay.
public enum ConstraintLimit: Sendable, Hashable {
  /// The value may equal the limit or lie below it.
  case atMost(Double)
  /// The value may equal the limit or lie above it.
  case atLeast(Double)

  /// The limit itself.
  public var value: Double {
    switch self {
    case .atMost(let limit), .atLeast(let limit): return limit
    }
  }

  var words: String {
    switch self {
    case .atMost(let limit): return "at most \(DecimalText.significant(limit, 4))"
    case .atLeast(let limit): return "at least \(DecimalText.significant(limit, 4))"
    }
  }
}

/// A limit on one column: what a row must keep to be feasible.
public struct Constraint: Sendable, Hashable {
  /// The name, as it stands in headlines and errors.
  public let name: String
  /// The values, one a row; NaN is a missing value, and a missing value is never taken as met.
  public let values: [Double]
  /// The limit, met when it is equalled.
  public let limit: ConstraintLimit

  /// Creates a constraint from its column.
  public init(name: String, values: [Double], limit: ConstraintLimit) {
    self.name = name
    self.values = values
    self.limit = limit
  }

  func checkLimit() throws {
    if limit.value.isNaN { throw ParetoError("The limit of \(name) is not a number.") }
  }

  func isMet(_ row: Int) -> Bool {
    switch limit {
    case .atMost(let limit): return values[row] <= limit
    case .atLeast(let limit): return values[row] >= limit
    }
  }

  /// How far a row is on the wrong side; nil where the constraint is met.
  func violation(_ row: Int) -> ConstraintViolation? {
    guard !isMet(row) else { return nil }
    let absolute = abs(values[row] - limit.value)
    let relative = limit.value == 0 ? Double.infinity : absolute / abs(limit.value)
    return ConstraintViolation(
      constraint: name, value: values[row], limit: limit.value, absolute: absolute,
      // An infinite limit is missed by an infinite distance, and infinity over infinity would be NaN.
      relative: relative.isNaN ? .infinity : relative)
  }

  var words: String { "\(name) \(limit.words)" }
}

/// By how much a row misses one constraint.
public struct ConstraintViolation: Sendable, Hashable {
  /// The name of the constraint.
  public let constraint: String
  /// The row's value.
  public let value: Double
  /// The limit.
  public let limit: Double
  /// The distance from the limit, positive, in the unit of the column.
  public let absolute: Double
  /// The distance over the size of the limit; infinite where the limit is 0.
  public let relative: Double

  var words: String {
    let share = relative.isFinite ? " (\(DecimalText.significant(100 * relative, 3)) %)" : ""
    return "\(constraint) of \(DecimalText.significant(value, 4)) misses \(DecimalText.significant(limit, 4)) by "
      + DecimalText.significant(absolute, 4) + share
  }
}
