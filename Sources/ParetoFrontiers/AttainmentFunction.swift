/// How often each corner of two objectives is attained by repeated runs: for every k, the surface that at least k of the m runs reach.
///
/// A run attains a point when one of its rows is at least as good in both objectives. The surface of k = 1 is the best of all runs, that of k = m what every run reaches.
/// V. Grunert da Fonseca, C. M. Fonseca and A. O. Hall, "Inferential Performance Assessment of Stochastic Optimisers and the Attainment Function", EMO 2001; C. M. Fonseca,
/// A. P. Guerreiro, M. López-Ibáñez and L. Paquete, "On the Computation of the Empirical Attainment Function", EMO 2011.
public struct AttainmentFunction: Sendable, Hashable, Codable {
  /// How many runs there are, and how many corners their median surface has.
  public let headline: String
  /// The surface attained by at least k runs, at position k - 1.
  public let surfaces: [AttainmentSurface]

  /// Computes all surfaces of m runs with n rows in total: O(n log n + n m) time.
  ///
  /// Each run brings the same two objectives (names and senses) with as many rows as it has; tolerances are not applied. Throws `ParetoError` without runs, for other than
  /// two objectives, for runs that differ in name or sense, for columns of unequal length, for no rows and for NaN.
  public init(_ runs: [[Objective]]) throws {
    guard let model = runs.first else { throw ParetoError("No run was given: there is nothing to attain.") }
    var rows: [(first: Double, second: Double, run: Int)] = []
    for (index, run) in runs.enumerated() {
      guard run.count == 2 else {
        throw ParetoError("Run \(index) has \(run.count) objectives; attainment is computed for exactly two.")
      }
      for (objective, other) in zip(run, model)
      where objective.name != other.name || objective.sense != other.sense {
        throw ParetoError(
          "Run \(index) has \(objective.title) where run 0 has \(other.title): their objectives must be the same.")
      }
      _ = try RowSelection(columns: run.map { ($0.name, $0.values) }, feasible: nil, missing: .refuse)
      for (first, second) in zip(run[0].minimized, run[1].minimized) { rows.append((first, second, index)) }
    }
    rows.sort { ($0.first, $0.second, $0.run) < ($1.first, $1.second, $1.run) }

    // The best second value of each run so far, and the same values in ascending order: place k is what k + 1 runs reach.
    var best = [Double?](repeating: nil, count: runs.count)
    var reached: [Double] = []
    var corners = [[(Double, Double)]](repeating: [], count: runs.count)
    for (position, row) in rows.enumerated() {
      if let old = best[row.run] {
        if row.second < old, let place = reached.firstIndex(of: old) {
          reached.remove(at: place)
          reached.insert(row.second, at: reached.firstIndex { $0 > row.second } ?? reached.count)
          best[row.run] = row.second
        }
      } else {
        best[row.run] = row.second
        reached.insert(row.second, at: reached.firstIndex { $0 > row.second } ?? reached.count)
      }
      // Rows with the same first value count together.
      if position + 1 < rows.count, rows[position + 1].first == row.first { continue }
      for (level, second) in reached.enumerated() {
        if let last = corners[level].last, last.1 <= second { continue }
        corners[level].append((row.first, second))
      }
    }
    let signs = model.map { $0.sense == .maximize ? -1.0 : 1.0 }
    surfaces = corners.enumerated().map { level, corners in
      AttainmentSurface(
        runs: level + 1, first: corners.map { signs[0] * $0.0 + 0 }, second: corners.map { signs[1] * $0.1 + 0 })
    }
    headline =
      "\(runs.count) runs of \(model[0].title) against \(model[1].title); "
      + "the surface that half of them reach has \(surfaces[(runs.count + 1) / 2 - 1].first.count) corners."
  }

  /// The surface reached by at least a share of the runs: the least k with k / m ≥ share; nil for a share outside (0, 1].
  public func surface(share: Double) -> AttainmentSurface? {
    guard share > 0, share <= 1 else { return nil }
    let level = Int((share * Double(surfaces.count)).rounded(.up))
    return surfaces[max(level, 1) - 1]
  }
}

/// The corners of the region that at least some number of runs attain.
public struct AttainmentSurface: Sendable, Hashable, Codable {
  /// How many runs attain every corner.
  public let runs: Int
  /// The corners' first objective, from the best on.
  public let first: [Double]
  /// The corners' second objective.
  public let second: [Double]
}
