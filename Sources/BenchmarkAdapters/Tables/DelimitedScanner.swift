/// The scanner behind `DelimitedTable`: bytes in, ranges of fields out.
struct DelimitedScanner {
  let bytes: [UInt8]
  let name: String
  let delimiter: UInt8
  /// The line of the file on which the bytes begin.
  let firstLine: Int

  /// The bytes, then the unescaped fields.
  private(set) var storage: [UInt8]
  private(set) var starts: [Int] = []
  private(set) var ends: [Int] = []
  /// The line on which each row (the header included) starts.
  private(set) var lines: [Int] = []
  private(set) var columnCount = 0

  private static let quote: UInt8 = 0x22
  private static let lineFeed: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  init(bytes: [UInt8], name: String, delimiter: UInt8, firstLine: Int = 1) {
    self.bytes = bytes
    self.name = name
    self.delimiter = delimiter
    self.firstLine = firstLine
    storage = bytes
  }

  /// Scans all rows; throws `ImportError` with the line.
  mutating func scan() throws(ImportError) {
    let count = bytes.count
    var position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var line = firstLine
    starts.reserveCapacity(count / 4)
    ends.reserveCapacity(count / 4)
    while position < count {
      let rowLine = line
      let firstField = starts.count
      let isBlank = bytes[position] == Self.lineFeed || bytes[position] == Self.carriageReturn
      // Nothing can be said about blank lines before the header is known: those are passed over, too.
      if isBlank, columnCount != 1 {
        position = endOfLine(position)
        line += 1
        continue
      }
      var isRowOpen = true
      while isRowOpen {
        if position < count, bytes[position] == Self.quote {
          position = try quotedField(position, &line, rowLine)
        } else {
          position = try plainField(position, line)
        }
        if position < count, bytes[position] == delimiter {
          position += 1
        } else {
          if position < count {
            position = endOfLine(position)
            line += 1
          }
          isRowOpen = false
        }
      }
      let found = starts.count - firstField
      if columnCount == 0 { columnCount = found }
      guard found == columnCount else {
        throw .at(
          name, rowLine,
          "The row has \(Wording.count(found, "field")), but the header has \(columnCount).")
      }
      lines.append(rowLine)
    }
    guard columnCount > 0 else { throw .at(name, nil, "The file is empty.") }
  }

  /// The position after the end of the line that stands at `position`.
  private func endOfLine(_ position: Int) -> Int {
    if bytes[position] == Self.carriageReturn, position + 1 < bytes.count, bytes[position + 1] == Self.lineFeed {
      return position + 2
    }
    return position + 1
  }

  /// Reads a field without quotes; returns the position of what ends it.
  private mutating func plainField(_ start: Int, _ line: Int) throws(ImportError) -> Int {
    var position = start
    while position < bytes.count {
      let byte = bytes[position]
      if byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn { break }
      guard byte != Self.quote else {
        throw .at(
          name, line,
          "There is a quote inside a field that does not start with one; RFC 4180 wants the field quoted and the quote "
            + "doubled.")
      }
      position += 1
    }
    starts.append(start)
    ends.append(position)
    return position
  }

  /// Reads a field in quotes; returns the position after the closing quote.
  private mutating func quotedField(_ start: Int, _ line: inout Int, _ rowLine: Int) throws(ImportError) -> Int {
    let openingLine = line
    var position = start + 1
    var hasDoubledQuotes = false
    while true {
      guard position < bytes.count else {
        let row = openingLine == rowLine ? "" : " (the row starts on line \(rowLine))"
        throw .at(name, openingLine, "The quote that opens here is never closed\(row).")
      }
      let byte = bytes[position]
      if byte == Self.quote {
        guard position + 1 < bytes.count, bytes[position + 1] == Self.quote else { break }
        hasDoubledQuotes = true
        position += 2
      } else if byte == Self.lineFeed || byte == Self.carriageReturn {
        position = endOfLine(position)
        line += 1
      } else {
        position += 1
      }
    }
    appendQuoted(start + 1, position, hasDoubledQuotes)
    let after = position + 1
    if after < bytes.count {
      let byte = bytes[after]
      guard byte == delimiter || byte == Self.lineFeed || byte == Self.carriageReturn else {
        throw .at(name, line, "There is text after the closing quote of a field.")
      }
    }
    return after
  }

  private mutating func appendQuoted(_ start: Int, _ end: Int, _ hasDoubledQuotes: Bool) {
    guard hasDoubledQuotes else {
      starts.append(start)
      ends.append(end)
      return
    }
    starts.append(storage.count)
    var position = start
    while position < end {
      storage.append(bytes[position])
      position += bytes[position] == Self.quote ? 2 : 1
    }
    ends.append(storage.count)
  }
}
