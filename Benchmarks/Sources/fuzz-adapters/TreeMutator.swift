import BenchmarkAdapters

/// Writes JSON anew with one value changed.
struct TreeMutator {
  private let mutation: Mutation
  /// The number of the value that changes, counted from the outside in, and the values written so far.
  private let target: Int
  private var place = 0
  private let replacement: String
  private var text = ""

  /// The bytes with one value changed; nil for what cannot be read, where a tree has no values to change.
  static func changed(_ mutation: Mutation, _ bytes: [UInt8], _ generator: inout Generator) -> [UInt8]? {
    guard let values = try? JSONValue.values(of: bytes, name: "sample") else { return nil }
    let count = values.reduce(0) { $0 + size($1) }
    guard count > 0 else { return nil }
    // The keys near the top say what a file is, and most of the values are deep in lists: half and half.
    let target = generator.next(below: 2) == 0 ? generator.next(below: min(count, 200)) : generator.next(below: count)
    let replacement =
      switch mutation {
      case .hugeText: "\"" + String(repeating: "a", count: 1 << 20) + "\""
      case .deepNesting: deep(&generator)
      default: generator.one(of: Poison.values)
      }
    var mutator = TreeMutator(mutation: mutation, target: target, replacement: replacement)
    for value in values {
      mutator.write(value)
      mutator.text += "\n"
    }
    return Array(mutator.text.utf8)
  }

  private static func deep(_ generator: inout Generator) -> String {
    let levels = generator.one(of: [31, 33, 1_000, 100_000])
    let isList = generator.next(below: 2) == 0
    let open = isList ? "[" : "{\"a\":"
    let close = generator.next(below: 4) == 0 ? "" : isList ? "]" : "}"
    return String(repeating: open, count: levels) + "1" + String(repeating: close, count: levels)
  }

  private init(mutation: Mutation, target: Int, replacement: String) {
    self.mutation = mutation
    self.target = target
    self.replacement = replacement
  }

  private static func size(_ value: JSONValue) -> Int {
    switch value.content {
    case .object(let members): members.reduce(1) { $0 + size($1.value) }
    case .list(let elements): elements.reduce(1) { $0 + size($1) }
    default: 1
    }
  }

  private mutating func write(_ value: JSONValue) {
    let isTarget = place == target
    place += 1
    switch value.content {
    case .object(let members):
      // A record stays a record where its values are to change: an empty list in its place holds none.
      if isTarget, mutation == .hugeText || mutation == .deepNesting { return text += replacement }
      text += "{"
      var isFirst = true
      for member in members {
        let isNext = place == target
        if isNext, mutation == .removedMember {
          place += Self.size(member.value)
          continue
        }
        if !isFirst { text += "," }
        isFirst = false
        if isNext, mutation == .repeatedKey { text += "\(JSONText.quoted(member.key)):\(replacement)," }
        text += "\(JSONText.quoted(member.key)):"
        write(member.value)
      }
      text += "}"
    case .list(let elements):
      if isTarget, mutation == .emptiedList || mutation == .deepNesting {
        return text += mutation == .emptiedList ? "[]" : replacement
      }
      text += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { text += "," }
        write(element)
      }
      text += "]"
    default:
      guard isTarget, mutation != .repeatedKey, mutation != .removedMember else { return text += value.json }
      text += mutation == .swappedType ? swapped(value) : replacement
    }
  }

  /// A number as a text, a text as a number.
  private func swapped(_ value: JSONValue) -> String {
    switch value.content {
    case .number(let digits): "\"\(digits)\""
    case .text(let text): Double(text) == nil ? "7" : text
    case .flag(let flag): flag ? "1" : "0"
    default: "\"\""
    }
  }
}
