import BenchmarkAdapters

/// What is done to a sample.
///
/// Those of `keepsRecords` change values and leave every record, row and request where it was: what a source then does
/// not return it must have named in a note.
enum Mutation: String, CaseIterable {
  case poisonedValue, swappedType, repeatedKey, emptiedList, hugeText, deepNesting, poisonedField, quotedField
  case removedMember, truncated, damagedByte, invalidUTF8, insertedText, doubledPiece, raggedRow, repeatedColumn

  var keepsRecords: Bool {
    switch self {
    case .poisonedValue, .swappedType, .repeatedKey, .hugeText, .poisonedField, .quotedField, .deepNesting: true
    default: false
    }
  }
}

/// A sample with something wrong in it, made from its number alone.
struct MutatedSample {
  let sample: Sample
  let mutations: [Mutation]
  let bytes: [UInt8]

  init(_ index: Int, of samples: [Sample]) {
    var generator = Generator(stream: index)
    sample = samples[index % samples.count]
    var mutations: [Mutation] = []
    var bytes = sample.bytes
    for _ in 0...generator.next(below: 3) {
      let mutation = Self.mutation(of: sample, isFirst: mutations.isEmpty, &generator)
      // What is no longer JSON can only be damaged as bytes.
      if let changed = Self.apply(mutation, to: bytes, isTree: sample.isTree, &generator) {
        bytes = changed
        mutations.append(mutation)
      }
    }
    self.mutations = mutations
    self.bytes = bytes
  }

  private static let ofTrees: [Mutation] = [
    .poisonedValue, .swappedType, .repeatedKey, .emptiedList, .removedMember, .poisonedValue, .swappedType,
  ]
  private static let ofRows: [Mutation] = [.poisonedField, .quotedField, .raggedRow, .repeatedColumn, .poisonedField]
  private static let ofBytes: [Mutation] = [.truncated, .damagedByte, .invalidUTF8, .insertedText, .doubledPiece]

  private static func mutation(of sample: Sample, isFirst: Bool, _ generator: inout Generator) -> Mutation {
    switch generator.next(below: 100) {
    case 0: .deepNesting
    case 1: .hugeText
    case 2..<30: generator.one(of: ofBytes)
    default: generator.one(of: sample.isTree ? ofTrees : ofRows)
    }
  }

  private static func apply(
    _ mutation: Mutation, to bytes: [UInt8], isTree: Bool, _ generator: inout Generator
  ) -> [UInt8]? {
    switch mutation {
    case .poisonedValue, .swappedType, .repeatedKey, .emptiedList, .removedMember, .hugeText, .deepNesting:
      guard isTree else { return Self.changedRow(mutation, bytes, &generator) }
      return TreeMutator.changed(mutation, bytes, &generator)
    case .poisonedField, .quotedField, .raggedRow, .repeatedColumn: return Self.changedRow(mutation, bytes, &generator)
    case .truncated: return Array(bytes.prefix(generator.next(below: bytes.count)))
    case .damagedByte:
      guard !bytes.isEmpty else { return nil }
      var bytes = bytes
      bytes[generator.next(below: bytes.count)] = UInt8(generator.next(below: 256))
      return bytes
    case .invalidUTF8:
      return Self.inserted([0xC3, 0x28, 0xFF, 0xED, 0xA0, 0x80].shuffledPrefix(&generator), bytes, &generator)
    case .insertedText: return Self.inserted(Array(generator.one(of: Poison.texts).utf8), bytes, &generator)
    case .doubledPiece:
      let start = generator.next(below: bytes.count)
      let end = min(bytes.count, start + 1 + generator.next(below: 200))
      return Self.inserted(Array(bytes[start..<max(start, end)]), bytes, &generator)
    }
  }

  private static func inserted(_ piece: [UInt8], _ bytes: [UInt8], _ generator: inout Generator) -> [UInt8] {
    var bytes = bytes
    bytes.insert(contentsOf: piece, at: generator.next(below: bytes.count + 1))
    return bytes
  }

  /// A change of one field of delimited text, of a table in Markdown, or of one sample of metrics.
  private static func changedRow(_ mutation: Mutation, _ bytes: [UInt8], _ generator: inout Generator) -> [UInt8]? {
    var lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    guard lines.count > 1 else { return nil }
    let row = mutation == .repeatedColumn ? 0 : 1 + generator.next(below: lines.count - 1)
    let delimiter: UInt8 =
      lines[row].first == UInt8(ascii: "|")
      ? UInt8(ascii: "|") : lines[0].contains(UInt8(ascii: ",")) ? UInt8(ascii: ",") : UInt8(ascii: " ")
    var fields = lines[row].split(separator: delimiter, omittingEmptySubsequences: false).map(Array.init)
    let field = generator.next(below: fields.count)
    switch mutation {
    case .quotedField:
      fields[field] = Array(generator.one(of: ["\"a \"\"b\"\"\nc, d\"", "\"\"", "\"1.5\"", "\"\n\n\""]).utf8)
    case .raggedRow: fields.insert(Array("1".utf8), at: field)
    case .repeatedColumn: fields[field] = fields[0]
    case .hugeText: fields[field] = [UInt8](repeating: 0x61, count: 1 << 20)
    default: fields[field] = Array(generator.one(of: Poison.values).utf8)
    }
    lines[row] = Array(fields.joined(separator: [delimiter]))
    return Array(lines.joined(separator: [0x0A]))
  }
}

extension [UInt8] {
  fileprivate func shuffledPrefix(_ generator: inout Generator) -> [UInt8] {
    let start = generator.next(below: count)
    return Array(self[start..<Swift.min(count, start + 1 + generator.next(below: 3))])
  }
}

/// Values and pieces that break arithmetic, types, keys or nesting.
enum Poison {
  static let values: [String] = [
    "NaN", "Infinity", "-Infinity", "-1", "0", "-0", "0.0", "1e400", "-1e400", "1e-400", "9007199254740993",
    "9223372036854775807", "-9223372036854775808", "18446744073709551616", "1.7976931348623157e308", "5e-324", "null",
    "true", "false", "\"\"", "\" \"", "\"NaN\"", "\"inf\"", "\"-1\"", "\"N/A\"", "\"12\"", "\"9223372036854775808\"",
    "\"\\u0000\"", "\"\u{1F4A5}\"", "[]", "{}", "[[]]", "[null]", "[{}]", "{\"\": 0}", "[1, \"a\", null, {\"a\": []}]",
  ]
  static let texts: [String] = [
    "{", "}", "[", "]", ",", ":", "\"", "\\", "\\u", "\\ud800", "\n", "\r", "\t", "\0", "\u{FEFF}", "//", "#", "|",
    "+Inf",
    "p100_ttft_ms", "{\"a\":", "\n\n", "1e", "--", "\u{2028}",
  ]
}
