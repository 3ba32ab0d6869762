/// Reads JSON texts: strictly (RFC 8259: no comments, no trailing commas, one value), or as benchmark tools write them.
///
/// Works on the buffer of the bytes: files of per-request times hold millions of numbers, and a text or number becomes a
/// `String` in one step.
struct JSONScanner {
  /// The most objects and lists inside one another; recursion has to end before the stack does.
  private static let deepestNesting = 64

  private let bytes: UnsafeBufferPointer<UInt8>
  private let name: String
  private let isTolerant: Bool
  private var position = 0
  private var line = 1
  private var depth = 0
  /// Whether an object has a key twice.
  private var hasRepeatedKeys = false

  /// Reads bytes; throws `ImportError` with `name` and the line for what is not JSON.
  static func value(bytes: [UInt8], name: String) throws(ImportError) -> JSONValue {
    try bytes.withUnsafeBufferPointer { buffer throws(ImportError) in
      var scanner = try JSONScanner(bytes: buffer, name: name, isTolerant: false)
      let value = try scanner.value()
      scanner.skipSpace()
      guard scanner.position == buffer.count else { throw scanner.expected("the end of the file") }
      return value
    }
  }

  /// Reads values one after the other, with or without space between them; `NaN` and `Infinity` count as numbers.
  static func values(
    bytes: [UInt8], name: String
  ) throws(ImportError) -> (values: [JSONValue], hasRepeatedKeys: Bool) {
    try bytes.withUnsafeBufferPointer { buffer throws(ImportError) in
      var scanner = try JSONScanner(bytes: buffer, name: name, isTolerant: true)
      var values: [JSONValue] = []
      while scanner.position < buffer.count {
        values.append(try scanner.value())
        scanner.skipSpace()
      }
      return (values, scanner.hasRepeatedKeys)
    }
  }

  /// Starts before the first value; throws `ImportError` if there is none.
  private init(bytes: UnsafeBufferPointer<UInt8>, name: String, isTolerant: Bool) throws(ImportError) {
    try TextEncoding.validate(bytes, name: name)
    self.bytes = bytes
    self.name = name
    self.isTolerant = isTolerant
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    skipSpace()
    guard position < bytes.count else { throw .at(name, nil, "The file is empty.") }
  }

  // MARK: Faults

  private func fault(_ reason: String) -> ImportError { .at(name, line, "The file is not valid JSON: \(reason)") }

  private func expected(_ what: String) -> ImportError {
    guard position < bytes.count else { return fault("it ends where \(what) is expected.") }
    // The next character whole: a byte of a longer one would not be text.
    let next = string(position, min(position + 16, bytes.count)).prefix(1)
    return fault("\(what) is expected, not \(Wording.quoted(String(next))).")
  }

  // MARK: Bytes

  /// The next byte; 0, which begins nothing in JSON, at the end.
  @inline(__always)
  private var byte: UInt8 { position < bytes.count ? bytes[position] : 0 }

  private func string(_ start: Int, _ end: Int) -> String {
    String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
  }

  @inline(__always)
  private mutating func skipSpace() {
    while position < bytes.count {
      let byte = bytes[position]
      guard byte <= 0x20 else { return }
      switch byte {
      case 0x20, 0x09: break
      case 0x0A: line += 1
      // CR LF counts once: at its LF.
      case 0x0D: if position + 1 == bytes.count || bytes[position + 1] != 0x0A { line += 1 }
      default: return
      }
      position += 1
    }
  }

  @inline(__always)
  private mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.count, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  // MARK: Values

  private mutating func value() throws(ImportError) -> JSONValue {
    let start = line
    guard position < bytes.count else { throw expected("a value") }
    switch byte {
    case UInt8(ascii: "{"): return JSONValue(line: start, content: .object(try members()))
    case UInt8(ascii: "["): return JSONValue(line: start, content: .list(try elements()))
    case UInt8(ascii: "\""): return JSONValue(line: start, content: .text(try text()))
    case UInt8(ascii: "-") where isTolerant && position + 1 < bytes.count && bytes[position + 1] == UInt8(ascii: "I"):
      return JSONValue(line: start, content: try word())
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      return JSONValue(line: start, content: .number(try number()))
    default: return JSONValue(line: start, content: try word())
    }
  }

  private mutating func enter() throws(ImportError) {
    guard depth < Self.deepestNesting else {
      throw fault("more than \(Self.deepestNesting) objects and lists stand inside one another.")
    }
    depth += 1
    position += 1
    skipSpace()
  }

  private mutating func members() throws(ImportError) -> [JSONMember] {
    try enter()
    defer { depth -= 1 }
    var members: [JSONMember] = []
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
      if skip(UInt8(ascii: "}")) { break }
      guard skip(UInt8(ascii: ",")) else { throw expected("a comma or the end of the object") }
    }
    if !hasRepeatedKeys, members.count > 1 {
      var keys = Set<String>(minimumCapacity: members.count)
      hasRepeatedKeys = !members.allSatisfy { keys.insert($0.key).inserted }
    }
    return members
  }

  private mutating func elements() throws(ImportError) -> [JSONValue] {
    try enter()
    defer { depth -= 1 }
    var elements: [JSONValue] = []
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

  // MARK: Numbers

  @inline(__always)
  private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

  private mutating func digits() throws(ImportError) {
    let start = position
    while position < bytes.count, isDigit(bytes[position]) { position += 1 }
    guard position > start else { throw expected("a digit") }
  }

  private mutating func number() throws(ImportError) -> String {
    let start = position
    _ = skip(UInt8(ascii: "-"))
    if skip(UInt8(ascii: "0")) {
      if isDigit(byte) { throw fault("a number must not begin with 0.") }
    } else {
      try digits()
    }
    if skip(UInt8(ascii: ".")) { try digits() }
    if skip(UInt8(ascii: "e")) || skip(UInt8(ascii: "E")) {
      if !skip(UInt8(ascii: "+")) { _ = skip(UInt8(ascii: "-")) }
      try digits()
    }
    return string(start, position)
  }

  // MARK: Texts

  /// Moves to the next quotation mark or backslash; throws for the end of the line and of the file.
  private mutating func skipPlainText() throws(ImportError) {
    while position < bytes.count {
      let byte = bytes[position]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return }
      guard byte >= 0x20 else {
        throw fault("a text must not go beyond its line or hold control characters; close it or write \\n.")
      }
      position += 1
    }
    throw fault("a text is not closed.")
  }

  private mutating func text() throws(ImportError) -> String {
    position += 1
    var start = position
    try skipPlainText()
    if byte == UInt8(ascii: "\"") {
      position += 1
      return string(start, position - 1)
    }
    var content: [UInt8] = []
    while true {
      content.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[start..<position]))
      let isEnd = byte == UInt8(ascii: "\"")
      position += 1
      if isEnd { return String(decoding: content, as: UTF8.self) }
      try escape(&content)
      start = position
      try skipPlainText()
    }
  }

  private mutating func escape(_ content: inout [UInt8]) throws(ImportError) {
    guard position < bytes.count else { throw fault("a text is not closed.") }
    let byte = byte
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): content.append(byte)
    case UInt8(ascii: "b"): content.append(0x08)
    case UInt8(ascii: "f"): content.append(0x0C)
    case UInt8(ascii: "n"): content.append(0x0A)
    case UInt8(ascii: "r"): content.append(0x0D)
    case UInt8(ascii: "t"): content.append(0x09)
    case UInt8(ascii: "u"): content.append(contentsOf: String(try escapedScalar()).utf8)
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
      guard position < bytes.count, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw expected("a hexadecimal digit")
      }
      code = code << 4 + UInt32(digit)
      position += 1
    }
    return code
  }
}
