extension MeasurementFile {
  /// What a file looks like from its first characters; its name says nothing.
  enum Kind {
    case json
    case exposition
    /// Delimited text, by its delimiter.
    case delimited(UInt8)
    /// A Markdown table.
    case markdown
    /// Nothing that is read; the reason is a sentence.
    case unknown(String)

    private static let space: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]

    /// Throws `ImportError` for an empty file and for UTF-16, of which neither looks like anything.
    init(_ bytes: [UInt8], name: String) throws(ImportError) {
      if TextEncoding.isUTF16(bytes) { throw .at(name, nil, "The file is UTF-16; save it as UTF-8.") }
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let head = bytes[start...].drop { Self.space.contains($0) }
      if head.isEmpty { throw .at(name, nil, "The file is empty.") }
      let second = head.dropFirst().first { !Self.space.contains($0) }
      switch (head.first, second) {
      // A log may begin with "[2026-11-23", a page with "[link": lists of records are what counts.
      case (UInt8(ascii: "["), UInt8(ascii: "{")), (UInt8(ascii: "["), UInt8(ascii: "]")),
        (UInt8(ascii: "{"), UInt8(ascii: "\"")), (UInt8(ascii: "{"), UInt8(ascii: "}")):
        self = .json
      default:
        self = Self.text(head)
      }
    }

    private static func text(_ head: ArraySlice<UInt8>) -> Kind {
      if let reason = OtherFormats.reason(firstBytes: head) { return .unknown(reason) }
      let lines = head.prefix(1 << 16).split(separator: 0x0A, maxSplits: 60, omittingEmptySubsequences: true)
        .prefix(60).map { String(decoding: $0.last == 0x0D ? $0.dropLast() : $0, as: UTF8.self) }
      guard let line = lines.first else { return .unknown(isNeither) }
      let start = String(line.prefix(512))
      if start.hasPrefix("# HELP ") || start.hasPrefix("# TYPE ") || PrometheusExposition.isLabelledSample(start) {
        return .exposition
      }
      if let reason = OtherFormats.reason(lines: lines) { return .unknown(reason) }
      if MarkdownTable.header(lines) != nil { return .markdown }
      if let delimiter = delimiter(head) { return .delimited(delimiter) }
      return .unknown(isNeither)
    }

    /// The character that parts the first row into several distinct names and the second into as many fields.
    private static func delimiter(_ head: ArraySlice<UInt8>) -> UInt8? {
      for delimiter: UInt8 in [0x2C, 0x09, 0x3B] {
        guard let (names, rest) = row(head, delimiter), names.count > 1, Set(names).count == names.count else {
          continue
        }
        guard names.allSatisfy({ !$0.isEmpty || $0 == names[0] }), let (fields, _) = row(rest, delimiter),
          fields.count == names.count
        else { continue }
        return delimiter
      }
      return nil
    }

    /// The fields of the first row, and what follows it; `nil` where there is none within a mebibyte.
    private static func row(_ bytes: ArraySlice<UInt8>, _ delimiter: UInt8) -> ([ArraySlice<UInt8>], ArraySlice<UInt8>)?
    {
      let bytes = bytes.drop { $0 == 0x0A || $0 == 0x0D }
      if bytes.isEmpty { return nil }
      var fields: [ArraySlice<UInt8>] = []
      var start = bytes.startIndex
      var isQuoted = false
      var index = start
      let end = min(bytes.endIndex, start + 1 << 20)
      while index < end {
        let byte = bytes[index]
        if byte == 0x22 { isQuoted.toggle() }
        if !isQuoted {
          if byte == 0x0A || byte == 0x0D { break }
          if byte == delimiter {
            fields.append(bytes[start..<index])
            start = index + 1
          }
        }
        index += 1
      }
      fields.append(bytes[start..<index])
      return (fields, bytes[index...])
    }
  }

  static let isNeither = "The file holds neither JSON objects nor a table nor metrics in Prometheus text format."
}
