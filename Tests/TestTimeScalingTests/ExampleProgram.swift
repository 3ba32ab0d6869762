import Foundation

/// Runs the example as a person would: the built program, its words, its exit code.
struct ExampleProgram {
  let status: Int32
  let output: String
  let errors: String

  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  static let shippedData = repository.appendingPathComponent("Examples/Data/h100")

  /// The folder of built products: the one that holds the test bundle in which this code runs.
  static var products: URL {
    let bundle = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
    var folder = URL(fileURLWithPath: bundle)
    while folder.path.count > 1, folder.path.contains(".xctest") { folder.deleteLastPathComponent() }
    return folder
  }

  static func run(_ arguments: [String]) throws -> ExampleProgram {
    let process = Process()
    process.executableURL = products.appendingPathComponent("TestTimeScaling")
    process.arguments = arguments
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    // Files, not pipes: a pipe that fills up would stop the program.
    let output = folder.appendingPathComponent("output")
    let errors = folder.appendingPathComponent("errors")
    for file in [output, errors] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: output)
    process.standardError = try FileHandle(forWritingTo: errors)
    try process.run()
    process.waitUntilExit()
    return ExampleProgram(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      errors: try String(contentsOf: errors, encoding: .utf8))
  }

  static func temporaryFolder() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("scaling-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A copy of the shipped data that a test may spoil.
  static func copyOfData() throws -> URL {
    let folder = try temporaryFolder()
    let copy = folder.appendingPathComponent("data")
    try FileManager.default.copyItem(at: shippedData, to: copy)
    return copy
  }
}
