import ScalingExperiments

/// Fills the gaps of one context from another, property by property.
struct ContextMerger {
  /// A property that both state differently, for messages.
  struct Conflict {
    let name: String
    let result: String
    let other: String
  }

  var result: MeasurementContext
  let other: MeasurementContext
  /// Whether the other one counts where both state a property.
  private let otherWins: Bool
  private(set) var conflicts: [Conflict] = []

  init(result: MeasurementContext, other: MeasurementContext, otherWins: Bool = false) {
    self.result = result
    self.other = other
    self.otherWins = otherWins
  }

  mutating func mergeAll() {
    merge(\.modelName, "model.name")
    merge(\.modelFamily, "model.family")
    merge(\.modelParameters, "model.parameters")
    merge(\.modelShape, "model.shape")
    merge(\.accelerator, "hardware.accelerator")
    merge(\.acceleratorCount, "hardware.acceleratorCount")
    merge(\.memory, "hardware.memory")
    merge(\.memoryBandwidth, "hardware.memoryBandwidth")
    merge(\.peakRates, "hardware.peakRates")
    merge(\.topology, "hardware.topology")
    merge(\.price, "price")
    merge(\.conflicts, "conflicts")
    mergeServing()
    mergeWorkload()
  }

  private mutating func mergeServing() {
    merge(\.serving.engine, "serving.engine")
    merge(\.serving.version, "serving.version")
    merge(\.serving.attentionBackend, "serving.attentionBackend")
    merge(\.serving.cudaVersion, "serving.cudaVersion")
    merge(\.serving.torchVersion, "serving.torchVersion")
    merge(\.serving.tensorParallel, "serving.tensorParallel")
    merge(\.serving.pipelineParallel, "serving.pipelineParallel")
    merge(\.serving.dataParallel, "serving.dataParallel")
    merge(\.serving.precision, "serving.precision")
    merge(\.serving.execution, "serving.execution")
    if let both = Self.together(result.serving.speculation, other.serving.speculation) {
      result.serving.speculation = both
    } else {
      merge(\.serving.speculation, "serving.speculation")
    }
  }

  private mutating func mergeWorkload() {
    merge(\.workload.task, "workload.task")
    merge(\.workload.problemCount, "workload.problemCount")
    merge(\.workload.tokenCap, "workload.tokenCap")
    merge(\.workload.samplesPerProblem, "workload.samplesPerProblem")
    merge(\.workload.promptLength, "workload.promptLength")
    merge(\.workload.outputLength, "workload.outputLength")
    merge(\.workload.load, "workload.load")
    merge(\.workload.sampling, "workload.sampling")
  }

  private mutating func merge<Value: Equatable>(
    _ path: WritableKeyPath<MeasurementContext, Value?>, _ name: String
  ) {
    guard let theirs = other[keyPath: path] else { return }
    guard let mine = result[keyPath: path] else {
      result[keyPath: path] = theirs
      return
    }
    guard mine != theirs else { return }
    conflicts.append(Conflict(name: name, result: Self.words(mine), other: Self.words(theirs)))
    if otherWins { result[keyPath: path] = theirs }
  }

  /// Two set-ups of speculation that complete one another; `nil` where they do not.
  ///
  /// A file may show that speculation was on without naming the method.
  private static func together(_ first: SpeculationSetting?, _ second: SpeculationSetting?) -> SpeculationSetting? {
    guard var whole = first?.speculation, let other = second?.speculation else { return nil }
    if whole.method == .unnamed { whole.method = other.method }
    guard other.method == .unnamed || other.method == whole.method else { return nil }
    for path in [\Speculation.draftTokens, \.ngramMinimum, \.ngramMaximum, \.positionsPerPass] {
      guard let value = other[keyPath: path] else { continue }
      guard whole[keyPath: path] == nil || whole[keyPath: path] == value else { return nil }
      whole[keyPath: path] = value
    }
    return .on(whole)
  }

  private static func words(_ value: some Equatable) -> String {
    switch value {
    case let text as String: return Wording.quoted(text)
    case let precision as NumericPrecision: return precision.rawValue
    case let mode as ExecutionMode: return mode.rawValue
    case let setting as SpeculationSetting:
      if setting == .off { return "off" }
      let draft = setting.speculation?.draftTokens.map { " with \(Wording.count($0, "draft token"))" } ?? ""
      return (setting.speculation?.method.rawValue ?? "on") + draft
    case let load as LoadDescription:
      switch load {
      case .concurrency(let number): return "concurrency \(number)"
      case .requestRate(let rate): return "\(rate) requests per second"
      case .saturating: return "saturating"
      case .batch(let size): return "batch \(size)"
      }
    case let sampling as SamplingMethod:
      if case .temperature(let temperature) = sampling { return "temperature \(temperature)" }
      return "greedy"
    case let price as AcceleratorPrice: return "\(price.perHour) \(price.currency) per hour"
    case is Int, is Double: return "\(value)"
    default: return "something else"
    }
  }
}
