import Foundation
import ProgramRunner

typealias PaperProgram = BuiltProgram

extension BuiltProgram {
  static let shippedTools = BuiltProgram.shippedData.appendingPathComponent("tools")

  /// Runs the paper's program.
  static func run(_ arguments: [String]) throws -> BuiltProgram { try run("ReproducePaper", arguments) }
}
