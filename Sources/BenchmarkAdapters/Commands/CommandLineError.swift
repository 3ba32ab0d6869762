/// A refusal to print a command that would not run what the plan says.
public struct CommandLineError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence that says which cell or property is at fault, and why.
  public let message: String

  /// Creates an error from its sentence.
  public init(message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }
}
