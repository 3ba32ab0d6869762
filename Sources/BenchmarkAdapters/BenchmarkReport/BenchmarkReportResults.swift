import ScalingExperiments

/// llm-d Benchmark Reports in JSON, versions 0.1 to 0.2.1: one run for each report.
///
/// The report passes on what each tool calls time per output token and inter-token latency: their definitions name the
/// tool, and they are comparable with nothing else. Reports that this library wrote give the run back.
public struct BenchmarkReportResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "llm-d Benchmark Report"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `version`, `run` and the results of either version.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.isSuperset(of: ["version", "run", "run.uid", "results"])
      || keys.isSuperset(of: ["version", "run", "scenario", "metrics.latency"])
  }

  /// Returns one run for each report; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, having: ["version"], context: context) { record, draft in
      record.object("run") { run in
        draft.source.date = run.object("time") { time -> String? in time.text("start") } ?? nil
      }
      var tool = "the tool"
      var isOurs = false
      record.object("scenario") { scenario in
        if scenario.has("stack") {
          stack(&scenario, into: &draft.stated)
        } else {
          former(&scenario, into: &draft.stated)
        }
        scenario.object("load") { load in
          load.object("standardized") { standard in
            tool = standard.text("tool") ?? tool
            self.load(&standard, into: &draft.stated.workload)
          }
          _ = load.take(["metadata"])
        }
      }
      record.object("results") { results in
        let own = results.peek("observability")?[BenchmarkReportFields.ownKey]
        results.object("request_performance") { performance in
          performance.object("aggregate") { figures(&$0, tool: tool, own: own, into: &draft) }
        }
        if let own { restore(own, into: &draft) }
        isOurs = own != nil
      }
      record.object("metrics") { figures(&$0, tool: tool, own: nil, into: &draft) }
      _ = record.take(["version"])
      // What the schema wanted beside the run is no part of it.
      if isOurs { record.takeAll() }
    }
  }

  // MARK: Scenario

  /// Engines of the stack: alike they are one server, unlike ones (prefill and decode) are no one configuration.
  private func stack(_ scenario: inout JSONRecord, into stated: inout MeasurementContext) {
    let engines = scenario.objects("stack") { component -> MeasurementContext? in
      guard component.peek("standardized")?["kind"]?.text == "inference_engine" else { return nil }
      _ = component.take(["metadata"])
      return component.object("standardized", read: engine)
    }
    let known = (engines ?? []).compactMap { $0 }
    guard let first = known.first else { return }
    stated.modelName = first.modelName
    stated.accelerator = known.allSatisfy { $0.accelerator == first.accelerator } ? first.accelerator : nil
    let counts = known.map(\.acceleratorCount)
    if !counts.contains(nil) {
      // A sum of counts that a file may state as it likes.
      var total = 0
      for count in counts {
        let (sum, isOver) = total.addingReportingOverflow(count ?? 0)
        guard !isOver else { return }
        total = sum
      }
      stated.acceleratorCount = total
    }
    if known.allSatisfy({ $0.serving == first.serving }) {
      stated.serving = first.serving
    } else {
      stated.serving.engine = first.serving.engine
      scenario.note(
        .missing, "The engines of the stack differ in layout, so that no one tensor-parallel size describes them.")
    }
  }

  private func engine(_ record: inout JSONRecord) -> MeasurementContext {
    var stated = MeasurementContext()
    _ = record.take(["kind"])
    stated.serving.engine = record.text("tool").flatMap { $0 == "unknown" ? nil : $0 }
    stated.serving.version = record.text("tool_version").flatMap { $0 == "unknown" ? nil : $0 }
    let replicas = record.count("replicas", least: 1)
    stated.modelName = record.object("model") { $0.text("name") } ?? nil
    record.object("accelerator") { accelerator in
      stated.accelerator = accelerator.text("model").flatMap { $0 == "unknown" ? nil : $0 }
      let count = accelerator.count("count", least: 1)
      if let count, let replicas {
        let (product, isOver) = count.multipliedReportingOverflow(by: replicas)
        stated.acceleratorCount = isOver ? nil : product
      }
      accelerator.object("parallelism") { layout in
        stated.serving.tensorParallel = layout.count("tp", least: 1)
        stated.serving.pipelineParallel = layout.count("pp", least: 1)
        stated.serving.dataParallel = layout.count("dp", least: 1)
      }
    }
    return stated
  }

  /// The scenario of version 0.1.
  private func former(_ scenario: inout JSONRecord, into stated: inout MeasurementContext) {
    stated.modelName = scenario.object("model") { $0.text("name") } ?? nil
    scenario.object("host") { host in
      let accelerators = host.objects("accelerator") { accelerator -> String? in accelerator.text("model") }
      let names = Set((accelerators ?? []).compactMap { $0 })
      stated.accelerator = names.count == 1 ? names.first : nil
    }
    scenario.object("platform") { platform in
      let engines = platform.objects("engine") { engine in (engine.text("name"), engine.text("version")) }
      if let engine = engines?.first {
        stated.serving.engine = engine.0
        stated.serving.version = engine.1
      }
    }
  }

  private func load(_ record: inout JSONRecord, into workload: inout Workload) {
    let rate = record.number("rate_qps").flatMap { $0 > 0 ? $0 : nil }
    let limit = record.has("concurrency") ? record.number("concurrency").flatMap { Int(exactly: $0) } : nil
    switch (rate, limit) {
    case (let rate?, nil): workload.load = .requestRate(rate)
    case (nil, let limit?) where limit > 0: workload.load = .concurrency(limit)
    case (_?, _?):
      record.note(
        .missing,
        "Requests arrived at a finite rate under a limit on concurrency, so that neither describes the load alone.")
    default: break
    }
    workload.promptLength = record.object("input_seq_len", read: fixed) ?? nil
    workload.outputLength = record.object("output_seq_len", read: fixed) ?? nil
  }

  private func fixed(_ record: inout JSONRecord) -> Int? {
    let value = record.number("value")
    guard record.text("distribution") == "fixed" else { return nil }
    return value.flatMap { $0 >= 1 ? Int(exactly: $0) : nil }
  }

  // MARK: Figures

  private func figures(_ record: inout JSONRecord, tool: String, own: JSONValue?, into draft: inout RunDraft) {
    let definitions = own?["definitions"]
    var counts: (total: Int?, failures: Int?) = (nil, nil)
    record.object("requests") { requests in
      counts = (requests.count("total"), requests.count("failures"))
      draft.add(.requestsAttempted, counts.total.map(Double.init))
      draft.add(.requestsFailed, counts.failures.map(Double.init))
    }
    record.object("time") { time in
      if let duration = time.number("duration"), duration > 0 { draft.add(.duration, duration) }
    }
    for field in BenchmarkReportFields.all {
      record.object(field.block) { block in
        let key = block.has(field.key) ? field.key : field.formerKey ?? field.key
        guard block.has(key) else { return }
        let metric = { (statistic: MetricStatistic) -> Metric in
          var metric = field.metric(statistic, tool)
          if let definition = definitions?[field.path]?.text { metric.definition = definition }
          return metric
        }
        if block.peek(key)?.number != nil {
          // Version 0.1 has rates as numbers.
          draft.add(metric(.mean), block.number(key))
        } else {
          let count = own?["counts"]?[field.path]?.integer
          block.object(key) { statistics(&$0, metric, count: count, into: &draft) }
        }
      }
    }
  }

  private func statistics(
    _ record: inout JSONRecord, _ metric: (MetricStatistic) -> Metric, count: Int?, into draft: inout RunDraft
  ) {
    guard let unit = record.unit("units", "unit") else { return }
    let mean = metric(.mean)
    guard unit.canonical == mean.unit || (mean.unit == .tokens && unit.canonical == .dimensionless) else {
      if let word = record.peek("units") { record.refuse("units", word, "a unit of \(mean.quantity.rawValue)") }
      return
    }
    let deviation = record.number("stddev", unit: unit)
    draft.add(mean, record.number("mean", unit: unit), count: count, spread: deviation.map { .standardDeviation($0) })
    for (key, statistic) in BenchmarkReportFields.statistics {
      draft.add(metric(statistic), record.number(key, unit: unit), count: count)
    }
    _ = record.take(["mode"])
  }

  /// Gives back what this library wrote beside the fields of the schema.
  private func restore(_ own: JSONValue, into draft: inout RunDraft) {
    guard let run = own["run"]?.decoded(Run.self) else { return }
    var facts = MeasurementContext(
      modelName: run.model.name, modelFamily: run.model.family, modelParameters: run.model.parameters,
      modelShape: run.model.shape)
    facts.accelerator = run.hardware?.accelerator
    facts.acceleratorCount = run.hardware?.acceleratorCount
    facts.memory = run.hardware?.memory
    facts.memoryBandwidth = run.hardware?.memoryBandwidth
    facts.peakRates = run.hardware.flatMap { $0.peakRates.isEmpty ? nil : $0.peakRates }
    facts.topology = run.hardware?.topology
    facts.price = run.price
    facts.serving = run.serving
    facts.workload = run.workload
    // The fields of the schema count, where somebody changed them; the rest fills the gaps.
    draft.stated = draft.stated.completed(by: facts)
    draft.outcomes += run.outcomes
    draft.counters = run.speculationCounters
    draft.unmapped += run.unmapped
  }
}
