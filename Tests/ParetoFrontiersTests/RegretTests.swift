import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct RegretTests {
  private func regret(_ quality: [Double], _ guide: [Double], _ paid: [Double]) throws -> Regret {
    try Regret(
      quality: Objective(name: "accuracy", values: quality, sense: .maximize),
      choosingBy: Objective(name: "tokens", values: guide, sense: .minimize),
      payingIn: Objective(name: "latency", values: paid, sense: .minimize))
  }

  @Test func `a hand-made choice by the wrong cost has the regret of plain division`() throws {
    // At quality .5 rows 0 and 1 tie in tokens and take 4 s and 2 s; the fastest row reaching .5 is row 1 itself.
    // At .8 tokens choose row 2 (10 tokens, 9 s); the fastest is row 3 (20 tokens, 3 s).
    let result = try regret([0.5, 0.5, 0.8, 0.8], [5, 5, 10, 20], [4, 2, 9, 3])
    #expect(result.levels.map(\.quality) == [0.5, 0.8])
    #expect(result.levels[0].chosenRows == [0, 1])
    #expect(result.levels[0].guideCost == 5)
    #expect(result.levels[0].leastRatio == 1)
    #expect(result.levels[0].greatestRatio == 2)
    #expect(result.levels[1].chosenRows == [2])
    #expect(result.levels[1].bestRow == 3)
    #expect(result.levels[1].leastPaidCost == 3)
    #expect(result.levels[1].leastRatio == 3)
    #expect(abs(result.geometricMeanOfLeast - 3.0.squareRoot()) < 1e-15)
    #expect(abs(result.geometricMeanOfGreatest - 6.0.squareRoot()) < 1e-15)
    #expect(result.largest == 3)
    #expect(result.qualityOfLargest == 0.8)
    #expect(
      result.headline
        == "Choosing by tokens costs 1.73x to 2.45x the least latency on average over 2 levels of accuracy, "
        + "at worst 3.00x (at accuracy 0.8).")
  }

  @Test func `a better row that is cheaper serves the lower quality as well`() throws {
    // Row 1 is better and cheaper in both: quality .5 is attained on no front and has no level.
    let result = try regret([0.5, 0.9], [10, 5], [10, 5])
    #expect(result.levels.map(\.quality) == [0.9])
    #expect(result.largest == 1)
    #expect(result.headline.contains("costs 1.00x the least latency"))
  }

  @Test func `infeasible and excluded rows take no part`() throws {
    let result = try Regret(
      quality: Objective(name: "accuracy", values: [0.5, 0.5, 0.5, .nan], sense: .maximize),
      choosingBy: Objective(name: "tokens", values: [-1, 5, 6, 1], sense: .minimize),
      payingIn: Objective(name: "latency", values: [1, 4, 2, 1], sense: .minimize),
      feasible: [false, true, true, true], missing: .exclude)
    #expect(result.excluded == [3])
    #expect(result.levels.map(\.chosenRows) == [[1]])
    #expect(result.largest == 2)
  }

  @Test func `costs that make no ratio are refused by row`() {
    func message(_ work: () throws -> Regret) -> String? {
      do {
        _ = try work()
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message { try regret([1, 2], [1, 0], [1, 1]) }
        == "tokens of row 1 is 0; a ratio of costs needs positive, finite ones.")
    #expect(
      message { try regret([1, 2], [1, 1], [1, .infinity]) }
        == "latency of row 1 is ∞; a ratio of costs needs positive, finite ones.")
    #expect(
      message { try regret([1, 2], [1, 1], [-3, 1]) }
        == "latency of row 0 is -3; a ratio of costs needs positive, finite ones.")
    #expect(
      message {
        try Regret(
          quality: Objective(name: "accuracy", values: [1], sense: .maximize),
          choosingBy: Objective(name: "throughput", values: [1], sense: .maximize),
          payingIn: Objective(name: "latency", values: [1], sense: .minimize))
      } == "throughput is to be maximized; a cost is minimized.")
    #expect(message { try regret([], [], []) } == "accuracy has no values: there is no row to compare.")
  }

  @Test func `random sets agree with the definition taken literally`() throws {
    var generator = SeededGenerator(seed: 77)
    for round in 0..<500 {
      let count = 1 + generator.nextIndex(below: 10)
      func column(_ kinds: Int) -> [Double] { (0..<count).map { _ in Double(1 + generator.nextIndex(below: kinds)) } }
      let quality = column(4)
      let guide = column(5)
      let paid = column(5)
      let result = try regret(quality, guide, paid)
      func onFront(_ row: Int, _ cost: [Double]) -> Bool {
        !(0..<count).contains {
          quality[$0] >= quality[row] && cost[$0] <= cost[row] && (quality[$0] > quality[row] || cost[$0] < cost[row])
        }
      }
      let attained = Set((0..<count).filter { onFront($0, guide) || onFront($0, paid) }.map { quality[$0] }).sorted()
      #expect(result.levels.map(\.quality) == attained, "set \(round)")
      for level in result.levels {
        let reaching = (0..<count).filter { quality[$0] >= level.quality }
        let cheapest = reaching.map { guide[$0] }.min()
        let chosen = reaching.filter { guide[$0] == cheapest }
        let least = reaching.map { paid[$0] }.min() ?? .nan
        #expect(level.chosenRows == chosen)
        #expect(level.leastPaidCost == least)
        #expect(level.leastRatio == chosen.map { paid[$0] / least }.min())
        #expect(level.greatestRatio == chosen.map { paid[$0] / least }.max())
      }
      #expect(result.largest == result.levels.map(\.greatestRatio).max())
    }
  }
}
