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

  /// Reads a file; `name` stands in messages in the place of the path.
  ///
  /// Throws `ImportError` for a file that cannot be read, is neither JSON nor Prometheus text, or is damaged.
  public init(contentsOf path: String, name: String? = nil) throws(ImportError) {
    try self.init(bytes: FileBytes.read(path, expected: "results"), name: name ?? path)
  }

  /// Reads bytes; throws `ImportError` for what is neither JSON nor Prometheus text, or is damaged.
  public init(bytes: [UInt8], name: String) throws(ImportError) {
    switch Kind(bytes) {
    case .json:
      var records: [JSONValue] = []
      for value in try JSONValue.values(of: bytes, name: name) { records += value.elements ?? [value] }
      var keys: Set<String> = []
      for record in records { keys.formUnion((record.members ?? []).map(\.key)) }
      self.init(name: name, content: .records(records), keys: keys, count: records.count, bytes: bytes)
    case .exposition:
      let exposition = try PrometheusExposition(bytes: bytes, name: name)
      self.init(
        name: name, content: .exposition(exposition), keys: Set(exposition.samples.map(\.name)),
        count: exposition.samples.count, bytes: bytes)
    case nil:
      throw .at(name, nil, "The file holds neither JSON objects nor metrics in Prometheus text format.")
    }
  }

  private init(name: String, content: Content, keys: Set<String>, count: Int, bytes: [UInt8]) {
    self.name = name
    self.content = content
    self.keys = keys
    source = SourceFile(name: name, rows: count, fingerprint: FileBytes.fingerprint(bytes))
  }

  /// What a file looks like from its first characters; its name says nothing.
  enum Kind {
    case json
    case exposition

    init?(_ bytes: [UInt8]) {
      let space: [UInt8] = [0x20, 0x09, 0x0A, 0x0D]
      let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
      let head = bytes[start...].drop { space.contains($0) }
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
