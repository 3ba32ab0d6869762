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

  /// Refuses a number that is not positive and finite.
  static func checkPositive(_ value: Double, _ name: String) throws {
    guard value > 0, value.isFinite else {
      throw ServingModelError("The \(name) was given as \(value); the number must be positive and finite.")
    }
  }

  /// Refuses a time in seconds that is negative or not finite.
  static func checkTime(_ seconds: Double, _ name: String) throws {
    guard seconds >= 0, seconds.isFinite else {
      throw ServingModelError("The \(name) is \(seconds) s; it must be finite, 0 or more.")
    }
  }

  /// Refuses a whole number below `least`, or one so large that products of it are no longer whole.
  static func checkWhole(_ value: Int, _ name: String, least: Int = 1) throws {
    guard value >= least, value <= 1_000_000_000 else {
      throw ServingModelError("The number of \(name) is \(value); it must be \(least) to 1000000000.")
    }
  }
}
