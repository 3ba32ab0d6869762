/// A refusal to form records whose columns do not belong together.
public struct RecordError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sentence that names the column and what is wrong with it.
  public let message: String

  /// Creates an error from its sentence.
  public init(message: String) { self.message = message }

  /// The sentence.
  public var description: String { message }
}

/// Checks the lengths of columns against that of the first one.
struct ColumnLengths {
  let records: String
  let first: String
  let count: Int

  func check(_ column: String, _ columnCount: Int) throws(RecordError) {
    guard columnCount == count else {
      throw RecordError(
        message: "\(records): column \(column) has \(columnCount) values, but \(first) has \(count).")
    }
  }
}
