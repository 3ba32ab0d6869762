/// The writing of JSON values without spaces.
extension JSONValue {
  /// The value as JSON without spaces: digits, the order of keys and keys that occur twice stay as they were.
  ///
  /// Values under one key that differ (`ambiguous`) are written as `null`. `NaN` and infinities stay as they are, which
  /// this library reads but strict readers refuse.
  ///
  /// - Complexity: O(*n*) in the bytes.
  public var json: String {
    var text = ""
    write(to: &text)
    return text
  }

  /// Returns a text as JSON writes it, in quotes.
  public static func text(_ value: String) -> String {
    var text = ""
    write(value, to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch content {
    case .null, .ambiguous: text += "null"
    case .flag(let flag): text += flag ? "true" : "false"
    case .number(let digits): text += digits
    case .text(let value): Self.write(value, to: &text)
    case .list(let elements):
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        element.write(to: &text)
      }
      text += "]"
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        Self.write(member.key, to: &text)
        text += ":"
        member.value.write(to: &text)
      }
      text += "}"
    }
  }

  private static func write(_ value: String, to text: inout String) {
    text += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": text += "\\\""
      case "\\": text += "\\\\"
      case "\n": text += "\\n"
      case "\r": text += "\\r"
      case "\t": text += "\\t"
      case "\u{0}"..<"\u{20}":
        let digits = String(scalar.value, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: text.unicodeScalars.append(scalar)
      }
    }
    text += "\""
  }
}
