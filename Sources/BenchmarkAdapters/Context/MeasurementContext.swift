import ScalingExperiments

/// What no results file says: the model's size, the accelerators, how the server was started, the price.
///
/// Every property is optional; what neither the file nor a context states stays unknown. Written in code, or as a
/// sidecar in JSON: `NAME.context.json` beside `NAME.json`, or `context.json` for a folder. The guide
/// `ResultsDirectory` has the format.
public struct MeasurementContext: Sendable, Hashable {
  /// What happens where the file and the context state different things.
  public enum ConflictRule: String, Sendable, Hashable, CaseIterable {
    /// The file is refused.
    case refuse
    /// The context counts.
    case context
    /// The file counts.
    case file
  }

  /// The name of the model.
  public var modelName: String?
  /// The family or base of the model.
  public var modelFamily: String?
  /// The total number of parameters.
  public var modelParameters: Int?
  /// The shape of the transformer.
  public var modelShape: ModelShape?
  /// The name of the accelerator.
  public var accelerator: String?
  /// The number of accelerators in use, in all.
  public var acceleratorCount: Int?
  /// The memory of one accelerator, in bytes.
  public var memory: Double?
  /// The peak memory bandwidth of one accelerator, in bytes per second.
  public var memoryBandwidth: Double?
  /// The peak arithmetic rates of one accelerator.
  public var peakRates: [PeakRate]?
  /// How the accelerators are connected.
  public var topology: Topology?
  /// What an hour of one accelerator costs.
  public var price: AcceleratorPrice?
  /// How the model was served.
  public var serving: ServingConfiguration
  /// What was asked of it.
  public var workload: Workload
  /// What happens where the file says something else; `nil` refuses the file.
  public var conflicts: ConflictRule?

  /// Creates a context; what is left out is unknown.
  public init(
    modelName: String? = nil,
    modelFamily: String? = nil,
    modelParameters: Int? = nil,
    modelShape: ModelShape? = nil,
    accelerator: String? = nil,
    acceleratorCount: Int? = nil,
    memory: Double? = nil,
    memoryBandwidth: Double? = nil,
    peakRates: [PeakRate]? = nil,
    topology: Topology? = nil,
    price: AcceleratorPrice? = nil,
    serving: ServingConfiguration = ServingConfiguration(),
    workload: Workload = Workload(),
    conflicts: ConflictRule? = nil
  ) {
    self.modelName = modelName
    self.modelFamily = modelFamily
    self.modelParameters = modelParameters
    self.modelShape = modelShape
    self.accelerator = accelerator
    self.acceleratorCount = acceleratorCount
    self.memory = memory
    self.memoryBandwidth = memoryBandwidth
    self.peakRates = peakRates
    self.topology = topology
    self.price = price
    self.serving = serving
    self.workload = workload
    self.conflicts = conflicts
  }

  /// The hardware as a run carries it; `nil` where the accelerator has no name.
  var hardware: HardwareDescription? {
    accelerator.map {
      HardwareDescription(
        accelerator: $0, memory: memory, memoryBandwidth: memoryBandwidth, peakRates: peakRates ?? [],
        topology: topology, acceleratorCount: acceleratorCount)
    }
  }

  /// What analyses of scaling need and this does not state, in words.
  var missing: [String] {
    let needed: [(Bool, String)] = [
      (modelParameters != nil, "the parameters of the model"),
      (accelerator != nil, "the accelerator"),
      (acceleratorCount != nil, "the number of accelerators"),
      (serving.tensorParallel != nil, "the tensor-parallel size"),
      (serving.precision != nil, "the precision"),
      (serving.execution != nil, "eager or graph execution"),
      (serving.speculation != nil, "whether speculation was on"),
      (price != nil, "the price"),
    ]
    return needed.filter { !$0.0 }.map(\.1)
  }

  /// The name of the sidecar of a results file: its own without the extension, and ".context.json".
  static func sidecarName(_ file: String) -> String {
    let name = FileBytes.name(file)
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    return "\(stem.isEmpty ? name[...] : stem)\(sidecarSuffix)"
  }

  static let fileName = "context.json"
  static let sidecarSuffix = ".context.json"
}

// MARK: Merging

extension MeasurementContext {
  /// Returns this context with the gaps filled from one that says less about the matter: this one counts.
  public func completed(by wider: MeasurementContext) -> MeasurementContext {
    var merger = ContextMerger(result: self, other: wider)
    merger.mergeAll()
    return merger.result
  }

  /// Returns what the file states, completed by this context, and a sentence for each property that both state
  /// differently.
  ///
  /// Throws `ImportError` for a contradiction, unless `conflicts` says which counts.
  func completing(
    _ stated: MeasurementContext, file: String, line: Int?
  ) throws(ImportError) -> (facts: MeasurementContext, overruled: [String]) {
    let rule = conflicts ?? .refuse
    var merger = ContextMerger(result: stated, other: self, otherWins: rule == .context)
    merger.mergeAll()
    let conflicts = merger.conflicts.map { "\($0.name) is \($0.result) in the file, but \($0.other) in the context" }
    if rule == .refuse, !conflicts.isEmpty {
      throw .at(
        file, line,
        "\(conflicts.joined(separator: "; ")); correct one of them, or state \"conflicts\": \"context\" or \"file\" in "
          + "the context.")
    }
    let winner = rule == .context ? "context" : "file"
    return (merger.result, conflicts.map { "\($0); the \(winner) counts, as \"conflicts\" says." })
  }
}
