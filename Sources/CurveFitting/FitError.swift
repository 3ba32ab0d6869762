/// Why a fit, or a question to a fit, has no answer.
public struct FitError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence that says what is wrong and where.
  public let message: String

  /// Creates an error from its sentence.
  public init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }
}
