import ScalingExperiments

/// A results file of some tool, read but not yet understood.
public struct MeasurementFile: Sendable {
  /// What a file holds.
  public enum Content: Sendable {
    /// The objects of a JSON file: one, a list, lines, or one after another.
    case records([JSONValue])
    /// Metrics in Prometheus text format.
    case exposition(PrometheusExposition)
  }

  /// The name in messages.
  public let name: String
  /// What the file holds.
  public let content: Content
  /// The keys of all records, or the names of all metrics: what sources are chosen by.
  public let keys: Set<String>
  /// The name, the number of records and the fingerprint.
  public let source: SourceFile
  /// What is wrong with the text itself: keys that occur twice in an object.
  public let notes: [ImportNote]

  /// Whether records at fault are left out with a note, so that the sound ones of the file still count.
  var leavesOutBadRecords = false
  /// The hash by which a results file of lm-eval names these samples; `nil` for other files.
  let samplesDigest: String?

  /// Reads a file; `name` stands in messages in the place of the path.
  ///
  /// Throws `ImportError` for a file that cannot be read, is neither JSON nor Prometheus text, or is damaged.
  public init(contentsOf path: String, name: String? = nil) throws(ImportError) {
    try self.init(bytes: FileBytes.read(path, expected: "results"), name: name ?? path)
  }

  /// Reads bytes; throws `ImportError` for what is neither JSON nor Prometheus text, or is damaged.
  ///
  /// Where a key occurs twice in an object with different values, the value is unknown (`ambiguous`) and a note names both.
  public init(bytes: [UInt8], name: String) throws(ImportError) {
    switch try Kind(bytes, name: name) {
    case .json:
      var records: [JSONValue] = []
      let read = try JSONScanner.values(bytes: bytes, name: name)
      for value in read.values { records += value.elements ?? [value] }
      var keys: Set<String> = []
      for record in records { for member in record.members ?? [] { keys.insert(member.key) } }
      var repeated = RepeatedKeys(file: name)
      if read.hasRepeatedKeys { records = records.map { repeated.settled($0) } }
      self.init(
        name: name, content: .records(records), keys: keys, count: records.count, bytes: bytes, notes: repeated.notes)
    case .exposition:
      let exposition = try PrometheusExposition(bytes: bytes, name: name)
      self.init(
        name: name, content: .exposition(exposition), keys: Set(exposition.samples.map(\.name)),
        count: exposition.samples.count, bytes: bytes, notes: [])
    case nil:
      throw .at(name, nil, Self.isNeither)
    }
  }

  static let isNeither = "The file holds neither JSON objects nor metrics in Prometheus text format."

  private init(
    name: String, content: Content, keys: Set<String>, count: Int, bytes: [UInt8], notes: [ImportNote]
  ) {
    self.name = name
    self.content = content
    self.keys = keys
    self.notes = notes
    source = SourceFile(name: name, rows: count, fingerprint: FileBytes.fingerprint(bytes))
    samplesDigest = LMEvalSamples.digest(content, keys: keys)
  }

  /// What a file looks like from its first characters; its name says nothing.
  enum Kind {
    case json
    case exposition

    /// Throws `ImportError` for an empty file and for UTF-16, of which neither looks like anything.
    init?(_ bytes: [UInt8], name: String) throws(ImportError) {
      if TextEncoding.isUTF16(bytes) { throw .at(name, nil, "The file is UTF-16; save it as UTF-8.") }
      let space: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let head = bytes[start...].drop { space.contains($0) }
      if head.isEmpty { throw .at(name, nil, "The file is empty.") }
      let second = head.dropFirst().first { !space.contains($0) }
      switch (head.first, second) {
      // A log may begin with "[2026-11-23", a page with "[link": lists of records are what counts.
      case (UInt8(ascii: "["), UInt8(ascii: "{")), (UInt8(ascii: "["), UInt8(ascii: "]")),
        (UInt8(ascii: "{"), UInt8(ascii: "\"")), (UInt8(ascii: "{"), UInt8(ascii: "}")):
        self = .json
      default:
        let line = String(decoding: head.prefix { $0 != 0x0A }.prefix(512), as: UTF8.self)
        guard line.hasPrefix("# HELP ") || line.hasPrefix("# TYPE ") || PrometheusExposition.isLabelledSample(line)
        else { return nil }
        self = .exposition
      }
    }
  }
}
