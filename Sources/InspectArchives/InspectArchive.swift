import BenchmarkAdapters

/// Inspect's `.eval` files, which are ZIP archives of the parts of a log.
///
/// The parts are put together as `inspect log dump` prints them, and read by `InspectLog`:
///
/// ```swift
/// let runs = try InspectArchive.file(bytes: bytes, name: "log.eval").runs().runs
/// ```
public enum InspectArchive {
  /// Returns whether bytes begin like a ZIP archive.
  public static func isArchive(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 0x03, 0x04])
  }

  /// Returns the log of an archive as a file of one record.
  ///
  /// The log of an evaluation that did not end has no header: what its start says stands in its place, and its status is
  /// "started". Throws `ImportError` for what is no ZIP archive, holds no log, is damaged, encrypted, packed by another
  /// method than deflate, or larger than 1 GiB a part and 4 GiB in all.
  ///
  /// - Complexity: O(*n*) in the bytes unpacked.
  public static func file(
    bytes: [UInt8], name: String, freeText: FreeTextPolicy = .drop
  ) throws(ImportError) -> MeasurementFile {
    let archive = try ZipArchive(bytes: bytes, name: name)
    func member(_ path: String) throws(ImportError) -> [UInt8]? {
      guard let member = archive.members.first(where: { $0.name == path }) else { return nil }
      return try archive.contents(of: member)
    }
    var text: [UInt8] = []
    if let header = try member("header.json") {
      text = try object(header, name: "\(name)/header.json")
    } else if let start = try member("_journal/start.json") {
      text = try object(start, name: "\(name)/_journal/start.json") + Array(",\"status\":\"started\"".utf8)
    } else {
      throw .zip(name, "The archive holds no log of Inspect: neither header.json nor _journal/start.json.")
    }
    text += Array(",\"samples\":[".utf8)
    var isFirst = true
    // The directory lists samples as they ended; sorted, the same evaluation gives the same bytes.
    for part in archive.members.filter({ $0.name.hasPrefix("samples/") && $0.name.hasSuffix(".json") })
      .sorted(by: { $0.name < $1.name })
    {
      let sample = try archive.contents(of: part)
      _ = try object(sample, name: "\(name)/\(part.name)")
      if !isFirst { text.append(0x2C) }
      isFirst = false
      text += sample
    }
    text += Array("]".utf8)
    if let reductions = try member("reductions.json") { text += Array(",\"reductions\":".utf8) + reductions }
    text.append(0x7D)
    return try MeasurementFile(bytes: text, name: name, freeText: freeText)
  }

  /// The text of an object without its last brace and without samples of its own.
  private static func object(_ bytes: [UInt8], name: String) throws(ImportError) -> [UInt8] {
    let values = try JSONValue.values(of: bytes, name: name)
    guard values.count == 1, let members = values[0].members, !members.isEmpty else {
      throw .zip(name, "The part of the log is not one JSON object.")
    }
    var text = "{"
    for member in members where !["samples", "reductions"].contains(member.key) {
      if text.utf8.count > 1 { text += "," }
      text += "\(JSONValue.text(member.key)):\(member.value.json)"
    }
    return Array(text.utf8)
  }
}
