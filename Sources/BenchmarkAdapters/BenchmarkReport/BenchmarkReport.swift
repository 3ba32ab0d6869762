import ScalingExperiments

/// The writing of runs as llm-d Benchmark Reports, version 0.2.1, in JSON.
public enum BenchmarkReport {
  /// Returns a report of a run, and notes on what has no place in it.
  ///
  /// Figures go where the schema has fields; their definitions, other figures and facts go under
  /// `results.observability.swift_scaling_analytics`, the one part in which the schema allows more, so that reading the
  /// report gives the run back. Single requests and answers are left out: a report has none. A block that the schema wants
  /// whole (the engine with its accelerators, the load with its prompt length) is left out where a part of it is unknown:
  /// nothing is made up.
  ///
  /// - Complexity: O(*n*) in the outcomes.
  public static func file(of run: Run) -> WrittenFile {
    var notes: [ImportNote] = []
    func note(_ reason: String) {
      notes.append(ImportNote(severity: .skipped, file: run.identifier, reason: reason))
    }
    if let requests = run.requests {
      note("A Benchmark Report has no single requests; \(Wording.count(requests.count, "request")) left out.")
    }
    if let answers = run.answers {
      note("A Benchmark Report has no answers; \(Wording.count(answers.count, "answer")) left out.")
    }
    let stack = stack(run)
    if stack == nil {
      note(
        "The schema wants engine, accelerator and number of accelerators together; one of them is unknown, so that the "
          + "stack was left out.")
    }
    let load = load(run)
    if load == nil {
      note("The schema wants the length of the prompts with the load; it is unknown, so that the load was left out.")
    }
    let figures = BenchmarkReportFigures(run.outcomes)
    var rest = run
    rest.outcomes = figures.rest
    rest.requests = nil
    rest.answers = nil
    rest.notes = []
    rest.source = nil
    let report = JSONValue.object([
      ("version", .text("0.2.1")),
      (
        "run",
        .object([
          ("uid", .text(FileBytes.fingerprint(Array(run.identifier.utf8)))),
          ("time", time(run).map { .object([("start", .text($0))]) }), ("description", .text(run.identifier)),
        ])
      ),
      (
        "scenario",
        stack == nil && load == nil ? nil : .object([("stack", stack.map { .list([$0]) }), ("load", load)])
      ),
      (
        "results",
        .object([
          ("request_performance", .object([("aggregate", figures.aggregate)])),
          (
            "observability",
            .object([
              (
                BenchmarkReportFields.ownKey,
                .object([
                  ("definitions", figures.definitions), ("counts", figures.counts), ("run", .encoded(rest)),
                ])
              )
            ])
          ),
        ])
      ),
    ])
    return WrittenFile(text: report.json + "\n", notes: notes)
  }

  /// The time with its zone, as the schema wants it; a time of unknown zone is none.
  private static func time(_ run: Run) -> String? {
    guard let date = run.source?.date, date.contains("T"), date.count >= 20 else { return nil }
    let zone = date.dropFirst(19)
    return zone.hasSuffix("Z") || zone.contains("+") || zone.contains("-") ? date : nil
  }

  private static func stack(_ run: Run) -> JSONValue? {
    guard let hardware = run.hardware, let count = hardware.acceleratorCount, let engine = run.serving.engine else {
      return nil
    }
    let layout = JSONValue.object([
      ("tp", run.serving.tensorParallel.map { .count($0) }), ("dp", run.serving.dataParallel.map { .count($0) }),
      ("pp", run.serving.pipelineParallel.map { .count($0) }),
    ])
    return .object([
      (
        "metadata",
        .object([("label", .text("engine")), ("cfg_id", .text(FileBytes.fingerprint(Array(run.identifier.utf8))))])
      ),
      (
        "standardized",
        .object([
          ("kind", .text("inference_engine")), ("tool", .text(engine)),
          ("tool_version", .text(run.serving.version ?? "unknown")), ("role", .text("replica")),
          ("replicas", .count(1)),
          ("model", .object([("name", .text(run.model.name))])),
          (
            "accelerator",
            .object([("model", .text(hardware.accelerator)), ("count", .count(count)), ("parallelism", layout)])
          ),
        ])
      ),
      ("native", .object([])),
    ])
  }

  private static func load(_ run: Run) -> JSONValue? {
    guard let prompt = run.workload.promptLength else { return nil }
    func fixed(_ value: Int) -> JSONValue { .object([("distribution", .text("fixed")), ("value", .count(value))]) }
    var rate: JSONValue?
    var limit: JSONValue?
    switch run.workload.load {
    case .requestRate(let value): rate = .number(value)
    case .concurrency(let value): limit = .count(value)
    default: break
    }
    return .object([
      ("metadata", .object([])),
      (
        "standardized",
        .object([
          ("tool", .text(run.source?.tool ?? "unknown")), ("tool_version", .text("unknown")),
          ("source", .text("unknown")),
          ("input_seq_len", fixed(prompt)), ("output_seq_len", run.workload.outputLength.map(fixed)),
          ("rate_qps", rate), ("concurrency", limit),
        ])
      ),
      ("native", .object([])),
    ])
  }
}
