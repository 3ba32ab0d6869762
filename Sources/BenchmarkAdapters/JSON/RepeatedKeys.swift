import ScalingExperiments

/// Settles keys that occur more than once in an object: where their values differ nothing says which one is meant, so
/// that the value is unknown.
struct RepeatedKeys {
  let file: String
  private(set) var notes: [ImportNote] = []

  init(file: String) { self.file = file }

  /// The value with each key once; `path` is the way to it, empty at the top.
  mutating func settled(_ value: JSONValue, path: String = "") -> JSONValue {
    switch value.content {
    case .object(let members):
      return JSONValue(line: value.line, content: .object(settled(members, path: path)))
    case .list(let elements):
      // Lists of numbers are long and hold no keys.
      guard elements.contains(where: { $0.members != nil || $0.elements != nil }) else { return value }
      var settled: [JSONValue] = []
      for (index, element) in elements.enumerated() { settled.append(self.settled(element, path: "\(path)[\(index)]")) }
      return JSONValue(line: value.line, content: .list(settled))
    default: return value
    }
  }

  private mutating func settled(_ members: [JSONMember], path: String) -> [JSONMember] {
    var places: [String: Int] = [:]
    var result: [JSONMember] = []
    for member in members {
      let name = path.isEmpty ? member.key : "\(path).\(member.key)"
      let value = settled(member.value, path: name)
      guard let place = places[member.key] else {
        places[member.key] = result.count
        result.append(JSONMember(key: member.key, line: member.line, value: value))
        continue
      }
      let first = result[place]
      if first.value.isEqual(to: value) {
        note(.information, member.line, "The key \(name) occurs twice with the same value, which was read once.")
      } else {
        note(
          .skipped, member.line,
          "The key \(name) occurs twice, as \(first.value.description) on line \(first.line) and as "
            + "\(value.description) on line \(member.line); which one is meant is unknown, so that it was left out.")
        // Not null, which some keys use to say that there is none.
        let unknown = JSONValue(line: first.line, content: .ambiguous)
        result[place] = JSONMember(key: member.key, line: first.line, value: unknown)
      }
    }
    return result
  }

  private mutating func note(_ severity: ImportNote.Severity, _ line: Int, _ reason: String) {
    notes.append(ImportNote(severity: severity, file: file, line: line, reason: reason))
  }
}

extension JSONValue {
  /// Whether the values are the same apart from their lines; numbers are compared by their digits.
  fileprivate func isEqual(to other: JSONValue) -> Bool {
    switch (content, other.content) {
    case (.object(let mine), .object(let theirs)):
      mine.count == theirs.count
        && zip(mine, theirs).allSatisfy { $0.key == $1.key && $0.value.isEqual(to: $1.value) }
    case (.list(let mine), .list(let theirs)):
      mine.count == theirs.count && zip(mine, theirs).allSatisfy { $0.isEqual(to: $1) }
    case (.text(let mine), .text(let theirs)): mine == theirs
    case (.number(let mine), .number(let theirs)): mine == theirs
    case (.flag(let mine), .flag(let theirs)): mine == theirs
    case (.null, .null): true
    default: false
    }
  }
}
