/// Why a serving model gives no number.
public struct ServingModelError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence that says what is wrong with the input; rows are counted from 0.
  public let message: String

  /// Creates an error from its sentence.
  public init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }

  /// Refuses a count that is negative or not finite; fractions are fine, because means of counts are asked about too.
  static func checkCount(_ value: Double, _ name: String) throws {
    guard value.isFinite, value >= 0 else {
      throw ServingModelError("The number of \(name) is \(value); it must be finite, 0 or more.")
    }
  }
}
