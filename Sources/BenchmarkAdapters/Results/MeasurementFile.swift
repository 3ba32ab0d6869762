import ScalingExperiments

/// A results file of some tool, read but not yet understood.
public struct MeasurementFile: Sendable {
  /// What a file holds.
  public enum Content: Sendable {
    /// The objects of a JSON file: one, a list, lines, or one after another.
    case records([JSONValue])
    /// Tables of delimited text or Markdown: one, or several with blank lines between them.
    case tables([DelimitedTable])
    /// Metrics in Prometheus text format.
    case exposition(PrometheusExposition)
  }

  /// The name in messages.
  public let name: String
  /// What the file holds.
  public let content: Content
  /// What sources are chosen by: the keys of all records, and of the objects in them and of the first object of lists in
  /// them, as "outer.inner"; the columns of all tables; the names of all metrics.
  public let keys: Set<String>
  /// Of the keys, those of the records, tables and metrics themselves.
  public let topKeys: Set<String>
  /// The name, the number of records and the fingerprint.
  public let source: SourceFile
  /// What is wrong with the text itself: keys that occur twice in an object.
  public let notes: [ImportNote]
  /// What happens to prompts, answers and names.
  public let freeText: FreeTextPolicy

  /// Whether records at fault are left out with a note, so that the sound ones of the file still count.
  var leavesOutBadRecords = false
  /// The hash by which a results file of lm-eval names these samples; `nil` for other files.
  let samplesDigest: String?

  /// Reads a file; `name` stands in messages in the place of the path.
  ///
  /// Throws `ImportError` for a file that cannot be read, is neither JSON nor a table nor Prometheus text, or is damaged.
  public init(
    contentsOf path: String, name: String? = nil, freeText: FreeTextPolicy = .drop
  ) throws(ImportError) {
    try self.init(bytes: FileBytes.read(path, expected: "results"), name: name ?? path, freeText: freeText)
  }

  /// Reads bytes; throws `ImportError` for what is neither JSON nor a table nor Prometheus text, or is damaged.
  ///
  /// Where a key occurs twice in an object with different values, the value is unknown (`ambiguous`) and a note names both.
  public init(bytes: [UInt8], name: String, freeText: FreeTextPolicy = .drop) throws(ImportError) {
    switch try Kind(bytes, name: name) {
    case .json:
      let read = try JSONScanner.values(bytes: bytes, name: name)
      self.init(
        values: read.values, hasRepeatedKeys: read.hasRepeatedKeys, name: name,
        fingerprint: FileBytes.fingerprint(bytes), freeText: freeText)
    case .exposition:
      let exposition = try PrometheusExposition(bytes: bytes, name: name)
      self.init(
        name: name, content: .exposition(exposition), keys: Set(exposition.samples.map(\.name)),
        count: exposition.samples.count, fingerprint: FileBytes.fingerprint(bytes), freeText: freeText)
    case .delimited(let delimiter):
      self.init(
        tables: try DelimitedSections.tables(bytes: bytes, name: name, delimiter: delimiter),
        name: name, fingerprint: FileBytes.fingerprint(bytes), freeText: freeText)
    case .markdown:
      self.init(
        tables: [try MarkdownTable.table(bytes: bytes, name: name)], name: name,
        fingerprint: FileBytes.fingerprint(bytes), freeText: freeText)
    case .unknown(let reason):
      throw .at(name, nil, reason)
    }
  }

  /// Makes a file of values that were read elsewhere, such as the members of an archive; `fingerprint` tells files of
  /// different content apart.
  public init(values: [JSONValue], name: String, fingerprint: String, freeText: FreeTextPolicy = .drop) {
    self.init(values: values, hasRepeatedKeys: true, name: name, fingerprint: fingerprint, freeText: freeText)
  }

  private init(
    values: [JSONValue], hasRepeatedKeys: Bool, name: String, fingerprint: String, freeText: FreeTextPolicy
  ) {
    var records: [JSONValue] = []
    for value in values { records += value.elements ?? [value] }
    var repeated = RepeatedKeys(file: name)
    let top = Self.keys(of: records)
    if hasRepeatedKeys { records = records.map { repeated.settled($0) } }
    self.init(
      name: name, content: .records(records), keys: top.top, inner: top.inner, count: records.count,
      fingerprint: fingerprint, notes: repeated.notes, freeText: freeText)
  }

  private init(tables: [DelimitedTable], name: String, fingerprint: String, freeText: FreeTextPolicy) {
    self.init(
      name: name, content: .tables(tables), keys: Set(tables.flatMap(\.columnNames)),
      count: tables.reduce(0) { $0 + $1.rowCount }, fingerprint: fingerprint, freeText: freeText)
  }

  private init(
    name: String, content: Content, keys: Set<String>, inner: Set<String> = [], count: Int, fingerprint: String,
    notes: [ImportNote] = [], freeText: FreeTextPolicy
  ) {
    self.name = name
    self.content = content
    topKeys = keys
    self.keys = keys.union(inner)
    self.notes = notes
    self.freeText = freeText
    source = SourceFile(name: name, rows: count, fingerprint: fingerprint)
    samplesDigest = LMEvalSamples.digest(content, keys: keys)
  }

  /// The keys of records and those one level below.
  private static func keys(of records: [JSONValue]) -> (top: Set<String>, inner: Set<String>) {
    var top: Set<String> = []
    var inner: Set<String> = []
    for record in records {
      for member in record.members ?? [] {
        top.insert(member.key)
        for below in (member.value.elements?.first ?? member.value).members ?? [] {
          inner.insert("\(member.key).\(below.key)")
        }
      }
    }
    return (top, inner)
  }

  /// The objects of a JSON file, or the rows of a table as objects.
  ///
  /// Throws `ImportError` for metrics and for a file of several tables.
  ///
  /// - Complexity: O(1) for JSON, O(*n*) in the fields of a table.
  public var records: [JSONValue] {
    get throws(ImportError) {
      switch content {
      case .records(let records): return records
      case .tables(let tables):
        guard tables.count == 1, let table = tables.first else {
          throw .at(name, nil, "The file holds \(tables.count) tables, not one list of records.")
        }
        return table.records
      case .exposition:
        throw .at(name, nil, "The file holds metrics in Prometheus text format, not JSON objects.")
      }
    }
  }
}
