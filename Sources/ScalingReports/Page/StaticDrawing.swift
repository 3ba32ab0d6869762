/// The check that an SVG string can stand inside a page: well-formed, static, and loading nothing.
///
/// One pass over the bytes with a stack of open elements. It takes the part of XML that chart writers need (elements,
/// quoted attributes, the five named and the numeric references) and refuses the rest in words. What it accepts cannot
/// end early inside HTML, run anything, or reach outside the file.
struct StaticDrawing {
  /// The values of all `id` attributes in order.
  private(set) var ids: [String] = []
  /// Whether the root names the SVG namespace.
  private(set) var namesNamespace = false

  /// Elements that draw; none of them runs, links or loads. (HTML ends an inlined SVG at any element of its own.)
  private static let elements: Set<String> = [
    "svg", "g", "defs", "symbol", "use", "title", "desc", "style", "path", "circle", "ellipse", "rect", "line",
    "polyline", "polygon", "text", "tspan", "textPath", "clipPath", "mask", "pattern", "linearGradient",
    "radialGradient", "stop", "marker",
  ]

  private let bytes: [UInt8]
  private let figure: String
  private var position = 0
  private var open: [String] = []

  /// Reads a drawing.
  ///
  /// - Parameters:
  ///   - text: The drawing.
  ///   - figure: The id of its figure, for messages.
  /// - Throws: ``ReportPageError`` at the first thing that cannot stand in a page.
  init(_ text: String, of figure: String) throws {
    self.bytes = Array(text.utf8)
    self.figure = figure
    // Bytes, since "<svg" followed by a combining mark would be another Character.
    guard bytes.starts(with: Array("<svg".utf8)), bytes.count == 4 || !Self.isNamePart(bytes[4])
    else {
      throw error("it starts with “\(String(text.prefix(12)))”, not with “<svg”")
    }
    if let scalar = text.unicodeScalars.first(where: { !ReportText.isPrintable($0) }) {
      throw error("it contains the control character U+\(String(scalar.value, radix: 16, uppercase: true))")
    }
    while position < bytes.count {
      if bytes[position] != UInt8(ascii: "<") {
        try readText()
      } else if position + 1 < bytes.count, bytes[position + 1] == UInt8(ascii: "/") {
        try readEndTag()
      } else {
        try readStartTag()
      }
    }
    if let name = open.last { throw error("the element <\(name)> is never closed") }
  }

  private func error(_ reason: String) -> ReportPageError {
    ReportPageError(
      message: "The drawing of the figure “\(figure)” cannot stand in a page: \(reason) (byte \(position)).")
  }

  // MARK: Tokens

  private mutating func readText() throws {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: "<") { position += 1 }
    let text = try decoded(bytes[start..<position])
    if open.isEmpty {
      guard ReportText.isBlank(text) else { throw error("there is text after </svg>") }
    } else if open.last == "style" {
      try checkStyle(text, in: "a style element")
    }
  }

  private mutating func readEndTag() throws {
    position += 2
    let name = readName()
    skipSpace()
    guard let last = open.last, last == name, take(">") else {
      throw error("</\(name)> stands where \(open.last.map { "</\($0)>" } ?? "nothing") belongs")
    }
    open.removeLast()
  }

  private mutating func readStartTag() throws {
    guard !(open.isEmpty && position > 0) else { throw error("there is a second element after </svg>") }
    position += 1
    let name = readName()
    guard !name.isEmpty else { throw error("comments, declarations and stray “<” are not taken") }
    guard Self.elements.contains(name) else { throw error("the element <\(name)> is not part of a static drawing") }
    var attributes: Set<String> = []
    while true {
      let hadSpace = skipSpace()
      if take("/") {
        guard take(">") else { throw error("a “/” inside <\(name)> is not followed by “>”") }
        return
      }
      if take(">") {
        open.append(name)
        return
      }
      let attribute = readName()
      guard !attribute.isEmpty, hadSpace else { throw error("the tag <\(name)> is not well formed") }
      guard attributes.insert(attribute).inserted else {
        throw error("<\(name)> has the attribute “\(attribute)” twice")
      }
      try check(attribute, value: try readValue(of: attribute), isRoot: open.isEmpty)
    }
  }

  private mutating func readValue(of attribute: String) throws -> String {
    skipSpace()
    guard take("=") else { throw error("the attribute “\(attribute)” has no value") }
    skipSpace()
    guard position < bytes.count, [UInt8(ascii: "\""), UInt8(ascii: "'")].contains(bytes[position]) else {
      throw error("the value of the attribute “\(attribute)” is not quoted")
    }
    let quote = bytes[position]
    let start = position + 1
    guard let end = bytes[start...].firstIndex(of: quote) else {
      throw error("the value of the attribute “\(attribute)” has no end")
    }
    guard !bytes[start..<end].contains(UInt8(ascii: "<")) else {
      throw error("the value of the attribute “\(attribute)” contains “<”")
    }
    let value = try decoded(bytes[start..<end])
    position = end + 1
    return value
  }

  // MARK: What may be said

  private mutating func check(_ attribute: String, value: String, isRoot: Bool) throws {
    switch attribute {
    case "id":
      ids.append(value)
    case "xmlns":
      guard value == "http://www.w3.org/2000/svg" else { throw error("the namespace “\(value)” is not that of SVG") }
      namesNamespace = namesNamespace || isRoot
    case "xmlns:xlink":
      guard value == "http://www.w3.org/1999/xlink" else { throw error("“\(value)” is not the namespace of xlink") }
    case "href", "xlink:href":
      guard value.utf8.first == UInt8(ascii: "#") else { throw error("“\(value)” refers to something outside") }
    case "role", "class", "xml:lang", "lang", "xml:space":
      break
    default:
      // A prefix other than these has no declaration, and XML refuses it.
      guard !attribute.utf8.contains(UInt8(ascii: ":")) else {
        throw error("the attribute “\(attribute)” has an unknown prefix")
      }
      guard !attribute.lowercased().hasPrefix("on") else {
        throw error("the attribute “\(attribute)” would run a script")
      }
      if !attribute.hasPrefix("aria-"), !attribute.hasPrefix("data-") {
        try checkStyle(value, in: "the attribute “\(attribute)”")
      }
    }
  }

  /// Refuses what makes a style sheet load something: imports, addresses, and escapes that could hide one.
  private func checkStyle(_ text: String, in place: String) throws {
    let style = Array(text.lowercased().utf8)
    for word in ["@import", "//", "\\", "image-set(", "src("] where !Self.positions(of: word, in: style).isEmpty {
      throw error("\(place) contains “\(word)”, which could load something from outside")
    }
    for start in Self.positions(of: "url(", in: style) {
      let reference = style[(start + 4)...].first { !Self.isSpace($0) && !"\"'".utf8.contains($0) }
      guard reference == UInt8(ascii: "#") else {
        throw error("\(place) has a url() that does not begin with “#”, so it would load something from outside")
      }
    }
  }

  // MARK: Characters

  /// The text with its character references replaced.
  private func decoded(_ slice: ArraySlice<UInt8>) throws -> String {
    guard slice.contains(UInt8(ascii: "&")) else { return String(decoding: slice, as: UTF8.self) }
    var result: [UInt8] = []
    var rest = slice
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "&") else {
        result.append(byte)
        continue
      }
      guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else { throw error("there is a bare “&”; write “&amp;”") }
      let name = String(decoding: rest[rest.startIndex..<end], as: UTF8.self)
      guard let scalar = Self.scalar(named: name) else {
        throw error("“&\(name.prefix(12));” is no character reference that XML knows; a bare “&” is “&amp;”")
      }
      result += Array(String(Character(scalar)).utf8)
      rest = rest[(end + 1)...]
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func scalar(named name: String) -> Unicode.Scalar? {
    switch name {
    case "amp": return "&"
    case "lt": return "<"
    case "gt": return ">"
    case "quot": return "\""
    case "apos": return "'"
    default:
      let hexadecimal = name.hasPrefix("#x")
      let digits = name.dropFirst(hexadecimal ? 2 : 1)
      // UInt32 would take a sign, XML does not.
      guard name.hasPrefix("#"), let first = digits.first, first.isHexDigit,
        let value = UInt32(digits, radix: hexadecimal ? 16 : 10), let scalar = Unicode.Scalar(value),
        ReportText.isPrintable(scalar)
      else { return nil }
      return scalar
    }
  }

  private mutating func readName() -> String {
    let start = position
    while position < bytes.count, Self.isNamePart(bytes[position]) { position += 1 }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  @discardableResult
  private mutating func skipSpace() -> Bool {
    let start = position
    while position < bytes.count, Self.isSpace(bytes[position]) { position += 1 }
    return position > start
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard position < bytes.count, bytes[position] == UInt8(ascii: scalar) else { return false }
    position += 1
    return true
  }

  private static func positions(of word: String, in text: [UInt8]) -> [Int] {
    let word = Array(word.utf8)
    guard text.count >= word.count else { return [] }
    return (0...(text.count - word.count)).filter { text[$0] == word[0] && text[$0...].starts(with: word) }
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x9 || byte == 0xA || byte == 0xD
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: ":"):
      true
    default: false
    }
  }
}
