import ScalingExperiments

/// How a row of InferenceX was served, and over how many accelerators its throughputs are divided.
struct InferenceXLayout {
  /// The accelerators in all, those that output throughput is divided by, and those of input throughput.
  private(set) var all: Int?
  private(set) var output: Int?
  private(set) var input: Int?
  private var isSplit = false

  var allWords: String { "all accelerators" }
  var outputWords: String { isSplit ? "the accelerators that decode" : "all accelerators" }
  var inputWords: String { isSplit ? "the accelerators that prefill" : "all accelerators" }

  init(_ record: inout JSONRecord, stated: inout MeasurementContext) {
    stated.modelName = record.text("model", "infmax_model_prefix")
    stated.accelerator = record.text("hw", "hardware", "decode_hw")
    stated.serving.engine = record.text("framework").map { $0 == "vllm" ? "vLLM" : $0 == "sglang" ? "SGLang" : $0 }
    stated.serving.precision = record.text("precision").flatMap(ServingFigures.precision)
    stated.serving.speculation = record.text("spec_decoding", "spec_method").map {
      $0 == "none" ? .off : .on(Speculation(method: SpeculationMethod(rawValue: $0)))
    }
    stated.workload.load = record.count("conc", least: 1).map { .concurrency($0) }
    let prompt = record.count("isl", least: 1)
    let answer = record.count("osl", least: 1)
    stated.workload.task =
      [prompt.map { "prompts of up to \($0)" }, answer.map { "answers of up to \($0) tokens" }]
      .compactMap { $0 }.joined(separator: ", ").nonEmpty
    let prefill = record.count("num_prefill_gpu", least: 1)
    let decode = record.count("num_decode_gpu", least: 1)
    let isMultinode = record.flag("is_multinode")
    let isDisaggregated = record.flag("disagg")
    // Older rows say neither.
    isSplit = isMultinode ?? isDisaggregated ?? (prefill != nil && decode != nil && !record.has("tp"))
    if isSplit {
      (input, output) = (prefill, decode)
      if let prefill, let decode { all = prefill + decode }
    } else {
      let tensor = record.count("tp", "decode_tp", least: 1)
      stated.serving.tensorParallel = tensor
      let pipeline = record.count("pp", "decode_pp", least: 1)
      stated.serving.pipelineParallel = pipeline
      // Context parallelism of decoding shares the accelerators of tensor parallelism; that of prefill does not.
      let context = record.count("pcp_size", least: 1)
      all = tensor.flatMap { tensor in
        let (product, isOver) = tensor.multipliedReportingOverflow(by: pipeline ?? 1)
        let (count, isAgain) = product.multipliedReportingOverflow(by: context ?? 1)
        return isOver || isAgain ? nil : count
      }
      (input, output) = (all, all)
    }
    stated.acceleratorCount = all
  }
}

extension String {
  /// The text, or `nil` for an empty one.
  fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
