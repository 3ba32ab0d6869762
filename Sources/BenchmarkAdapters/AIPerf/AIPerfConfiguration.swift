import ScalingExperiments

/// What `input_config` says of model, load and lengths, in the shapes of AIPerf 1.4, of AIPerf in 2025 and of GenAI-Perf.
enum AIPerfConfiguration {
  static func read(_ record: inout JSONRecord, into stated: inout MeasurementContext) {
    stated.modelName = model(&record)
    stated.workload.load = load(&record)
    lengths(&record, into: &stated.workload)
  }

  /// The one model that was asked.
  private static func model(_ record: inout JSONRecord) -> String? {
    var names: [String] = []
    if case .object = record.peek("models")?.content {
      names = record.object("models") { $0.objects("items") { $0.text("name") } ?? [] }?.compactMap { $0 } ?? []
    } else if record.has("models") {
      names = (record.list("models") ?? []).compactMap { $0.text ?? $0["name"]?.text }
    }
    if names.isEmpty { names = (record.list("model_names") ?? []).compactMap(\.text) }
    if names.isEmpty {
      names = (record.peek("endpoint")?["model_names"]?.elements ?? []).compactMap(\.text)
    }
    guard names.count > 1 else { return names.first }
    record.note(.missing, "The requests went to \(Wording.list(names)); nothing says which figures are whose.")
    return nil
  }

  private static func load(_ record: inout JSONRecord) -> LoadDescription? {
    if record.has("phases") {
      let loads = record.objects("phases") { phase -> LoadDescription? in
        let kind = phase.text("kind", "name")
        let load = Self.settings(&phase)
        return kind == "warmup" ? nil : load
      }
      let known = (loads ?? []).compactMap { $0 }
      if known.count > 1 {
        record.note(.missing, "The benchmark had several phases of different load, so that no one load describes it.")
      }
      return known.count == 1 ? known[0] : nil
    }
    if record.has("loadgen") { return record.object("loadgen", read: settings) ?? nil }
    return record.object("perf_analyzer") { $0.object("stimulus", read: settings) ?? nil } ?? nil
  }

  /// A rate, or else a number of requests in flight.
  private static func settings(_ record: inout JSONRecord) -> LoadDescription? {
    let rate = record.number("request_rate", "rate")
    let limit = record.count("concurrency", least: 1)
    guard let rate, rate > 0 else { return limit.map { .concurrency($0) } }
    guard limit == nil else {
      record.note(
        .missing,
        "Requests arrived at a finite rate under a limit on concurrency, so that neither describes the load alone.")
      return nil
    }
    return .requestRate(rate)
  }

  private static func lengths(_ record: inout JSONRecord, into workload: inout Workload) {
    let extra = record.peek("endpoint")?["extra"] ?? record.peek("input")?["extra"]
    let isForced = extra?["ignore_eos"]?.flag ?? extra?.text?.contains("ignore_eos:true") ?? false
    var prompt: Int?
    var output: Int?
    if record.has("datasets") {
      let sets = record.objects("datasets") { set in
        set.object("prompts") { prompts in (prompts.fixedLength("isl"), prompts.fixedLength("osl")) }
      }
      if let sets, sets.count == 1, let lengths = sets[0] { (prompt, output) = lengths }
    } else {
      record.object("input") { input in
        prompt = input.fixedLength("synthetic_tokens")
        output = input.fixedLength("output_tokens")
        input.object("prompt") { inner in
          prompt = prompt ?? inner.fixedLength("input_tokens")
          output = output ?? inner.fixedLength("output_tokens")
        }
      }
    }
    workload.promptLength = prompt
    // Where the model may end by itself the length asked for is an upper end.
    workload.outputLength = isForced ? output : nil
  }
}

extension JSONRecord {
  /// The one length of `{"mean": 48, "stddev": 0}`; `nil` where lengths are drawn from a distribution.
  fileprivate mutating func fixedLength(_ key: String) -> Int? {
    object(key) { length -> Int? in
      let mean = length.number("mean")
      let deviation = length.number("stddev", "std_dev")
      guard deviation ?? 0 == 0, let mean, mean >= 1 else { return nil }
      return Int(exactly: mean)
    } ?? nil
  }
}
