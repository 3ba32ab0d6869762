/// How a model was served.
///
/// Every property is optional because no benchmark file says all of them: `nil` is unknown, never a default.
public struct ServingConfiguration: Sendable, Codable, Hashable {
  /// The serving engine.
  public var engine: String?
  /// The version of the engine.
  public var version: String?
  /// The attention kernels.
  public var attentionBackend: String?
  /// The version of CUDA.
  public var cudaVersion: String?
  /// The version of PyTorch.
  public var torchVersion: String?
  /// The accelerators that share each weight matrix.
  public var tensorParallel: Int?
  /// The pipeline stages.
  public var pipelineParallel: Int?
  /// The replicas that share the load.
  public var dataParallel: Int?
  /// The number format of weights and activations.
  public var precision: NumericPrecision?
  /// How kernels are launched.
  public var execution: ExecutionMode?
  /// Whether the engine speculated and how; `nil` where unknown, which is not `.off`.
  public var speculation: SpeculationSetting?

  /// Creates a configuration; what is left out is unknown.
  public init(
    engine: String? = nil,
    version: String? = nil,
    attentionBackend: String? = nil,
    cudaVersion: String? = nil,
    torchVersion: String? = nil,
    tensorParallel: Int? = nil,
    pipelineParallel: Int? = nil,
    dataParallel: Int? = nil,
    precision: NumericPrecision? = nil,
    execution: ExecutionMode? = nil,
    speculation: SpeculationSetting? = nil
  ) {
    self.engine = engine
    self.version = version
    self.attentionBackend = attentionBackend
    self.cudaVersion = cudaVersion
    self.torchVersion = torchVersion
    self.tensorParallel = tensorParallel
    self.pipelineParallel = pipelineParallel
    self.dataParallel = dataParallel
    self.precision = precision
    self.execution = execution
    self.speculation = speculation
  }
}

/// How kernels reach the accelerator.
public enum ExecutionMode: String, Sendable, Codable, Hashable, CaseIterable {
  /// Launched one by one by the host.
  case eager
  /// Replayed from a recorded graph.
  case graph
}
