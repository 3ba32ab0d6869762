import Foundation

/// A built program run as a person would: its words, its output, its exit code.
public struct BuiltProgram {
  /// The exit code.
  public let status: Int32
  /// What it wrote to the standard output.
  public let output: String
  /// What it wrote to the standard error.
  public let errors: String

  /// Runs a program of this package from the folder of built products.
  public static func run(_ name: String, _ arguments: [String]) throws -> BuiltProgram {
    // The folder of built products is the one that holds the test bundle in which this code runs.
    var products = URL(
      fileURLWithPath: CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0])
    while products.path.count > 1, products.path.contains(".xctest") { products.deleteLastPathComponent() }
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files, not pipes: a pipe that fills up would stop the program.
    let files = ["output", "errors"].map { folder.appendingPathComponent($0) }
    for file in files { try Data().write(to: file) }
    let process = Process()
    process.executableURL = products.appendingPathComponent(name)
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    process.waitUntilExit()
    return BuiltProgram(
      status: process.terminationStatus, output: try String(contentsOf: files[0], encoding: .utf8),
      errors: try String(contentsOf: files[1], encoding: .utf8))
  }

  /// A new folder of its own.
  public static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("program-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// The shipped data, from a file of a test two folders below the package.
  public static let shippedData = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Examples/Data")
}
