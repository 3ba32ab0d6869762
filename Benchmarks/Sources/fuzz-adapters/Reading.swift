import BenchmarkAdapters
import ScalingExperiments

/// What came of a file: runs, or a typed refusal.
struct Reading {
  /// Whether the file was refused.
  private(set) var isRefused = false
  /// Runs, requests and answers.
  private(set) var rows = 0
  /// What the notes say.
  private(set) var reasons: [String] = []
  /// The first figure that cannot be, in words.
  private(set) var fault: String?

  init(_ bytes: [UInt8]) {
    do {
      let file = try MeasurementFile(bytes: bytes, name: "sample")
      var context = MeasurementContext(modelName: "a model")
      context.conflicts = .file
      let imported = try file.runs(context: context)
      reasons = imported.notes.map(\.reason)
      for run in imported.runs {
        reasons += run.notes.map(\.reason)
        check(run)
      }
      rows += imported.runs.count
    } catch {
      isRefused = true
      if error.message.isEmpty { fault = "an error without a sentence" }
    }
  }

  private mutating func check(_ run: Run) {
    for outcome in run.outcomes {
      let metric = outcome.metric
      let isWithin =
        outcome.value.isFinite && metric.lowerBound.map { outcome.value >= $0 } ?? true
        && metric.upperBound.map { outcome.value <= $0 } ?? true
      if !isWithin { note("\(metric.title) is \(outcome.value)") }
      if let count = outcome.count, count < 0 { note("\(metric.title) of \(count) observations") }
      if case .standardDeviation(let spread) = outcome.spread, !(spread >= 0 && spread.isFinite) {
        note("\(metric.title) spreads by \(spread)")
      }
    }
    if let requests = run.requests {
      rows += requests.count
      if let time = requests.latency.first(where: { !($0 > 0 && $0.isFinite) }) { note("a latency is \(time)") }
      if let time = requests.timeToFirstToken.first(where: { $0.map { !($0 >= 0 && $0.isFinite) } ?? false }) {
        note("a time to the first token is \(time ?? 0)")
      }
      if requests.outputTokens.contains(where: { $0.map { $0 < 0 } ?? false }) { note("fewer than no tokens") }
    }
    if let answers = run.answers { rows += answers.count }
    if run.model.name.isEmpty { note("a model without a name") }
  }

  private mutating func note(_ words: String) { fault = fault ?? words }
}
