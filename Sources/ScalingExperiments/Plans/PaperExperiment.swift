/// The experiment of "Are We Scaling the Right Thing? A System Perspective on Test-Time Scaling" as a value.
///
/// Y. Zhao et al. (2025). Its section 3.1 states the models, the task, the engine and the strategies; what it leaves open is `nil`, or our
/// choice where a sweep needs one, and said so here:
/// - "From 1K to 16K" does not say which caps lie between; the plan doubles.
/// - The number of requests in flight is not stated. Its cost per token (accelerators × latency / tokens) holds for one
///   at a time only, so the plan says concurrency 1.
/// - "Naive greedy decoding" is taken for greedy sampling, one answer a problem.
/// - The precision is not stated; the plan says bf16, the format of the published weights.
/// - Eager or graph execution is not stated, and stays `nil`: vLLM 0.7.3 replays graphs up to a context of 8,192 tokens
///   and launches eagerly beyond unless told otherwise, so the cells at a cap of 16,384 may hold both.
public enum PaperExperiment {
  /// Two families × three sizes × five caps × four strategies: 120 cells.
  public static let plan = SweepPlan(
    name: "Test-time scaling on four GH200",
    models: models,
    tokenCaps: [1_024, 2_048, 4_096, 8_192, 16_384],
    strategies: [
      strategy("baseline", tensorParallel: 1, speculation: .off),
      strategy("ngram", tensorParallel: 1, speculation: .on(ngram)),
      strategy("tp2", tensorParallel: 2, speculation: .off),
      strategy("tp4", tensorParallel: 4, speculation: .off),
    ],
    workload: Workload(
      task: "MATH500", problemCount: 500, samplesPerProblem: 1, load: .concurrency(1), sampling: .greedy),
    taskAliases: ["minerva_math500", "hendrycks_math500", "HuggingFaceH4/MATH-500"],
    fewShotExamples: 0,
    hardware: hardware)

  /// Four GH200 of 96 GB.
  ///
  /// The topology is `nil` because the paper does not say it: GH200 nodes exist with one accelerator (InfiniBand
  /// between them) and with four (NVLink among them), and a collective costs many times more in the one than in the
  /// other. (The acknowledgment names a cluster, DeltaAI, but not what ran there.) The link between the processor and its accelerator (NVLink-C2C) connects no two accelerators. Bandwidth and
  /// peak rates are the vendor's, dense.
  public static let hardware = HardwareDescription(
    accelerator: "NVIDIA GH200-96GB",
    memory: 96e9,
    memoryBandwidth: 4.0e12,
    peakRates: [
      PeakRate(precision: .bf16, sparsity: .dense, floatingPointOperationsPerSecond: 989.4e12),
      PeakRate(precision: .fp8, sparsity: .dense, floatingPointOperationsPerSecond: 1_978.9e12),
    ],
    topology: nil,
    acceleratorCount: 4)

  /// Drafts of 5 tokens from n-grams of 1 to 4 tokens found earlier in the text.
  public static let ngram = Speculation(
    method: .ngram, draftTokens: 5, ngramMinimum: 1, ngramMaximum: 4, positionsPerPass: 6)

  private static func strategy(
    _ name: String, tensorParallel: Int, speculation: SpeculationSetting
  ) -> SweepStrategy {
    SweepStrategy(
      name: name,
      serving: ServingConfiguration(
        engine: "vLLM",
        version: "0.7.3",
        attentionBackend: "FlashAttention 2.7.2",
        cudaVersion: "12.6",
        torchVersion: "2.6.0",
        tensorParallel: tensorParallel,
        pipelineParallel: 1,
        dataParallel: 1,
        precision: .bf16,
        execution: nil,
        speculation: speculation))
  }

  /// The sizes of the two families agree but at 1.5B, where s1.1 shares one matrix between its embeddings.
  private static let models = [
    distilled("1.5B", 1_777_088_000, small(tied: false)),
    distilled("7B", 7_615_616_512, medium),
    distilled("14B", 14_770_033_664, large),
    s1("1.5B", 1_543_714_304, small(tied: true)),
    s1("7B", 7_615_616_512, medium),
    s1("14B", 14_770_033_664, large),
  ]

  private static func distilled(_ size: String, _ parameters: Int, _ shape: ModelShape) -> SweepModel {
    SweepModel(
      description: ModelDescription(
        name: "DeepSeek-R1-Distill-Qwen-\(size)", family: "DeepSeek-R1-Distill-Qwen", parameters: parameters,
        shape: shape),
      repository: "deepseek-ai/DeepSeek-R1-Distill-Qwen-\(size)")
  }

  private static func s1(_ size: String, _ parameters: Int, _ shape: ModelShape) -> SweepModel {
    SweepModel(
      description: ModelDescription(name: "s1.1-\(size)", family: "s1.1", parameters: parameters, shape: shape),
      repository: "simplescaling/s1.1-\(size)")
  }

  private static func small(tied: Bool) -> ModelShape {
    ModelShape(
      layers: 28, hiddenSize: 1_536, attentionHeads: 12, keyValueHeads: 2, headDimension: 128, feedForwardSize: 8_960,
      vocabularySize: 151_936, tiedEmbeddings: tied)
  }

  private static let medium = ModelShape(
    layers: 28, hiddenSize: 3_584, attentionHeads: 28, keyValueHeads: 4, headDimension: 128, feedForwardSize: 18_944,
    vocabularySize: 152_064, tiedEmbeddings: false)

  private static let large = ModelShape(
    layers: 48, hiddenSize: 5_120, attentionHeads: 40, keyValueHeads: 8, headDimension: 128, feedForwardSize: 13_824,
    vocabularySize: 152_064, tiedEmbeddings: false)
}
