/// Reasons that are alike, told once: nothing is cut off, and a page does not repeat itself for every cell.
enum ReasonGroups {
  /// The reasons in the order of the first of each kind; where more than three are alike, the first stands for all of them, followed by how many there are.
  ///
  /// A reason is "what: why"; two are alike where why is the same but for its numbers. O(n).
  static func lines(_ reasons: [String]) -> [String] {
    var kinds: [String] = []
    var members: [String: [String]] = [:]
    for reason in reasons {
      let kind = kind(reason)
      if members[kind] == nil { kinds.append(kind) }
      members[kind, default: []].append(reason)
    }
    return kinds.flatMap { kind -> [String] in
      guard let own = members[kind], own.count > 3, let first = own.first else { return members[kind] ?? [] }
      return [first, "And \(own.count - 1) more for the same reason."]
    }
  }

  /// What follows the first colon, every number as one sign; a reason without a colon is of its own kind.
  private static func kind(_ reason: String) -> String {
    let characters = Array(reason)
    let colon = characters.indices.first {
      characters[$0] == ":" && $0 + 1 < characters.count && characters[$0 + 1] == " "
    }
    guard let colon else { return reason }
    var kind = ""
    for character in characters[colon...] {
      if !character.isNumber {
        kind.append(character)
      } else if kind.last != "#" {
        kind.append("#")
      }
    }
    return kind
  }
}
