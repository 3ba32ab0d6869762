import ScalingExperiments

/// The bytes that an element of weights, of keys and values and of activations takes, and the format that is multiplied in.
///
/// Scales of quantised blocks are not counted: a 4-bit format with a scale of 16 bits for each 32 elements takes 4.5 bits.
public struct ElementWidths: Sendable, Hashable, Codable {
  /// The bytes of a weight.
  public let weightBytes: Double
  /// The bytes of an element of keys and values.
  public let keyValueBytes: Double
  /// The bytes of an activation, which collectives move.
  public let activationBytes: Double
  /// The format whose peak rate bounds the arithmetic.
  public let arithmetic: NumericPrecision

  init(weightBytes: Double, keyValueBytes: Double, activationBytes: Double, arithmetic: NumericPrecision) {
    self.weightBytes = weightBytes
    self.keyValueBytes = keyValueBytes
    self.activationBytes = activationBytes
    self.arithmetic = arithmetic
  }

  /// Creates widths from number formats; `arithmetic` is that of the activations unless another is said, because weights of fewer bits are widened before they are multiplied.
  ///
  /// Throws `ServingModelError` for a format whose width is not known here.
  public init(
    weights: NumericPrecision, keysAndValues: NumericPrecision, activations: NumericPrecision,
    arithmetic: NumericPrecision? = nil
  ) throws {
    self.init(
      weightBytes: try Self.bytes(of: weights, "weights"),
      keyValueBytes: try Self.bytes(of: keysAndValues, "keys and values"),
      activationBytes: try Self.bytes(of: activations, "activations"), arithmetic: arithmetic ?? activations)
  }

  /// Two bytes for everything, multiplied in bf16: the format of most published weights.
  public static let bf16 = ElementWidths(weightBytes: 2, keyValueBytes: 2, activationBytes: 2, arithmetic: .bf16)

  private static func bytes(of precision: NumericPrecision, _ what: String) throws -> Double {
    switch precision {
    case .fp64: return 8
    case .fp32, .tf32: return 4
    case .bf16, .fp16: return 2
    case .fp8, .int8: return 1
    case .fp4, .int4: return 0.5
    default:
      throw ServingModelError("The format of the \(what) is \(precision.rawValue), whose width is not known here.")
    }
  }
}
