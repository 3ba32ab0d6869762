/// The name of a column with the latency at a token cap: `latency_ms_at_64_tokens`.
enum TokenCapColumn {
  private static let prefix = "latency_ms_at_"
  private static let suffix = "_tokens"
  /// The most letters by which a name may differ from the pattern and still be taken for a slip.
  private static let mostSlips = 3

  /// The name of the column of a cap.
  static func name(_ cap: Int) -> String { "\(prefix)\(cap)\(suffix)" }

  /// The cap of a column, or `nil` where the name is not exactly one that `name(_:)` gives.
  static func tokenCap(_ column: String) -> Int? {
    guard column.hasPrefix(prefix), column.hasSuffix(suffix) else { return nil }
    // Only the canonical spelling finds its column again: "064" and "+64" stay unmapped.
    guard let cap = Int(column.dropFirst(prefix.count).dropLast(suffix.count)), cap > 0,
      cap <= DecimalField.largestInteger, name(cap) == column
    else { return nil }
    return cap
  }

  /// Whether somebody may have meant a column of a cap: the pattern up to a few letters, or its beginning.
  static func isNearMiss(_ column: String) -> Bool {
    let name = column.lowercased()
    if name.hasPrefix(prefix) { return true }
    // Any run of digits stands for the cap.
    var pattern: [Character] = []
    for character in name {
      let shown: Character = character.isASCII && character.isNumber ? "#" : character
      if shown != "#" || pattern.last != "#" { pattern.append(shown) }
    }
    return distance(pattern, Array("\(prefix)#\(suffix)")) <= mostSlips
  }

  /// The letters to insert, delete or replace between two texts (Levenshtein 1966).
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var row = Array(0...second.count)
    for (above, character) in first.enumerated() {
      var diagonal = row[0]
      row[0] = above + 1
      for (left, other) in second.enumerated() {
        let replaced = diagonal + (character == other ? 0 : 1)
        diagonal = row[left + 1]
        row[left + 1] = min(replaced, diagonal + 1, row[left] + 1)
      }
    }
    return row[second.count]
  }
}
