/// Which row of one run belongs to which row of another: rows with the same key.
public struct Pairing: Sendable, Hashable, Codable {
  /// How many pairs there are, and how many rows of either side found no partner.
  public let headline: String
  /// The row of the baseline in each pair, in the baseline's order.
  public let baselineRows: [Int]
  /// The row of the candidate in each pair, beside `baselineRows`.
  public let candidateRows: [Int]
  /// The rows of the baseline whose key the candidate lacks.
  public let unpairedBaseline: [Int]
  /// The rows of the candidate whose key the baseline lacks.
  public let unpairedCandidate: [Int]

  /// The number of pairs.
  public var count: Int { baselineRows.count }

  /// Matches two columns of keys exactly: O(n) expected.
  ///
  /// No common key gives no pairs, and says so. Throws `ScalabilityError` where a key stands twice on one side, because it is then not known which rows belong together.
  public static func match(baselineKeys: [String], candidateKeys: [String]) throws -> Pairing {
    let baseline = try index(baselineKeys, side: "baseline")
    let candidate = try index(candidateKeys, side: "candidate")
    var baselineRows: [Int] = []
    var candidateRows: [Int] = []
    var unpaired: [Int] = []
    for (row, key) in baselineKeys.enumerated() {
      if let partner = candidate[key] {
        baselineRows.append(row)
        candidateRows.append(partner)
      } else {
        unpaired.append(row)
      }
    }
    return Pairing(
      baselineRows: baselineRows, candidateRows: candidateRows, unpairedBaseline: unpaired,
      unpairedCandidate: candidateKeys.indices.filter { baseline[candidateKeys[$0]] == nil })
  }

  private static func index(_ keys: [String], side: String) throws -> [String: Int] {
    var rows: [String: Int] = [:]
    rows.reserveCapacity(keys.count)
    for (row, key) in keys.enumerated() {
      if let earlier = rows.updateValue(row, forKey: key) {
        throw ScalabilityError(
          "The key \"\(key)\" stands twice in the \(side) (rows \(earlier) and \(row)): which one belongs to the pair is not known."
        )
      }
    }
    return rows
  }

  private init(baselineRows: [Int], candidateRows: [Int], unpairedBaseline: [Int], unpairedCandidate: [Int]) {
    self.baselineRows = baselineRows
    self.candidateRows = candidateRows
    self.unpairedBaseline = unpairedBaseline
    self.unpairedCandidate = unpairedCandidate
    let count = baselineRows.count
    let pairs =
      count == 0
      ? "No key occurs on both sides" : "\(count) \(count == 1 ? "row has its pair" : "rows have their pair")"
    headline =
      unpairedBaseline.isEmpty && unpairedCandidate.isEmpty
      ? "\(pairs); none is left over."
      : "\(pairs); unpaired: \(unpairedBaseline.count) of the baseline, \(unpairedCandidate.count) of the candidate."
  }
}
