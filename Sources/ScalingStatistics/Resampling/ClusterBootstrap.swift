/// A bootstrap over rows that hang together: whole clusters are drawn again, each with all its rows.
///
/// Rows of one run, one seed or one problem share their errors, so the cluster is what was sampled independently. Statistics receive one weight a row: how often its cluster was drawn.
/// The number of rows in a replicate varies where clusters differ in size. A. C. Cameron, J. B. Gelbach and D. L. Miller, "Bootstrap-Based
/// Improvements for Inference with Clustered Errors", Review of Economics and Statistics 90 (2008).
public struct ClusterBootstrap: Sendable, Hashable {
  /// The rows of each cluster; clusters are numbered in the order in which they first appear.
  public let clusters: [[Int]]
  /// The design over the clusters, as its units.
  public let design: Bootstrap
  /// The cluster of each row.
  private let clusterOfRow: [Int]

  /// The number of rows.
  public var rowCount: Int { clusterOfRow.count }
  /// The number of replicates.
  public var replicates: Int { design.replicates }
  /// The seed; replicate r draws from stream r.
  public var seed: UInt64 { design.seed }

  /// Creates a design from the cluster of each row: a number, a name, anything that can be compared.
  ///
  /// `strata` gives each row the number of its stratum, the same for all rows of a cluster; nil is a single one. Throws `StatisticsError` for fewer than two clusters, a column of strata of
  /// another length, a cluster in two strata, or fewer than 50 replicates. O(rows).
  public init(
    clusters labels: [some Hashable & Sendable], clusterName: String = "clusters", strata: [Int]? = nil,
    replicates: Int = 2_000, seed: UInt64 = 1
  ) throws {
    if let strata, strata.count != labels.count {
      throw StatisticsError("\(strata.count) strata for \(labels.count) rows: one is needed for each.")
    }
    let numbered = Self.numbered(labels)
    var rows = [[Int]](repeating: [], count: numbered.count)
    for (row, cluster) in numbered.clusterOfRow.enumerated() { rows[cluster].append(row) }
    var clusterStrata: [Int]?
    if let strata {
      for (cluster, members) in rows.enumerated() {
        guard let other = members.first(where: { strata[$0] != strata[members[0]] }) else { continue }
        throw StatisticsError(
          "Rows \(members[0]) and \(other) belong to one of the \(clusterName) (\(labels[members[0]]), number \(cluster)) but to strata \(strata[members[0]]) and \(strata[other]): a cluster lies in one stratum."
        )
      }
      clusterStrata = rows.map { strata[$0[0]] }
    }
    clusters = rows
    clusterOfRow = numbered.clusterOfRow
    design = try Bootstrap(
      unitCount: rows.count, unitName: clusterName, strata: clusterStrata, replicates: replicates, seed: seed)
  }

  private static func numbered<Label: Hashable>(_ labels: [Label]) -> (clusterOfRow: [Int], count: Int) {
    var numbers: [Label: Int] = [:]
    let clusterOfRow = labels.map { label in
      if let number = numbers[label] { return number }
      numbers[label] = numbers.count
      return numbers.count - 1
    }
    return (clusterOfRow, numbers.count)
  }

  /// The weights of one replicate, one a row: how often the row's cluster was drawn.
  public func weights(replicate: Int) -> [Double] { rowValues(design.weights(replicate: replicate)) }

  /// The multipliers of one replicate of a wild cluster bootstrap, one a row, the same for all rows of a cluster.
  public func wildMultipliers(_ weights: WildWeights = .webb, replicate: Int) -> [Double] {
    rowValues(weights.multipliers(count: clusters.count, replicate: replicate, seed: design.seed))
  }

  /// The distribution of some numbers under resampling of clusters.
  ///
  /// `statistic` gets one weight a row; the rest is as in `Bootstrap.distribution(acceleration:of:)`. With `acceleration`, the jackknife leaves out one whole cluster at a time.
  public func distribution(
    acceleration: Bool = false, of statistic: ([Double]) -> [Double]?
  ) throws -> BootstrapDistribution {
    try design.distribution(acceleration: acceleration) { statistic(rowValues($0)) }
  }

  private func rowValues(_ values: [Double]) -> [Double] { clusterOfRow.map { values[$0] } }
}
