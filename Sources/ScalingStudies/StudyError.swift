/// Why a question cannot be asked of these runs.
public struct StudyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// One sentence that says which run lacks what.
  public let message: String

  /// Creates an error from its sentence.
  public init(_ message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }
}
