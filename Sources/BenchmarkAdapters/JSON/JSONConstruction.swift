import Foundation
import ScalingExperiments

/// The making of JSON values, for files that this library writes.
extension JSONValue {
  /// An object of those members that have a value, in the order given.
  static func object(_ members: [(String, JSONValue?)]) -> JSONValue {
    JSONValue(
      line: 1,
      content: .object(members.compactMap { key, value in value.map { JSONMember(key: key, line: 1, value: $0) } }))
  }

  static func list(_ elements: [JSONValue]) -> JSONValue { JSONValue(line: 1, content: .list(elements)) }

  static func text(_ text: String) -> JSONValue { JSONValue(line: 1, content: .text(text)) }

  static func count(_ count: Int) -> JSONValue { JSONValue(line: 1, content: .number("\(count)")) }

  static func flag(_ flag: Bool) -> JSONValue { JSONValue(line: 1, content: .flag(flag)) }

  /// A number by the shortest digits that give it back; `nil` for one that is not finite.
  static func number(_ number: Double) -> JSONValue? {
    guard number.isFinite else { return nil }
    let digits = "\(number)"
    return JSONValue(line: 1, content: .number(digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits))
  }

  /// A value that can be encoded, its keys sorted; `nil` where it cannot.
  static func encoded(_ value: some Encodable) -> JSONValue? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let data = try? encoder.encode(value) else { return nil }
    return try? JSONScanner.value(bytes: Array(data), name: "value")
  }

  /// The value that was encoded; `nil` where this is none.
  func decoded<Value: Decodable>(_ type: Value.Type) -> Value? {
    try? JSONDecoder().decode(type, from: Data(json.utf8))
  }
}

/// A file that was written: its text, and what of a run has no place in its format.
public struct WrittenFile: Sendable, Hashable {
  /// The text, in UTF-8; the same run gives the same bytes.
  public let text: String
  /// What was left out, a note each.
  public let notes: [ImportNote]
}
