import Foundation
import ProgramRunner

/// Runs the example as a person would: the built program, its words, its exit code.
enum ExampleProgram {
  static let shippedData = BuiltProgram.shippedData.appendingPathComponent("h100")

  static func run(_ arguments: [String]) throws -> BuiltProgram { try BuiltProgram.run("TestTimeScaling", arguments) }

  static func temporaryFolder() throws -> URL { try BuiltProgram.temporaryFolder() }

  /// A copy of the shipped data that a test may spoil.
  static func copyOfData() throws -> URL {
    let copy = try temporaryFolder().appendingPathComponent("data")
    try FileManager.default.copyItem(at: shippedData, to: copy)
    return copy
  }
}
