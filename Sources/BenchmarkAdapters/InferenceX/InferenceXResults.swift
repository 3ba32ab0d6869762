import ScalingExperiments

/// The aggregates of InferenceX (InferenceMAX before): `agg_*.json`, and the rows of its public interface; one run for
/// each row.
///
/// Times are in seconds. Throughputs are printed for one accelerator; those of the system are worked out again from the
/// number of accelerators, which the file says. Nominal lengths (`isl`, `osl`) name the task: lengths are drawn below them.
public struct InferenceXResults: MeasurementSource {
  /// Creates a source.
  public init() {}

  /// The name of the tool.
  public let name = "InferenceX"

  /// No: a file says all there is.
  public var readsNeighbours: Bool { false }

  /// Returns whether a file holds `tput_per_gpu` or `infmax_model_prefix`, or such metrics one level below.
  public func matches(_ keys: Set<String>) -> Bool {
    keys.contains("tput_per_gpu") || keys.isSuperset(of: ["hardware", "metrics.tput_per_gpu"])
      || (keys.contains("infmax_model_prefix") && !InferenceXEvaluations().matches(keys))
  }

  /// Returns one run for each row; throws `ImportError` as the protocol says.
  public func runs(
    from file: MeasurementFile, context: MeasurementContext
  ) throws(ImportError) -> MeasurementImport {
    try file.runs(tool: name, context: context) { record, draft in
      draft.source.date = record.text("date")
      let layout = InferenceXLayout(&record, stated: &draft.stated)
      if record.has("metrics") {
        record.object("metrics") { figures(&$0, layout, into: &draft) }
      } else {
        figures(&record, layout, into: &draft)
      }
      record.object("request_metrics") { figures(&$0, layout, into: &draft) }
    }
  }

  private func figures(_ record: inout JSONRecord, _ layout: InferenceXLayout, into draft: inout RunDraft) {
    draft.outcomes += ServingFigures.times(&record, ServingFigures.metrics, counts: [:])
    nested(&record, into: &draft)
    let total = record.number("tput_per_gpu")
    let output = record.number("output_tput_per_gpu")
    let input = record.number("input_tput_per_gpu")
    draft.add(perAccelerator("total token throughput", "prompt and output tokens", layout.allWords), total)
    draft.add(perAccelerator("output throughput", "output tokens", layout.outputWords), output)
    draft.add(perAccelerator("input throughput", "prompt tokens", layout.inputWords), input)
    let system: [(Metric, Double?, Int?)] = [
      (.totalTokenThroughput, total, layout.all), (.throughput, output, layout.output),
      (.inputThroughput, input, layout.input),
    ]
    for (metric, value, count) in system {
      guard let value, let count else { continue }
      draft.add(metric, value * Double(count))
    }
    dropInteractivity(&record)
  }

  /// Times of agentic rows, nested by quantity: `{"ttft": {"mean": 0.5, "p99": 2}}`.
  private func nested(_ record: inout JSONRecord, into draft: inout RunDraft) {
    for (key, metric) in ServingFigures.metrics.sorted(by: { $0.key < $1.key }) {
      guard case .object = record.peek(key)?.content else { continue }
      record.object(key) { times in
        for word in times.keys {
          guard let statistic = StatisticName(word)?.metricStatistic, statistic != .total else { continue }
          draft.add(metric(statistic), times.number(word).flatMap { $0 > 0 ? $0 : nil })
        }
      }
    }
  }

  /// Their interactivity is 1 / time per output token of the statistic beside it, and so nothing new; of a standard
  /// deviation, and of the percentile at the other end, the reciprocal is not what its name says.
  private func dropInteractivity(_ record: inout JSONRecord) {
    let keys = record.keys.filter { $0.hasSuffix("_intvty") && record.has($0) }
    guard !keys.isEmpty else { return }
    for key in keys { _ = record.take([key]) }
    record.note(
      .information,
      "\(Wording.shortList(keys)) \(keys.count == 1 ? "is the reciprocal" : "are reciprocals") of the times per output "
        + "token beside them and were left out (p99_intvty is that of the slow tail, std_intvty means nothing).")
  }

  private func perAccelerator(_ quantity: String, _ what: String, _ denominator: String) -> Metric {
    Metric(
      quantity: MetricQuantity(rawValue: "\(quantity) per accelerator"), statistic: .mean,
      definition: "\(what) over wall-clock time and \(denominator)", unit: .tokensPerSecond,
      direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }
}
