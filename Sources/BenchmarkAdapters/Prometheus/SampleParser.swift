/// Reads one line of the text format.
struct SampleParser {
  var text: Substring

  mutating func sample(line: Int) -> PrometheusExposition.Sample? {
    let name = text.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_" || $0 == ":") }
    guard !name.isEmpty, name.first?.isNumber == false else { return nil }
    text = text.dropFirst(name.count)
    var labels: [String: String] = [:]
    if text.first == "{" {
      guard let read = self.labels() else { return nil }
      labels = read
    }
    // A time stamp may follow the value, an exemplar after " # ".
    let words = text.split(separator: " ", maxSplits: 1)
    guard let word = words.first, let value = Self.value(word) else { return nil }
    return PrometheusExposition.Sample(name: String(name), labels: labels, value: value, line: line)
  }

  /// A finite or infinite number or NaN, in decimal: `Double` would read hexadecimal as well.
  private static func value(_ word: Substring) -> Double? {
    switch word {
    case "+Inf", "Inf": return .infinity
    case "-Inf": return -.infinity
    case "NaN": return .nan
    default:
      var digits = word
      return digits.withUTF8 { digits in
        do throws(DecimalField.Fault) {
          return try DecimalField.number(digits, 0, digits.count, decimalExponent: 0)
        } catch {
          // Beyond the range of a `Double` it is a number still, and no reason to refuse the other lines.
          guard case .tooLarge = error else { return nil }
          return digits.first == 0x2D ? -.infinity : .infinity
        }
      }
    }
  }

  private mutating func labels() -> [String: String]? {
    var labels: [String: String] = [:]
    text = text.dropFirst()
    while true {
      text = text.drop { $0 == " " || $0 == "," }
      if text.first == "}" {
        text = text.dropFirst()
        return labels
      }
      let name = text.prefix { $0 != "=" && $0 != "}" }
      text = text.dropFirst(name.count)
      guard text.first == "=" else { return nil }
      text = text.dropFirst()
      guard text.first == "\"", let value = quoted() else { return nil }
      labels[String(name.drop { $0 == " " })] = value
    }
  }

  private mutating func quoted() -> String? {
    text = text.dropFirst()
    var value = ""
    while let character = text.first {
      text = text.dropFirst()
      switch character {
      case "\"": return value
      case "\\":
        guard let escaped = text.first else { return nil }
        text = text.dropFirst()
        value.append(escaped == "n" ? "\n" : escaped)
      default: value.append(character)
      }
    }
    return nil
  }
}
