import Foundation
import ScalingExperiments
import Testing

@Suite struct RunArchiveTests {
  /// A run with every property set, and with figures that decimal text does not hold in few digits.
  private func fullRun() throws -> Run {
    let spreads: [Spread] = [
      .standardDeviation(0.1), .standardError(1.0 / 3),
      .quantiles([
        QuantileValue(probability: 0.9, value: .leastNonzeroMagnitude), QuantileValue(probability: 1, value: 1.7e308),
      ]),
    ]
    let metrics: [Metric] = [
      .latency(.percentile(99.9)), .accuracy, .costPerToken(currency: "EUR"), .timePerOutputToken(.median),
      Metric(quantity: "price", statistic: .total, definition: "list", unit: .currency("USD")),
    ]
    var outcomes = spreads.map { MetricValue(metric: .latency(.mean), value: 0.1 + 0.2, count: 3, spread: $0) }
    outcomes += metrics.map { MetricValue(metric: $0, value: -0.0) }
    return Run(
      identifier: "a",
      model: ModelDescription(
        name: "m", family: "f", parameters: 9_007_199_254_740_993,
        shape: ModelShape(
          layers: 28, hiddenSize: 1_536, attentionHeads: 12, keyValueHeads: 2, headDimension: 128,
          feedForwardSize: 8_960, vocabularySize: 151_936, tiedEmbeddings: true)),
      hardware: HardwareDescription(
        accelerator: "x", memory: 80e9, memoryBandwidth: 3.35e12,
        peakRates: [PeakRate(precision: .fp8, sparsity: .sparse, floatingPointOperationsPerSecond: 1e15)],
        topology: Topology(
          acceleratorsPerNode: 4, nodes: 2,
          linkInsideNode: Link(name: "NVLink 4", bytesPerSecondPerDirection: 450e9, latency: 2e-6)),
        acceleratorCount: 8),
      serving: ServingConfiguration(
        engine: "e", version: "1", attentionBackend: "b", cudaVersion: "13.0", torchVersion: "2.11", tensorParallel: 4,
        pipelineParallel: 1, dataParallel: 2, precision: "nf4", execution: .eager,
        speculation: .on(Speculation(method: .eagle, draftTokens: 5, positionsPerPass: 6))),
      workload: Workload(
        task: "t", problemCount: 2, tokenCap: 64, samplesPerProblem: 16, load: .requestRate(0.1),
        sampling: .temperature(0.7)),
      outcomes: outcomes,
      requests: try RequestRecords(
        problems: ["0", "ü"], outputTokens: [1, nil], latency: [0.1, 1e-17], setupTime: [0.05, 0],
        isCorrect: [nil, true],
        latencyAtTokenCap: [TokenCapLatency(tokenCap: 8, latency: [0.07, 1.0 / 3])]),
      answers: try AnswerRecords(problems: ["0"], outputTokens: [nil], isCorrect: [false]),
      notes: [ImportNote(severity: .missing, file: "f", line: 1, column: "c", reason: "r")])
  }

  @Test func `A round trip through JSON loses nothing`() throws {
    var runs = [try fullRun(), Run(identifier: "b", model: ModelDescription(name: "m"))]
    for load in [LoadDescription.concurrency(4), .saturating, .batch(8)] {
      runs.append(
        Run(
          identifier: "c", model: ModelDescription(name: "m"), serving: ServingConfiguration(speculation: .off),
          workload: Workload(load: load, sampling: .greedy)))
    }
    let archive = RunArchive(runs: runs)
    let decoded = try JSONDecoder().decode(RunArchive.self, from: JSONEncoder().encode(archive))
    #expect(decoded == archive)
    #expect(decoded.runs[0].requests?.latency[1].bitPattern == 1e-17.bitPattern)
    #expect(decoded.runs[1].serving.speculation == nil && decoded.runs[2].serving.speculation == .off)
  }

  @Test func `Every unit and statistic survives`() throws {
    let units: [MetricUnit] = [
      .seconds, .tokens, .tokensPerSecond, .requestsPerSecond, .fraction, .joules, .watts, .floatingPointOperations,
      .floatingPointOperationsPerSecond, .bytes, .bytesPerSecond, .acceleratorSecondsPerToken, .joulesPerToken,
      .natsPerToken, .dimensionless, .currency("USD"), .currencyPerToken("EUR"),
    ]
    #expect(try JSONDecoder().decode([MetricUnit].self, from: JSONEncoder().encode(units)) == units)
    let statistics: [MetricStatistic] = [
      .perRequest, .mean, .median, .percentile(95), .percentile(99.9), .total, .share, .geometricMean,
    ]
    let data = try JSONEncoder().encode(statistics)
    #expect(
      String(decoding: data, as: UTF8.self)
        == #"["perRequest","mean","median","p95","p99.9","total","share","geometricMean"]"#)
    #expect(try JSONDecoder().decode([MetricStatistic].self, from: data) == statistics)
  }

  @Test func `The version stands in the file`() throws {
    let data = try JSONEncoder().encode(RunArchive())
    let object = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    #expect(object["formatVersion"] as? Int == 1)
    #expect((object["runs"] as? [Any])?.isEmpty == true)
  }

  @Test func `An unknown version is refused in a sentence, whatever follows it`() {
    let error = #expect(throws: RunArchiveError.self) {
      try JSONDecoder().decode(RunArchive.self, from: Data(#"{"formatVersion": 2, "experiments": {}}"#.utf8))
    }
    #expect(error?.message == "The archive has formatVersion 2, but this library reads version 1 only.")
    #expect(error?.formatVersion == 2)
    let absent = #expect(throws: RunArchiveError.self) {
      try JSONDecoder().decode(RunArchive.self, from: Data(#"{"runs": []}"#.utf8))
    }
    #expect(
      absent?.message == "The archive does not say its formatVersion, so it cannot be read as runs.")
  }
}
