import Foundation
import ScalingStatistics
import Testing

@testable import ScalingStudies

/// The numbers of one pass against the definitions taken literally.
@Suite struct FrontComparisonTests {
  @Test func `random sets agree with comparing every row with every other`() throws {
    var generator = SeededGenerator(seed: 41)
    for round in 0..<400 {
      let count = 1 + generator.nextIndex(below: 12)
      func column(_ kinds: Int) -> [Double] { (0..<count).map { _ in Double(1 + generator.nextIndex(below: kinds)) } }
      let accuracy = column(5).map { $0 / 8 }
      let compute = column(5)
      let system = column(6)
      let accuracies = [0.7, 0.3, 0.19, 0.06]
      let budgets = [0.5, 2.5, 4.2, 7]
      var comparison = FrontComparison()
      let found = comparison.compare(
        order: accuracy.indices.sorted { (accuracy[$1], $0) < (accuracy[$0], $1) }, accuracy: accuracy,
        compute: compute, system: system, readings: .init(accuracies: accuracies, budgets: budgets))
      func front(_ cost: [Double]) -> [Int] {
        (0..<count).filter { row in
          !(0..<count).contains {
            accuracy[$0] >= accuracy[row] && cost[$0] <= cost[row]
              && (accuracy[$0] > accuracy[row] || cost[$0] < cost[row])
          }
        }
      }
      let byCompute = front(compute)
      let bySystem = front(system)
      let shared = byCompute.filter { bySystem.contains($0) }
      #expect((0..<count).filter { comparison.isOnCompute[$0] } == byCompute, "set \(round)")
      #expect((0..<count).filter { comparison.isOnSystem[$0] } == bySystem)
      #expect(found.computeMembers == byCompute.count && found.systemMembers == bySystem.count)
      #expect(found.jaccard == Double(shared.count) / Double(Set(byCompute + bySystem).count))

      func ratios(_ level: Double) -> (least: Double, greatest: Double)? {
        let reaching = (0..<count).filter { accuracy[$0] >= level }
        guard let cheapest = reaching.map({ compute[$0] }).min(), let fastest = reaching.map({ system[$0] }).min()
        else { return nil }
        let chosen = reaching.filter { compute[$0] == cheapest }.map { system[$0] / fastest }
        return (chosen.min() ?? .nan, chosen.max() ?? .nan)
      }
      let levels = Set((byCompute + bySystem).map { accuracy[$0] }).compactMap(ratios)
      func geometricMean(_ values: [Double]) -> Double {
        exp(values.map { log($0) }.reduce(0, +) / Double(values.count))
      }
      #expect(agree(found.leastRegret, geometricMean(levels.map(\.least))))
      #expect(agree(found.greatestRegret, geometricMean(levels.map(\.greatest))))
      #expect(found.largestRegret == levels.map(\.greatest).max())
      for (index, level) in accuracies.enumerated() {
        guard let expected = ratios(level) else {
          #expect(comparison.leastRegrets[index].isNaN && comparison.greatestRegrets[index].isNaN)
          continue
        }
        #expect(comparison.leastRegrets[index] == expected.least)
        #expect(comparison.greatestRegrets[index] == expected.greatest)
      }

      func losses(_ budget: Double) -> (least: Double, greatest: Double)? {
        guard let best = (0..<count).filter({ system[$0] <= budget }).map({ accuracy[$0] }).max() else { return nil }
        let lucky = byCompute.filter { system[$0] <= budget }.map { accuracy[$0] }.max() ?? 0
        let unlucky = Set(byCompute.map { accuracy[$0] }).filter { value in
          byCompute.allSatisfy { accuracy[$0] != value || system[$0] <= budget }
        }
        return (best - lucky, best - (unlucky.max() ?? 0))
      }
      let steps = Set((byCompute + bySystem).map { system[$0] }).sorted().compactMap(losses)
      #expect(agree(found.leastLoss, steps.map(\.least).reduce(0, +) / Double(steps.count)))
      #expect(agree(found.greatestLoss, steps.map(\.greatest).reduce(0, +) / Double(steps.count)))
      #expect(found.largestLoss == steps.map(\.greatest).max())
      for (index, budget) in budgets.enumerated() {
        guard let expected = losses(budget) else {
          #expect(comparison.leastLosses[index].isNaN && comparison.greatestLosses[index].isNaN)
          continue
        }
        #expect(comparison.leastLosses[index] == expected.least)
        #expect(comparison.greatestLosses[index] == expected.greatest)
      }
    }
  }

  @Test func `a comparison leaves nothing behind for the next`() {
    var used = FrontComparison()
    let readings = FrontComparison.Readings(accuracies: [0.5], budgets: [3])
    _ = used.compare(order: [1, 0], accuracy: [0.2, 0.9], compute: [1, 2], system: [5, 4], readings: readings)
    let again = used.compare(
      order: [0, 1], accuracy: [0.7, 0.6], compute: [2, 3], system: [2, 1], readings: readings)
    var fresh = FrontComparison()
    let first = fresh.compare(
      order: [0, 1], accuracy: [0.7, 0.6], compute: [2, 3], system: [2, 1], readings: readings)
    #expect(again.jaccard == first.jaccard && again.leastLoss == first.leastLoss)
    #expect(used.leastRegrets == fresh.leastRegrets && used.leastLosses == fresh.leastLosses)
    #expect(used.isOnCompute == [true, false] && used.isOnSystem == [true, true])
  }
}
