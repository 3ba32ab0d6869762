import Foundation
import Testing

/// Files that tests read: the measurements in this repository, and third-party data that is not in it.
enum ReferenceFiles {
  /// The folder of third-party reference data, from the environment variable SCALING_REFERENCE_DATA; nil where it is unset.
  static let thirdParty = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  /// The rows of a file of the measured H100 data.
  static func measured(_ file: String) throws -> [[String: String]] {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/Data/h100")
    return try rows(folder.appendingPathComponent(file))
  }

  /// The rows of a file of the third-party data.
  static func reference(_ file: String) throws -> [[String: String]] {
    try rows(URL(fileURLWithPath: try #require(thirdParty)).appendingPathComponent(file))
  }

  /// A number of a row.
  static func number(_ row: [String: String], _ column: String) throws -> Double {
    try #require(row[column].flatMap(Double.init), "\(column)")
  }

  private static func rows(_ url: URL) throws -> [[String: String]] {
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }
}

/// The sentence of the error that some work throws; nil where it throws none.
func message<Result>(_ work: () throws -> Result) -> String? {
  do {
    _ = try work()
    return nil
  } catch {
    return "\(error)"
  }
}
