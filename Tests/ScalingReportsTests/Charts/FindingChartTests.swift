import ParetoFrontiers
import ScalingCharts
import ScalingExperiments
import ScalingLaws
import ScalingReports
import ScalingStudies
import ServingModels
import Testing

/// What the ready charts say, beside the bytes of the golden files.
@Suite struct FindingChartTests {
  @Test func whatLiesBeyondTheDataIsDottedAndSaid() throws {
    let chart = try ChartSamples.scalingCurve()
    #expect(chart.caption.contains("Dotted: beyond the data"))
    #expect(chart.data.rows.count == ChartSamples.x.count)
    let within = try FindingChart.scalingCurve(
      ChartSamples.fit(), x: ChartSamples.x, y: ChartSamples.y, xAxis: ChartSamples.xAxis, yAxis: ChartSamples.yAxis)
    #expect(!within.caption.contains("Dotted"))
  }

  @Test func aBudgetWithoutAMinimumInsideIsNamed() throws {
    let falling = try IsoFLOPProfile(compute: 1e18, parameters: [1e7, 2e7, 4e7, 8e7, 16e7], loss: [5, 4, 3, 2, 1])
    let chart = try FindingChart.isoFLOP([falling])
    #expect(chart.caption.contains("Without a minimum inside the sizes: 1e18 FLOP"))
    #expect(chart.data.rows[0][1] == "none inside the sizes")
  }

  @Test func theShareOfTheRoofIsByHand() throws {
    // Batch 1 at one FLOP a byte: the roof is the bandwidth, 3.35e12; 2.1 of it.
    #expect(try ChartSamples.roofline().data.rows[0][3] == "62.7")
    let wrong = [RooflinePoint("idle", intensity: 0, rate: 1)]
    #expect(throws: ReportPageError.self) {
      try FindingChart.roofline(Accelerator.named("H100-SXM5-80GB"), precision: .bf16, points: wrong)
    }
  }

  @Test func theTableOfAFrontNamesTheDominatorAndThePick() throws {
    let rows = try ChartSamples.front().data.rows
    #expect(rows.count == 12)
    #expect(rows.contains { $0.last == "on the front, the pick" })
    #expect(rows.contains { $0.last == "infeasible" })
    // (70, 1300) lies below and left of (90, 1400) and no other member.
    #expect(rows.first { $0[1] == "70" }?.last == "dominated by TP1, batch 48")
  }

  @Test func rowsWithoutAPlaceAreCountedRatherThanDrawn() throws {
    let objectives = [
      Objective(name: "ms", values: [10, 20, 0], sense: .minimize),
      Objective(name: "accuracy", values: [0.5, 0.7, 0.4], sense: .maximize),
    ]
    let chart = try FindingChart.front(
      ParetoFront(objectives), objectives: objectives, labels: ["a", "b", "c"],
      xAxis: ChartAxis("Latency", unit: "ms", scale: .logarithmic), yAxis: ChartAxis("Accuracy"))
    #expect(chart.caption.contains("1 rows have no place on these axes"))
    _ = try chart.figure(id: "front")
  }

  @Test func everyMoveKeepsTheAccuracyAndSavesLatency() throws {
    let study = try TestTimeScalingReportTests.study.get()
    for finding in study.optimality {
      let (compute, system) = try FindingChart.moves(finding, grid: study.configurations)
      #expect(compute.data == system.data && compute.data.rows.count == finding.overlap.onlyFirst.count)
      for row in compute.data.rows {
        #expect(Double(row[2]).map { $0 >= 0 } == true && Double(row[4]).map { $0 <= 1 } == true, "\(row)")
      }
    }
  }

  @Test func costsAreInAcceleratorTimeWithoutAPrice() throws {
    let runs = try TestTimeScalingReportTests.study.get().measurements.runs
    let chart = try FindingChart.costs(CellCosts(runs))
    #expect(chart.chart.title == "Accelerator time a generated token")
    #expect(chart.data.rows.count == CellCosts(runs).rows.count)
    let priced = try FindingChart.costs(CellCosts(runs, price: AcceleratorPrice(currency: "USD", perHour: 2)))
    #expect(priced.chart.title == "USD for a million generated tokens")
  }

  @Test func nothingReadIsAnErrorInWords() {
    #expect(throws: ReportPageError.self) { try FindingChart.imported([]) }
  }

  @Test func everyReadyChartFitsANarrowAndAWidePage() throws {
    for (name, make) in ChartSamples.all {
      let chart = try make()
      for width in [360.0, 760, 1_400] { _ = try chart.figure(id: name, width: width, height: 440) }
    }
  }
}
