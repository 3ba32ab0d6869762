import Foundation
import ServingModels
import Testing

@Suite struct VerificationTimesTests {
  @Test func `times are read off the line between measured neighbours`() throws {
    let times = try VerificationTimes(positions: [4, 1, 2], seconds: [0.016, 0.010, 0.012])
    #expect(times.positions == [1, 2, 4])
    #expect(try times.seconds(scoring: 2) == 0.012)
    #expect(abs(try times.seconds(scoring: 3) - 0.014) < 1e-16)
    #expect(abs(try times.ratio(scoring: 4) - 1.6) < 1e-15)
    #expect(times.headline == "Scoring 4 positions takes 1.60 times as long as scoring 1.")
  }

  @Test func `a step and a slope are found where they are exact`() throws {
    // 1 + 0.08 + 0.02 (q - 1) of 10 ms.
    let positions = [1, 2, 3, 4, 6, 8]
    let times = try VerificationTimes(
      positions: positions, seconds: positions.map { $0 == 1 ? 0.01 : 0.01 * (1.08 + 0.02 * Double($0 - 1)) })
    let line = try times.line()
    #expect(abs(line.step - 0.08) < 1e-14 && abs(line.slope - 0.02) < 1e-14)
    #expect(line.largestRelativeError < 1e-14)
    #expect(
      line.headline == "Verification adds 8.0 % of a step and 2.00 % a position, to 0.0 % over 5 steps.")
  }

  /// "Scoring 6 tokens instead of 1 costs 1.14x (1.5B), 1.08x (7B), 1.06x (14B) of a step" (README of Examples/Data/h100).
  @Test(arguments: [("1.5B", 1.14), ("7B", 1.08), ("14B", 1.06)])
  func `the measured steps give the published ratios, and one step and slope hold to 2 %`(
    row: (String, Double)
  ) throws {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../Examples/Data/h100/decode_verify.csv")
    let rows = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",").map(String.init)
    }.filter { $0[0] == row.0 && $0[1] == "graph" && $0[2] == "1" && $0[3] == "1024" }
    let times = try VerificationTimes(
      positions: rows.compactMap { Int($0[4]) }, seconds: rows.compactMap { Double($0[5]).map { $0 / 1000 } })
    #expect(times.positions == [1, 2, 3, 4, 6, 8, 12, 16])
    #expect(abs(try times.ratio(scoring: 6) - row.1) < 0.005)
    #expect(try times.line().largestRelativeError < 0.02)
  }

  @Test func `impossible input is refused by field and value`() throws {
    #expect(
      message { try VerificationTimes(positions: [], seconds: []) }
        == "0 numbers of positions and 0 times: verification needs one time for each.")
    #expect(
      message { try VerificationTimes(positions: [0, 1], seconds: [1, 1]) }
        == "The positions of row 0 are 0; a step scores at least one.")
    #expect(
      message { try VerificationTimes(positions: [1, 1], seconds: [1, 1]) }
        == "The time of scoring 1 positions is given twice.")
    #expect(
      message { try VerificationTimes(positions: [2], seconds: [1]) }
        == "The least number of positions is 2; the time of scoring 1, the plain step, is needed.")
    #expect(
      message { try VerificationTimes(positions: [1, 2], seconds: [1, -1]) }
        == "The time of scoring 2 positions is -1.0; it must be finite and positive.")
    let times = try VerificationTimes(positions: [1, 2], seconds: [1, 1])
    #expect(
      message { try times.seconds(scoring: 3) }
        == "A step that scores 3 positions was asked for; times are known for 1 to 2.")
    #expect(
      message { try times.line() }
        == "1 numbers of positions above 1 were measured; a step and a slope need at least 3.")
    #expect(
      message { try SpeculationTimes(draftStep: -1, verification: times) }
        == "The time of a draft step is -1.0; it must be finite, 0 or more.")
  }
}
