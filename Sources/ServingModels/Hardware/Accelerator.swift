import ScalingExperiments

/// A peak arithmetic rate: of one number format, dense or sparse.
public struct AcceleratorPeak: Sendable, Hashable, Codable {
  /// The number format.
  public let precision: NumericPrecision
  /// Whether the zeros of structured sparsity count as work.
  public let sparsity: PeakRate.Sparsity
  /// The rate, in FLOP/s (integer operations for integer formats).
  public let rate: HardwareFigure

  /// Creates a peak.
  public init(_ precision: NumericPrecision, _ sparsity: PeakRate.Sparsity = .dense, rate: HardwareFigure) {
    self.precision = precision
    self.sparsity = sparsity
    self.rate = rate
  }
}

/// A link from an accelerator to others or to its host.
public struct AcceleratorLink: Sendable, Hashable, Codable {
  /// What a link connects.
  public enum Reach: String, Sendable, Hashable, Codable {
    /// Accelerators of one node.
    case insideNode
    /// Accelerators of different nodes.
    case betweenNodes
    /// An accelerator and its processor.
    case host
  }

  /// The link's name, such as "NVLink 4".
  public let name: String
  /// What it connects.
  public let reach: Reach
  /// The bytes per second of one accelerator in one direction.
  public let ratePerDirection: HardwareFigure
  /// What must hold for the link to be there; nil where nothing must.
  public let condition: String?

  /// Creates a link.
  public init(
    _ name: String, reach: Reach, rate: LinkRate, source: String, check: FigureCheck = .given, condition: String? = nil
  ) {
    self.name = name
    self.reach = reach
    ratePerDirection = HardwareFigure(rate.bytesPerSecondPerDirection, source: source, check: check)
    self.condition = condition
  }
}

/// An accelerator: what it computes, holds, reads and is linked by, each figure with its source.
///
/// It has no price: that is the caller's.
public struct Accelerator: Sendable, Hashable, Codable {
  /// The name, such as "H100-SXM5-80GB".
  public let name: String
  /// The peak rates; formats that are not among them are unknown.
  public let peaks: [AcceleratorPeak]
  /// The memory in bytes; nil where unknown.
  public let memory: HardwareFigure?
  /// The bandwidth of the memory, in bytes per second.
  public let memoryBandwidth: HardwareFigure
  /// The links; empty where unknown.
  public let links: [AcceleratorLink]
  /// The power limit in watts; nil where unknown.
  public let power: HardwareFigure?

  /// A description whose figures were checked elsewhere.
  init(
    checked name: String, peaks: [AcceleratorPeak], memory: HardwareFigure?, memoryBandwidth: HardwareFigure,
    links: [AcceleratorLink], power: HardwareFigure?
  ) {
    self.name = name
    self.peaks = peaks
    self.memory = memory
    self.memoryBandwidth = memoryBandwidth
    self.links = links
    self.power = power
  }

  /// Creates an accelerator of the caller's own.
  ///
  /// Throws `ServingModelError` for a figure that is not positive and finite, or no peak at all.
  public init(
    name: String, peaks: [AcceleratorPeak], memory: HardwareFigure? = nil, memoryBandwidth: HardwareFigure,
    links: [AcceleratorLink] = [], power: HardwareFigure? = nil
  ) throws {
    try ServingModelError.checkPositive(memoryBandwidth.value, "memory bandwidth of \(name)")
    try ServingModelError.checkPositive(memory?.value ?? 1, "memory of \(name)")
    try ServingModelError.checkPositive(power?.value ?? 1, "power of \(name)")
    guard !peaks.isEmpty else { throw ServingModelError("\(name) has no peak rate; at least one is needed.") }
    for peak in peaks {
      try ServingModelError.checkPositive(peak.rate.value, "peak rate of \(name) in \(peak.precision.rawValue)")
    }
    for link in links {
      try ServingModelError.checkPositive(link.ratePerDirection.value, "rate of the link \(link.name) of \(name)")
    }
    self.init(
      checked: name, peaks: peaks, memory: memory, memoryBandwidth: memoryBandwidth, links: links, power: power)
  }

  /// Creates an accelerator from the description of a run's hardware.
  ///
  /// Throws `ServingModelError` where its memory bandwidth or every peak rate is unknown, and as `init(name:…)` does.
  public init(_ hardware: HardwareDescription) throws {
    guard let bandwidth = hardware.memoryBandwidth else {
      throw ServingModelError("\(hardware.accelerator): its memory bandwidth is unknown, so no step can be predicted.")
    }
    func figure(_ value: Double) -> HardwareFigure { HardwareFigure(value, source: "description of the run") }
    var links: [AcceleratorLink] = []
    for (link, reach) in [
      (hardware.topology?.linkInsideNode, AcceleratorLink.Reach.insideNode),
      (hardware.topology?.linkBetweenNodes, .betweenNodes),
    ] {
      guard let link, let rate = link.bytesPerSecondPerDirection else { continue }
      links.append(
        AcceleratorLink(
          link.name, reach: reach, rate: .unidirectional(DataRate(bytesPerSecond: rate)),
          source: "description of the run"))
    }
    try self.init(
      name: hardware.accelerator,
      peaks: hardware.peakRates.map {
        AcceleratorPeak($0.precision, $0.sparsity, rate: figure($0.floatingPointOperationsPerSecond))
      },
      memory: hardware.memory.map(figure), memoryBandwidth: figure(bandwidth), links: links)
  }

  /// Returns the peak rate in a format; nil where it is unknown.
  ///
  /// Dense and sparse peaks are never taken for one another.
  public func peak(_ precision: NumericPrecision, _ sparsity: PeakRate.Sparsity = .dense) -> HardwareFigure? {
    peaks.first { $0.precision == precision && $0.sparsity == sparsity }?.rate
  }

  /// Returns the first link of a reach; nil where there is none or it is unknown.
  public func link(_ reach: AcceleratorLink.Reach) -> AcceleratorLink? { links.first { $0.reach == reach } }

  /// Returns the FLOPs for each byte at which arithmetic takes as long as reading memory; nil where the peak is unknown.
  public func ridge(_ precision: NumericPrecision) -> Double? {
    peak(precision).map { $0.value / memoryBandwidth.value }
  }

  /// Returns the description of a cluster of these, for the records of a run; the links are those of this accelerator.
  ///
  /// Throws `ServingModelError` for fewer than one accelerator or node, or several nodes without a link between them.
  public func cluster(acceleratorsPerNode: Int, nodes: Int = 1) throws -> HardwareDescription {
    try ServingModelError.checkWhole(acceleratorsPerNode, "accelerators in a node")
    try ServingModelError.checkWhole(nodes, "nodes")
    guard nodes == 1 || link(.betweenNodes) != nil else {
      throw ServingModelError("\(name): \(nodes) nodes need a link between them, and none is known.")
    }
    func described(_ reach: AcceleratorLink.Reach) -> Link? {
      link(reach).map { Link(name: $0.name, bytesPerSecondPerDirection: $0.ratePerDirection.value) }
    }
    return HardwareDescription(
      accelerator: name, memory: memory?.value, memoryBandwidth: memoryBandwidth.value,
      peakRates: peaks.map {
        PeakRate(precision: $0.precision, sparsity: $0.sparsity, floatingPointOperationsPerSecond: $0.rate.value)
      },
      topology: Topology(
        acceleratorsPerNode: acceleratorsPerNode, nodes: nodes,
        linkInsideNode: acceleratorsPerNode > 1 ? described(.insideNode) : nil,
        linkBetweenNodes: nodes > 1 ? described(.betweenNodes) : nil),
      acceleratorCount: acceleratorsPerNode * nodes)
  }

  /// Returns a copy with a further link, such as the network between nodes.
  public func adding(_ link: AcceleratorLink) throws -> Accelerator {
    try Accelerator(
      name: name, peaks: peaks, memory: memory, memoryBandwidth: memoryBandwidth, links: links + [link], power: power)
  }
}
