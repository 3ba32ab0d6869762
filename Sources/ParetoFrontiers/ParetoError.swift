/// Why a front, a pick or a regret could not be computed.
public struct ParetoError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence that says what is wrong with the input; rows are counted from 0.
  public let message: String

  /// Creates an error from its sentence.
  public init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }
}
