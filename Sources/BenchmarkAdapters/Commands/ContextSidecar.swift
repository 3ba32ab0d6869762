import ScalingExperiments

/// The text of a context file: what is known of a measurement and stands in no file of the tool.
///
/// It states what the plan prescribes. Who runs the commands on other hardware or another build changes the plan first.
public struct ContextSidecar: Sendable, Hashable {
  /// Where the file must stand, relative to where the command runs.
  public let path: String
  /// The contents, JSON with a final newline.
  public let text: String

  /// The names of the keys, all in this one place: whoever reads the files must agree with it.
  enum Key {
    static let formatVersion = "formatVersion"
    static let model = "model"
    static let hardware = "hardware"
    static let serving = "serving"
    static let workload = "workload"

    static let name = "name"
    static let family = "family"
    static let parameters = "parameters"
    static let shape = "shape"
    static let layers = "layers"
    static let hiddenSize = "hiddenSize"
    static let attentionHeads = "attentionHeads"
    static let keyValueHeads = "keyValueHeads"
    static let headDimension = "headDimension"
    static let feedForwardSize = "feedForwardSize"
    static let vocabularySize = "vocabularySize"
    static let tiedEmbeddings = "tiedEmbeddings"

    static let accelerator = "accelerator"
    static let acceleratorCount = "acceleratorCount"
    static let memory = "memory"
    static let memoryBandwidth = "memoryBandwidth"
    static let peakRates = "peakRates"
    static let sparsity = "sparsity"
    static let floatingPointOperationsPerSecond = "floatingPointOperationsPerSecond"
    static let topology = "topology"
    static let acceleratorsPerNode = "acceleratorsPerNode"
    static let nodes = "nodes"
    static let linkInsideNode = "linkInsideNode"
    static let linkBetweenNodes = "linkBetweenNodes"
    static let bytesPerSecondPerDirection = "bytesPerSecondPerDirection"
    static let latency = "latency"

    static let engine = "engine"
    static let version = "version"
    static let attentionBackend = "attentionBackend"
    static let cudaVersion = "cudaVersion"
    static let torchVersion = "torchVersion"
    static let tensorParallel = "tensorParallel"
    static let pipelineParallel = "pipelineParallel"
    static let dataParallel = "dataParallel"
    static let precision = "precision"
    static let execution = "execution"
    static let speculation = "speculation"
    static let method = "method"
    static let draftTokens = "draftTokens"
    static let ngramMinimum = "ngramMinimum"
    static let ngramMaximum = "ngramMaximum"
    static let positionsPerPass = "positionsPerPass"

    static let task = "task"
    static let problemCount = "problemCount"
    static let tokenCap = "tokenCap"
    static let samplesPerProblem = "samplesPerProblem"
    static let load = "load"
    static let kind = "kind"
    static let value = "value"
    static let sampling = "sampling"
    static let promptLength = "promptLength"
    static let outputLength = "outputLength"
  }

  static let formatVersion = 1

  /// Writes a context; what is `nil` is left out.
  ///
  /// `promptLength` and `outputLength` are the fixed lengths of a benchmark whose file does not say them.
  init(
    path: String, model: ModelDescription, hardware: HardwareDescription, serving: ServingConfiguration,
    workload: Workload, promptLength: Int? = nil, outputLength: Int? = nil
  ) throws(CommandLineError) {
    self.path = path
    let asked =
      Self.fields(workload) + [
        (Key.promptLength, promptLength.map(SidecarValue.integer)),
        (Key.outputLength, outputLength.map(SidecarValue.integer)),
      ]
    let file = SidecarValue.object([
      (Key.formatVersion, .integer(Self.formatVersion)),
      (Key.model, Self.value(model)),
      (Key.hardware, Self.value(hardware)),
      (Key.serving, Self.value(serving)),
      (Key.workload, .known(asked)),
    ])
    text = try file.text(path) + "\n"
  }

  private static func value(_ model: ModelDescription) -> SidecarValue {
    .known([
      (Key.name, .text(model.name)),
      (Key.family, model.family.map(SidecarValue.text)),
      (Key.parameters, model.parameters.map(SidecarValue.integer)),
      (Key.shape, model.shape.map(value)),
    ])
  }

  private static func value(_ shape: ModelShape) -> SidecarValue {
    .object([
      (Key.layers, .integer(shape.layers)),
      (Key.hiddenSize, .integer(shape.hiddenSize)),
      (Key.attentionHeads, .integer(shape.attentionHeads)),
      (Key.keyValueHeads, .integer(shape.keyValueHeads)),
      (Key.headDimension, .integer(shape.headDimension)),
      (Key.feedForwardSize, .integer(shape.feedForwardSize)),
      (Key.vocabularySize, .integer(shape.vocabularySize)),
      (Key.tiedEmbeddings, .flag(shape.tiedEmbeddings)),
    ])
  }

  private static func value(_ hardware: HardwareDescription) -> SidecarValue {
    let rates = hardware.peakRates.map { rate in
      SidecarValue.object([
        (Key.precision, .text(rate.precision.rawValue)),
        (Key.sparsity, .text(rate.sparsity.rawValue)),
        (Key.floatingPointOperationsPerSecond, .number(rate.floatingPointOperationsPerSecond)),
      ])
    }
    return .known([
      (Key.accelerator, .text(hardware.accelerator)),
      (Key.acceleratorCount, hardware.acceleratorCount.map(SidecarValue.integer)),
      (Key.memory, hardware.memory.map(SidecarValue.number)),
      (Key.memoryBandwidth, hardware.memoryBandwidth.map(SidecarValue.number)),
      (Key.peakRates, rates.isEmpty ? nil : .list(rates)),
      (Key.topology, hardware.topology.map(value)),
    ])
  }

  private static func value(_ topology: Topology) -> SidecarValue {
    .known([
      (Key.acceleratorsPerNode, .integer(topology.acceleratorsPerNode)),
      (Key.nodes, .integer(topology.nodes)),
      (Key.linkInsideNode, topology.linkInsideNode.map(value)),
      (Key.linkBetweenNodes, topology.linkBetweenNodes.map(value)),
    ])
  }

  private static func value(_ link: Link) -> SidecarValue {
    .known([
      (Key.name, .text(link.name)),
      (Key.bytesPerSecondPerDirection, link.bytesPerSecondPerDirection.map(SidecarValue.number)),
      (Key.latency, link.latency.map(SidecarValue.number)),
    ])
  }

  private static func value(_ serving: ServingConfiguration) -> SidecarValue {
    .known([
      (Key.engine, serving.engine.map(SidecarValue.text)),
      (Key.version, serving.version.map(SidecarValue.text)),
      (Key.attentionBackend, serving.attentionBackend.map(SidecarValue.text)),
      (Key.cudaVersion, serving.cudaVersion.map(SidecarValue.text)),
      (Key.torchVersion, serving.torchVersion.map(SidecarValue.text)),
      (Key.tensorParallel, serving.tensorParallel.map(SidecarValue.integer)),
      (Key.pipelineParallel, serving.pipelineParallel.map(SidecarValue.integer)),
      (Key.dataParallel, serving.dataParallel.map(SidecarValue.integer)),
      (Key.precision, serving.precision.map { .text($0.rawValue) }),
      (Key.execution, serving.execution.map { .text($0.rawValue) }),
      (Key.speculation, serving.speculation.map(value)),
    ])
  }

  private static func value(_ setting: SpeculationSetting) -> SidecarValue {
    guard case .on(let speculation) = setting else { return .text("off") }
    return .known([
      (Key.method, .text(speculation.method.rawValue)),
      (Key.draftTokens, speculation.draftTokens.map(SidecarValue.integer)),
      (Key.ngramMinimum, speculation.ngramMinimum.map(SidecarValue.integer)),
      (Key.ngramMaximum, speculation.ngramMaximum.map(SidecarValue.integer)),
      (Key.positionsPerPass, speculation.positionsPerPass.map(SidecarValue.integer)),
    ])
  }

  private static func fields(_ workload: Workload) -> [(String, SidecarValue?)] {
    [
      (Key.task, workload.task.map(SidecarValue.text)),
      (Key.problemCount, workload.problemCount.map(SidecarValue.integer)),
      (Key.tokenCap, workload.tokenCap.map(SidecarValue.integer)),
      (Key.samplesPerProblem, workload.samplesPerProblem.map(SidecarValue.integer)),
      (Key.load, workload.load.map(value)),
      (Key.sampling, workload.sampling.map(value)),
    ]
  }

  private static func value(_ load: LoadDescription) -> SidecarValue {
    switch load {
    case .concurrency(let count): .object([(Key.kind, .text("concurrency")), (Key.value, .integer(count))])
    case .requestRate(let rate): .object([(Key.kind, .text("requestRate")), (Key.value, .number(rate))])
    case .saturating: .object([(Key.kind, .text("saturating"))])
    case .batch(let size): .object([(Key.kind, .text("batch")), (Key.value, .integer(size))])
    }
  }

  private static func value(_ sampling: SamplingMethod) -> SidecarValue {
    switch sampling {
    case .greedy: .text("greedy")
    case .temperature(let temperature): .number(temperature)
    }
  }
}
