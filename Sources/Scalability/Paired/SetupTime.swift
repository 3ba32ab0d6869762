import ScalingStatistics

/// One-time set-up taken out of latencies: the requests that paid for it stay, without what they paid.
///
/// Dropping those requests instead would bias a comparison wherever they are not typical, as the first request of each length is not.
public struct SetupTime: Sendable, Hashable, Codable {
  /// How many rows contained set-up and how much time was removed.
  public let headline: String
  /// The latencies without set-up, in the unit they came in.
  public let corrected: [Double]
  /// How many rows contained set-up.
  public let affectedCount: Int
  /// The set-up removed from all rows together, in the unit of the latencies.
  public let totalRemoved: Double
  /// The set-up as a share of all latency; 0 where there is no latency.
  public let shareRemoved: Double

  /// Subtracts set-up from latency row by row; both columns are in the unit named, which serves the headline only.
  ///
  /// Set-up is 0 where a row contains none. Throws `ScalabilityError` for columns of unequal length, a value that is negative or not finite, or set-up above
  /// the latency that contains it; the row is named, with its key where keys are given. O(n).
  public init(latency: [Double], setup: [Double], unit: String = "s", keys: [String]? = nil) throws {
    guard latency.count == setup.count else {
      throw ScalabilityError("\(setup.count) set-up times for \(latency.count) latencies: one is needed for each.")
    }
    var corrected = latency
    for row in latency.indices {
      let name = ScalabilityError.row(row, keys)
      guard latency[row].isFinite, latency[row] >= 0 else {
        throw ScalabilityError("The latency of \(name) is \(latency[row]); it must be a finite number, 0 or more.")
      }
      guard setup[row].isFinite, setup[row] >= 0 else {
        throw ScalabilityError("The set-up of \(name) is \(setup[row]); it must be a finite number, 0 or more.")
      }
      guard setup[row] <= latency[row] else {
        throw ScalabilityError(
          "The set-up of \(name), \(setup[row]), is above the latency that should contain it, \(latency[row]).")
      }
      corrected[row] = latency[row] - setup[row]
    }
    self.corrected = corrected
    affectedCount = setup.count { $0 > 0 }
    totalRemoved = SampleMoments.sum(setup)
    let total = SampleMoments.sum(latency)
    shareRemoved = total > 0 ? totalRemoved / total : 0
    headline =
      affectedCount == 0
      ? "No set-up in \(latency.count) rows."
      : "Set-up removed from \(affectedCount) of \(latency.count) rows: \(DecimalText.significant(totalRemoved, 4)) \(unit), "
        + "\(DecimalText.fixed(100 * shareRemoved, 1)) % of all latency."
  }
}
