/// What plain text needs to become HTML, Markdown, part of a link or a file name.
///
/// Everything here walks Unicode scalars. A `Character` is the trap: "<" followed by a combining mark is one Character
/// that is unequal to "<", and would pass unescaped.
enum ReportText {
  /// The greatest length of an identifier: well inside the 255 bytes of a file name.
  static let longestIdentifier = 80

  /// Text for element content and quoted attributes, in HTML and XML alike.
  static func html(_ text: String) -> String {
    var result = ""
    result.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(printable(scalar))
      }
    }
    return result
  }

  /// Text for one line of Markdown: line breaks become spaces, and nothing in it is read as markup.
  ///
  /// Safe at the beginning of a line, in a heading, in a pipe table and in a link's text.
  static func markdown(_ text: String) -> String {
    let scalars = Array(singleLine(text).unicodeScalars)
    var result = ""
    result.reserveCapacity(text.utf8.count)
    let marker = listMarkerEnd(scalars)
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      // GitHub reads text between dollar signs as mathematics, escaped or not; an element around the sign stops it.
      case "$": result += "<span>$</span>"
      case "\\", "`", "*", "[", "]", "~", "|", "#":
        result += "\\"
        result.unicodeScalars.append(scalar)
      case "_":
        // Inside a word (tokens_per_second) it is no markup.
        let inside =
          index > 0 && index + 1 < scalars.count && isAlphanumeric(scalars[index - 1])
          && isAlphanumeric(scalars[index + 1])
        result += inside ? "_" : "\\_"
      case "-", "+":
        // A bullet or a rule; a negative number is neither.
        let next = index + 1 < scalars.count ? scalars[index + 1] : " "
        if index == 0, next == " " || next == "-" { result += "\\" }
        result.unicodeScalars.append(scalar)
      case ".", ")":
        if index == marker { result += "\\" }
        result.unicodeScalars.append(scalar)
      default: result.unicodeScalars.append(printable(scalar))
      }
    }
    return result
  }

  /// The text with runs of white space made one space, and none at either end.
  static func singleLine(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var pending = false
    for scalar in text.unicodeScalars {
      if scalar == " " || scalar == "\t" || isLineBreak(scalar) {
        pending = !result.isEmpty
      } else {
        if pending { result.append(" ") }
        pending = false
        result.append(scalar)
      }
    }
    return String(result)
  }

  /// The text with line feeds for every kind of line break, without characters that no page can hold.
  static func lines(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var afterReturn = false
    for scalar in text.unicodeScalars {
      if scalar == "\r" {
        result.append("\n")
      } else if !(scalar == "\n" && afterReturn) {
        result.append(printable(scalar))
      }
      afterReturn = scalar == "\r"
    }
    return String(result)
  }

  /// UTF-8 with every byte but the unreserved ones of RFC 3986 as %XX.
  static func percentEncoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.utf8.count * 2)
    for byte in text.utf8 {
      if isASCIIAlphanumeric(byte) || "-._~".utf8.contains(byte) {
        bytes.append(byte)
      } else {
        bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// An identifier made of the ASCII letters and digits of a heading, or `nil` where it has none to begin with.
  static func identifier(from heading: String) -> String? {
    var bytes: [UInt8] = []
    var gap = false
    for byte in heading.utf8 {
      guard isASCIIAlphanumeric(byte) else {
        gap = !bytes.isEmpty
        continue
      }
      let isUpperCase = (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
      if gap { bytes.append(UInt8(ascii: "-")) }
      gap = false
      bytes.append(isUpperCase ? byte + 32 : byte)
      if bytes.count >= longestIdentifier - 8 { break }
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if isIdentifier(text) { return text }
    return text.isEmpty ? nil : "section-" + text
  }

  /// Whether the text is 1 to 80 of a-z, 0-9 and hyphen, beginning with a letter.
  static func isIdentifier(_ text: String) -> Bool {
    let letters = UInt8(ascii: "a")...UInt8(ascii: "z")
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    guard let first = text.utf8.first, letters.contains(first), text.utf8.count <= longestIdentifier else {
      return false
    }
    return text.utf8.allSatisfy { letters.contains($0) || digits.contains($0) || $0 == UInt8(ascii: "-") }
  }

  /// Whether the text has nothing to read.
  static func isBlank(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.isWhitespace }
  }

  /// Whether XML 1.0 (section 2.2) allows the scalar and it is no control character.
  static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x9, 0xA, 0xD: true
    case 0x0..<0x20, 0x7F...0x9F, 0xFFFE, 0xFFFF: false
    default: true
    }
  }

  private static func printable(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    isPrintable(scalar) ? scalar : "\u{FFFD}"
  }

  private static func isLineBreak(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0xA...0xD, 0x85, 0x2028, 0x2029: true
    default: false
    }
  }

  private static func isAlphanumeric(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func isASCIIAlphanumeric(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  /// The index of the full stop or parenthesis that would make the line an item of a numbered list.
  private static func listMarkerEnd(_ scalars: [Unicode.Scalar]) -> Int? {
    guard let end = scalars.firstIndex(where: { !("0"..."9").contains($0) }), end > 0 else { return nil }
    guard scalars[end] == "." || scalars[end] == ")" else { return nil }
    return end + 1 == scalars.count || scalars[end + 1] == " " ? end : nil
  }
}
