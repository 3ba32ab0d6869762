#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A value of a JSON line.
public enum JSONLineValue: Sendable {
  /// A string.
  case text(String)
  /// A number with all its digits; null where it is not finite.
  case number(Double)
  /// A whole number.
  case count(Int)
  /// A list.
  case list([JSONLineValue])

  var text: String {
    switch self {
    case .text(let text): "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : "\($0)" }.joined() + "\""
    case .number(let value): value.isFinite ? "\(value)" : "null"
    case .count(let value): "\(value)"
    case .list(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    }
  }
}

/// Prints an object as one line of JSON, its fields in the order given, and sends it off at once.
public func printJSONLine(_ fields: [(String, JSONLineValue)]) {
  print("{" + fields.map { "\"\($0.0)\": \($0.1.text)" }.joined(separator: ", ") + "}")
  fflush(nil)
}
