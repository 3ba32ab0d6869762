/// Reads JSON texts: strictly (RFC 8259: no comments, no trailing commas, one value), or as benchmark tools write them.
struct JSONScanner {
  /// The most objects and lists inside one another; recursion has to end before the stack does.
  private static let deepestNesting = 32

  private let bytes: [UInt8]
  private let name: String
  private let isTolerant: Bool
  private var position = 0
  private var line = 1
  private var depth = 0

  /// Reads bytes; throws `ImportError` with `name` and the line for what is not JSON.
  static func value(bytes: [UInt8], name: String) throws(ImportError) -> JSONValue {
    var scanner = try JSONScanner(bytes: bytes, name: name, isTolerant: false)
    let value = try scanner.value()
    scanner.skipSpace()
    guard scanner.position == bytes.count else { throw scanner.expected("the end of the file") }
    return value
  }

  /// Reads values one after the other, with or without space between them; `NaN` and `Infinity` count as numbers.
  static func values(bytes: [UInt8], name: String) throws(ImportError) -> [JSONValue] {
    var scanner = try JSONScanner(bytes: bytes, name: name, isTolerant: true)
    var values: [JSONValue] = []
    while scanner.position < bytes.count {
      values.append(try scanner.value())
      scanner.skipSpace()
    }
    return values
  }

  /// Starts before the first value; throws `ImportError` if there is none.
  private init(bytes: [UInt8], name: String, isTolerant: Bool) throws(ImportError) {
    try TextEncoding.validate(bytes, name: name)
    self.bytes = bytes
    self.name = name
    self.isTolerant = isTolerant
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    skipSpace()
    guard position < bytes.count else { throw .at(name, nil, "The file is empty.") }
  }

  private var byte: UInt8? { position < bytes.count ? bytes[position] : nil }

  private var next: UInt8? { position + 1 < bytes.count ? bytes[position + 1] : nil }

  private func fault(_ reason: String) -> ImportError { .at(name, line, "The file is not valid JSON: \(reason)") }

  private func expected(_ what: String) -> ImportError {
    guard position < bytes.count else { return fault("it ends where \(what) is expected.") }
    // The next character whole: a byte of a longer one would not be text.
    let next = String(decoding: bytes[position..<min(position + 16, bytes.count)], as: UTF8.self).prefix(1)
    return fault("\(what) is expected, not \(Wording.quoted(String(next))).")
  }

  private mutating func skipSpace() {
    while let byte, [0x20, 0x09, 0x0A, 0x0D].contains(byte) {
      // CR LF counts once: at its LF.
      if byte == 0x0A || (byte == 0x0D && (position + 1 == bytes.count || bytes[position + 1] != 0x0A)) { line += 1 }
      position += 1
    }
  }

  private mutating func skip(_ byte: UInt8) -> Bool {
    guard self.byte == byte else { return false }
    position += 1
    return true
  }

  private mutating func value() throws(ImportError) -> JSONValue {
    let start = line
    guard let byte else { throw expected("a value") }
    let content: JSONValue.Content =
      switch byte {
      case UInt8(ascii: "{"): .object(try nested { scanner throws(ImportError) in try scanner.members() })
      case UInt8(ascii: "["): .list(try nested { scanner throws(ImportError) in try scanner.elements() })
      case UInt8(ascii: "\""): .text(try text())
      case UInt8(ascii: "-") where isTolerant && next == UInt8(ascii: "I"): try word()
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): .number(try number())
      default: try word()
      }
    return JSONValue(line: start, content: content)
  }

  private mutating func nested<Items>(
    _ read: (inout JSONScanner) throws(ImportError) -> Items
  ) throws(ImportError) -> Items {
    guard depth < Self.deepestNesting else {
      throw fault("more than \(Self.deepestNesting) objects and lists stand inside one another.")
    }
    depth += 1
    position += 1
    let items = try read(&self)
    depth -= 1
    return items
  }

  private mutating func members() throws(ImportError) -> [JSONMember] {
    var members: [JSONMember] = []
    skipSpace()
    if skip(UInt8(ascii: "}")) { return members }
    while true {
      skipSpace()
      let keyLine = line
      guard byte == UInt8(ascii: "\"") else { throw expected("a key in quotation marks") }
      let key = try text()
      skipSpace()
      guard skip(UInt8(ascii: ":")) else { throw expected("a colon after the key \(Wording.quoted(key))") }
      skipSpace()
      members.append(JSONMember(key: key, line: keyLine, value: try value()))
      skipSpace()
      if skip(UInt8(ascii: "}")) { return members }
      guard skip(UInt8(ascii: ",")) else { throw expected("a comma or the end of the object") }
    }
  }

  private mutating func elements() throws(ImportError) -> [JSONValue] {
    var elements: [JSONValue] = []
    skipSpace()
    if skip(UInt8(ascii: "]")) { return elements }
    while true {
      skipSpace()
      elements.append(try value())
      skipSpace()
      if skip(UInt8(ascii: "]")) { return elements }
      guard skip(UInt8(ascii: ",")) else { throw expected("a comma or the end of the list") }
    }
  }

  private mutating func word() throws(ImportError) -> JSONValue.Content {
    var words: [(String, JSONValue.Content)] = [("true", .flag(true)), ("false", .flag(false)), ("null", .null)]
    if isTolerant { words += ["NaN", "Infinity", "-Infinity"].map { ($0, .number($0)) } }
    for (word, content) in words where bytes[position...].starts(with: word.utf8) {
      position += word.utf8.count
      return content
    }
    throw expected("a value")
  }

  private mutating func digits() throws(ImportError) {
    let start = position
    while let byte, isDigit(byte) { position += 1 }
    guard position > start else { throw expected("a digit") }
  }

  private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

  private mutating func number() throws(ImportError) -> String {
    let start = position
    _ = skip(UInt8(ascii: "-"))
    if skip(UInt8(ascii: "0")) {
      if let byte, isDigit(byte) { throw fault("a number must not begin with 0.") }
    } else {
      try digits()
    }
    if skip(UInt8(ascii: ".")) { try digits() }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      try digits()
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }

  private mutating func text() throws(ImportError) -> String {
    position += 1
    var content: [UInt8] = []
    while let byte {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: content, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        content += try escape()
      case 0x00..<0x20:
        throw fault("a text must not go beyond its line or hold control characters; close it or write \\n.")
      default:
        content.append(byte)
        position += 1
      }
    }
    throw fault("a text is not closed.")
  }

  private mutating func escape() throws(ImportError) -> [UInt8] {
    guard let byte else { throw fault("a text is not closed.") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"): return Array(String(try escapedScalar()).utf8)
    default:
      position -= 1
      throw expected("one of \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u after a backslash")
    }
  }

  private mutating func escapedScalar() throws(ImportError) -> Character {
    var code = try fourHexadecimalDigits()
    if (0xD800..<0xDC00).contains(code), skip(UInt8(ascii: "\\")), skip(UInt8(ascii: "u")) {
      let low = try fourHexadecimalDigits()
      guard (0xDC00..<0xE000).contains(low) else { throw fault("half of a surrogate pair stands alone.") }
      code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
    }
    guard let scalar = Unicode.Scalar(code) else { throw fault("half of a surrogate pair stands alone.") }
    return Character(scalar)
  }

  private mutating func fourHexadecimalDigits() throws(ImportError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw expected("a hexadecimal digit")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }
}
