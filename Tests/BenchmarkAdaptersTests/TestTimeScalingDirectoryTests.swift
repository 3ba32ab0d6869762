import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Counts and figures below were typed from the files of Examples/Data/h100.
@Suite struct TestTimeScalingDirectoryTests {
  private func measurements() throws -> TestTimeScalingMeasurements {
    try TestTimeScalingDirectory(TemporaryDirectory.measurements.path).read()
  }

  @Test func `Runs are models by strategies in the order of the file`() throws {
    let runs = try measurements().runs
    #expect(
      runs.map(\.identifier) == [
        "0.5M baseline", "0.5M ngram", "0.9M baseline", "0.9M ngram", "2M baseline", "2M ngram", "5M baseline",
        "5M ngram",
      ])
    #expect(
      runs.map(\.model.parameters) == [
        450_528, 450_528, 862_848, 862_848, 2_229_120, 2_229_120, 4_841_216, 4_841_216,
      ])
    #expect(runs.compactMap(\.requests?.count).reduce(0, +) == 800)
    #expect(runs.allSatisfy { $0.requests?.count == 100 && $0.answers?.count == 400 })
    for model in stride(from: 0, to: 8, by: 2) {
      #expect(runs[model].requests?.problems == runs[model + 1].requests?.problems)
    }
  }

  @Test func `The first row of the requests arrives in seconds`() throws {
    let requests = try #require(try measurements().runs[0].requests)
    #expect(Array(requests.problems.prefix(4)) == ["0", "4", "8", "12"])
    #expect(requests.latency[0] == 0.0793519)
    #expect(requests.setupTime[0] == 0.0563749)
    #expect(requests.hasSetup[0])
    #expect(abs(requests.latencyWithoutSetup[0] - 0.022977) < 1e-12)
    #expect(requests.promptTokens[0] == 22 && requests.outputTokens[0] == 67 && requests.forwardPasses[0] == 67)
    #expect(requests.draftTokens[0] == 0 && requests.acceptedTokens[0] == 0 && requests.isCorrect[0] == false)
    #expect(requests.latencyAtTokenCap.map(\.tokenCap) == [8, 16, 32, 64, 128, 256, 512, 1_024, 2_048])
    #expect(requests.latencyAtTokenCap.first?.latency[0] == 0.0627883)
    #expect(requests.hasSetup.count { $0 } == 25)
  }

  @Test func `The last row of the requests belongs to the last run`() throws {
    let requests = try #require(try measurements().runs[7].requests)
    #expect(requests.problems.last == "396" && requests.latency.last == 0.018911)
    #expect(requests.forwardPasses.last == 21 && requests.draftTokens.last == 87 && requests.acceptedTokens.last == 13)
    #expect(requests.hasSetup.allSatisfy { !$0 })
  }

  @Test func `Right answers are those of the greedy file`() throws {
    let runs = try measurements().runs
    #expect(runs.map { $0.answers?.isCorrect.count { $0 } } == [92, 92, 124, 124, 195, 195, 399, 399])
    #expect(runs[0].answers?.outputTokens.prefix(3) == [67, 13, 169])
  }

  @Test func `Where the two files judge a request differently, the run says so`() throws {
    let runs = try measurements().runs
    #expect(
      runs[0].notes.map(\.message) == [
        "greedy.csv: The 400 answers belong to model 0.5M, not to a strategy: every run of the model carries the same "
          + "ones, so they must not be pooled over strategies.",
        "greedy.csv: The verdict differs from that in requests.csv for 1 request of model 0.5M, the first of them "
          + "problem 384.",
      ])
    #expect(runs[4].notes.count == 1)
  }

  @Test func `Configuration, hardware and workload are those that the context states`() throws {
    let runs = try measurements().runs
    // As typed in context.json from the vendor: 80 GB, 3.35 TB/s, dense 989.4 (bf16) and 1,978.9 (fp8) teraFLOP/s.
    let hardware = HardwareDescription(
      accelerator: "NVIDIA H100 80GB HBM3", memory: 80e9, memoryBandwidth: 3.35e12,
      peakRates: [
        PeakRate(precision: .bf16, sparsity: .dense, floatingPointOperationsPerSecond: 989.4e12),
        PeakRate(precision: .fp8, sparsity: .dense, floatingPointOperationsPerSecond: 1_978.9e12),
      ],
      acceleratorCount: 1)
    #expect(runs[0].serving.speculation == .off)
    #expect(
      runs[1].serving.speculation
        == .on(Speculation(method: .ngram, draftTokens: 5, ngramMinimum: 1, ngramMaximum: 4, positionsPerPass: 6)))
    for run in runs {
      #expect(run.serving.engine == "PyTorch CUDA graphs" && run.serving.torchVersion == "2.11.0+cu130")
      #expect(run.serving.precision == .bf16 && run.serving.tensorParallel == 1 && run.serving.execution == .graph)
      #expect(run.serving.cudaVersion == "13.0" && run.serving.version == nil)
      #expect(run.hardware == hardware)
      #expect(run.workload.load == .batch(1) && run.workload.sampling == .greedy && run.model.shape == nil)
      #expect(run.workload.task == "chains of 1 to 32 operations modulo 97")
      #expect(run.workload.problemCount == 100 && run.workload.samplesPerProblem == 1)
      #expect(run.model.family == "transformer trained on chains of operations")
    }
  }

  @Test func `The large shapes are those that the context states`() throws {
    let generations = try measurements().generations
    #expect(generations.map(\.model.parameters) == [1_777_088_000, 7_615_616_512, 14_770_033_664])
    #expect(generations.allSatisfy { $0.model.family == "shape of DeepSeek-R1-Distill-Qwen, random weights" })
    func shape(_ layers: Int, _ hidden: Int, _ heads: Int, _ keyValue: Int, _ inner: Int, _ words: Int) -> ModelShape {
      ModelShape(
        layers: layers, hiddenSize: hidden, attentionHeads: heads, keyValueHeads: keyValue, headDimension: 128,
        feedForwardSize: inner, vocabularySize: words, tiedEmbeddings: false)
    }
    #expect(
      generations.map(\.model.shape) == [
        shape(28, 1_536, 12, 2, 8_960, 151_936), shape(28, 3_584, 28, 4, 18_944, 152_064),
        shape(48, 5_120, 40, 8, 13_824, 152_064),
      ])
    // The counts follow from the shapes: two embeddings, and in each layer four projections (biases on three of them),
    // three feed-forward matrices and two norms; one norm at the end.
    for trace in generations {
      let shape = try #require(trace.model.shape)
      let hidden = shape.hiddenSize
      let queries = shape.attentionHeads * shape.headDimension
      let keys = shape.keyValueHeads * shape.headDimension
      let attention = 2 * hidden * queries + 2 * hidden * keys + queries + 2 * keys
      let layer = attention + 3 * hidden * shape.feedForwardSize + 2 * hidden
      #expect(trace.model.parameters == 2 * shape.vocabularySize * hidden + shape.layers * layer + hidden)
    }
  }

  @Test func `Decode steps come from three files, and each says which`() throws {
    let steps = try measurements().decodeSteps
    #expect(steps.count == 114 + 66 + 300)
    let plain = steps[0]
    #expect(plain.model.name == "1.5B" && plain.model.shape?.layers == 28 && plain.model.shape?.keyValueHeads == 2)
    #expect(plain.shards == 1 && plain.batch == 1 && plain.context == 256 && plain.query == 1)
    #expect(plain.weightBytesRead == 3_087_428_608 && plain.parameters == 1_777_088_000)
    #expect(plain.median == 0.003094144105911255 && plain.percentile10 == 0.0030871360301971436)
    #expect(plain.injectedDelay == nil && plain.repeats == 35 && plain.source == "decode_steps.csv")
    let delayed = steps[114 + 5]
    #expect(delayed.model.name == "14B" && delayed.shards == 2 && delayed.context == 4_096)
    #expect(delayed.injectedDelay == 20e-6 && delayed.delaysPerStep == 96 && delayed.median == 0.01108749)
    #expect(steps[114].injectedDelay == 0 && delayed.repeats == nil && delayed.source == "tp_delay.csv")
    let eager = steps[114 + 66 + 1]
    #expect(eager.execution == .eager && eager.median == 0.02635555 && eager.percentile90 == 0.02990122)
    #expect(eager.source == "decode_verify.csv" && eager.shards == 1 && steps[0].execution == .graph)
  }

  @Test func `Generations and power windows are whole`() throws {
    let result = try measurements()
    #expect(result.generations.map(\.model.name) == ["1.5B", "7B", "14B"])
    #expect(result.generations.map(\.count) == [16, 16, 16])
    #expect(result.generations[0].outputTokens.last == 16_256)
    #expect(result.generations[0].latency[0] == 2.8832307650000075)
    #expect(result.power.count == 8)
    #expect(result.power[1].speculation?.isOn == true && result.power[1].outputTokens == 24_729)
    // By hand: 138.4944 W x 3.0431 s = 421.45230864 J; over 10,342 tokens.
    #expect(abs(result.power[0].joules - 421.45230864) < 1e-9)
    #expect(abs((result.power[0].joulesPerToken ?? 0) - 0.0407515286) < 1e-9)
    #expect(result.power[0].model == result.runs[0].model)
  }

  @Test func `Sources, notes and limitations are carried`() throws {
    let result = try measurements()
    #expect(
      result.sources.map(\.name) == [
        "requests.csv", "greedy.csv", "decode_steps.csv", "tp_delay.csv", "decode_verify.csv",
        "decode_generations.csv", "power.csv", "samples.csv", "training.csv", "context.json",
      ])
    #expect(result.sources.map(\.rows) == [800, 1_600, 114, 66, 300, 48, 8, 25_600, 303, 1])
    #expect(Set(result.sources.map(\.fingerprint)).count == 10)
    let messages = result.notes.map(\.message)
    #expect(messages.contains("samples.csv: The file was read and checked (25600 rows), but not used."))
    #expect(messages.contains("training.csv: The file was read and checked (303 rows), but not used."))
    #expect(messages.contains("requests.csv, column operations: The column was not used."))
    #expect(result.notes.allSatisfy { $0.line == nil })
    #expect(
      messages.contains(
        "Memory, bandwidth and peak rates of the NVIDIA H100 80GB HBM3 are the vendor's figures, not measured."))
    #expect(result.limitations.count == 8)
    #expect(result.limitations.first == "These measurements do not reproduce Figures 1 and 2 of the paper.")
    #expect(result.limitations.contains("Nothing was run on more than one GPU."))
    #expect(
      result.limitations.last == "Whether speed-ups are unpredictable at 14B cannot be tested with these data.")
  }

  @Test func `The runs survive an archive`() throws {
    let archive = RunArchive(runs: try measurements().runs)
    #expect(try JSONDecoder().decode(RunArchive.self, from: JSONEncoder().encode(archive)) == archive)
  }

  @Test func `The largest file is read in under two seconds`() throws {
    let clock = ContinuousClock()
    let path = TemporaryDirectory.measurements.appendingPathComponent("samples.csv").path
    let columns: [ColumnMapping] = [
      .text("model"), .integer("parameters"), .integer("problem"), .integer("operations"), .integer("sample"),
      .integer("output_tokens", allowsEmpty: true), .integer("answer", allowsEmpty: true), .flag("correct"),
    ]
    let elapsed = try clock.measure {
      let table = try TypedTable(contentsOf: path, columns: columns)
      #expect(table.rowCount == 25_600)
      #expect(try table.optionalIntegers("output_tokens").count { $0 == nil } == 3)
      #expect(try table.optionalIntegers("answer").count { $0 == nil } == 12)
    }
    #expect(elapsed < .seconds(2))
  }
}
