import ScalingExperiments

/// What is known about the measurements but does not stand in their rows.
enum TestTimeScalingFacts {
  /// The task of the reasoning files.
  static let task = "chains of 1 to 32 operations modulo 97"
  /// The steps behind each row of `decode_steps.csv`; the other files do not say theirs.
  static let decodeStepRepeats = 35

  /// One GPU; memory, bandwidth and peaks are NVIDIA's for the SXM module, which alone reports this name.
  static let hardware = HardwareDescription(
    accelerator: "NVIDIA H100 80GB HBM3",
    memory: 80e9,
    memoryBandwidth: 3.35e12,
    peakRates: [
      PeakRate(precision: .bf16, sparsity: .dense, floatingPointOperationsPerSecond: 989.4e12),
      PeakRate(precision: .fp8, sparsity: .dense, floatingPointOperationsPerSecond: 1_978.9e12),
    ],
    acceleratorCount: 1)

  static let hardwareNote = ImportNote(
    severity: .information,
    reason: "Memory, bandwidth and peak rates of the NVIDIA H100 80GB HBM3 are the vendor's figures, not measured.")

  /// The set-up of a strategy; the tables let no other strategy through.
  static func speculation(strategy: String) -> SpeculationSetting? {
    switch strategy {
    case "baseline": .off
    case "ngram":
      .on(Speculation(method: .ngram, draftTokens: 5, ngramMinimum: 1, ngramMaximum: 4, positionsPerPass: 6))
    default: nil
    }
  }

  static func serving(strategy: String) -> ServingConfiguration {
    ServingConfiguration(
      engine: "PyTorch CUDA graphs", cudaVersion: "13.0", torchVersion: "2.11.0+cu130", tensorParallel: 1,
      precision: .bf16, execution: .graph, speculation: speculation(strategy: strategy))
  }

  /// One of the small transformers trained on the task.
  static func reasoningModel(_ name: String, parameters: Int?) -> ModelDescription {
    ModelDescription(name: name, family: "transformer trained on chains of operations", parameters: parameters)
  }

  /// A model of a known shape with random weights; only the name if the shape is not among the known.
  static func shapedModel(_ name: String) -> ModelDescription {
    switch name {
    case "1.5B":
      shaped(name, 1_777_088_000, layers: 28, hidden: 1_536, heads: 12, keyValue: 2, inner: 8_960, words: 151_936)
    case "7B":
      shaped(name, 7_615_616_512, layers: 28, hidden: 3_584, heads: 28, keyValue: 4, inner: 18_944, words: 152_064)
    case "14B":
      shaped(name, 14_770_033_664, layers: 48, hidden: 5_120, heads: 40, keyValue: 8, inner: 13_824, words: 152_064)
    default: ModelDescription(name: name)
    }
  }

  private static func shaped(
    _ name: String, _ parameters: Int, layers: Int, hidden: Int, heads: Int, keyValue: Int, inner: Int, words: Int
  ) -> ModelDescription {
    ModelDescription(
      name: name, family: "shape of DeepSeek-R1-Distill-Qwen, random weights", parameters: parameters,
      shape: ModelShape(
        layers: layers, hiddenSize: hidden, attentionHeads: heads, keyValueHeads: keyValue, headDimension: 128,
        feedForwardSize: inner, vocabularySize: words, tiedEmbeddings: false))
  }

  /// What the data cannot show.
  static let limitations = [
    "These measurements do not reproduce Figures 1 and 2 of the paper.",
    "Accuracy is that of four models of 0.45M to 4.8M parameters on a synthetic task in which most of an answer can be "
      + "copied.",
    "The problem sets the length of its answer, so a token cap only cuts answers off; it does not make a model think "
      + "longer or shorter.",
    "The gains of n-gram speculation are close to the best case; on mathematics, Spec-Bench finds about 1.7x.",
    "The latencies of the 1.5B, 7B and 14B shapes come from random weights and our own unfused kernels on one H100.",
    "Nothing was run on more than one GPU.",
    "Accuracy and the latency of the large shapes belong to different models and are never joined.",
    "Whether speed-ups are unpredictable at 14B cannot be tested with these data.",
    "Whatever is shown from these data has to say all of this.",
  ]
}
