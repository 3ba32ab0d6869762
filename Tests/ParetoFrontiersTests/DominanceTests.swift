import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct DominanceTests {
  /// The definition, row against row.
  struct Definition {
    let columns: [[Double]]
    let senses: [OptimizationSense]

    func dominates(_ a: Int, _ b: Int) -> Bool {
      var isBetter = false
      for (column, sense) in zip(columns, senses) {
        let left = sense == .minimize ? column[a] : -column[a]
        let right = sense == .minimize ? column[b] : -column[b]
        if left > right { return false }
        if left < right { isBetter = true }
      }
      return isBetter
    }

    func front(of rows: [Int]) -> [Int] { rows.filter { row in !rows.contains { dominates($0, row) } } }

    func ranks(of rows: [Int]) -> [Int?] {
      var ranks = [Int?](repeating: nil, count: columns[0].count)
      var left = rows
      var rank = 0
      while !left.isEmpty {
        for row in front(of: left) { ranks[row] = rank }
        left.removeAll { ranks[$0] != nil }
        rank += 1
      }
      return ranks
    }
  }

  private func objectives(_ definition: Definition) -> [Objective] {
    zip(definition.columns, definition.senses).enumerated().map { index, column in
      Objective(name: "f\(index)", values: column.0, sense: column.1)
    }
  }

  private func check(_ definition: Definition, feasible: [Bool]?) throws {
    let count = definition.columns[0].count
    let rows = (0..<count).filter { feasible?[$0] ?? true }
    let front = try ParetoFront(objectives(definition), feasible: feasible)
    let expected = definition.front(of: rows)
    #expect(front.members.sorted() == expected)
    #expect(front.groups.flatMap { $0 } == front.members)
    for group in front.groups {
      #expect(group == group.sorted())
      for row in group { #expect(definition.columns.allSatisfy { $0[row] == $0[group[0]] }) }
    }
    for row in 0..<count {
      let first = rows.contains(row) ? expected.first { definition.dominates($0, row) } : nil
      #expect(front.dominator[row] == first)
    }
    let ranks = try ParetoRanks(objectives(definition), feasible: feasible)
    let trueRanks = definition.ranks(of: rows)
    #expect(ranks.ranks == trueRanks)
    #expect(ranks.sizes == ranks.sizes.indices.map { rank in trueRanks.filter { $0 == rank }.count })
  }

  @Test func `two thousand random sets in two to six objectives agree with the definition`() throws {
    let pool: [Double] = [-.infinity, -1, -0.0, 0, 0.5, 1, 2, 3, .infinity]
    var generator = SeededGenerator(seed: 77)
    for round in 0..<2_000 {
      let dimensions = 2 + round % 5
      let count = 1 + generator.nextIndex(below: 24)
      var columns = (0..<dimensions).map { _ in (0..<count).map { _ in pool[generator.nextIndex(below: 9)] } }
      // Every third set repeats rows whole.
      if round.isMultiple(of: 3), count > 3 { for k in 0..<dimensions { columns[k][2] = columns[k][0] } }
      let senses = (0..<dimensions).map { _ in
        generator.nextIndex(below: 2) == 0 ? OptimizationSense.minimize : .maximize
      }
      var feasible: [Bool]?
      if round.isMultiple(of: 4) { feasible = (0..<count).map { $0 == 0 || generator.nextIndex(below: 5) > 0 } }
      try check(Definition(columns: columns, senses: senses), feasible: feasible)
    }
  }

  @Test func `larger sets that reach every algorithm agree with the definition`() throws {
    var generator = SeededGenerator(seed: 5)
    for dimensions in 2...6 {
      for (count, levels) in [(400, 8), (700, 1_000), (2_500, 100_000)] {
        let isCloud = count == 2_500
        var columns = (0..<dimensions).map { _ in
          (0..<count).map { _ in Double(generator.nextIndex(below: levels)) }
        }
        // The others lie close to a plane, so that most of them are on the front.
        if !isCloud {
          for row in 0..<count { columns[0][row] = -columns.dropFirst().reduce(0) { $0 + $1[row] } }
        }
        let senses = [OptimizationSense](repeating: .minimize, count: dimensions)
        let definition = Definition(columns: columns, senses: senses)
        let front = try ParetoFront(objectives(definition))
        #expect(front.members.sorted() == definition.front(of: Array(0..<count)))
      }
    }
  }

  @Test func `a tolerance compares cells, so that equality is transitive`() throws {
    // 0.9, 1.1 and 1.9 with a step of 1: the last two share a cell, the first has another.
    let latency = Objective(name: "latency", values: [1.9, 1.1, 0.9], sense: .minimize, tolerance: .absolute(1))
    let cost = Objective(name: "cost", values: [1, 1, 5], sense: .minimize)
    let front = try ParetoFront([latency, cost])
    #expect(front.groups == [[2], [0, 1]])
    let price = Objective(name: "price", values: [100, 104, 120], sense: .minimize, tolerance: .relative(0.1))
    let error = Objective(name: "error", values: [3, 2, 2], sense: .minimize)
    // Cells of ratio 1.1 begin at 1.1^48 = 97.02 and 1.1^49 = 106.7: rows 0 and 1 share one, and row 1 has less error.
    #expect(try ParetoFront([price, error]).members == [1])
    #expect(try ParetoFront([price, error]).dominator == [1, nil, 1])
  }

  @Test func `a tolerance that cannot hold is refused`() {
    let other = Objective(name: "cost", values: [1, 2], sense: .minimize)
    func message(_ values: [Double], _ tolerance: ObjectiveTolerance) -> String? {
      do {
        _ = try ParetoFront([Objective(name: "a", values: values, sense: .minimize, tolerance: tolerance), other])
        return nil
      } catch { return "\(error)" }
    }
    #expect(message([1, 2], .absolute(0)) == "The tolerance of a is 0.0; it must be positive and finite.")
    #expect(
      message([1, -2], .relative(0.1))
        == "a of row 1 is -2.0; a relative tolerance needs values of at least 0.")
  }
}
