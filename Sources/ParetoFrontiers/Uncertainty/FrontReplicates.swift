import ScalingStatistics

/// What the replicates of a set of objectives were made from.
public enum ReplicateSource: String, Sendable, Hashable, Codable, CaseIterable {
  /// Samples drawn again with replacement: repeats, requests or problems.
  case bootstrap = "bootstrap resamples"
  /// Normal draws about the measured values.
  case standardErrors = "normal draws from standard errors"
}

/// Objectives as they might have come out: the measured values, and many draws of all of them.
///
/// What every probability, band and pick frequency here is computed from. Replicate r draws from stream r of the seed, so that the numbers do not depend on threads.
public struct FrontReplicates: Sendable, Hashable {
  /// How many draws of which objectives there are, and where from.
  public let headline: String
  /// The objectives as measured.
  public let objectives: [Objective]
  /// The number of rows.
  public let rowCount: Int
  /// The number of draws.
  public let count: Int
  /// The seed.
  public let seed: UInt64
  /// What the draws were made from.
  public let source: ReplicateSource
  /// Per objective the drawn values, replicate after replicate, less being better.
  let draws: [[Double]]
  /// The measured values, less being better.
  let observed: [[Double]]

  init(objectives: [Objective], draws: [[Double]], count: Int, seed: UInt64, source: ReplicateSource) {
    self.objectives = objectives
    self.draws = draws
    self.count = count
    self.seed = seed
    self.source = source
    observed = objectives.map(\.minimized)
    rowCount = objectives.first?.values.count ?? 0
    headline =
      "\(count) \(source.rawValue) of \(objectives.map(\.name).joined(separator: " and ")) "
      + "for \(rowCount) rows, seed \(seed)."
  }

  /// The drawn value of an objective for a row in a replicate, in the objective's own sense; NaN where there is no such draw.
  public func value(objective: Int, row: Int, replicate: Int) -> Double {
    guard objectives.indices.contains(objective), row >= 0, row < rowCount, replicate >= 0, replicate < count else {
      return .nan
    }
    let value = draws[objective][replicate * rowCount + row]
    return objectives[objective].sense == .maximize ? -value : value
  }

  /// Draws every value from a normal distribution about its measurement: O(replicates × rows × objectives²).
  ///
  /// `standardErrors` holds a column per objective, 0 for a value known exactly; `correlation` is the correlation matrix of one row's errors between objectives (nil: none). Rows are
  /// drawn independently; where configurations answered the same problems, resample instead. Throws `ParetoError` for values or errors that are missing, negative or infinite,
  /// columns of unequal length, fewer than 50 replicates, and a correlation that is none.
  public static func drawn(
    _ objectives: [Objective], standardErrors: [[Double]], correlation: [[Double]]? = nil, replicates: Int = 1_000,
    seed: UInt64 = 1
  ) throws -> FrontReplicates {
    try checkCount(replicates)
    let rows = try RowSelection(
      columns: objectives.map { ($0.name, $0.values) }, feasible: nil, missing: .refuse
    ).usable.count
    let width = objectives.count
    guard standardErrors.count == width else {
      throw ParetoError("\(standardErrors.count) columns of standard errors for \(width) objectives: each needs one.")
    }
    for (objective, errors) in zip(objectives, standardErrors) {
      guard errors.count == rows else {
        throw ParetoError("\(objective.name) has \(errors.count) standard errors for \(rows) rows: each needs one.")
      }
      for row in 0..<rows where !(errors[row] >= 0 && errors[row].isFinite && objective.values[row].isFinite) {
        throw ParetoError(
          "\(objective.name) of row \(row) is \(objective.values[row]) with standard error \(errors[row]): "
            + "both must be finite, and the error not negative.")
      }
    }
    let factor = try correlation.map { try lowerFactor($0, width: width, names: objectives.map(\.name)) }
    var draws = [[Double]](repeating: [Double](repeating: 0, count: rows * replicates), count: width)
    var normals = [Double](repeating: 0, count: width)
    for replicate in 0..<replicates {
      var generator = SeededGenerator(seed: seed, stream: UInt64(replicate))
      let base = replicate * rows
      for row in 0..<rows {
        for index in 0..<width { normals[index] = generator.nextNormal() }
        for index in 0..<width {
          var deviate = normals[index]
          if let factor {
            deviate = 0
            for inner in 0...index { deviate += factor[index][inner] * normals[inner] }
          }
          let value = objectives[index].values[row] + standardErrors[index][row] * deviate
          draws[index][base + row] = (objectives[index].sense == .maximize ? -value : value) + 0
        }
      }
    }
    return FrontReplicates(
      objectives: objectives, draws: draws, count: replicates, seed: seed, source: .standardErrors)
  }

  static func checkCount(_ replicates: Int) throws {
    guard replicates >= 50 else {
      throw ParetoError("\(replicates) replicates were asked for; a probability needs at least 50.")
    }
  }

  /// The Cholesky factor of a correlation matrix, which may be singular (errors that move together wholly).
  private static func lowerFactor(_ matrix: [[Double]], width: Int, names: [String]) throws -> [[Double]] {
    guard matrix.count == width, matrix.allSatisfy({ $0.count == width }) else {
      throw ParetoError("The correlation of \(width) objectives needs \(width) rows of \(width) numbers.")
    }
    for row in 0..<width {
      for column in 0..<width {
        let value = matrix[row][column]
        guard abs(value) <= 1, value == matrix[column][row], row != column || value == 1 else {
          throw ParetoError(
            "The correlation of \(names[row]) with \(names[column]) is \(value): correlations lie in -1 to 1, "
              + "are symmetric, and 1 with oneself.")
        }
      }
    }
    var factor = [[Double]](repeating: [Double](repeating: 0, count: width), count: width)
    for row in 0..<width {
      for column in 0...row {
        var rest = matrix[row][column]
        for inner in 0..<column { rest -= factor[row][inner] * factor[column][inner] }
        if row == column {
          guard rest > -1e-12 else { throw ParetoError("The correlations contradict each other: no errors have them.") }
          factor[row][row] = rest > 1e-12 ? rest.squareRoot() : 0
        } else if factor[column][column] > 0 {
          factor[row][column] = rest / factor[column][column]
        } else {
          guard abs(rest) < 1e-9 else {
            throw ParetoError("The correlations contradict each other: no errors have them.")
          }
        }
      }
    }
    return factor
  }
}
