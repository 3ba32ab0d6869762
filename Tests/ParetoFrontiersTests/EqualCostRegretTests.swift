import Foundation
import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct EqualCostRegretTests {
  private func regret(
    _ quality: [Double], _ guide: [Double], _ paid: [Double], nothing: Double? = 0,
    sense: OptimizationSense = .maximize
  ) throws -> EqualCostRegret {
    try EqualCostRegret(
      quality: Objective(name: "accuracy", values: quality, sense: sense),
      choosingBy: Objective(name: "tokens", values: guide, sense: .minimize),
      payingIn: Objective(name: "latency", values: paid, sense: .minimize), qualityOfNothing: nothing)
  }

  /// By tokens rows 0 and 1 tie at .5 (4 s and 2 s) and row 2 is optimal at .8 (9 s); by latency rows 1 and 3 (.5 in 2 s, .8 in 3 s) are.
  @Test func `a hand-made loss is the difference of two staircases`() throws {
    let result = try regret([0.5, 0.5, 0.8, 0.8], [5, 5, 10, 20], [4, 2, 9, 3])
    #expect(result.levels.map(\.budget) == [2, 3, 4, 9])
    #expect(result.levels.map(\.bestRow) == [1, 3, 3, 3])
    #expect(result.levels.map(\.luckiestRow) == [1, 1, 1, 2])
    // With ties broken badly nothing runs before 4 s.
    #expect(result.levels.map(\.unluckiestRow) == [nil, nil, 0, 2])
    let least = try result.levels.map { try #require($0.leastLoss) }
    let greatest = try result.levels.map { try #require($0.greatestLoss) }
    for (found, expected) in zip(least, [0, 0.3, 0.3, 0]) { #expect(abs(found - expected) < 1e-15) }
    for (found, expected) in zip(greatest, [0.5, 0.8, 0.3, 0]) { #expect(abs(found - expected) < 1e-15) }
    #expect(abs(result.meanOfLeast - 0.15) < 1e-15)
    #expect(abs(result.meanOfGreatest - 0.4) < 1e-15)
    #expect(result.largest == 0.8 && result.budgetOfLargest == 3 && result.unmetCount == 0)
    #expect(
      result.headline
        == "Choosing by tokens loses 0.15 to 0.4 of accuracy on average over 4 budgets of latency, at worst 0.8 (at latency 3)."
    )
  }

  @Test func `budgets in which nothing runs have no loss unless a quality stands for nothing`() throws {
    let result = try regret([0.5, 0.5], [1, 2], [4, 2], nothing: nil)
    #expect(result.levels.map(\.leastLoss) == [nil, 0])
    #expect(result.unmetCount == 1)
    #expect(result.meanOfLeast == 0)
    #expect(
      result.headline.hasSuffix("at worst 0 (at latency 4); within 1 of them nothing chosen by tokens runs."))
    #expect(try regret([0.5, 0.5], [1, 2], [4, 2]).levels.map(\.leastLoss) == [0.5, 0])
  }

  @Test func `a quality to be minimized loses upwards`() throws {
    let result = try regret([3, 2, 2], [1, 5, 6], [1, 9, 4], nothing: nil, sense: .minimize)
    #expect(result.levels.map(\.budget) == [1, 4, 9])
    #expect(result.levels.map(\.leastLoss) == [0, 1, 0])
  }

  @Test func `random sets agree with the definition taken literally`() throws {
    var generator = SeededGenerator(seed: 78)
    for round in 0..<500 {
      let count = 1 + generator.nextIndex(below: 10)
      func column(_ kinds: Int) -> [Double] { (0..<count).map { _ in Double(1 + generator.nextIndex(below: kinds)) } }
      let quality = column(4)
      let guide = column(5)
      let paid = column(6)
      let result = try regret(quality, guide, paid)
      func front(_ cost: [Double]) -> [Int] {
        (0..<count).filter { row in
          !(0..<count).contains {
            quality[$0] >= quality[row] && cost[$0] <= cost[row] && (quality[$0] > quality[row] || cost[$0] < cost[row])
          }
        }
      }
      let byGuide = front(guide)
      #expect(result.levels.map(\.budget) == Set((byGuide + front(paid)).map { paid[$0] }).sorted(), "set \(round)")
      for level in result.levels {
        let best = (0..<count).filter { paid[$0] <= level.budget }.map { quality[$0] }.max() ?? .nan
        let lucky = byGuide.filter { paid[$0] <= level.budget }.map { quality[$0] }.max() ?? 0
        // With ties broken badly a quality is had only where every row that ties there fits.
        let unlucky =
          Set(byGuide.map { quality[$0] }).filter { value in
            byGuide.allSatisfy { quality[$0] != value || paid[$0] <= level.budget }
          }.max() ?? 0
        #expect(level.bestQuality == best)
        #expect(level.leastLoss == best - lucky)
        #expect(level.greatestLoss == best - unlucky)
      }
      #expect(result.largest == result.levels.compactMap(\.greatestLoss).max())
    }
  }

  @Test func `costs are checked as those of a regret are, and results can be stored`() throws {
    do {
      _ = try regret([1, 2], [1, 0], [1, 1])
      Issue.record("a cost of 0 was accepted")
    } catch {
      #expect("\(error)" == "tokens of row 1 is 0; a ratio of costs needs positive, finite ones.")
    }
    let result = try regret([0.5, 0.8], [5, 10], [4, 9])
    #expect(try JSONDecoder().decode(EqualCostRegret.self, from: JSONEncoder().encode(result)) == result)
  }
}
