import Foundation
import Testing

/// A file of the shipped measurements, split on lines and commas and on nothing else: independent of the library's adapters.
struct PlainCSV {
  /// The rows, each by column name.
  let rows: [[String: String]]

  /// Reads a file of Examples/Data/h100.
  init(_ file: String) throws {
    let text = try String(contentsOf: Self.folder.appendingPathComponent(file), encoding: .utf8)
    let lines = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    rows = lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }

  /// The folder of the shipped measurements.
  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Examples/Data/h100")

  /// The rows in which every named column has the given text.
  func rows(_ conditions: [String: String]) -> [[String: String]] {
    rows.filter { row in conditions.allSatisfy { row[$0.key] == $0.value } }
  }
}

extension [String: String] {
  /// The number in a column.
  func number(_ column: String) throws -> Double {
    try #require(self[column].flatMap(Double.init), "\(column)")
  }
}

/// A number with so many digits after the point, as a paper prints it.
func printed(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }

/// Whether two numbers agree to a relative error.
func agree(_ first: Double, _ second: Double, within tolerance: Double = 1e-12) -> Bool {
  abs(first - second) <= tolerance * max(abs(first), abs(second))
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
