import BenchmarkAdapters
import Testing

/// Files of tools that are recognized and not read.
@Suite struct OtherFormatsTests {
  @Test(arguments: [
    (#"{"$schema": "x", "$defs": {}, "properties": {}}"#, "JSON Schema"),
    (#"{"load_summary": {"count": 1}, "successes": {}, "failures": {}}"#, "inference-perf"),
    (#"{"config": {"name": "a", "scenario": {}}, "report": {"prefill": {}}}"#, "optimum-benchmark"),
    (#"{"load_model": {}, "prefill": {"latency": {}}, "decode": {"latency": {}}}"#, "optimum-benchmark"),
    (#"{"name": "a", "backend": {}, "scenario": {}, "launcher": {}}"#, "benchmark_report.json"),
    (#"[{"name": {"name": "em", "split": "test"}, "count": 1, "sum": 1, "sum_squared": 1}]"#, "HELM"),
    (#"[{"instance_id": "1", "train_trial_index": 0, "stats": []}]"#, "HELM"),
    (#"{"name": "x", "scenario_spec": {}, "adapter_spec": {}}"#, "stats.json"),
    (#"{"config_general": {}, "results": {}, "versions": {}}"#, "lighteval"), ("[\n]", "holds no records"),
    ("run_id,experiment_id,status\n1,2,FINISHED\n", "TabularRuns.mlflow"),
    ("Wall time,Step,Value\n1,2,3\n", "TabularRuns.tensorBoard"),
    (#"{"something": 1, "else": 2}"#, "which tool wrote it?"),
  ])
  func `The sentence names the tool, or asks`(text: String, word: String) {
    let error = #expect(throws: ImportError.self) { try ToolFiles.file(text: text).runs() }
    #expect(error?.message.contains(word) == true, "\(error?.message ?? "")")
  }
}
