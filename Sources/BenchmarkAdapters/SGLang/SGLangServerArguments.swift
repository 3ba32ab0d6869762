import ScalingExperiments

/// What the arguments of an SGLang server say, in results of the versions that write them down.
struct SGLangServerArguments {
  let info: JSONValue

  func text(_ key: String) -> String? { value(key)?.text }

  func add(to serving: inout ServingConfiguration, record: inout JSONRecord) {
    serving.version = text("version")
    serving.attentionBackend = text("attention_backend")
    serving.tensorParallel = count("tp_size", &record)
    serving.pipelineParallel = count("pp_size", &record)
    serving.dataParallel = count("dp_size", &record)
    if let name = text("dtype") { serving.precision = ServingFigures.precision(name) }
    if let isEager = value("disable_cuda_graph")?.flag { serving.execution = isEager ? .eager : .graph }
    if let speculation = speculation(&record) { serving.speculation = speculation }
  }

  private func speculation(_ record: inout JSONRecord) -> SpeculationSetting? {
    let places = [["speculative_algorithm"], ["server_args", "speculative_algorithm"]]
    if let algorithm = info.value(atFirstOf: places) {
      guard let name = algorithm.text else {
        record.refuse("server_info.speculative_algorithm", algorithm, "a text")
        return nil
      }
      return .on(
        Speculation(method: Self.method(name), draftTokens: count("speculative_num_draft_tokens", &record)))
    }
    // A key that is there and null says that there is none.
    let isStated = info["speculative_algorithm"] != nil || info.value(at: places[1]) != nil
    return isStated ? .off : nil
  }

  private func value(_ key: String) -> JSONValue? {
    info.value(atFirstOf: [[key], ["server_args", key], ["internal_states", key]])
  }

  private func count(_ key: String, _ record: inout JSONRecord) -> Int? {
    value(key).flatMap { record.count($0, "server_info.\(key)", least: 1) }
  }

  private static func method(_ algorithm: String) -> SpeculationMethod {
    let name = algorithm.lowercased()
    return switch name {
    case "nextn": .multiTokenPrediction
    case "standalone": .draftModel
    default: name.hasPrefix("eagle") ? .eagle : SpeculationMethod(rawValue: name)
    }
  }
}
