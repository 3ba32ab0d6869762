/// The hardware that a run occupied.
public struct HardwareDescription: Sendable, Codable, Hashable {
  /// The name of the accelerator, as its driver or vendor gives it.
  public var accelerator: String
  /// The memory of one accelerator, in bytes; `nil` where unknown.
  public var memory: Double?
  /// The peak memory bandwidth of one accelerator, in bytes per second; `nil` where unknown.
  public var memoryBandwidth: Double?
  /// The peak arithmetic rates of one accelerator; empty where unknown.
  public var peakRates: [PeakRate]
  /// How the accelerators are connected; `nil` where unknown.
  public var topology: Topology?
  /// The number of accelerators in use, in all; `nil` where unknown.
  public var acceleratorCount: Int?

  /// Creates a description; what is left out is unknown.
  public init(
    accelerator: String,
    memory: Double? = nil,
    memoryBandwidth: Double? = nil,
    peakRates: [PeakRate] = [],
    topology: Topology? = nil,
    acceleratorCount: Int? = nil
  ) {
    self.accelerator = accelerator
    self.memory = memory
    self.memoryBandwidth = memoryBandwidth
    self.peakRates = peakRates
    self.topology = topology
    self.acceleratorCount = acceleratorCount
  }

  /// Returns the peak rate in FLOP/s for a precision, or `nil` where it is unknown.
  ///
  /// Dense and sparse peaks are never taken for one another.
  public func peakRate(_ precision: NumericPrecision, _ sparsity: PeakRate.Sparsity = .dense) -> Double? {
    peakRates.first { $0.precision == precision && $0.sparsity == sparsity }?.floatingPointOperationsPerSecond
  }
}

/// The peak arithmetic rate of one accelerator in one precision.
public struct PeakRate: Sendable, Codable, Hashable {
  /// Whether a vendor's figure counts the zeros of structured sparsity as work.
  public enum Sparsity: String, Sendable, Codable, Hashable {
    /// Every multiplication counted is carried out.
    case dense
    /// Two of four weights are zero and counted all the same (twice the dense figure).
    case sparse
  }

  /// The number format.
  public var precision: NumericPrecision
  /// Dense or sparse.
  public var sparsity: Sparsity
  /// The rate, in floating-point operations per second.
  public var floatingPointOperationsPerSecond: Double

  /// Creates a rate.
  public init(precision: NumericPrecision, sparsity: Sparsity, floatingPointOperationsPerSecond: Double) {
    self.precision = precision
    self.sparsity = sparsity
    self.floatingPointOperationsPerSecond = floatingPointOperationsPerSecond
  }
}

/// How accelerators are grouped and connected.
///
/// Two clusters of four equal accelerators may differ by an order of magnitude in what a collective costs; the name of
/// the accelerator does not say which.
public struct Topology: Sendable, Codable, Hashable {
  /// The accelerators in one node.
  public var acceleratorsPerNode: Int
  /// The number of nodes.
  public var nodes: Int
  /// The link between the accelerators of a node; `nil` where unknown or where there is none.
  public var linkInsideNode: Link?
  /// The link between nodes; `nil` where unknown or where there is none.
  public var linkBetweenNodes: Link?

  /// Creates a topology.
  public init(
    acceleratorsPerNode: Int,
    nodes: Int,
    linkInsideNode: Link? = nil,
    linkBetweenNodes: Link? = nil
  ) {
    self.acceleratorsPerNode = acceleratorsPerNode
    self.nodes = nodes
    self.linkInsideNode = linkInsideNode
    self.linkBetweenNodes = linkBetweenNodes
  }
}

/// A link between accelerators or nodes.
public struct Link: Sendable, Codable, Hashable {
  /// The name of the link, such as "NVLink 4".
  public var name: String
  /// The bandwidth of one accelerator in one direction, in bytes per second (vendors often print both directions
  /// together: halve that); `nil` where unknown.
  public var bytesPerSecondPerDirection: Double?
  /// The latency of one message, in seconds; `nil` where unknown.
  public var latency: Double?

  /// Creates a link.
  public init(name: String, bytesPerSecondPerDirection: Double? = nil, latency: Double? = nil) {
    self.name = name
    self.bytesPerSecondPerDirection = bytesPerSecondPerDirection
    self.latency = latency
  }
}
