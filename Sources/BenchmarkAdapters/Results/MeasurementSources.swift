import ScalingExperiments

/// The formats that this library reads.
public enum MeasurementSources {
  /// All of them; no file matches two.
  public static let all: [any MeasurementSource] = [
    VLLMServeResults(), VLLMDashboardRecords(), VLLMLatencyResults(), VLLMThroughputResults(), VLLMServerMetrics(),
    SGLangServingResults(), SGLangBatchResults(),
    LMEvalResults(), LMEvalSamples(),
    AIPerfResults(), AIPerfRequests(), PerfAnalyzerRequests(),
    InferenceXResults(), InferenceXEvaluations(), LLMPerfSummary(), LLMPerfRequests(),
    GuideLLMResults(), LlamaBenchResults(), TensorRTLLMReport(),
    PrometheusQueryResults(), SGLangServerMetrics(),
    InspectLog(), BenchmarkReportResults(), EveryEvalEverResults(), EveryEvalEverInstances(),
  ]

  /// Returns the one format that a file is of.
  ///
  /// Throws `ImportError`, with the keys of the file, if no format matches or more than one does: then the tool must be
  /// named by reading the file with its source.
  public static func source(
    of file: MeasurementFile, among formats: [any MeasurementSource] = all
  ) throws(ImportError) -> any MeasurementSource {
    let matching = formats.filter { $0.matches(file.keys) }
    if matching.count == 1 { return matching[0] }
    throw .at(file.name, nil, reasonUnknown(file, matching: matching.map(\.name)))
  }

  /// Why a file has no one format, as a sentence.
  static func reasonUnknown(_ file: MeasurementFile, matching: [String]) -> String {
    let keys = Wording.shortList(file.topKeys.sorted(), longest: 6)
    if matching.isEmpty, let other = OtherFormats.reason(file) { return other }
    let known = matching.isEmpty ? "No format" : Wording.list(matching)
    return
      "\(known) \(matching.count > 1 ? "match" : "matches") the keys of the file (\(keys)), so that it was left out; "
      + "which tool wrote it? Read it with that tool's source."
  }
}

extension MeasurementFile {
  /// Returns the runs of the file, by the one format that its keys match.
  ///
  /// Throws `ImportError` if no format matches or more than one does, and what the format's source throws.
  public func runs(
    context: MeasurementContext = MeasurementContext(), formats: [any MeasurementSource] = MeasurementSources.all
  ) throws(ImportError) -> MeasurementImport {
    var result = try MeasurementSources.source(of: self, among: formats).runs(from: self, context: context)
    result.notes = notes + result.notes
    return result
  }
}
