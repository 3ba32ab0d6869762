/// A number format of weights or arithmetic.
///
/// The list is open: `NumericPrecision(rawValue: "nf4")` names one that is not among the constants.
public struct NumericPrecision: RawRepresentable, Sendable, Codable, Hashable, ExpressibleByStringLiteral {
  /// The short name in use in the field, in lower case.
  public let rawValue: String

  /// Creates a precision from its short name.
  public init(rawValue: String) { self.rawValue = rawValue }

  /// Creates a precision from a literal short name.
  public init(stringLiteral value: String) { self.rawValue = value }

  /// IEEE 754 binary64.
  public static let fp64 = NumericPrecision(rawValue: "fp64")
  /// IEEE 754 binary32.
  public static let fp32 = NumericPrecision(rawValue: "fp32")
  /// NVIDIA's 19-bit format for tensor cores.
  public static let tf32 = NumericPrecision(rawValue: "tf32")
  /// The 16-bit format with the exponent of binary32.
  public static let bf16 = NumericPrecision(rawValue: "bf16")
  /// IEEE 754 binary16.
  public static let fp16 = NumericPrecision(rawValue: "fp16")
  /// An 8-bit floating-point format.
  public static let fp8 = NumericPrecision(rawValue: "fp8")
  /// A 4-bit floating-point format.
  public static let fp4 = NumericPrecision(rawValue: "fp4")
  /// 8-bit integers.
  public static let int8 = NumericPrecision(rawValue: "int8")
  /// 4-bit integers.
  public static let int4 = NumericPrecision(rawValue: "int4")
}
