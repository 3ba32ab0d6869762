/// A page, table, figure or file that cannot be made, with the reason as a sentence.
public struct ReportPageError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The full sentence that names the place, the value and what is wrong with it.
  public let message: String

  /// Creates an error from its sentence.
  ///
  /// - Parameter message: A full sentence.
  public init(message: String) {
    self.message = message
  }

  /// The same sentence as `message`.
  public var description: String { message }
}
