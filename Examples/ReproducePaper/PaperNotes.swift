import ScalingAnalytics

/// Notes as the status prints them: those that say the same of many files once.
enum PaperNotes {
  /// A line for each group of notes, in the order of the first of each; `losses`, of which every one counts, stand alone.
  static func lines(_ notes: [ImportNote], losses: [ImportNote]) -> [String] {
    let losses = Set(losses)
    var order: [String] = []
    var groups: [String: [ImportNote]] = [:]
    for note in notes {
      let key = losses.contains(note) ? note.message : kind(note)
      if groups[key] == nil { order.append(key) }
      groups[key, default: []].append(note)
    }
    return order.compactMap { key in groups[key].flatMap(line) }
  }

  private static func line(_ notes: [ImportNote]) -> String? {
    guard let first = notes.first else { return nil }
    guard notes.count > 1 else { return first.message }
    let others = Set(notes.compactMap(\.file)).count - 1
    guard others > 0 else { return "\(first.message) (\(notes.count) times)" }
    return "\(first.message) (and \(others) \(others == 1 ? "file" : "files") alike)"
  }

  /// The note without the names of files in it.
  private static func kind(_ note: ImportNote) -> String {
    let words = note.reason.split(separator: " ").map { word -> Substring in
      let bare = word.drop { $0 == "(" || $0 == "\"" }.prefix { $0 != "," && $0 != ";" && $0 != ")" && $0 != "\"" }
      return [".json", ".jsonl", ".prom"].contains(where: bare.hasSuffix) ? "FILE" : word
    }
    return "\(note.severity.rawValue) \(words.joined(separator: " "))"
  }
}
