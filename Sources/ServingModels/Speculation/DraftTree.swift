import ScalingStatistics

/// The probability that a node of a draft tree is accepted where its parent was, by its depth and its rank among its siblings.
///
/// The positional acceptance assumption of Z. Chen et al., "Sequoia: Scalable, Robust, and Hardware-aware Speculative Decoding" (arXiv 2402.12374): what matters of a node is where it stands. The ranks of a depth exclude each
/// other (one sibling at most is accepted), so they add up to 1 at most.
public struct TreeAcceptance: Sendable, Hashable, Codable {
  /// For depth 1, 2, …: the acceptance of the first, second, … child; the last depth stands for all deeper ones.
  public let rates: [[Double]]

  /// Creates acceptance by depth and rank; one row alone holds at every depth.
  ///
  /// Throws `ServingModelError` for no rows, an empty row, a rate outside 0 to 1, and a row that adds up to more than 1. O(rates).
  public init(rates: [[Double]]) throws {
    guard !rates.isEmpty else {
      throw ServingModelError("The acceptance by depth and rank is empty; at least one depth is needed.")
    }
    for (depth, row) in rates.enumerated() {
      guard !row.isEmpty else { throw ServingModelError("Depth \(depth + 1) has no acceptance; one rank is needed.") }
      for (rank, rate) in row.enumerated() {
        try SpeculationInput.checkProbability(rate, "acceptance at depth \(depth + 1), rank \(rank + 1)")
      }
      let sum = SampleMoments.sum(row)
      guard sum <= 1 + 1e-9 else {
        throw ServingModelError(
          "The acceptances at depth \(depth + 1) add up to \(DecimalText.significant(sum, 6)); siblings exclude each other, so at most to 1."
        )
      }
    }
    self.rates = rates
  }

  /// The acceptance of the children of a node at some depth, where the root is at depth 0.
  func ofChildren(at depth: Int) -> [Double] { rates[min(depth, rates.count - 1)] }
}

extension TreeAcceptance {
  private enum CodingKeys: String, CodingKey { case rates }

  /// Decodes the rates and checks them as `init(rates:)` does.
  public init(from decoder: any Decoder) throws {
    try self.init(rates: try decoder.container(keyedBy: CodingKeys.self).decode([[Double]].self, forKey: .rates))
  }
}

/// A tree of draft tokens that one pass verifies; node 0 is the root, the last token that is certain.
///
/// X. Miao et al., "SpecInfer" (ASPLOS 2024, arXiv 2305.09781), for verifying a tree at once. A pass keeps one path from the root and gives one token of its own, so it gives as many tokens as the path has nodes, root included.
public struct DraftTree: Sendable, Hashable, Codable {
  /// For each node but the root, in order, the number of its parent, which stands before it; the root is 0.
  public let parents: [Int]
  /// The depth of each node, root first.
  public let depths: [Int]
  /// The rank of each node among its siblings, from 0, root first.
  public let ranks: [Int]

  /// Creates a tree from parents: `parents[i]` is that of node i + 1; siblings are ranked in order of appearance.
  ///
  /// Throws `ServingModelError` for a parent that does not stand before its child. O(n).
  public init(parents: [Int]) throws {
    var depths = [0]
    var ranks = [0]
    var children = [Int](repeating: 0, count: parents.count + 1)
    for (index, parent) in parents.enumerated() {
      guard (0...index).contains(parent) else {
        throw ServingModelError("The parent of node \(index + 1) is \(parent); it must stand before it, from 0.")
      }
      depths.append(depths[parent] + 1)
      ranks.append(children[parent])
      children[parent] += 1
    }
    self.parents = parents
    self.depths = depths
    self.ranks = ranks
  }

  /// Creates a tree in which every node of a depth has the same number of children, SpecInfer's expansion configuration: [3, 1, 1] is three chains of three.
  ///
  /// Throws `ServingModelError` for a number below 1, or more than 100,000 nodes. O(n).
  public init(branching: [Int]) throws {
    var parents: [Int] = []
    var level = [0]
    for (depth, count) in branching.enumerated() {
      guard count >= 1 else {
        throw ServingModelError("The branching at depth \(depth + 1) is \(count); it must be 1 or more.")
      }
      guard count <= 100_000, level.count * count + parents.count <= 100_000 else {
        throw ServingModelError("The branching \(branching) makes more than 100000 nodes.")
      }
      var next: [Int] = []
      for parent in level {
        for _ in 0..<count {
          parents.append(parent)
          next.append(parents.count)
        }
      }
      level = next
    }
    try self.init(parents: parents)
  }

  /// The number of nodes with the root: the positions that a pass scores.
  public var count: Int { depths.count }
  /// The depth of the deepest node: the draft steps that a pass needs.
  public var depth: Int { depths.max() ?? 0 }
  /// The nodes at depth 1, 2, ….
  public var widths: [Int] {
    var widths = [Int](repeating: 0, count: depth)
    for value in depths where value > 0 { widths[value - 1] += 1 }
    return widths
  }

  /// The tokens that a pass gives on average: the sum over nodes of the product of acceptances on the path, the root counting 1; a rank without a rate is never accepted.
  ///
  /// O(n).
  public func expectedTokens(_ acceptance: TreeAcceptance) -> Double {
    var reached = [1.0]
    for (index, parent) in parents.enumerated() {
      let rates = acceptance.ofChildren(at: depths[parent])
      let rank = ranks[index + 1]
      reached.append(reached[parent] * (rank < rates.count ? rates[rank] : 0))
    }
    return SampleMoments.sum(reached)
  }
}

extension DraftTree {
  private enum CodingKeys: String, CodingKey { case parents }

  /// Decodes the parents and checks them as `init(parents:)` does.
  public init(from decoder: any Decoder) throws {
    try self.init(parents: try decoder.container(keyedBy: CodingKeys.self).decode([Int].self, forKey: .parents))
  }

  /// Encodes the parents, which say everything.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(parents, forKey: .parents)
  }
}
