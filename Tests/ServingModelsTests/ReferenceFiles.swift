import Foundation
import ServingModels
import Testing

/// Files that tests read: the measurements in this repository, and third-party data that is not in it.
enum ReferenceFiles {
  /// The folder of third-party reference data, from the environment variable SCALING_REFERENCE_DATA; nil where it is unset.
  static let thirdParty = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  /// The rows of a file of the measured H100 data.
  static func measured(_ file: String) throws -> [ReferenceRow] {
    // The tests lie at different depths; the package's root is where Examples is.
    var folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    folder.appendPathComponent("../../Examples/Data/h100")
    return try rows(folder.appendingPathComponent(file))
  }

  /// The rows of a file of the third-party data.
  static func reference(_ file: String) throws -> [ReferenceRow] {
    try rows(URL(fileURLWithPath: try #require(thirdParty)).appendingPathComponent(file))
  }

  private static func rows(_ url: URL) throws -> [ReferenceRow] {
    let lines = try String(contentsOf: url, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let header = try #require(lines.first)
    return lines.dropFirst().map { ReferenceRow(fields: Dictionary(uniqueKeysWithValues: zip(header, $0))) }
  }
}

/// A row of a file.
struct ReferenceRow {
  let fields: [String: String]

  func text(_ column: String) throws -> String { try #require(fields[column], "\(column)") }
  func number(_ column: String) throws -> Double { try #require(fields[column].flatMap(Double.init), "\(column)") }
  func whole(_ column: String) throws -> Int { try #require(fields[column].flatMap(Int.init), "\(column)") }
}

/// The measured H100: its shapes, and its decode steps as samples.
enum MeasuredSteps {
  static func shape(_ size: String) throws -> TransformerShape {
    try #require(TransformerShape.paperModels.first { $0.name == "DeepSeek-R1-Distill-Qwen-\(size)" })
  }

  static func accelerator() throws -> Accelerator { try Accelerator.named("H100-SXM5-80GB") }

  /// The steps of some models on one shard, CUDA-graph replay.
  static func samples(_ sizes: [String]) throws -> [DecodeStepSample] {
    try ReferenceFiles.measured("decode_steps.csv").compactMap { row in
      guard try sizes.contains(row.text("model")), try row.whole("shard") == 1 else { return nil }
      return try DecodeStepSample(
        shape(row.text("model")), batch: row.whole("batch"), context: row.whole("context"), query: row.whole("query"),
        seconds: row.number("step_ms_median") * 1e-3)
    }
  }

  static func fit() throws -> DecodeStepFit { try DecodeStepFit(samples(["1.5B", "7B"]), on: accelerator()) }
}
