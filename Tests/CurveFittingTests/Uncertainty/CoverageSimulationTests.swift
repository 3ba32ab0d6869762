import CurveFitting
import ScalingStatistics
import Testing

@Suite struct CoverageSimulationTests {
  // 150 of the benchmark's 10,000 replicates: a tolerance of four standard deviations, 7 points.
  @Test func `profile intervals hold the truth as often as they say`() throws {
    let cell = CoverageCell(observations: 8, decades: 2, noise: 0.01)
    let result = try cell.run(replicates: 150, constructions: [.profile])
    for quantity in CoverageCell.Quantity.allCases {
      let share = result.share(.profile, quantity)
      #expect(
        abs(share - 0.95) <= binomialTolerance(0.95, replicates: 150), "\(quantity.rawValue): \(share) of replicates")
    }
  }
}
