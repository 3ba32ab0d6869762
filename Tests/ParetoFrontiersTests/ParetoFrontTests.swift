import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct ParetoFrontTests {
  private func front(
    _ first: [Double], _ second: [Double], senses: (OptimizationSense, OptimizationSense) = (.minimize, .minimize),
    feasible: [Bool]? = nil, missing: MissingValuePolicy = .refuse
  ) throws -> ParetoFront {
    try ParetoFront(
      [
        Objective(name: "latency", values: first, sense: senses.0),
        Objective(name: "cost", values: second, sense: senses.1),
      ], feasible: feasible, missing: missing)
  }

  private func message(_ work: () throws -> ParetoFront) -> String? {
    do {
      _ = try work()
      return nil
    } catch let error as ParetoError {
      #expect(error.description == error.message)
      return error.message
    } catch {
      return "another error: \(error)"
    }
  }

  @Test func `a row with a missing value is refused by name`() {
    #expect(
      message { try front([1, .nan, 2, 3], [2, 0.5, 1, 3]) }
        == "latency of row 1 is not a number; give it a value, or have such rows excluded and listed.")
    #expect(
      message { try front([1, 2], [2, .nan]) }
        == "cost of row 1 is not a number; give it a value, or have such rows excluded and listed.")
  }

  @Test func `an excluded missing value neither wins nor hides the front`() throws {
    // Five other libraries return row 1 alone, or with the others: row 0 and 2 are the front of what is known.
    let front = try front([1, .nan, 2, 3], [2, 0.5, 1, 3], missing: .exclude)
    #expect(front.members == [0, 2])
    #expect(front.excluded == [1])
    // Rows 0 and 2 both dominate row 3: the lower index is named.
    #expect(front.dominator == [nil, nil, nil, 0])
    #expect(
      front.headline
        == "2 of 4 rows are on the front of latency (lower is better) against cost (lower is better); "
        + "1 excluded for a missing value.")
  }

  @Test func `a row of missing values alone is excluded and costs the front nothing`() throws {
    let front = try front([1, 2, .nan], [2, 1, .nan], missing: .exclude)
    #expect(front.members == [0, 1])
    #expect(front.excluded == [2])
  }

  @Test func `rows with equal objectives are all members and stand together`() throws {
    let front = try front([2, 1, 2, 1, 3], [1, 2, 1, 2, 3])
    #expect(front.members == [1, 3, 0, 2])
    #expect(front.groups == [[1, 3], [0, 2]])
    #expect(front.contains(3))
    #expect(!front.contains(4))
    #expect(!front.contains(-1))
    #expect(!front.contains(5))
    #expect(front.headline.contains("4 of 5 rows"))
    #expect(front.headline.contains("at 2 distinct values"))
  }

  @Test func `a tie in one objective does not let a dominated row stay`() throws {
    // Equal first objective, worse second; equal second objective, worse first.
    let front = try front([1, 1, 2], [1, 2, 1])
    #expect(front.members == [0])
    #expect(front.dominator == [nil, 0, 0])
  }

  @Test func `plus and minus zero are equal`() throws {
    let front = try front([0.0, -0.0], [-0.0, 0.0], senses: (.minimize, .maximize))
    #expect(front.groups == [[0, 1]])
  }

  @Test func `infinities are ordinary ends of the order`() throws {
    // Row 0 never finished but is cheapest; row 1 is dominated by row 2; row 3 is the best there is in latency.
    let front = try front([.infinity, .infinity, 5, -.infinity], [1, 3, 2, .infinity])
    #expect(front.members == [3, 2, 0])
    #expect(front.dominator[1] == 0)
  }

  @Test func `maximizing turns an objective round`() throws {
    let front = try front([10, 20, 30, 30], [0.5, 0.7, 0.6, 0.7], senses: (.minimize, .maximize))
    #expect(front.members == [0, 1])
    #expect(front.dominator == [nil, nil, 1, 1])
  }

  @Test func `an infeasible row neither joins the front nor keeps a row off it`() throws {
    let front = try front([1, 2, 3], [1, 2, 3], feasible: [false, true, true])
    #expect(front.members == [1])
    #expect(front.infeasible == [0])
    #expect(front.dominator == [nil, nil, 1])
    #expect(front.headline.hasSuffix("; 1 infeasible."))
  }

  @Test func `the missing value of an infeasible row is not looked at`() throws {
    let front = try front([.nan, 2], [1, 2], feasible: [false, true])
    #expect(front.infeasible == [0])
    #expect(front.excluded.isEmpty)
  }

  @Test func `every input fault has a sentence`() {
    #expect(message { try front([], []) } == "latency has no values: there is no row to compare.")
    #expect(
      message { try front([1, 2], [1]) } == "cost has 1 values where latency has 2: each row needs one of both.")
    #expect(
      message { try front([1], [1], feasible: [true, false]) }
        == "2 feasibility marks for 1 rows: one is needed for each.")
    #expect(message { try front([1, 2], [1, 2], feasible: [false, false]) } == "None of the 2 rows is feasible.")
    #expect(
      message { try front([.nan, 1], [1, 2], feasible: [true, false], missing: .exclude) }
        == "No row is left: 1 of 2 have a missing value, and the other 1 are infeasible.")
    let one = Objective(name: "a", values: [1], sense: .minimize)
    #expect(message { try ParetoFront([one]) } == "1 objectives were given (a); a front needs at least two.")
    #expect(message { try ParetoFront([]) } == "0 objectives were given; a front needs at least two.")
  }

  @Test func `two thousand random sets agree with the definition of dominance`() throws {
    let pool: [Double] = [-.infinity, -1, -0.0, 0, 0.5, 1, 2, 3, .infinity, .nan]
    var generator = SeededGenerator(seed: 20_260)
    for round in 0..<2_000 {
      let count = 1 + generator.nextIndex(below: 14)
      // Every second set without NaN and with a narrower pool, so that ties abound.
      let width = round.isMultiple(of: 2) ? 9 : 10
      func column() -> [Double] { (0..<count).map { _ in pool[generator.nextIndex(below: width)] } }
      let columns = [column(), column()]
      let senses = (0..<2).map { _ in generator.nextIndex(below: 2) == 0 ? OptimizationSense.minimize : .maximize }
      let feasible = (0..<count).map { _ in generator.nextIndex(below: 5) > 0 }
      func atLeastAsGood(_ a: Int, _ b: Int, _ k: Int) -> Bool {
        senses[k] == .minimize ? columns[k][a] <= columns[k][b] : columns[k][a] >= columns[k][b]
      }
      func dominates(_ a: Int, _ b: Int) -> Bool {
        (0..<2).allSatisfy { atLeastAsGood(a, b, $0) } && !(0..<2).allSatisfy { atLeastAsGood(b, a, $0) }
      }
      let missing = (0..<count).filter { row in feasible[row] && columns.contains { $0[row].isNaN } }
      let usable = (0..<count).filter { feasible[$0] && !missing.contains($0) }
      let expected = Set(usable.filter { row in !usable.contains { dominates($0, row) } })
      guard !usable.isEmpty else {
        #expect(throws: ParetoError.self) {
          try front(columns[0], columns[1], senses: (senses[0], senses[1]), feasible: feasible, missing: .exclude)
        }
        continue
      }
      let found = try front(
        columns[0], columns[1], senses: (senses[0], senses[1]), feasible: feasible, missing: .exclude)
      #expect(Set(found.members) == expected, "set \(round)")
      #expect(found.members.count == expected.count)
      #expect(found.excluded == missing)
      #expect(found.infeasible == (0..<count).filter { !feasible[$0] })
      #expect(found.groups.flatMap { $0 } == found.members)
      for group in found.groups {
        #expect(group == group.sorted())
        #expect(group.allSatisfy { row in columns.allSatisfy { $0[row] == $0[group[0]] } })
      }
      for (one, two) in zip(found.groups, found.groups.dropFirst()) {
        // Best first objective first, strictly: on a front of distinct values no two share it.
        #expect(!atLeastAsGood(two[0], one[0], 0))
      }
      for row in 0..<count {
        #expect(found.contains(row) == expected.contains(row))
        if let by = found.dominator[row] {
          #expect(expected.contains(by) && dominates(by, row), "set \(round), row \(row)")
        } else {
          #expect(expected.contains(row) || !usable.contains(row), "set \(round), row \(row)")
        }
      }
    }
  }
}
