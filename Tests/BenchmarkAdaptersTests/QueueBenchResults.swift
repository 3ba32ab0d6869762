import BenchmarkAdapters
import ScalingExperiments

/// The results of an imaginary tool: one object for each load point, times in milliseconds, one list of requests.
struct QueueBenchResults: MeasurementSource {
  let name = "QueueBench"

  /// Found by its keys; the name of a file says nothing.
  func matches(_ keys: Set<String>) -> Bool { keys.isSuperset(of: ["queuebench", "latency.p95"]) }

  func runs(from file: MeasurementFile, context: MeasurementContext) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, having: ["queuebench"], context: context) { record, draft in
      draft.source.date = record.text("started")
      draft.stated.modelName = record.text("model")
      draft.stated.serving.engine = record.text("engine")
      draft.stated.serving.tensorParallel = record.count("tp", least: 1)
      draft.stated.workload.load = record.count("clients", least: 1).map { .concurrency($0) }
      _ = record.count("queuebench")

      let sent = record.count("sent")
      draft.add(.requestsAttempted, sent.map(Double.init))
      draft.add(.throughput, record.number("tokens_per_s"))
      draft.add(.duration, record.number("minutes", unit: UnitName("min")))
      times(&record, &draft, count: sent)
      draft.requests = requests(&record)
    }
  }

  /// Statistics under any of the spellings in use: mean, p95, p99.9, p999, min.
  private func times(_ record: inout JSONRecord, _ draft: inout RunDraft, count: Int?) {
    record.object("latency") { latency in
      guard let unit = latency.unit("unit") else { return }
      for key in latency.keys {
        guard let statistic = StatisticName(key)?.metricStatistic else { continue }
        draft.add(.latency(statistic), latency.number(key, unit: unit), count: count)
      }
    }
  }

  /// Requests whose time is not known are left out, with a note.
  private func requests(_ record: inout JSONRecord) -> RequestRecords? {
    let rows = record.objects("requests") { request in
      (
        problem: request.text("id"), latency: request.number("ms", unit: UnitName("ms")),
        tokens: request.count("tokens")
      )
    }
    guard let rows else { return nil }
    let sound = rows.filter { $0.latency ?? 0 > 0 }
    if sound.count < rows.count { record.note(.skipped, "\(rows.count - sound.count) requests have no time.") }
    return try? RequestRecords(
      problems: sound.indices.map { sound[$0].problem ?? "\($0)" }, outputTokens: sound.map(\.tokens),
      latency: sound.compactMap(\.latency))
  }
}
