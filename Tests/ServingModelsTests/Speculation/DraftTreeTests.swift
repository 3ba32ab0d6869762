import Foundation
import ServingModels
import Testing

@Suite struct DraftTreeTests {
  @Test func `an expansion configuration has its shape and tokens`() throws {
    let tree = try DraftTree(branching: [3, 1, 1])
    #expect(tree.count == 10 && tree.depth == 3 && tree.widths == [3, 3, 3])
    // Any of three (0.9), then the first child twice: 1 + 0.9 (1 + 0.6 (1 + 0.6)).
    let acceptance = try TreeAcceptance(rates: [[0.6, 0.2, 0.1]])
    #expect(abs(tree.expectedTokens(acceptance) - 2.764) < 1e-12)
    // A chain is Leviathan's sum.
    let chain = try DraftTree(branching: [1, 1, 1, 1, 1])
    let sum = try SpeculativeDecoding.expectedTokens(acceptance: 0.8, draftTokens: 5)
    #expect(abs(chain.expectedTokens(try TreeAcceptance(rates: [[0.8]])) - sum) < 1e-12)
    // Ranks without a rate are never accepted: 1 + 0.5.
    #expect(try DraftTree(parents: [0, 0]).expectedTokens(TreeAcceptance(rates: [[0.5]])) == 1.5)
  }

  /// Where acceptance falls with rank, the best tree takes the nodes with the largest products of acceptances: another algorithm, run in Python with a heap.
  @Test func `the best trees are those of the greedy choice where acceptance falls with rank`() throws {
    let search = try DraftTreeSearch(
      try TreeAcceptance(rates: [[0.6, 0.2, 0.1]]), largestSize: 64, largestDepth: 30)
    for (size, tokens) in [(1, 1.0), (2, 1.6), (4, 2.176), (8, 2.7456), (16, 3.306016), (64, 4.326195456)] {
      #expect(abs((search.expectedTokens(size: size, depth: 30) ?? 0) - tokens) < 1e-9)
    }
    for (size, tokens) in [(2, 1.6), (4, 2.176), (8, 2.716), (16, 3.164)] {
      #expect(abs((search.expectedTokens(size: size, depth: 3) ?? 0) - tokens) < 1e-12)
    }
    let byDepth = try TreeAcceptance(rates: [[0.7, 0.15], [0.5, 0.2, 0.1]])
    let second = try DraftTreeSearch(byDepth, largestSize: 12, largestDepth: 4)
    for (size, tokens) in [(3, 2.05), (6, 2.515), (12, 2.925)] {
      #expect(abs((second.expectedTokens(size: size, depth: 4) ?? 0) - tokens) < 1e-12)
      // The tree that is handed out has the tokens that were promised.
      let tree = try second.tree(size: size, depth: 4)
      #expect(tree.count == size && tree.depth <= 4)
      #expect(abs(tree.expectedTokens(byDepth) - tokens) < 1e-12)
    }
  }

  /// All ordered trees of up to 8 nodes were tried in Python.
  @Test func `a second child that is better than the first is reached through it`() throws {
    let rates = try TreeAcceptance(rates: [[0.2, 0.6]])
    let search = try DraftTreeSearch(rates, largestSize: 8, largestDepth: 8)
    for (index, tokens) in [1, 1.2, 1.8, 1.92, 2.28, 2.352, 2.568, 2.6112].enumerated() {
      #expect(abs((search.expectedTokens(size: index + 1, depth: 8) ?? 0) - tokens) < 1e-12)
      #expect(abs(try search.tree(size: index + 1, depth: 8).expectedTokens(rates) - tokens) < 1e-12)
    }
  }

  /// t(n) = 1 + 0.02 (n - 1), c = 0.05; every size to 64 and depth to 10 was tried in Python on the greedy trees.
  @Test func `the best size and depth weigh tokens against their time`() throws {
    let search = try DraftTreeSearch(
      try TreeAcceptance(rates: [[0.6, 0.2, 0.1]]), largestSize: 64, largestDepth: 10)
    let best = try search.best(draftCost: 0.05) { 1 + 0.02 * Double($0 - 1) }
    #expect(abs(best.speedup - 2.1956834532374105) < 1e-12)
    #expect(best.tree.count == 13 && best.tree.depth == 3)
    #expect(!best.isAtLimit)
    // The same from times: a draft step of half a millisecond, 10 ms and 0.2 ms a position.
    let positions = Array(1...64)
    let times = try SpeculationTimes(
      draftStep: 0.0005,
      verification: try VerificationTimes(
        positions: positions, seconds: positions.map { 0.01 + 0.0002 * Double($0 - 1) }))
    let timed = try search.best(times)
    #expect(timed.tree == best.tree && abs(timed.speedup - best.speedup) < 1e-12)
    // No larger than the times know.
    let few = try search.best(
      SpeculationTimes(draftStep: 0.0005, verification: VerificationTimes(positions: [1, 4], seconds: [0.01, 0.0106])))
    #expect(few.tree.count == 4)
    let none = try search.best(draftCost: 2) { Double($0) }
    #expect(none.tree.count == 1 && none.speedup == 1 && none.headline == "No tree of drafts pays.")
  }

  @Test func `a tree survives an archive`() throws {
    let tree = try DraftTree(branching: [2, 2])
    #expect(try JSONDecoder().decode(DraftTree.self, from: JSONEncoder().encode(tree)) == tree)
    #expect(tree.parents == [0, 0, 1, 1, 2, 2] && tree.ranks == [0, 0, 1, 0, 1, 0, 1])
  }

  @Test func `impossible input is refused by field and value`() throws {
    #expect(
      message { try TreeAcceptance(rates: [[0.6, 0.5]]) }
        == "The acceptances at depth 1 add up to 1.1; siblings exclude each other, so at most to 1.")
    #expect(
      message { try TreeAcceptance(rates: [[0.6], [1.5]]) }
        == "The acceptance at depth 2, rank 1 is 1.5; a probability lies in 0 to 1.")
    #expect(
      message { try TreeAcceptance(rates: []) }
        == "The acceptance by depth and rank is empty; at least one depth is needed.")
    #expect(
      message { try DraftTree(parents: [0, 2]) } == "The parent of node 2 is 2; it must stand before it, from 0.")
    #expect(
      message { try DraftTree(branching: [2, 0]) } == "The branching at depth 2 is 0; it must be 1 or more.")
    let one = try TreeAcceptance(rates: [[0.5]])
    #expect(
      message { try DraftTreeSearch(one, largestSize: 0, largestDepth: 3) }
        == "The largest size of a tree is 0; it lies in 1 to 1024.")
    let search = try DraftTreeSearch(one, largestSize: 8, largestDepth: 3)
    #expect(
      message { try search.tree(size: 6, depth: 3) }
        == "There is no tree of 6 nodes within depth 3 among those of up to 8 nodes and depth 3.")
    #expect(
      message { try search.best(draftCost: .nan) { _ in 1 } }
        == "The cost of a draft step is nan; it must be finite, 0 or more.")
  }
}
