/// Checks that bytes are UTF-8, and says where they are not.
enum TextEncoding {
  /// Throws `ImportError` with the line of the first byte that is not UTF-8 (Unicode 15, table 3-7).
  static func validate(_ bytes: [UInt8], name: String) throws(ImportError) {
    try bytes.withUnsafeBufferPointer { buffer throws(ImportError) in try validate(buffer, name: name) }
  }

  /// Throws `ImportError` with the line of the first byte that is not UTF-8 (Unicode 15, table 3-7).
  static func validate(_ bytes: UnsafeBufferPointer<UInt8>, name: String) throws(ImportError) {
    if isUTF16(bytes) { throw .at(name, nil, "The file is UTF-16; save it as UTF-8.") }
    guard let offset = firstInvalidOffset(bytes) else { return }
    var line = 1
    for index in 0..<offset {
      // CR LF counts once: at its LF. A lone CR ends a line as well.
      if bytes[index] == 0x0A || (bytes[index] == 0x0D && index + 1 < bytes.count && bytes[index + 1] != 0x0A) {
        line += 1
      }
    }
    throw .at(name, line, "The line is not valid UTF-8; save the file as UTF-8.")
  }

  /// Whether the bytes begin with the mark of UTF-16, or with two ASCII characters as UTF-16 writes them.
  static func isUTF16(_ bytes: some RandomAccessCollection<UInt8>) -> Bool {
    let head = Array(bytes.prefix(4))
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) { return true }
    guard head.count == 4 else { return false }
    let zeros = head.map { $0 == 0 }
    return zeros == [false, true, false, true] || zeros == [true, false, true, false]
  }

  private static func firstInvalidOffset(_ buffer: UnsafeBufferPointer<UInt8>) -> Int? {
    let raw = UnsafeRawBufferPointer(buffer)
    var index = 0
    while index < buffer.count {
      // Eight ASCII bytes at a time.
      while index + 8 <= buffer.count,
        raw.loadUnaligned(fromByteOffset: index, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      { index += 8 }
      guard index < buffer.count else { return nil }
      if buffer[index] < 0x80 {
        index += 1
        continue
      }
      guard let length = sequenceLength(buffer, index) else { return index }
      index += length
    }
    return nil
  }

  /// The length of the multi-byte sequence at `index`, or `nil` if it is ill-formed.
  private static func sequenceLength(_ buffer: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
    let first = buffer[index]
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch first {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return nil
    }
    guard index + length <= buffer.count, second.contains(buffer[index + 1]) else { return nil }
    for offset in 2..<max(length, 2) where !(0x80...0xBF).contains(buffer[index + offset]) { return nil }
    return length
  }
}
