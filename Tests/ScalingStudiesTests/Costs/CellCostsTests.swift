import BenchmarkAdapters
import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct CellCostsTests {
  private static func run(_ change: (inout Run) -> Void = { _ in }) throws -> Run {
    var run = Run(
      identifier: "r", model: ModelDescription(name: "m"),
      hardware: HardwareDescription(accelerator: "any", acceleratorCount: 2),
      serving: ServingConfiguration(speculation: .off), workload: Workload(tokenCap: 16, load: .concurrency(1)),
      requests: try RequestRecords(problems: ["a", "b"], outputTokens: [4, 16], latency: [1, 3]))
    change(&run)
    return run
  }

  private static func row(_ change: (inout Run) -> Void = { _ in }) throws -> CellCost {
    try #require(CellCosts([try run(change)]).rows.first)
  }

  @Test func `every cost that a run allows is there, by hand`() throws {
    let row = try #require(
      CellCosts(
        [
          try Self.run {
            $0.outcomes = [
              MetricValue(metric: .duration, value: 5), MetricValue(metric: .energy(), value: 60),
              MetricValue(metric: .memory(), value: 30e9),
            ]
          }
        ], price: AcceleratorPrice(currency: "EUR", perHour: 3.6)
      ).rows.first)
    // 2 x 4 s over 20 tokens, 2 x 5 s over 20 tokens; 0.5 s at 0.001 a second for a million; 60 J over 20.
    #expect(row.latencyCost?.acceleratorSecondsPerToken == 0.4)
    #expect(row.wallClockCost?.acceleratorSecondsPerToken == 0.5)
    #expect(agree(try #require(row.moneyPerMillionTokens), 500))
    #expect(row.currency == "EUR")
    #expect(row.joulesPerToken == 3 && row.energySource == "the run's energy over its tokens")
    #expect(row.memory == 30e9 && row.refusals.isEmpty && row.tokenCap == 16)
    #expect(
      row.headline
        == "r, cap 16: 400 accelerator-ms a token by latency, 500 accelerator-ms a token by wall-clock time, 500 EUR a million tokens, 3 J a token, 30 GB."
    )
  }

  @Test func `the cost by latency is refused where requests share the accelerators`() throws {
    for load in [LoadDescription.concurrency(8), .batch(2)] {
      let row = try Self.row {
        $0.workload.load = load
        $0.outcomes = [MetricValue(metric: .duration, value: 2), MetricValue(metric: .outputTokens(.total), value: 40)]
        $0.price = AcceleratorPrice(currency: "USD", perHour: 36)
      }
      #expect(row.latencyCost == nil && row.refusals[0].hasPrefix("Cost by latency: At concurrency "))
      // The reported tokens go before those of the requests: 2 x 2 s over 40; at 0.01 a second.
      #expect(row.wallClockCost?.acceleratorSecondsPerToken == 0.1)
      #expect(agree(try #require(row.moneyPerMillionTokens), 1_000))
    }
    for load in [nil, LoadDescription.saturating, .requestRate(2)] {
      let row = try Self.row { $0.workload.load = load }
      #expect(row.latencyCost == nil && row.refusals[0].hasPrefix("Cost by latency: At an unknown concurrency "))
    }
  }

  @Test func `what is missing is said and never filled in`() throws {
    let unknown = try Self.row { $0.hardware = nil }
    #expect(unknown.latencyCost == nil && unknown.wallClockCost == nil)
    #expect(
      unknown.refusals == [
        "The number of accelerators is unknown: no cost of accelerator time.", "Money: no price was given.",
        "Energy: none was measured.", "Memory: none was measured.",
      ])
    #expect(unknown.headline == "r, cap 16: no cost is known.")
    let silent = try RequestRecords(problems: ["a"], latency: [1])
    #expect(
      try Self.row { $0.requests = silent }.refusals[0]
        == "Cost by latency: the output tokens of a request are unknown.")
    let timeless = try Self.row { $0.price = AcceleratorPrice(currency: "USD", perHour: -1) }
    #expect(timeless.refusals.contains { $0.hasPrefix("Money: A price of -1.0 per accelerator hour") })
    #expect(
      CellCosts([try Self.run { $0.requests = nil }]).headline
        == "Of 0 cells, by latency 0 have a cost per token, by wall-clock time 0, in money 0, in joules 0; the memory is known of 0."
    )
  }

  @Test func `a run that was cut has a row at each cap, and energy at the last alone`() throws {
    let plain = try HandMadeRun.changed { $0.accelerators = 1 }
    let window = PowerMeasurement(
      model: plain.model, speculation: .off, seconds: 10, requests: 4, outputTokens: 50, meanWatts: 20)
    let costs = CellCosts([plain], power: [window])
    #expect(costs.rows.map(\.tokenCap) == [2, 4, 8])
    // Without set-up 1 + 1 s for 2 + 2 tokens, 2 + 1.25 for 4 + 3, 4 + 1.25 for 8 + 3.
    let expected = [0.5, 3.25 / 7, 5.25 / 11]
    for (row, cost) in zip(costs.rows, expected) {
      #expect(agree(try #require(row.latencyCost?.acceleratorSecondsPerToken), cost))
    }
    #expect(costs.rows.map(\.joulesPerToken) == [nil, nil, 4])
    #expect(
      costs.headline
        == "Of 3 cells, by latency 3 have a cost per token, by wall-clock time 0, in money 0, in joules 1; the memory is known of 0."
    )
  }

  @Test func `the shipped windows are those of the study`() throws {
    let data = try TestTimeScalingDirectory(PlainCSV.folder.path).read()
    let costs = CellCosts(data.runs, power: data.power)
    #expect(costs.rows.count == 72 && costs.rows.count { $0.joulesPerToken != nil } == 8)
    let study = try ShippedStudy.study()
    for (index, finding) in study.speculation.enumerated() {
      let own = costs.rows.filter { $0.model == PlainRequests.models[index] && $0.joulesPerToken != nil }
      #expect(own.map(\.joulesPerToken) == [finding.baselineJoulesPerToken, finding.candidateJoulesPerToken])
    }
  }
}
