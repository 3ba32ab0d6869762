import CTextScanning
import ScalingExperiments

extension TypedTable {
  /// Reads the mapped columns of a large file piece by piece: memory holds the columns that are kept, not the file.
  ///
  /// Gives the same columns as reading the file whole; the fingerprint is another hash, and begins with "streamed-". Rows of
  /// delimited text are those of `DelimitedTable`, and a quote that is not in order refuses the file as there; records of
  /// JSON Lines are objects, a missing key or `null` is an empty field, a number may be written as a text. Of what is not
  /// kept, only quotes and brackets are checked. Of rows at fault the first 20 get a note each, and the others are counted.
  ///
  /// `progress` is called about every 16 MiB of a file above 50 MB; returning `false` ends the reading. Throws
  /// `ImportError` for a file that cannot be read, a header or mapping that cannot be, a row of more than 64 MiB, a row
  /// at fault if `badRows` is `.refuse`, a file of no rows, and a reading that was ended.
  ///
  /// - Complexity: O(*n*) in the bytes; memory O(rows x columns kept).
  public init(
    streaming path: String, format: StreamedFormat = .delimited(","), columns mappings: [ColumnMapping],
    badRows: BadRowPolicy = .refuse, progress: (@Sendable (StreamingProgress) -> Bool)? = nil
  ) throws(ImportError) {
    var reader = try StreamReader(
      FileStream(path), format: format, mappings: mappings, badRows: badRows, progress: progress)
    try reader.readAll()
    self.init(
      source: reader.source, notes: reader.notes, lineNumbers: reader.lineNumbers, badRows: badRows,
      columns: reader.columns, mappings: mappings)
  }
}

/// Reads batch after batch into columns.
struct StreamReader {
  private var stream: FileStream
  private let format: StreamedFormat
  private let mappings: [ColumnMapping]
  private let badRows: BadRowPolicy
  private let progress: (@Sendable (StreamingProgress) -> Bool)?
  private var builders: [ColumnBuilder]
  private var layout: StreamLayout
  private var linesBefore = 0
  private var rowsLeftOut = 0
  private var rowsSeen = 0
  private(set) var notes: [ImportNote] = []
  private(set) var lineNumbers: [Int] = []

  /// Rows of one batch.
  private static let capacity = 1 << 14
  /// Notes on single rows; the others are counted.
  private static let mostNotes = 20

  init(
    _ stream: FileStream, format: StreamedFormat, mappings: [ColumnMapping], badRows: BadRowPolicy,
    progress: (@Sendable (StreamingProgress) -> Bool)?
  ) throws(ImportError) {
    var stream = stream
    self.format = format
    self.mappings = mappings
    self.badRows = badRows
    self.progress = progress
    try Self.check(mappings, file: stream.name)
    try stream.fill()
    stream.dropByteOrderMark()
    layout = try StreamLayout(&stream, format: format, mappings: mappings)
    linesBefore = layout.headerLines
    builders = mappings.map { ColumnBuilder($0, capacity: Self.capacity) }
    notes = layout.notes
    self.stream = stream
  }

  private static func check(_ mappings: [ColumnMapping], file: String) throws(ImportError) {
    if mappings.isEmpty { throw .at(file, nil, "No column was mapped.") }
    var names: Set<String> = []
    for mapping in mappings where !names.insert(mapping.name).inserted {
      throw .at(file, nil, "The column \(Wording.quoted(mapping.name)) is mapped twice.")
    }
  }

  var source: SourceFile { SourceFile(name: stream.name, rows: rowsSeen, fingerprint: stream.fingerprint) }

  var columns: [String: TypedColumn] {
    var columns: [String: TypedColumn] = [:]
    for (mapping, builder) in zip(mappings, builders) { columns[mapping.name] = builder.column }
    return columns
  }

  mutating func readAll() throws(ImportError) {
    var reported = 0
    while true {
      let batch = try readBatch()
      if batch.rows == 0, batch.consumed == 0 {
        if stream.isAtEnd { break }
        try stream.growOrFill()
        continue
      }
      stream.drop(batch.consumed)
      if stream.bytes > StreamingProgress.leastFile, let progress,
        stream.bytesRead - reported >= StreamingProgress.interval || (stream.isAtEnd && stream.isEmpty)
      {
        reported = stream.bytesRead
        let state = StreamingProgress(
          file: stream.name, bytesRead: stream.bytesRead, bytes: stream.bytes, rows: rowsSeen)
        guard progress(state) else {
          throw .at(stream.name, nil, "The reading was ended after \(stream.bytesRead) of \(stream.bytes) bytes.")
        }
      }
      if !stream.isAtEnd { try stream.fill() }
    }
    let more = rowsLeftOut - Self.mostNotes
    if more > 0 {
      notes.append(
        ImportNote(
          severity: .skipped, file: stream.name, reason: "\(Wording.count(more, "more bad row")) left out."))
    }
    guard !lineNumbers.isEmpty else {
      throw .at(
        stream.name, nil,
        rowsSeen == 0
          ? "The file holds no rows."
          : "All rows are bad, so that none is left. The first: \(notes.first { $0.line != nil }?.message ?? "")")
    }
  }

  // MARK: Batches

  private mutating func readBatch() throws(ImportError) -> ctext_batch {
    var columns = builders.map(\.slot)
    let capacity = Self.capacity
    let count = columns.count
    let batch = stream.withText { text, length, isLast in
      layout.scan(text, length, isLast, &columns, count, capacity)
    }
    guard batch.rows > 0 else {
      linesBefore += batch.lines
      return batch
    }
    var faults = layout.faults(rows: batch.rows)
    let lines = linesBefore
    let name = stream.name
    stream.withText { text, length, _ in
      if format == .jsonLines {
        for row in 0..<batch.rows where layout.faultCodes[row] != 0 {
          faults[row] = slowly(row: row, text, code: layout.faultCodes[row])
        }
      }
      for index in builders.indices {
        builders[index].convert(rows: batch.rows, text, isJSON: format == .jsonLines, faults: &faults)
      }
    }
    try keep(batch, faults, lines: lines, name: name)
    linesBefore += batch.lines
    return batch
  }

  /// Adds the sound rows of a batch, and handles the others as the policy says.
  private mutating func keep(
    _ batch: ctext_batch, _ faults: [Int: RowFault], lines: Int, name: String
  ) throws(ImportError) {
    let first = lineNumbers.count
    rowsSeen += batch.rows
    if first == 0 { reserve(batch) }
    if faults.isEmpty {
      for index in builders.indices { builders[index].keep(rows: batch.rows, except: nil) }
      for row in 0..<batch.rows { lineNumbers.append(lines + Int(layout.lineOffsets[row]) + 1) }
      return
    }
    for (row, fault) in faults.sorted(by: { $0.key < $1.key }) {
      let line = lines + Int(layout.lineOffsets[row]) + 1
      // After a quote that is not in order nobody can tell where rows end: leaving "it" out might leave out thousands.
      if badRows == .refuse || layout.isAboutQuotes(row: row) {
        let place = fault.column.map { "\(name):\(line), column \($0)" } ?? "\(name):\(line)"
        throw ImportError(message: "\(place): \(fault.reason)", file: name, line: line)
      }
      rowsLeftOut += 1
      guard rowsLeftOut <= Self.mostNotes else { continue }
      notes.append(
        ImportNote(
          severity: .skipped, file: name, line: line, column: fault.column,
          reason: "\(fault.reason) The row was left out."))
    }
    for index in builders.indices { builders[index].keep(rows: batch.rows, except: faults) }
    for row in 0..<batch.rows where faults[row] == nil {
      lineNumbers.append(lines + Int(layout.lineOffsets[row]) + 1)
    }
  }

  /// Makes room for as many rows as the first batch promises: columns that grow by doubling hold twice what they need.
  private mutating func reserve(_ batch: ctext_batch) {
    guard batch.consumed > 0, stream.bytes > batch.consumed else { return }
    let share = Double(stream.bytes) / Double(batch.consumed)
    let rows = Int((Double(batch.rows) * min(share, 1e9) * 1.02).rounded(.up))
    lineNumbers.reserveCapacity(rows)
    for index in builders.indices { builders[index].reserve(rows) }
  }

  // MARK: The slower reading

  /// Reads a line again that the fast scan did not understand; its fault, or `nil` if it is sound.
  private mutating func slowly(row: Int, _ text: UnsafePointer<UInt8>, code: UInt8) -> RowFault? {
    let place = builders[0].payload(row)
    let bytes = Array(UnsafeBufferPointer(start: text + Int(place >> 32), count: Int(place & 0xFFFF_FFFF)))
    if code == 4 { return RowFault(row: row, reason: "The line is not valid UTF-8; save the file as UTF-8.") }
    let read: (values: [JSONValue], hasRepeatedKeys: Bool)
    do {
      read = try JSONScanner.values(bytes: bytes, name: "line")
    } catch {
      return RowFault(row: row, reason: error.reason(in: "line"))
    }
    guard read.values.count == 1, var value = read.values.first, value.members != nil else {
      return RowFault(row: row, reason: "The line is not one JSON object.")
    }
    if read.hasRepeatedKeys {
      var repeated = RepeatedKeys(file: "line")
      value = repeated.settled(value)
    }
    for index in builders.indices {
      builders[index].set(row: row, Self.value(of: mappings[index].name, in: value))
    }
    return nil
  }

  /// The value of a key, or at the end of a way of keys; an object that is stated twice differently has none of its values.
  private static func value(of name: String, in record: JSONValue) -> JSONValue? {
    if let value = record[name] { return value }
    var value = record
    for key in name.split(separator: ".") {
      if case .ambiguous = value.content { return value }
      guard let next = value[String(key)] else { return nil }
      value = next
    }
    return value
  }
}
