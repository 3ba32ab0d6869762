import Foundation

/// The words after a program's name: options with values, flags, and the rest in order.
public struct CommandLineWords {
  /// The words that belong to no option.
  public let positional: [String]
  private let values: [String: String]
  private let flags: Set<String>

  /// Reads the words; throws a `UsageError` for an option that is not there or lacks its value.
  public init(_ words: [String], options: [String], flags known: [String] = []) throws {
    var positional: [String] = []
    var values: [String: String] = [:]
    var flags: Set<String> = []
    var rest = words[...]
    while let word = rest.popFirst() {
      if options.contains(word) {
        guard let value = rest.popFirst() else { throw UsageError("\(word) needs a value.") }
        values[word] = value
      } else if known.contains(word) {
        flags.insert(word)
      } else if word.hasPrefix("--") {
        throw UsageError("\"\(word)\" is not an option; --help lists them.")
      } else {
        positional.append(word)
      }
    }
    (self.positional, self.values, self.flags) = (positional, values, flags)
  }

  /// Whether a flag was given.
  public func has(_ flag: String) -> Bool { flags.contains(flag) }

  /// The value of an option; nil where it was not given.
  public func text(_ option: String) -> String? { values[option] }

  /// The value of an option as a number.
  ///
  /// "5%" is 0.05. Throws a `UsageError` for what is no number.
  public func number(_ option: String) throws -> Double? {
    guard let text = values[option] else { return nil }
    let isShare = text.hasSuffix("%")
    guard let value = Double(isShare ? String(text.dropLast()) : text), value.isFinite else {
      throw UsageError("\(option) \(text): a number is needed.")
    }
    return isShare ? value / 100 : value
  }

  /// The value of an option as whole numbers parted by commas; throws a `UsageError` for anything else.
  public func counts(_ option: String) throws -> [Int]? {
    guard let text = values[option] else { return nil }
    return try text.split(separator: ",").map { part in
      guard let value = Int(part), value > 0 else {
        throw UsageError("\(option) \(text): whole numbers above zero, parted by commas, are needed.")
      }
      return value
    }
  }
}

/// A fault in the words after a program's name.
public struct UsageError: Error, CustomStringConvertible {
  /// The fault as a sentence.
  public let description: String

  /// Creates an error from its sentence.
  public init(_ description: String) { self.description = description }
}

/// What every example does around its work.
public enum ExampleProgram {
  /// Prints the usage for --help, else runs the work and ends with its status; an error is one sentence and status 2.
  public static func run(_ name: String, usage: String, _ work: ([String]) throws -> Int32) -> Never {
    let words = Array(CommandLine.arguments.dropFirst())
    if words.contains("--help") || words.contains("-h") {
      print(usage)
      exit(0)
    }
    do {
      exit(try work(words))
    } catch {
      FileHandle.standardError.write(Data("\(name): \(error)\n".utf8))
      exit(2)
    }
  }

  /// The path of shipped data: below the working directory of a checkout, else beside the sources.
  public static func shippedData(_ name: String) -> String {
    let relative = "Examples/Data/\(name)"
    if FileManager.default.fileExists(atPath: relative) { return relative }
    let examples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return examples.appendingPathComponent("Data/\(name)").path
  }
}
