import ScalingStatistics

/// One staircase of an attainment band.
public struct AttainmentStaircase: Sendable, Hashable, Codable {
  /// The share of replicates that attain every point of the staircase.
  public let level: Double
  /// The first objective at its corners, best first.
  public let first: [Double]
  /// The second objective at its corners.
  public let second: [Double]
}

/// The staircases that given shares of the replicates' fronts attain: an optimistic, a median and a pessimistic front.
///
/// A replicate attains a point when some row of it is at least as good in both objectives. The 10 % staircase is reached in one replicate of ten and the 90 % staircase in nine of ten;
/// each holds point by point, and the whole of one is attained less often than its level says.
public struct AttainmentBand: Sendable, Hashable, Codable {
  /// The levels, the objectives and the number of replicates.
  public let headline: String
  /// One staircase a level, in the order asked for.
  public let staircases: [AttainmentStaircase]
  /// The number of replicates.
  public let replicates: Int
  /// The seed.
  public let seed: UInt64

  /// Finds the staircases exactly: with F corners over all B replicates, O(F log F + F B) in the worst case, a few bytes moved an F.
  ///
  /// V. Grunert da Fonseca, C. M. Fonseca and A. O. Hall, "Inferential performance assessment of stochastic optimisers and the attainment function", EMO 2001. The level p staircase is,
  /// at each first objective, the ⌈pB⌉-th best of the replicates' second objectives. Throws `ParetoError` for other than two objectives and a level outside 0 (excluded) to 1.
  public init(_ replicates: FrontReplicates, levels: [Double] = [0.1, 0.5, 0.9]) throws {
    guard replicates.objectives.count == 2 else {
      throw ParetoError("\(replicates.objectives.count) objectives were given; an attainment band has two.")
    }
    for level in levels where !(level > 0 && level <= 1) {
      throw ParetoError("An attainment level of \(level) was asked for; levels lie above 0 and up to 1.")
    }
    let rows = replicates.rowCount
    var corners: [(first: Double, second: Double, replicate: Int)] = []
    var search = ReplicateSearch(rows: rows, objectives: replicates.objectives.count)
    for replicate in 0..<replicates.count {
      try search.search(replicates.draws, start: replicate * rows, count: rows)
      for row in search.members {
        let index = replicate * rows + row
        corners.append((replicates.draws[0][index], replicates.draws[1][index], replicate))
      }
    }
    corners.sort { ($0.first, $0.second, $0.replicate) < ($1.first, $1.second, $1.replicate) }
    // nil: the replicate attains nothing so far; kept apart from a second objective that is itself infinite.
    var reached = [Double?](repeating: nil, count: replicates.count)
    var sorted: [Double] = []
    sorted.reserveCapacity(replicates.count)
    let ranks = levels.map { max(1, Int(($0 * Double(replicates.count) - 1e-9).rounded(.up))) }
    var first = [[Double]](repeating: [], count: levels.count)
    var second = [[Double]](repeating: [], count: levels.count)
    var index = 0
    while index < corners.count {
      let position = corners[index].first
      while index < corners.count, corners[index].first == position {
        let corner = corners[index]
        index += 1
        if let old = reached[corner.replicate] {
          guard corner.second < old else { continue }
          sorted.remove(at: Self.lowerBound(sorted, old))
        }
        reached[corner.replicate] = corner.second
        sorted.insert(corner.second, at: Self.lowerBound(sorted, corner.second))
      }
      for (level, rank) in ranks.enumerated() where sorted.count >= rank {
        let value = sorted[rank - 1]
        if let last = second[level].last, last <= value { continue }
        first[level].append(position)
        second[level].append(value)
      }
    }
    let signs = replicates.objectives.map { $0.sense == .maximize ? -1.0 : 1.0 }
    staircases = levels.indices.map { level in
      AttainmentStaircase(
        level: levels[level], first: first[level].map { $0 * signs[0] }, second: second[level].map { $0 * signs[1] })
    }
    self.replicates = replicates.count
    seed = replicates.seed
    let names = levels.map { DecimalText.significant(100 * $0, 3) + " %" }.joined(separator: ", ")
    headline =
      "Attained in \(names) of \(replicates.count) \(replicates.source.rawValue): "
      + "\(replicates.objectives[0].title) against \(replicates.objectives[1].title)."
  }

  private static func lowerBound(_ sorted: [Double], _ value: Double) -> Int {
    var low = 0
    var high = sorted.count
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
