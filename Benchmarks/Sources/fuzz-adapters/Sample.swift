import BenchmarkAdapters
import BenchmarkSupport
import Foundation
import ScalingExperiments

/// A file that a tool wrote, and what is read from it as it stands.
struct Sample {
  let name: String
  let bytes: [UInt8]
  /// Whether it is JSON, whose values can be changed one by one.
  let isTree: Bool
  /// Runs, requests and answers of the file as it stands.
  let rows: Int
  /// What its notes say as it stands.
  let reasons: Set<String>

  /// Reads every file of some folders, the large ones cut to their first records: a million inputs are to be met.
  static func all(in folders: [String]) -> [Sample] {
    var samples: [Sample] = []
    for folder in folders {
      let paths = (FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []).sorted()
      for path in paths {
        var isDirectory: ObjCBool = false
        let full = "\(folder)/\(path)"
        guard FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory), !isDirectory.boolValue,
          let bytes = Files.bytes(of: full), !bytes.isEmpty
        else { continue }
        samples.append(Sample(name: path, bytes: shortened(bytes)))
      }
    }
    return samples
  }

  private init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
    isTree = bytes.first == UInt8(ascii: "{") || bytes.first == UInt8(ascii: "[")
    let reading = Reading(bytes)
    rows = reading.rows
    reasons = Set(reading.reasons)
  }

  /// Long lists cut to their first elements, long texts of lines to their first lines.
  private static func shortened(_ bytes: [UInt8]) -> [UInt8] {
    guard bytes.count > 12_000 else { return bytes }
    if let values = try? JSONValue.values(of: bytes, name: "sample") {
      var text = ""
      for value in values.prefix(3) { write(value, to: &text) }
      return Array(text.utf8)
    }
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    // Metrics come in families of lines: every fifth family is enough.
    return Array(lines.prefix(400).joined(separator: [0x0A]))
  }

  private static func write(_ value: JSONValue, to text: inout String) {
    write(shortened: value, to: &text)
    text += "\n"
  }

  private static func write(shortened value: JSONValue, to text: inout String) {
    switch value.content {
    case .object(let members):
      text += "{"
      for (index, member) in members.enumerated() {
        if index > 0 { text += "," }
        text += JSONText.quoted(member.key) + ":"
        write(shortened: member.value, to: &text)
      }
      text += "}"
    case .list(let elements):
      text += "["
      for (index, element) in elements.prefix(2).enumerated() {
        if index > 0 { text += "," }
        write(shortened: element, to: &text)
      }
      text += "]"
    default: text += value.json
    }
  }
}

/// Texts as JSON writes them.
enum JSONText {
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for character in text {
      if character == "\"" || character == "\\" { quoted += "\\" }
      quoted.append(character)
    }
    return quoted + "\""
  }
}
