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

  /// A share, or an error that names what it is of.
  static func share(_ value: Double, _ name: String) throws -> Double {
    guard value >= 0, value <= 1 else {
      throw ScalabilityError("\(name) of \(value) was given; it lies between 0 and 1.")
    }
    return value
  }

  /// Throws for a level that is none.
  static func check(level: Double) throws {
    guard level > 0, level < 1 else {
      throw ScalabilityError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
  }
}
