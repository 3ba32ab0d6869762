/// Why a speed-up, an efficiency or a break-even could not be computed.
public struct ScalabilityError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence that says what is wrong with the input; rows are counted from 0.
  public let message: String

  /// Creates an error from its sentence.
  public init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }

  /// A row as errors name it, with its key where there is one.
  static func row(_ row: Int, _ keys: [String]?) -> String {
    if let keys, keys.indices.contains(row) { return "row \(row) (\(keys[row]))" }
    return "row \(row)"
  }
}
