import ScalingExperiments

/// A plan of two models, two caps and three strategies, and runs for it.
enum SweepFixture {
  static func strategy(_ name: String, _ tensorParallel: Int?, _ speculation: SpeculationSetting?) -> SweepStrategy {
    SweepStrategy(
      name: name,
      serving: ServingConfiguration(
        engine: "vLLM", tensorParallel: tensorParallel, pipelineParallel: 1, dataParallel: 1, speculation: speculation))
  }

  static let drafts = SpeculationSetting.on(
    Speculation(method: .ngram, draftTokens: 5, ngramMinimum: 1, ngramMaximum: 4))

  static var plan: SweepPlan {
    SweepPlan(
      name: "small",
      models: [
        SweepModel(description: ModelDescription(name: "A 1B", parameters: 1_000), repository: "house/a-1b"),
        SweepModel(description: ModelDescription(name: "B"), repository: "house/b"),
      ],
      tokenCaps: [64, 128],
      strategies: [strategy("baseline", 1, .off), strategy("N-gram 5", 1, drafts), strategy("tp2", 2, .off)],
      workload: Workload(task: "sums", problemCount: 10, load: .concurrency(1), sampling: .greedy),
      hardware: HardwareDescription(accelerator: "X", acceleratorCount: 2))
  }

  static func run(
    _ identifier: String, model: String = "house/a-1b", cap: Int? = 64, tensorParallel: Int? = 1,
    speculation: SpeculationSetting? = .off, latency: Double? = nil
  ) throws -> Run {
    var run = Run(
      identifier: identifier, model: ModelDescription(name: model),
      serving: ServingConfiguration(tensorParallel: tensorParallel, speculation: speculation),
      workload: Workload(tokenCap: cap))
    if let latency {
      let metric = Metric(quantity: .latency, statistic: .mean, definition: "end to end", unit: .seconds)
      run.outcomes = [MetricValue(metric: metric, value: latency)]
    }
    return run
  }
}
