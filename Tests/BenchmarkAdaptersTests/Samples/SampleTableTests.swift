import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// Every file of the reference data set gives the figures that stand in it, or says why it gives none.
@Suite struct SampleTableTests {
  private static let formats = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"].map {
    URL(fileURLWithPath: $0).appendingPathComponent("formats")
  }

  @Test(.enabled(if: formats != nil, "SCALING_REFERENCE_DATA is not set"))
  func `Files of ours`() throws { try check("ours", OurSamples.table) }

  @Test(.enabled(if: formats != nil, "SCALING_REFERENCE_DATA is not set"))
  func `Files of third parties`() throws { try check("third-party", ThirdPartySamples.table) }

  private func check(_ folder: String, _ table: [String: SampleExpectation]) throws {
    let root = try #require(Self.formats).appendingPathComponent(folder)
    #expect(try Self.files(in: root) == table.keys.sorted())
    for (name, expectation) in table.sorted(by: { $0.key < $1.key }) {
      let path = root.appendingPathComponent(name).path
      var outcome = Self.outcome(of: path, name: name)
      switch expectation {
      case .figures(let count, let figures):
        compare(outcome, count, figures, name)
      case .figuresOfUnnamedModel(let count, let figures):
        #expect(outcome.runs.isEmpty && outcome.refusal?.contains("does not say which model ran") == true, "\(name)")
        outcome = Self.outcome(of: path, name: name, context: MeasurementContext(modelName: "the model of the test"))
        compare(outcome, count, figures, name)
      case .contextOf(let other):
        #expect(
          outcome.runs.isEmpty && outcome.refusal?.contains(other) == true, "\(name): \(outcome.refusal ?? "read")")
      case .refused(let sentence):
        #expect(
          outcome.runs.isEmpty && outcome.refusal?.hasPrefix("\(name): \(sentence)") == true,
          "\(name): \(outcome.refusal ?? "read")")
      }
    }
  }

  /// The files below a folder, by their names from there.
  private static func files(in folder: URL) throws -> [String] {
    let names = FileManager.default.enumerator(atPath: folder.path)?.compactMap { $0 as? String } ?? []
    return names.filter { name in
      var isDirectory: ObjCBool = false
      let path = folder.appendingPathComponent(name).path
      return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
    }.sorted()
  }

  private func compare(
    _ outcome: (runs: [Run], refusal: String?), _ count: Int, _ figures: [SampleFigure], _ name: String
  ) {
    #expect(outcome.runs.count == count, "\(name): \(outcome.refusal ?? "read")")
    for figure in figures where outcome.runs.count == count {
      #expect(
        figure.isMet(by: outcome.runs),
        "\(name), run \(figure.run): \(figure.title) is not \(figure.value * figure.scale)")
    }
  }

  /// The runs of a file, or the sentence that refuses it.
  private static func outcome(
    of path: String, name: String, context: MeasurementContext = MeasurementContext()
  ) -> (runs: [Run], refusal: String?) {
    do {
      let imported = try MeasurementFile(contentsOf: path, name: name).runs(context: context)
      let said = imported.notes.map { "\(name): \($0.reason)" }.joined(separator: " ")
      return (imported.runs, imported.runs.isEmpty ? said : nil)
    } catch {
      return ([], error.message)
    }
  }
}
