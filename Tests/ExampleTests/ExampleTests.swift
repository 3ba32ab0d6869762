import Foundation
import ProgramRunner
import Testing

/// The example programs on shipped data, as a person runs them.
@Suite struct ExampleTests {
  @Test(arguments: ["FitCurve", "CompareServing", "CapacityPlan", "PredictTP"])
  func helpSaysHowToUseIt(_ name: String) throws {
    let program = try BuiltProgram.run(name, ["--help"])
    #expect(program.status == 0 && program.output.hasPrefix("usage: \(name)"))
    let wrong = try BuiltProgram.run(name, ["--nonsense"])
    #expect(wrong.status == 2 && wrong.errors.contains("\"--nonsense\" is not an option"))
    #expect(wrong.errors.filter { $0 == "\n" }.count == 1)
  }

  @Test(arguments: ["FitCurve", "CompareServing", "CapacityPlan", "PredictTP"])
  func anExampleIsShort(_ name: String) throws {
    let file = BuiltProgram.shippedData.deletingLastPathComponent().appendingPathComponent("\(name)/\(name).swift")
    #expect(
      try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false).count
        <= 120)
  }

  @Test func theCurveIsThatOfAnIndependentFit() throws {
    let folder = try BuiltProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let program = try BuiltProgram.run("FitCurve", ["--at", "32768", "--output", folder.path])
    // scipy.optimize.curve_fit, a x^b from (.01, 1): .01054391, 1.03542753; at 32768 it gives 499.37.
    #expect(program.status == 0 && program.output.contains("power law: coefficient 0.01054, exponent 1.035"))
    #expect(program.output.contains("At 32768.0 (beyond the data by 2x): 499.4"))
    #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent("index.html").path))
  }

  @Test func aFileOfOnesOwnIsFittedAndItsFaultsAreNamed() throws {
    let folder = try BuiltProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("loss.csv")
    let rows = [1.0, 2, 4, 8, 16, 32].map { "\($0),\(2 + 3 / $0)" }
    try (["steps,loss"] + rows).joined(separator: "\n").write(to: file, atomically: true, encoding: .utf8)
    let program = try BuiltProgram.run("FitCurve", [file.path])
    #expect(program.status == 0 && program.output.contains("power law with floor: floor 2, amplitude 3, exponent 1"))
    let missing = try BuiltProgram.run("FitCurve", [file.path, "--y", "accuracy"])
    #expect(missing.status == 2 && missing.errors.contains("accuracy"))
  }

  @Test func whatIsFasterPassesAndWhatIsWorseIsStopped() throws {
    let shipped = try BuiltProgram.run("CompareServing", ["--max-regression", "5%", "--price", "2"])
    #expect(shipped.status == 0 && shipped.output.contains("5M, batch 1: 2.244 [2.044, 2.441]"))

    let folder = try BuiltProgram.temporaryFolder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let original = BuiltProgram.shippedData.appendingPathComponent("tools/vllm/serve_0.32.0_conc4_detailed.json")
    for (name, factor) in [("before", 1.0), ("after", 1.2), ("same", 1.02)] {
      let side = folder.appendingPathComponent(name)
      try FileManager.default.createDirectory(at: side, withIntermediateDirectories: true)
      try scaled(original, by: factor).write(to: side.appendingPathComponent("serve.json"))
    }
    let before = folder.appendingPathComponent("before").path
    let worse = try BuiltProgram.run(
      "CompareServing", [before, folder.appendingPathComponent("after").path, "--max-regression", "5%"])
    #expect(worse.status == 1 && worse.output.contains("worse by more than 5 %"))
    let within = try BuiltProgram.run(
      "CompareServing",
      [before, folder.appendingPathComponent("same").path, "--max-regression", "5%", "--json", "-"])
    #expect(within.status == 0)
    let rows = try JSONSerialization.jsonObject(with: Data(within.output.utf8)) as? [[String: Any]]
    #expect(rows?.count == 1 && rows?[0]["verdict"] as? String == "slower")
  }

  /// A detailed vLLM file with every time longer by a factor.
  private func scaled(_ file: URL, by factor: Double) throws -> Data {
    var object = try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: file)) as? [String: Any])
    object["ttfts"] = (object["ttfts"] as? [Double])?.map { $0 * factor }
    object["latencies"] = (object["latencies"] as? [Double])?.map { $0 * factor }
    object["itls"] = (object["itls"] as? [[Double]])?.map { $0.map { $0 * factor } }
    return try JSONSerialization.data(withJSONObject: object)
  }

  @Test func thePlanPicksWithinTheLimitsAndSaysWhenNothingDoes() throws {
    let program = try BuiltProgram.run("CapacityPlan", ["--ttft", "500", "--price", "2"])
    // 2 USD an hour over 3,600 s over the tokens a second of the file: 288 tokens in 4.0297 s.
    #expect(program.status == 0 && program.output.contains("4 in flight: 7.773 USD a million tokens."))
    #expect(program.output.contains("155.2 % worse"))
    let none = try BuiltProgram.run("CapacityPlan", ["--ttft", "100"])
    #expect(none.status == 1 && none.output.contains("None feasible."))
    #expect(none.output.contains("Nearest miss:") && none.output.contains("p99 TTFT (ms) is 193.4, the limit 100"))
  }

  @Test func thePredictionIsTheRooflinesAndNamesWhatIsAsked() throws {
    let program = try BuiltProgram.run("PredictTP", ["--batches", "1", "--contexts", "1024", "--accelerators", "4"])
    #expect(program.status == 0 && program.output.contains("2.09x"))
    let unknown = try BuiltProgram.run("PredictTP", ["--accelerator", "Z80"])
    #expect(unknown.status == 2 && unknown.errors.contains("The catalogue has no accelerator Z80"))
  }
}
