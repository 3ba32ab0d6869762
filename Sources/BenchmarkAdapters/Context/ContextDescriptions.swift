import ScalingExperiments

/// The values that a context file describes, under the names that their `Codable` conformances write.
///
/// Their synthesized decoders would pass over a misspelled key and take a missing count for an unknown one.
extension ContextField {
  func hardware() throws(ImportError) -> HardwareDescription {
    let object = try object(Self.hardwareKeys)
    return HardwareDescription(
      accelerator: try object.required("accelerator", "the name of the accelerator, as its driver gives it").text(),
      memory: try object["memory"]?.positiveNumber(),
      memoryBandwidth: try object["memoryBandwidth"]?.positiveNumber(),
      peakRates: try object["peakRates"]?.peakRates() ?? [],
      topology: try object["topology"]?.topology(),
      acceleratorCount: try object.required("acceleratorCount", "the number of accelerators in use, in all").count())
  }

  static let hardwareKeys = [
    "accelerator", "acceleratorCount", "memory", "memoryBandwidth", "peakRates", "topology",
  ]

  func peakRates() throws(ImportError) -> [PeakRate] {
    var rates: [PeakRate] = []
    for field in try elements() {
      let object = try field.object(["precision", "sparsity", "floatingPointOperationsPerSecond"])
      let sparsity = try object.required("sparsity", "whether the vendor counts zeros as work")
        .word(among: [PeakRate.Sparsity.dense, .sparse])
      let rate = PeakRate(
        precision: NumericPrecision(rawValue: try object.required("precision", "the number format").text()),
        sparsity: sparsity,
        floatingPointOperationsPerSecond: try object.required("floatingPointOperationsPerSecond", "the peak rate")
          .positiveNumber())
      // The first of two would win without a word.
      if rates.contains(where: { $0.precision == rate.precision && $0.sparsity == rate.sparsity }) {
        throw field.fault("states the \(sparsity.rawValue) peak rate of \(rate.precision.rawValue) a second time.")
      }
      rates.append(rate)
    }
    return rates
  }

  func topology() throws(ImportError) -> Topology {
    let object = try object(["acceleratorsPerNode", "nodes", "linkInsideNode", "linkBetweenNodes"])
    return Topology(
      acceleratorsPerNode: try object.required("acceleratorsPerNode", "the accelerators in one node").count(),
      nodes: try object.required("nodes", "the number of nodes").count(),
      linkInsideNode: try object["linkInsideNode"]?.link(),
      linkBetweenNodes: try object["linkBetweenNodes"]?.link())
  }

  private func link() throws(ImportError) -> Link {
    let object = try object(["name", "bytesPerSecondPerDirection", "latency"])
    return Link(
      name: try object.required("name", "the name of the link").text(),
      bytesPerSecondPerDirection: try object["bytesPerSecondPerDirection"]?.positiveNumber(),
      latency: try object["latency"]?.nonnegativeNumber())
  }

  /// How a model was served; a study that compares strategies needs to know whether each of them speculated.
  func serving(speculationIsRequired: Bool = true) throws(ImportError) -> ServingConfiguration {
    let object = try object([
      "engine", "version", "attentionBackend", "cudaVersion", "torchVersion", "tensorParallel", "pipelineParallel",
      "dataParallel", "precision", "execution", "speculation",
    ])
    let speculation =
      speculationIsRequired
      ? try object.required("speculation", "\"off\", or an object with the method of speculation")
      : object["speculation"]
    return ServingConfiguration(
      engine: try object["engine"]?.text(),
      version: try object["version"]?.text(),
      attentionBackend: try object["attentionBackend"]?.text(),
      cudaVersion: try object["cudaVersion"]?.text(),
      torchVersion: try object["torchVersion"]?.text(),
      tensorParallel: try object["tensorParallel"]?.count(),
      pipelineParallel: try object["pipelineParallel"]?.count(),
      dataParallel: try object["dataParallel"]?.count(),
      precision: try object["precision"].map { field throws(ImportError) in
        NumericPrecision(rawValue: try field.text())
      },
      execution: try object["execution"]?.execution(),
      speculation: try speculation?.speculation())
  }

  func execution() throws(ImportError) -> ExecutionMode {
    try word(among: ExecutionMode.allCases)
  }

  private func speculation() throws(ImportError) -> SpeculationSetting {
    if case .text(let text) = value.content {
      guard text == "off" else { throw mustBe("\"off\" or an object") }
      return .off
    }
    let object = try object(["method", "draftTokens", "ngramMinimum", "ngramMaximum", "positionsPerPass"])
    let speculation = Speculation(
      method: SpeculationMethod(rawValue: try object.required("method", "where the drafts come from").text()),
      draftTokens: try object["draftTokens"]?.count(),
      ngramMinimum: try object["ngramMinimum"]?.count(),
      ngramMaximum: try object["ngramMaximum"]?.count(),
      positionsPerPass: try object["positionsPerPass"]?.count())
    if let minimum = speculation.ngramMinimum, let maximum = speculation.ngramMaximum, minimum > maximum {
      throw fault("has an ngramMinimum of \(minimum), which is more than its ngramMaximum of \(maximum).")
    }
    return .on(speculation)
  }

  func workload() throws(ImportError) -> Workload {
    let object = try object(["task", "load", "sampling"])
    return Workload(
      task: try object.required("task", "the task or data set").text(),
      load: try object.required("load", "how requests arrived").load(),
      sampling: try object.required("sampling", "\"greedy\" or the temperature").sampling())
  }

  func load() throws(ImportError) -> LoadDescription {
    let object = try object(["kind", "value"])
    let kind = try object.required("kind", "how requests arrived").word(among: LoadKind.allCases)
    if kind == .saturating {
      guard object["value"] == nil else { throw fault("is saturating, which has no value.") }
      return .saturating
    }
    let value = try object.required("value", "the number that belongs to \"\(kind.rawValue)\"")
    return switch kind {
    case .batch: .batch(try value.count())
    case .concurrency: .concurrency(try value.count())
    case .requestRate: .requestRate(try value.positiveNumber())
    case .saturating: .saturating
    }
  }

  private enum LoadKind: String, CaseIterable { case batch, concurrency, requestRate, saturating }

  func sampling() throws(ImportError) -> SamplingMethod {
    if case .number = value.content { return .temperature(try nonnegativeNumber()) }
    guard case .text("greedy") = value.content else { throw mustBe("\"greedy\" or a temperature") }
    return .greedy
  }

  func model(name: String) throws(ImportError) -> ModelDescription {
    let object = try object(["family", "parameters", "shape"])
    return ModelDescription(
      name: name,
      family: try object["family"]?.text(),
      parameters: try object.required("parameters", "the total number of parameters").count(),
      shape: try object["shape"]?.shape())
  }

  func shape() throws(ImportError) -> ModelShape {
    let object = try object([
      "layers", "hiddenSize", "attentionHeads", "keyValueHeads", "headDimension", "feedForwardSize", "vocabularySize",
      "tiedEmbeddings",
    ])
    return ModelShape(
      layers: try object.required("layers", "the number of transformer layers").count(),
      hiddenSize: try object.required("hiddenSize", "the width of the residual stream").count(),
      attentionHeads: try object.required("attentionHeads", "the query heads in a layer").count(),
      keyValueHeads: try object.required("keyValueHeads", "the key and value heads in a layer").count(),
      headDimension: try object.required("headDimension", "the width of one head").count(),
      feedForwardSize: try object.required("feedForwardSize", "the inner width of the feed-forward block").count(),
      vocabularySize: try object.required("vocabularySize", "the rows of the embedding").count(),
      tiedEmbeddings: try object.required("tiedEmbeddings", "whether the two embeddings share one matrix").flag())
  }
}
