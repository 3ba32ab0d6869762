/// How well a figure of hardware is checked.
public enum FigureCheck: String, Sendable, Hashable, Codable, CaseIterable {
  /// The vendor's figure, which agrees with at least one catalogue or vendor page read for this library.
  case agreed
  /// A vendor's figure that was seen only second-hand.
  case secondHand
  /// A figure that the caller gave.
  case given

  /// The words for a sentence.
  public var words: String {
    switch self {
    case .agreed: "vendor's figure, agrees with a second source"
    case .secondHand: "vendor's figure, seen second-hand"
    case .given: "given by the caller"
    }
  }
}

/// A figure of hardware in its base unit (bytes, bytes per second, FLOP/s, watts), with where it comes from.
public struct HardwareFigure: Sendable, Hashable, Codable {
  /// The figure.
  public let value: Double
  /// Where it was read.
  public let source: String
  /// How well it is checked.
  public let check: FigureCheck

  /// Creates a figure.
  public init(_ value: Double, source: String, check: FigureCheck = .given) {
    self.value = value
    self.source = source
    self.check = check
  }
}

/// A size of memory, so that GB and GiB are never taken for one another (they differ by 7 %).
public struct DataSize: Sendable, Hashable, Codable {
  /// The bytes.
  public let bytes: Double

  /// Creates a size from bytes.
  public init(bytes: Double) { self.bytes = bytes }
  /// Multiples of 10⁹ bytes.
  public static func gigabytes(_ value: Double) -> DataSize { DataSize(bytes: value * 1e9) }
  /// Multiples of 2³⁰ bytes.
  public static func gibibytes(_ value: Double) -> DataSize { DataSize(bytes: value * 1_073_741_824) }
}

/// A rate of data; vendors print GB/s, GiB/s and Gbit/s.
public struct DataRate: Sendable, Hashable, Codable {
  /// The bytes per second.
  public let bytesPerSecond: Double

  /// Creates a rate from bytes per second.
  public init(bytesPerSecond: Double) { self.bytesPerSecond = bytesPerSecond }
  /// Multiples of 10⁹ bytes per second.
  public static func gigabytesPerSecond(_ value: Double) -> DataRate { DataRate(bytesPerSecond: value * 1e9) }
  /// Multiples of 2³⁰ bytes per second.
  public static func gibibytesPerSecond(_ value: Double) -> DataRate {
    DataRate(bytesPerSecond: value * 1_073_741_824)
  }
  /// Multiples of 10⁹ bits per second.
  public static func gigabitsPerSecond(_ value: Double) -> DataRate { DataRate(bytesPerSecond: value * 1e9 / 8) }
}

/// The rate of a link, said in one direction or, as vendors often print it, in both together.
public enum LinkRate: Sendable, Hashable, Codable {
  /// What goes in one direction.
  case unidirectional(DataRate)
  /// The sum of both directions.
  case bidirectional(DataRate)

  /// The bytes per second in one direction.
  public var bytesPerSecondPerDirection: Double {
    switch self {
    case .unidirectional(let rate): rate.bytesPerSecond
    case .bidirectional(let rate): rate.bytesPerSecond / 2
    }
  }
}
