import ScalingExperiments

/// What the arguments of an SGLang server say, in results of the versions that write them down.
struct SGLangServerArguments {
  let info: JSONValue

  func text(_ key: String) -> String? { value(key)?.text }

  func add(to serving: inout ServingConfiguration) {
    serving.version = text("version")
    serving.attentionBackend = text("attention_backend")
    serving.tensorParallel = count("tp_size")
    serving.pipelineParallel = count("pp_size")
    serving.dataParallel = count("dp_size")
    if let name = text("dtype") { serving.precision = ServingFigures.precision(name) }
    if let isEager = value("disable_cuda_graph")?.flag { serving.execution = isEager ? .eager : .graph }
    if let speculation = speculation { serving.speculation = speculation }
  }

  private var speculation: SpeculationSetting? {
    let places = [["speculative_algorithm"], ["server_args", "speculative_algorithm"]]
    if let algorithm = info.value(atFirstOf: places) {
      return .on(
        Speculation(method: Self.method(algorithm.text), draftTokens: count("speculative_num_draft_tokens")))
    }
    // A key that is there and null says that there is none.
    let isStated = info["speculative_algorithm"] != nil || info.value(at: places[1]) != nil
    return isStated ? .off : nil
  }

  private func value(_ key: String) -> JSONValue? {
    info.value(atFirstOf: [[key], ["server_args", key], ["internal_states", key]])
  }

  private func count(_ key: String) -> Int? {
    guard let count = value(key)?.integer, count > 0 else { return nil }
    return count
  }

  private static func method(_ algorithm: String?) -> SpeculationMethod {
    switch algorithm?.lowercased() {
    case nil: .unnamed
    case "nextn": .multiTokenPrediction
    case "standalone": .draftModel
    case let name?: name.hasPrefix("eagle") ? .eagle : SpeculationMethod(rawValue: name)
    }
  }
}
