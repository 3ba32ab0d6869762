import CTextScanning
import ScalingExperiments

/// Which fields or keys of a file belong to which column, and the scan by them.
struct StreamLayout {
  private let format: StreamedFormat
  private var slots: [Int32] = []
  private var delimiter: UInt8 = 0x2C
  private var keys: KeyTree?
  /// Ends of lines up to the first row.
  private(set) var headerLines = 0
  private(set) var notes: [ImportNote] = []
  /// What is wrong with each row of a batch, and the ends of lines before it.
  private(set) var faultCodes: [UInt8] = []
  private(set) var lineOffsets: [UInt32] = []
  private var columnNames: [String] = []

  init(
    _ stream: inout FileStream, format: StreamedFormat, mappings: [ColumnMapping]
  ) throws(ImportError) {
    self.format = format
    switch format {
    case .jsonLines:
      keys = KeyTree(mappings.map(\.name))
    case .delimited(let character):
      guard let byte = character.asciiValue, ![0x22, 0x0A, 0x0D].contains(byte) else {
        throw ImportError(message: "The delimiter must be an ASCII character other than a quote or a line break.")
      }
      delimiter = byte
      try readHeader(&stream, mappings)
    }
  }

  /// Reads the header row and leaves it behind.
  private mutating func readHeader(_ stream: inout FileStream, _ mappings: [ColumnMapping]) throws(ImportError) {
    var found = Self.header(stream)
    // A header that reaches the end of the buffer may go on.
    while let header = found, header.isOpen, !stream.isAtEnd {
      try stream.growOrFill()
      found = Self.header(stream)
    }
    guard let header = found else { throw .at(stream.name, nil, "The file is empty.") }
    try TextEncoding.validate(header.bytes, name: stream.name)
    var scanner = DelimitedScanner(bytes: header.bytes, name: stream.name, delimiter: delimiter)
    try scanner.scan()
    columnNames = (0..<scanner.columnCount).map { column in
      String(decoding: scanner.storage[scanner.starts[column]..<scanner.ends[column]], as: UTF8.self)
    }
    var seen: Set<String> = []
    for column in columnNames where !seen.insert(column).inserted {
      throw .at(stream.name, 1, "The header has the column \(Wording.quoted(column)) twice.")
    }
    slots = [Int32](repeating: -1, count: columnNames.count)
    for (index, mapping) in mappings.enumerated() {
      guard let field = columnNames.firstIndex(of: mapping.name) else {
        throw .at(
          stream.name, nil,
          "There is no column \(Wording.quoted(mapping.name)); the columns are \(Wording.list(columnNames)).")
      }
      slots[field] = Int32(index)
    }
    for (column, slot) in zip(columnNames, slots) where slot < 0 {
      notes.append(
        ImportNote(severity: .skipped, file: stream.name, column: column, reason: "The column was not used."))
    }
    headerLines = header.lines
    stream.drop(header.end)
  }

  private struct Header {
    let bytes: [UInt8]
    /// Where the first row starts, and the ends of lines before it.
    let end: Int
    let lines: Int
    let isOpen: Bool
  }

  /// The first row that is not blank; `nil` where there is none.
  private static func header(_ stream: FileStream) -> Header? {
    stream.withText { text, length, _ in
      var start = 0
      var lines = 0
      while start < length, text[start] == 0x0A || text[start] == 0x0D {
        if text[start] == 0x0A || start + 1 == length || text[start + 1] != 0x0A { lines += 1 }
        start += 1
      }
      var end = start
      var isQuoted = false
      while end < length, isQuoted || (text[end] != 0x0A && text[end] != 0x0D) {
        if text[end] == 0x22 { isQuoted.toggle() }
        if text[end] == 0x0A { lines += 1 }
        end += 1
      }
      guard start < end else { return nil }
      let bytes = Array(UnsafeBufferPointer(start: text + start, count: end - start))
      let isOpen = end + 1 >= length
      if end < length { lines += 1 }
      if end + 1 < length, text[end] == 0x0D, text[end + 1] == 0x0A { end += 1 }
      return Header(bytes: bytes, end: min(end + 1, length), lines: lines, isOpen: isOpen)
    }
  }

  mutating func scan(
    _ text: UnsafePointer<UInt8>, _ length: Int, _ isLast: Bool, _ columns: inout [ctext_column], _ count: Int,
    _ capacity: Int
  ) -> ctext_batch {
    if faultCodes.isEmpty {
      faultCodes = [UInt8](repeating: 0, count: capacity)
      lineOffsets = [UInt32](repeating: 0, count: capacity)
    }
    if let keys {
      return keys.withKeys { pointer, topCount in
        ctext_scan_json_lines(
          text, length, isLast ? 1 : 0, pointer, topCount, &columns, count, capacity, &faultCodes, &lineOffsets)
      }
    }
    return ctext_scan_delimited(
      text, length, isLast ? 1 : 0, delimiter, slots, slots.count, &columns, count, capacity, &faultCodes, &lineOffsets)
  }

  /// Whether the quotes of a row of delimited text are out of order.
  func isAboutQuotes(row: Int) -> Bool { keys == nil && faultCodes[row] == 2 }

  /// The faults of the rows of delimited text; those of JSON need a second look.
  func faults(rows: Int) -> [Int: RowFault] {
    var faults: [Int: RowFault] = [:]
    guard keys == nil else { return faults }
    for row in 0..<rows where faultCodes[row] != 0 {
      let reason =
        switch faultCodes[row] {
        case 1: "The row has another number of fields than the header, which has \(columnNames.count)."
        case 2: "A quote stands where RFC 4180 allows none, or is not closed."
        default: "The line is not valid UTF-8; save the file as UTF-8."
        }
      faults[row] = RowFault(row: row, reason: reason)
    }
    return faults
  }
}

/// The keys that are wanted, level by level.
final class KeyTree {
  private struct Node {
    var name: [UInt8]
    var column: Int32 = -1
    var children: [Node] = []
  }

  private var keys: [ctext_key] = []
  private var topCount = 0
  private var names: [UnsafeMutablePointer<UInt8>] = []

  /// Makes a tree of names: each is a key, and the parts between its dots are keys inside one another.
  init(_ columns: [String]) {
    var root = Node(name: [])
    for (index, column) in columns.enumerated() {
      Self.add([Array(column.utf8)][...], Int32(index), to: &root)
      let parts = column.split(separator: ".").map { Array($0.utf8) }
      if parts.count > 1 { Self.add(parts[...], Int32(index), to: &root) }
    }
    topCount = root.children.count
    append(root.children)
  }

  deinit { for name in names { name.deallocate() } }

  private static func add(_ path: ArraySlice<[UInt8]>, _ column: Int32, to node: inout Node) {
    guard let name = path.first else { return }
    let index: Int
    if let known = node.children.firstIndex(where: { $0.name == name }) {
      index = known
    } else {
      node.children.append(Node(name: name))
      index = node.children.count - 1
    }
    if path.count == 1 {
      node.children[index].column = column
    } else {
      add(path.dropFirst(), column, to: &node.children[index])
    }
  }

  /// Appends brothers side by side, then what is below each.
  private func append(_ nodes: [Node]) {
    let first = keys.count
    for node in nodes {
      let name = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, node.name.count))
      name.initialize(repeating: 0, count: max(1, node.name.count))
      for (index, byte) in node.name.enumerated() { name[index] = byte }
      names.append(name)
      keys.append(
        ctext_key(name: name, length: UInt32(node.name.count), column: node.column, firstChild: -1, childCount: 0))
    }
    for (index, node) in nodes.enumerated() where !node.children.isEmpty {
      keys[first + index].firstChild = Int32(keys.count)
      keys[first + index].childCount = Int32(node.children.count)
      append(node.children)
    }
  }

  func withKeys<Result>(_ body: (UnsafePointer<ctext_key>?, Int) -> Result) -> Result {
    keys.withUnsafeBufferPointer { body($0.baseAddress, topCount) }
  }
}
