/// A reason why a chart cannot be drawn, as a sentence.
///
/// Marks and rows are counted from 0, in drawing order and in column order.
public struct ChartError: Error, Sendable, CustomStringConvertible {
  /// The full sentence, which names mark, row and value where these apply.
  public let message: String
  /// The mark at fault, such as `dots (mark 2, "front")`, if one is.
  public let mark: String?
  /// The row of the mark's columns at fault, if one is.
  public let row: Int?
  /// The value at fault, if one is.
  public let value: Double?

  init(_ message: String, mark: String? = nil, row: Int? = nil, value: Double? = nil) {
    self.message = message
    self.mark = mark
    self.row = row
    self.value = value
  }

  /// The full sentence.
  public var description: String { message }
}
