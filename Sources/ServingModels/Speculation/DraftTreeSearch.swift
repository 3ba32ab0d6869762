import ScalingStatistics

/// The trees that give most tokens for their size and depth, found once by dynamic programming.
///
/// T(n, d) = 1 + max Σ p_k T(n_k, d - 1) over n_1 + n_2 + … = n - 1, child k only beside child k - 1: the recursion of Sequoia (arXiv 2402.12374, section 4.1.2), with acceptance by depth as well as rank. Exact; nothing is assumed about
/// the order of the acceptances. O(ranks × depth × size²) once, then O(size) a tree.
public struct DraftTreeSearch: Sendable, Hashable {
  /// The acceptance that the trees are best for.
  public let acceptance: TreeAcceptance
  /// The largest number of nodes, root included.
  public let largestSize: Int
  /// The largest depth.
  public let largestDepth: Int
  /// tokens[level][left][n]: most tokens of a subtree of exactly n nodes whose root lies `level` deep with `left` levels below it; -1 where none exists.
  private let tokens: [[[Double]]]
  /// sizes[level][left][k][m]: nodes that child k takes of m for it and its later siblings; 0 ends the family.
  private let sizes: [[[[Int32]]]]

  /// Solves for all trees up to a size and a depth.
  ///
  /// Throws `ServingModelError` for a size outside 1 to 1,024 or a depth outside 0 to 64.
  public init(_ acceptance: TreeAcceptance, largestSize: Int, largestDepth: Int) throws {
    guard (1...1_024).contains(largestSize) else {
      throw ServingModelError("The largest size of a tree is \(largestSize); it lies in 1 to 1024.")
    }
    guard (0...64).contains(largestDepth) else {
      throw ServingModelError("The largest depth of a tree is \(largestDepth); it lies in 0 to 64.")
    }
    self.acceptance = acceptance
    self.largestSize = largestSize
    self.largestDepth = largestDepth
    // Below the last row of acceptances all levels are alike, so levels count up to it and no further.
    let levels = acceptance.rates.count
    let leaf = [-1.0, 1.0] + [Double](repeating: -1, count: max(0, largestSize - 1))
    var tokens = [[[Double]]](repeating: [leaf], count: levels)
    var sizes = [[[[Int32]]]](repeating: [[]], count: levels)
    for left in stride(from: 1, through: largestDepth, by: 1) {
      // Deeper levels were solved for left - 1 in the round before.
      for level in 0..<levels {
        let below = tokens[min(level + 1, levels - 1)][left - 1]
        let family = Self.family(acceptance.ofChildren(at: level), below: below, size: largestSize)
        var best = [Double](repeating: -1, count: largestSize + 1)
        for n in 1...largestSize where family.value[n - 1] >= 0 { best[n] = 1 + family.value[n - 1] }
        tokens[level].append(best)
        sizes[level].append(family.sizes)
      }
    }
    self.tokens = tokens
    self.sizes = sizes
  }

  /// The best division of m nodes among children k, k + 1, …, for all m, from the last child to the first.
  private static func family(
    _ rates: [Double], below: [Double], size: Int
  ) -> (value: [Double], sizes: [[Int32]]) {
    var later = [0.0] + [Double](repeating: -1, count: size)
    var chosen = [[Int32]](repeating: [], count: rates.count)
    for k in rates.indices.reversed() {
      var value = [0.0] + [Double](repeating: -1, count: size)
      var taken = [Int32](repeating: 0, count: size + 1)
      for m in stride(from: 1, through: size, by: 1) {
        for own in 1...m where below[own] >= 0 && later[m - own] >= 0 {
          let sum = rates[k] * below[own] + later[m - own]
          if sum > value[m] {
            value[m] = sum
            taken[m] = Int32(own)
          }
        }
      }
      later = value
      chosen[k] = taken
    }
    return (later, chosen)
  }

  /// The tokens that the best tree of exactly so many nodes gives within a depth; nil where no such tree exists or the numbers are outside the search.
  public func expectedTokens(size: Int, depth: Int) -> Double? {
    guard (1...largestSize).contains(size), (0...largestDepth).contains(depth) else { return nil }
    let value = tokens[0][depth][size]
    return value < 0 ? nil : value
  }

  /// The best tree of exactly so many nodes within a depth.
  ///
  /// Throws `ServingModelError` where no such tree exists or the numbers are outside the search. O(size).
  public func tree(size: Int, depth: Int) throws -> DraftTree {
    guard expectedTokens(size: size, depth: depth) != nil else {
      throw ServingModelError(
        "There is no tree of \(size) nodes within depth \(depth) among those of up to \(largestSize) nodes and depth \(largestDepth)."
      )
    }
    var parents: [Int] = []
    var open: [(node: Int, size: Int, level: Int, left: Int)] = [(0, size, 0, depth)]
    var next = 0
    let last = acceptance.rates.count - 1
    while next < open.count {
      let (node, size, level, left) = open[next]
      next += 1
      var rest = size - 1
      var child = 0
      while rest > 0, left > 0 {
        let own = Int(sizes[level][left][child][rest])
        parents.append(node)
        open.append((parents.count, own, min(level + 1, last), left - 1))
        rest -= own
        child += 1
      }
    }
    return try DraftTree(parents: parents)
  }

  /// The size and depth that give most tokens in a time: the largest E(n, d) / (t(n) + d c).
  ///
  /// `verificationCost` is t(n), the time of scoring n positions over that of scoring one, and `draftCost` c the time of a draft step, which drafts one level, over the same. The tree of one node is no speculation and gains 1.
  /// Of equal gains the smallest tree stands. Throws `ServingModelError` for a cost that is negative or not finite, a verification that takes no time, and what the closure throws. O(size × depth).
  public func best(
    draftCost: Double, verificationCost: (_ positions: Int) throws -> Double
  ) throws -> BestDraftTree {
    try best(draftCost: draftCost, largestSize: largestSize, verificationCost: verificationCost)
  }

  /// The size and depth that give most tokens in a time, by measured or predicted times of verification; no tree is larger than they know.
  ///
  /// Throws as `best(draftCost:verificationCost:)` does. O(size × depth).
  public func best(_ times: SpeculationTimes) throws -> BestDraftTree {
    let verification = times.verification
    return try best(
      draftCost: times.draftStep / verification.plainStep,
      largestSize: min(largestSize, verification.positions.last ?? 1)
    ) { try verification.ratio(scoring: $0) }
  }

  private func best(
    draftCost: Double, largestSize: Int, verificationCost: (_ positions: Int) throws -> Double
  ) throws -> BestDraftTree {
    try SpeculationInput.checkCost(draftCost, "cost of a draft step")
    var best: (size: Int, depth: Int, gain: Double, tokens: Double)?
    for size in 1...largestSize {
      let cost = try verificationCost(size)
      try SpeculationInput.checkPositive(cost, "cost of verifying \(size) positions")
      for depth in 0...largestDepth {
        guard let tokens = expectedTokens(size: size, depth: depth) else { continue }
        let gain = tokens / (cost + Double(depth) * draftCost)
        if best.map({ gain > $0.gain }) ?? true { best = (size, depth, gain, tokens) }
      }
    }
    guard let best else { throw ServingModelError("No tree was found.") }
    return BestDraftTree(
      tree: try tree(size: best.size, depth: best.depth), expectedTokens: best.tokens, speedup: best.gain,
      isAtLimit: best.size > 1 && (best.size == largestSize || best.depth == largestDepth))
  }
}

/// The draft tree that gains most time.
public struct BestDraftTree: Sendable, Hashable, Codable {
  /// The size, depth and gain of the tree, in a sentence.
  public let headline: String
  /// The tree; a root alone where speculation does not pay.
  public let tree: DraftTree
  /// The tokens that a pass gives with it.
  public let expectedTokens: Double
  /// The time without speculation over the time with it.
  public let speedup: Double
  /// Whether its size or depth is the largest tried, so that more might gain more.
  public let isAtLimit: Bool

  init(tree: DraftTree, expectedTokens: Double, speedup: Double, isAtLimit: Bool) {
    self.tree = tree
    self.expectedTokens = expectedTokens
    self.speedup = speedup
    self.isAtLimit = isAtLimit
    headline =
      tree.count == 1
      ? "No tree of drafts pays."
      : "A tree of \(tree.count - 1) drafts, \(tree.depth) deep and at most \(tree.widths.max() ?? 1) wide, gives "
        + "\(DecimalText.fixed(expectedTokens, 2)) tokens per pass and \(DecimalText.fixed(speedup, 2))x"
        + (isAtLimit ? "; its size or depth is the largest tried." : ".")
  }
}
