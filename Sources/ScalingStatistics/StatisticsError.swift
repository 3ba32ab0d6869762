/// Why a statistic could not be computed.
public struct StatisticsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence that says what is wrong with the input.
  public let message: String

  /// Creates an error from its sentence.
  public init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }

  static func checkLevel(_ level: Double) throws {
    guard level > 0, level < 1 else {
      throw StatisticsError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
  }
}
