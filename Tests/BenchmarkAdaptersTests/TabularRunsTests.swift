import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Tables of one's own, by a declaration of what their columns say.
@Suite struct TabularRunsTests {
  private static func runs(_ text: String, _ source: TabularRuns, name: String = "t.csv") throws -> [Run] {
    try ToolFiles.file(text: text, name: name).runs(formats: [source]).runs
  }

  private static let sweep = TabularRuns(
    "our sweep",
    columns: [
      .init("model", .model), .init("gpu", .accelerator), .init("gpus", .acceleratorCount),
      .init("tp", .tensorParallel),
      .init("dtype", .precision), .init("clients", .concurrency),
      .metric("p95_ms", .latency(.percentile(95)), unit: "ms"),
      .metric("mean_ms", .latency(.mean), unit: "ms"), .init("sd_ms", .standardDeviation(.latency(.mean)), unit: "ms"),
      .init("n", .count), .init("usd", .price(currency: "USD")),
    ])

  private static let header = "model,gpu,gpus,tp,dtype,clients,p95_ms,mean_ms,sd_ms,n,usd,seed\n"

  @Test func `A row is a run; what is not declared is kept`() throws {
    let runs = try Self.runs(
      Self.header + "m,H100,4,4,bf16,8,812.5,400,50.25,100,2.5,7\nm,H100,8,8,bf16,8,500,,,,,8\n", Self.sweep)
    #expect(runs.count == 2)
    let run = runs[0]
    #expect(run.model.name == "m" && run.hardware?.accelerator == "H100" && run.hardware?.acceleratorCount == 4)
    #expect(run.serving.tensorParallel == 4 && run.serving.precision == .bf16)
    #expect(run.workload.load == .concurrency(8) && run.price == AcceleratorPrice(currency: "USD", perHour: 2.5))
    let mean = try #require(run.outcome(.latency(.mean)))
    #expect(mean.value == 0.4 && mean.spread == .standardDeviation(0.05025) && mean.count == 100)
    #expect(run.value(.latency(.percentile(95))) == 0.8125)
    #expect(run.unmapped == [UnmappedField(path: ["seed"], json: "7")])
    #expect(runs[1].value(.latency(.mean)) == nil && runs[1].price == nil)
  }

  @Test func `Values that cannot be are named and unknown, the row stays`() throws {
    let runs = try Self.runs(Self.header + "m,H100,0,x,q9,8,-1,abc,1,1,1,1\n", Self.sweep)
    let run = try #require(runs.first)
    #expect(run.outcomes.isEmpty && run.serving.tensorParallel == nil)
    for reason in [
      "gpus is 0, not a whole number of 1 or more; it was left out.",
      "tp is the text \"x\", not a whole number of 1 or more; it was left out.",
      "dtype is \"q9\", not a number format that this library knows; it was left out.",
      "p95_ms is -1, not a value that latency can have; it was left out.",
      "mean_ms is the text \"abc\", not a finite number; it was left out.",
    ] { #expect(run.reasons.contains(reason), "\(run.reasons)") }
  }

  @Test func `Rows of requests become runs by what they say alike`() throws {
    let source = TabularRuns(
      "requests", rows: .requests,
      columns: [
        .init("model", .model), .init("clients", .concurrency), .init("id", .problem), .init("s", .latency),
        .init("first_ms", .timeToFirstToken, unit: "ms"), .init("out", .outputTokens), .init("in", .promptTokens),
      ])
    let text = """
      model\tclients\tid\ts\tfirst_ms\tout\tin\thost
      m\t1\ta\t1.5\t100\t10\t5\th1
      m\t2\ta\t2.5\t200\t10\t5\th1
      m\t1\tb\t0.5\t600\t4\t5\th2
      m\t1\tc\t\t\t4\t5\th2
      """
    let runs = try Self.runs(text, source, name: "t.tsv")
    #expect(runs.map(\.workload.load) == [.concurrency(1), .concurrency(2)])
    let requests = try #require(runs[0].requests)
    #expect(requests.problems == ["a", "b"] && requests.latency == [1.5, 0.5])
    // A first token after the end cannot be.
    #expect(requests.timeToFirstToken == [0.1, nil] && requests.outputTokens == [10, 4])
    #expect(runs[0].reasons.contains("1 row without a latency left out (line 5)."))
    // Names of machines are nobody's business.
    #expect(runs[0].unmapped.isEmpty)
  }

  @Test func `Rows of answers count samples where they are not numbered`() throws {
    let source = TabularRuns(
      "answers", rows: .answers,
      columns: [.init("m", .model), .init("q", .problem), .init("ok", .isCorrect), .init("t", .outputTokens)])
    let text = """
      {"m": "x", "q": "1", "ok": true, "t": 5}
      {"m": "x", "q": "1", "ok": false, "t": null}
      {"m": "x", "q": 2, "ok": 1, "t": 7}
      {"m": "x", "q": 3, "ok": "perhaps", "t": 7}
      """
    let answers = try #require(try Self.runs(text, source).first?.answers)
    #expect(answers.problems == ["1", "1", "2"] && answers.samples == [0, 1, 0])
    #expect(answers.isCorrect == [true, false, true] && answers.outputTokens == [5, nil, 7])
  }

  @Test func `MLflow's export, its parameters texts`() throws {
    let source = TabularRuns.mlflow(
      metrics: [
        .metric("mean_ttft_ms", .timeToFirstToken(.mean), unit: "ms"), .metric("output_throughput", .throughput),
      ],
      parameters: [
        .init("model_id", .model), .init("request_rate", .requestRate), .init("max_concurrency", .concurrency),
      ])
    let file = try ToolFiles.file("mlflow/search_runs.csv")
    let runs = try file.runs(formats: [source]).runs
    #expect(runs.map(\.workload.load) == [.concurrency(8), .concurrency(4), .concurrency(2), .concurrency(1)])
    #expect(runs[0].value(.timeToFirstToken(.mean)) == 0.8073404357082646)
    #expect(runs[3].value(.throughput) == 15.878661031062052)
    #expect(runs[0].identifier == "mlflow/search_runs.csv, conc8" && runs[0].model.name == "SmolLM2-135M-Instruct")
    #expect(runs[0].unmapped.contains { $0.path == ["metrics.p99_itl_ms"] })
    #expect(!runs[0].unmapped.contains { $0.json.contains("root") })
    let error = #expect(throws: ImportError.self) { try file.runs() }
    #expect(error?.message.contains("TabularRuns.mlflow") == true)
  }

  @Test func `TensorBoard's scalars, whose steps were loads`() throws {
    let source = TabularRuns.tensorBoard(.throughput, step: .concurrency)
    let file = try ToolFiles.file("tensorboard/serve_output_throughput.csv")
    let runs = try file.runs(context: MeasurementContext(modelName: "m"), formats: [source]).runs
    #expect(runs.map(\.workload.load) == [1, 2, 4, 8, 16].map { .concurrency($0) })
    #expect(runs.map { $0.value(.throughput) }.last == 146.40780639648438)
  }

  @Test func `Panels of Weights & Biases have a column for each run`() throws {
    let source = TabularRuns.weightsAndBiases(.latency(.mean), unit: "ms", step: .concurrency, run: .model)
    let text = """
      "Step","big - latency","big - latency__MIN","big - latency__MAX","small - latency"
      1,100,90,110,50
      2,150,140,160,
      """
    let runs = try Self.runs(text, source)
    #expect(runs.map(\.model.name) == ["big", "small", "big"])
    #expect(runs.map { $0.value(.latency(.mean)) } == [0.1, 0.05, 0.15])
  }

  @Test func `A table with vLLM's columns is vLLM's, as CSV and as lines`() throws {
    for name in ["generic/vllm_sweep.csv", "generic/vllm_sweep.jsonl"] {
      let runs = try ToolFiles.file(name).runs().runs
      #expect(runs.map(\.workload.load) == [1, 2, 4, 8].map { .concurrency($0) })
      #expect(runs.allSatisfy { $0.source?.tool == "vLLM bench serve" && $0.serving.tensorParallel == 1 })
      #expect(abs(try #require(runs[0].value(.timeToFirstToken(.mean))) - 0.1574757149999) < 1e-13)
    }
  }

  @Test func `Units that are none, or none of what a column says, are refused`() throws {
    for (unit, words) in [("parsecs", "which is no unit."), ("tokens", "which is no unit of what it says.")] {
      let source = TabularRuns("t", columns: [.init("a", .model), .metric("b", .latency(.mean), unit: unit)])
      let error = #expect(throws: ImportError.self) { try Self.runs("a,b\nm,1\n", source) }
      #expect(error?.message.hasSuffix(words) == true)
    }
  }

  @Test func `A declaration is stored as JSON`() throws {
    let data = try JSONEncoder().encode(Self.sweep)
    #expect(try JSONDecoder().decode(TabularRuns.self, from: data) == Self.sweep)
  }
}
