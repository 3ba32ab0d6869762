import ScalingStatistics

/// Hardware in a sweep: an accelerator with its all-reduce, the shares of its peaks in use and the time of its host.
public struct SweptHardware: Sendable {
  /// The accelerator.
  public let accelerator: Accelerator
  /// The all-reduce among several.
  public let allReduce: any Collective
  /// The shares of the peaks in use.
  public let efficiency: StepEfficiency
  /// The time of the host in each step, in seconds.
  public let hostTime: Double

  /// Creates hardware.
  public init(
    _ accelerator: Accelerator, allReduce: any Collective, efficiency: StepEfficiency = .ideal, hostTime: Double = 0
  ) {
    self.accelerator = accelerator
    self.allReduce = allReduce
    self.efficiency = efficiency
    self.hostTime = hostTime
  }
}

/// One configuration of a sweep.
public struct SweptConfiguration: Sendable {
  /// The model.
  public let shape: TransformerShape
  /// The hardware.
  public let hardware: SweptHardware
  /// The accelerators that share each weight matrix.
  public let accelerators: Int
  /// The requests decoded together.
  public let batch: Int
  /// The positions in the key-value cache of each.
  public let context: Int
  /// The speculation.
  public let speculation: SweptSpeculation
}

/// A grid of what-ifs: models × hardware × accelerators × batches × contexts × speculation, evaluated into columns.
///
/// Row order: models change slowest, speculation fastest. Made for a million rows: no sentence is made for a row, and no bit of a column depends on the number of threads.
public struct ServingSweep: Sendable {
  /// The models.
  public let models: [TransformerShape]
  /// The hardware.
  public let hardware: [SweptHardware]
  /// The numbers of accelerators that share each weight matrix.
  public let accelerators: [Int]
  /// The requests decoded together.
  public let batches: [Int]
  /// The positions in the key-value cache of each request.
  public let contexts: [Int]
  /// The ways to speculate.
  public let speculations: [SweptSpeculation]
  /// The bytes of an element.
  public let widths: ElementWidths
  /// The share of the memory that weights, keys and values may take.
  public let usableShare: Double

  /// Creates a grid.
  ///
  /// Throws `ServingModelError` for an empty axis, more than 2³¹ rows, a batch or number of accelerators below 1, a negative context, an accelerator whose peak in the format is unknown, or a usable share outside 0 to 1.
  public init(
    models: [TransformerShape], hardware: [SweptHardware], accelerators: [Int], batches: [Int], contexts: [Int],
    speculations: [SweptSpeculation] = [.off], widths: ElementWidths = .bf16, usableShare: Double = 0.9
  ) throws {
    let sizes = [
      ("models", models.count), ("hardware", hardware.count), ("accelerators", accelerators.count),
      ("batches", batches.count), ("contexts", contexts.count), ("speculation", speculations.count),
    ]
    if let empty = sizes.first(where: { $0.1 == 0 }) {
      throw ServingModelError("A sweep over no \(empty.0) has no rows; at least one is needed.")
    }
    guard sizes.reduce(1.0, { $0 * Double($1.1) }) <= 0x1p31 else {
      throw ServingModelError(
        "A sweep over \(sizes.map { "\($0.1) \($0.0)" }.joined(separator: " x ")) has more than 2^31 rows.")
    }
    for batch in batches { try ServingModelError.checkWhole(batch, "requests in a batch") }
    for count in accelerators { try ServingModelError.checkWhole(count, "accelerators") }
    for context in contexts { try ServingModelError.checkWhole(context, "positions in a context", least: 0) }
    guard usableShare > 0, usableShare <= 1 else {
      throw ServingModelError("The usable share of the memory is \(usableShare); it is above 0 and at most 1.")
    }
    for own in hardware {
      // The rest of a roofline's demands do not depend on the model.
      _ = try RooflineModel(
        models[0], on: own.accelerator, widths: widths, efficiency: own.efficiency, allReduce: own.allReduce,
        hostTime: own.hostTime)
    }
    self.models = models
    self.hardware = hardware
    self.accelerators = accelerators
    self.batches = batches
    self.contexts = contexts
    self.speculations = speculations
    self.widths = widths
    self.usableShare = usableShare
  }

  /// The number of rows.
  public var count: Int { groupCount * groupSize }

  /// The rows that share all but context and speculation.
  var groupSize: Int { contexts.count * speculations.count }
  var groupCount: Int { models.count * hardware.count * accelerators.count * batches.count }

  /// Returns the configuration of a row; throws `ServingModelError` for a row that does not exist.
  public func configuration(at row: Int) throws -> SweptConfiguration {
    guard row >= 0, row < count else {
      throw ServingModelError("Row \(row) was asked for of a sweep of \(count) rows.")
    }
    let inside = row % groupSize
    let group = self.group(row / groupSize)
    return SweptConfiguration(
      shape: models[group.model], hardware: hardware[group.hardware], accelerators: accelerators[group.accelerators],
      batch: batches[group.batch], context: contexts[inside / speculations.count],
      speculation: speculations[inside % speculations.count])
  }

  func group(_ index: Int) -> (model: Int, hardware: Int, accelerators: Int, batch: Int) {
    var rest = index
    let batch = rest % batches.count
    rest /= batches.count
    let count = rest % accelerators.count
    rest /= accelerators.count
    return (rest / hardware.count, rest % hardware.count, count, batch)
  }
}
