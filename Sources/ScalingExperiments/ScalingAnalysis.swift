/// What a family of analyses needs to know of a run.
public enum ScalingAnalysis: String, Sendable, Codable, Hashable, CaseIterable {
  /// What more accelerators buy: speed-up, efficiency, throughput of one accelerator.
  case parallelScaling
  /// What a token or an answer costs in accelerator time or money.
  case cost
  /// What the hardware predicts: rooflines, what-ifs.
  case hardwareModel
  /// What speculation buys.
  case speculation
  /// What more tokens or more answers buy in accuracy.
  case testTimeScaling
  /// How latency and throughput move with the load.
  case load

  /// What the analyses do, as it stands in a sentence.
  public var title: String {
    switch self {
    case .parallelScaling: "parallel scaling"
    case .cost: "cost"
    case .hardwareModel: "a model of the hardware"
    case .speculation: "speculation"
    case .testTimeScaling: "test-time scaling"
    case .load: "latency against load"
    }
  }
}

extension Run {
  /// Returns what an analysis needs and the run does not state, in words; empty where nothing is missing.
  ///
  /// Only facts are asked for, never a default in their place.
  public func missing(for analysis: ScalingAnalysis) -> [String] {
    let facts: [(isKnown: Bool, words: String)]
    switch analysis {
    case .parallelScaling:
      facts = [accelerator, count, tensorParallel, loadFact]
    case .cost:
      facts = [accelerator, count, (price != nil, "the price of an accelerator")]
    case .hardwareModel:
      facts = [
        (model.parameters != nil || model.shape != nil, "the parameters of the model"), accelerator,
        (hardware?.memoryBandwidth != nil, "the memory bandwidth of an accelerator"),
        (serving.precision != nil, "the precision"), tensorParallel,
      ]
    case .speculation:
      facts = [
        (serving.speculation != nil, "whether speculation was on"), loadFact,
        (serving.execution != nil, "eager or graph execution"),
      ]
    case .testTimeScaling:
      facts = [
        (answers != nil || outcomes.contains { $0.metric.quantity == .accuracy }, "right and wrong answers"),
        (
          answers.map { $0.outputTokens.contains { $0 != nil } } ?? false || workload.tokenCap != nil
            || workload.samplesPerProblem != nil, "the tokens or the number of the answers"
        ),
      ]
    case .load:
      facts = [loadFact]
    }
    return facts.filter { !$0.isKnown }.map(\.words)
  }

  private var accelerator: (isKnown: Bool, words: String) { (hardware != nil, "the accelerator") }

  private var count: (isKnown: Bool, words: String) {
    (hardware?.acceleratorCount != nil, "the number of accelerators")
  }

  private var tensorParallel: (isKnown: Bool, words: String) {
    (serving.tensorParallel != nil, "the tensor-parallel size")
  }

  private var loadFact: (isKnown: Bool, words: String) { (workload.load != nil, "how requests arrived") }
}
