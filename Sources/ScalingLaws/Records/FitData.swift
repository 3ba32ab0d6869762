import CurveFitting

/// The observations of a fit with what was left out of them and why.
public struct FitData: Sendable, Hashable, Codable {
  /// A column of numbers with its name and what it is, unit included.
  public struct Column: Sendable, Hashable, Codable {
    /// The name, as the law's predictor has it.
    public let name: String
    /// What it is, with its unit, such as "training tokens".
    public let meaning: String
    /// A number for each observation, those left out included.
    public let values: [Double]

    /// Creates a column.
    public init(_ name: String, meaning: String = "", values: [Double]) {
      self.name = name
      self.meaning = meaning
      self.values = values
    }
  }

  /// Observations that were left out for one reason.
  public struct Exclusion: Sendable, Hashable, Codable {
    /// Why, in words.
    public let reason: String
    /// The rows, counted from 0.
    public let rows: [Int]
  }

  /// The predictors.
  public let predictors: [Column]
  /// The response.
  public let response: Column
  /// A weight for each observation; nil for equal ones.
  public let weights: [Double]?
  /// Where the data come from: a citation, a file and its version.
  public let source: String
  /// What was left out, in the order of the decisions.
  public private(set) var exclusions: [Exclusion] = []

  /// Creates data; throws `FitError` for columns of unequal length, names that are not different, and values that are not finite.
  public init(predictors: [Column], response: Column, weights: [Double]? = nil, source: String = "") throws {
    let names = predictors.map(\.name) + [response.name]
    guard Set(names).count == names.count else {
      throw FitError("The columns \(names.joined(separator: ", ")) need different names.")
    }
    for column in predictors + [response] {
      guard column.values.count == response.values.count else {
        throw FitError(
          "\(column.name) has \(column.values.count) values and \(response.name) \(response.values.count).")
      }
      if let row = column.values.firstIndex(where: { !$0.isFinite }) {
        throw FitError("\(column.name) of observation \(row) is \(column.values[row]), not a finite number.")
      }
    }
    if let weights {
      guard weights.count == response.values.count, weights.allSatisfy({ $0 >= 0 && $0.isFinite }) else {
        throw FitError(
          "\(weights.count) weights for \(response.values.count) observations: one each, finite and not negative.")
      }
    }
    self.predictors = predictors
    self.response = response
    self.weights = weights
    self.source = source
  }

  /// The number of observations, those left out included.
  public var count: Int { response.values.count }

  /// The rows that are fitted, in their order.
  public var keptRows: [Int] {
    let left = Set(exclusions.flatMap(\.rows))
    return (0..<count).filter { !left.contains($0) }
  }

  /// Leaves rows out for a stated reason; rows that were left out before are not listed again.
  ///
  /// Throws `FitError` for an empty reason and a row that does not exist.
  public mutating func exclude(rows: [Int], because reason: String) throws {
    guard !reason.isEmpty else {
      throw FitError("Observations are left out for a stated reason, and this one is empty.")
    }
    if let row = rows.first(where: { !(0..<count).contains($0) }) {
      throw FitError("Row \(row) cannot be left out: there are \(count) observations, counted from 0.")
    }
    let kept = Set(keptRows)
    let new = Set(rows).filter { kept.contains($0) }.sorted()
    if !new.isEmpty { exclusions.append(Exclusion(reason: reason, rows: new)) }
  }

  /// Leaves out the observations of the largest responses, as many as are said; ties go to the earlier row.
  ///
  /// Throws `FitError` for an empty reason and for more than are kept.
  public mutating func excludeLargest(_ number: Int, because reason: String) throws {
    let kept = keptRows
    guard (0...kept.count).contains(number) else {
      throw FitError("\(number) of \(kept.count) observations cannot be left out.")
    }
    let ordered = kept.sorted { (response.values[$1], $0) < (response.values[$0], $1) }
    try exclude(rows: Array(ordered.prefix(number)), because: reason)
  }

  /// The columns that are fitted, by name.
  var keptColumns: [String: [Double]] {
    let rows = keptRows
    var columns: [String: [Double]] = [:]
    for column in predictors { columns[column.name] = rows.map { column.values[$0] } }
    return columns
  }
}

extension FitData {
  private enum CodingKeys: String, CodingKey { case predictors, response, weights, source, exclusions }

  /// Decodes the columns and what was left out, and checks both as they were when made.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      predictors: try container.decode([Column].self, forKey: .predictors),
      response: try container.decode(Column.self, forKey: .response),
      weights: try container.decodeIfPresent([Double].self, forKey: .weights),
      source: try container.decode(String.self, forKey: .source))
    for exclusion in try container.decode([Exclusion].self, forKey: .exclusions) {
      try exclude(rows: exclusion.rows, because: exclusion.reason)
    }
  }
}
