/// A JSON value whose keys keep their order, written the same on every platform.
indirect enum SidecarValue {
  case text(String)
  case integer(Int)
  case number(Double)
  case flag(Bool)
  case list([SidecarValue])
  case object([(String, SidecarValue)])

  /// An object of the fields that are known.
  static func known(_ fields: [(String, SidecarValue?)]) -> SidecarValue {
    .object(fields.compactMap { key, value in value.map { (key, $0) } })
  }

  /// The value as indented JSON; throws for a number that JSON cannot write, naming the file and the key.
  func text(_ file: String) throws(CommandLineError) -> String { try written(file, key: "", indentation: "\n") }

  /// The value as JSON on one line.
  func line(_ place: String) throws(CommandLineError) -> String { try written(place, key: "", indentation: "") }

  private func written(_ file: String, key: String, indentation: String) throws(CommandLineError) -> String {
    let inner = indentation.isEmpty ? "" : indentation + "  "
    let comma = indentation.isEmpty ? ", " : ","
    switch self {
    case .text(let text): return Self.quoted(text)
    case .integer(let integer): return "\(integer)"
    case .flag(let flag): return "\(flag)"
    case .number(let number):
      guard number.isFinite else {
        throw CommandLineError(message: "\(file): \(key) is \(number), which JSON cannot write.")
      }
      // 96e9 as 96000000000, which a person reads more easily than 96000000000.0; the limit is that of exact integers.
      return number == number.rounded() && abs(number) < 9e15 ? "\(Int64(number))" : "\(number)"
    case .list(let values):
      var items: [String] = []
      for value in values { items.append(inner + (try value.written(file, key: key, indentation: inner))) }
      return items.isEmpty ? "[]" : "[\(items.joined(separator: comma))\(indentation)]"
    case .object(let fields):
      var items: [String] = []
      for (name, value) in fields {
        items.append("\(inner)\(Self.quoted(name)): \(try value.written(file, key: name, indentation: inner))")
      }
      return items.isEmpty ? "{}" : "{\(items.joined(separator: comma))\(indentation)}"
    }
  }

  /// Text in quotation marks as RFC 8259 has it.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
