import Foundation
import ScalingAnalytics

/// The words after the program's name.
struct CommandLineArguments {
  var data: String
  var output = "report"
  var options = StudyOptions()
  var wantsHelp = false

  static let usage = """
    usage: TestTimeScaling [--data DIR] [--output DIR] [--accuracy SHARE] [--replicates N] [--seed N]

      --data DIR        the measurements (default: the H100 data shipped with the package)
      --output DIR      where the report goes (default: report)
      --accuracy SHARE  the accuracy that the pick must reach, 0 to 1 (default: 0.9)
      --replicates N    bootstrap replicates behind each interval (default: 1000)
      --seed N          the seed of every bootstrap (default: 1)
    """

  init(_ arguments: [String]) throws {
    data = Self.shippedData
    var rest = arguments[...]
    while let option = rest.popFirst() {
      if option == "--help" || option == "-h" {
        wantsHelp = true
        continue
      }
      guard ["--data", "--output", "--accuracy", "--replicates", "--seed"].contains(option) else {
        throw ArgumentError("\"\(option)\" is not an option.\n\(Self.usage)")
      }
      guard let value = rest.popFirst() else { throw ArgumentError("\(option) needs a value.") }
      switch option {
      case "--data": data = value
      case "--output": output = value
      case "--accuracy":
        guard let share = Double(value), (0...1).contains(share) else {
          throw ArgumentError("--accuracy \(value): a share between 0 and 1 is needed.")
        }
        options.minimumAccuracy = share
      case "--replicates":
        guard let count = Int(value), count >= 50 else {
          throw ArgumentError("--replicates \(value): a whole number of at least 50 is needed.")
        }
        options.replicates = count
      default:
        guard let seed = UInt64(value) else { throw ArgumentError("--seed \(value): a whole number is needed.") }
        options.seed = seed
      }
    }
  }

  /// The data beside this program: under the working directory of a checkout, else beside the source.
  private static var shippedData: String {
    let relative = "Examples/Data/h100"
    if FileManager.default.fileExists(atPath: relative) { return relative }
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    return source.appendingPathComponent("Data/h100").path
  }
}

/// A fault in the words after the program's name.
struct ArgumentError: Error, CustomStringConvertible {
  let description: String

  init(_ message: String) { description = message }
}
