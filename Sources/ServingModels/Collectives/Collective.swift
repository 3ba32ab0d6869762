import ScalingStatistics

/// What accelerators do together, and how long it takes: an all-reduce, a send along a pipeline, whatever a library offers.
///
/// Conform a type of your own for other networks, such as a mesh with a latency for each hop.
public protocol Collective: Sendable {
  /// How the time is known, for a sentence: "4.95 us and 273 GB/s".
  var words: String { get }
  /// Returns the seconds for a payload of so many bytes among some accelerators; 0 for one.
  ///
  /// Throws `ServingModelError` where it has no answer: impossible numbers, or a payload or number of accelerators that was not measured.
  func seconds(bytes: Double, accelerators: Int) throws -> Double
}

/// A delay that was put, or is imagined, in the place of each collective, whatever its payload.
public struct InjectedDelay: Collective, Hashable, Codable {
  /// The seconds of each delay.
  public let delay: Double

  /// Creates a delay; throws `ServingModelError` for a time that is negative or not finite.
  public init(_ delay: Double) throws {
    try ServingModelError.checkTime(delay, "delay in the place of a collective")
    self.delay = delay
  }

  /// The delay, for a sentence.
  public var words: String { "\(DecimalText.significant(delay * 1e6, 3)) us, whatever the payload" }

  /// The delay; 0 for one accelerator.
  public func seconds(bytes: Double, accelerators: Int) throws -> Double {
    try AllReduceTime.check(bytes: bytes, accelerators: accelerators)
    return accelerators > 1 ? delay : 0
  }
}

/// A collective with its number in a step and its payload.
public struct CollectiveUse: Sendable {
  /// The collective.
  public let collective: any Collective
  /// How many there are in each layer.
  public let perLayer: Double
  /// How many there are besides in each step.
  public let perStep: Double
  /// The elements that each moves for a position; nil is the model's hidden size.
  public let elementsPerPosition: Double?

  /// Creates a use; throws `ServingModelError` for a number that is negative or not finite.
  public init(
    _ collective: any Collective, perLayer: Double = 0, perStep: Double = 0, elementsPerPosition: Double? = nil
  ) throws {
    try ServingModelError.checkCount(perLayer, "collectives in a layer")
    try ServingModelError.checkCount(perStep, "collectives in a step")
    try ServingModelError.checkCount(elementsPerPosition ?? 0, "elements in a collective")
    self.init(
      checked: collective, perLayer: perLayer, perStep: perStep, elementsPerPosition: elementsPerPosition)
  }

  init(checked: any Collective, perLayer: Double, perStep: Double, elementsPerPosition: Double?) {
    collective = checked
    self.perLayer = perLayer
    self.perStep = perStep
    self.elementsPerPosition = elementsPerPosition
  }
}

/// The collectives of a step.
public struct StepCommunication: Sendable {
  /// Each with its number and payload.
  public let uses: [CollectiveUse]

  /// Creates a step's communication from its parts.
  public init(_ uses: [CollectiveUse]) { self.uses = uses }

  /// No communication: one accelerator, or a bound.
  public static let none = StepCommunication([])

  /// Tensor parallelism as in Megatron-LM: two all-reduces a layer, one after attention and one after the feed-forward block, of a hidden vector for each position.
  ///
  /// M. Shoeybi et al., arXiv 1909.08053, section 3.
  public static func tensorParallel(_ allReduce: any Collective) -> StepCommunication {
    StepCommunication([CollectiveUse(checked: allReduce, perLayer: 2, perStep: 0, elementsPerPosition: nil)])
  }

  /// How many collectives a step of some layers has.
  func count(layers: Double) -> Double { uses.reduce(0) { $0 + $1.perLayer * layers + $1.perStep } }

  func seconds(positions: Double, shape: TransformerShape, widths: ElementWidths, accelerators: Int) throws -> Double {
    var total = 0.0
    for use in uses {
      let count = use.perLayer * Double(shape.layers) + use.perStep
      let elements = use.elementsPerPosition ?? Double(shape.hiddenSize)
      let time = try use.collective.seconds(
        bytes: positions * elements * widths.activationBytes, accelerators: accelerators)
      guard time >= 0, time.isFinite else {
        throw ServingModelError(
          "A collective (\(use.collective.words)) took \(time) s among \(accelerators) accelerators; a time is finite, 0 or more."
        )
      }
      total += count * time
    }
    return total
  }
}
