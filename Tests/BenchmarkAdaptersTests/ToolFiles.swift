import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Results files for tests: those that the package ships, and those of a reference data set that it does not.
enum ToolFiles {
  /// The shipped files, written by the tools themselves.
  static let folder = TemporaryDirectory.measurements.deletingLastPathComponent().appendingPathComponent("tools")

  /// The folder of files of other projects; `nil` where the environment names none.
  static let reference = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"].map {
    URL(fileURLWithPath: $0).appendingPathComponent("formats/third-party")
  }

  static let serve = "vllm/serve_0.32.0_conc4_detailed.json"
  static let sweep = "vllm/serve_0.32.0_sweep_append.json"
  static let rampUp = "vllm/serve_0.32.0_rampup.json"
  static let speculation = "vllm/serve_0.32.0_specdecode_ngram.json"
  static let scrape = "vllm/metrics_0.32.0.prom"
  static let speculationScrape = "vllm/metrics_0.32.0_specdecode.prom"
  static let results = "lm-eval/dummy/results_2026-11-23T15-06-28.941792.json"
  static let additions = "lm-eval/dummy/samples_toy_add_2026-11-23T15-06-28.941792.jsonl"
  static let choices = "lm-eval/dummy/samples_toy_mc_2026-11-23T15-06-28.941792.jsonl"

  /// A shipped file.
  static func file(_ name: String) throws -> MeasurementFile {
    try MeasurementFile(contentsOf: folder.appendingPathComponent(name).path, name: name)
  }

  /// A file of a reference data set.
  static func referenceFile(_ name: String) throws -> MeasurementFile {
    let folder = try #require(reference)
    return try MeasurementFile(contentsOf: folder.appendingPathComponent(name).path, name: name)
  }

  /// A file of this text.
  static func file(text: String, name: String = "r.json") throws -> MeasurementFile {
    try MeasurementFile(bytes: Array(text.utf8), name: name)
  }

  /// The runs of a text.
  static func runs(
    _ text: String, _ source: any MeasurementSource, context: MeasurementContext = MeasurementContext()
  ) throws -> [Run] {
    try source.runs(from: file(text: text), context: context).runs
  }
}

extension Run {
  /// The reported value of a metric.
  func value(_ metric: Metric) -> Double? { outcome(metric)?.value }

  /// The sentences of the notes.
  var reasons: [String] { notes.map(\.reason) }
}
