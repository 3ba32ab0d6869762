import ParetoFrontiers
import Testing

@Suite struct FrontReadingTests {
  // The five points are recovered from three readings of each published line: 20 to 180 tokens per second per user.
  private let speed = [20.0, 45, 80, 140, 180]
  private let throughput = Objective(
    name: "throughput", values: [12_000, 6_500, 2_800, 900, 250], sense: .maximize)

  private func bound(_ limit: Double) -> Constraint {
    Constraint(name: "speed", values: speed, limit: .atLeast(limit))
  }

  @Test func `the three kinds differ by the published numbers`() throws {
    let published: [(at: Double, step: Double, mix: Double, spline: Double)] = [
      (30, 6_500, 9_800, 9_600), (60, 2_800, 4_914, 4_432), (100, 900, 2_167, 1_844), (160, 250, 575, 529),
    ]
    for row in published {
      let step = try FrontReading.attained(throughput, under: bound(row.at))
      #expect(step.value == row.step)
      #expect(step.kind == .attained)
      // The published line joins neighbours, so only the two on either side are given.
      let below = speed.lastIndex { $0 <= row.at } ?? 0
      let mix = try FrontReading.mixture(
        Objective(name: "throughput", values: Array(throughput.values[below...(below + 1)]), sense: .maximize),
        under: Constraint(name: "speed", values: Array(speed[below...(below + 1)]), limit: .atLeast(row.at)),
        linearIn: .gpus)
      #expect(abs((mix.value ?? 0) - row.mix) < 0.51)
      #expect(mix.kind == .mixture)
      let spline = try FrontReading.estimate(
        throughput, at: row.at, along: "speed", values: speed, ladder: [3, 0, 4, 1, 2])
      #expect(abs((spline.value ?? 0) - row.spline) < 0.51, "\(row.at): \(spline.headline)")
      #expect(spline.kind == .estimate)
    }
  }

  @Test func `a mixture names both rows and their shares`() throws {
    // The curve bends inwards, so the hull is the chord of its ends: 250 + 20/160 of 11,750.
    let mix = try FrontReading.mixture(throughput, under: bound(160), linearIn: .gpus)
    #expect(mix.rows == [4, 0])
    #expect(mix.shares == [0.875, 0.125])
    #expect(mix.value == 1_718.75)
    #expect(
      mix.headline
        == "Mixture: throughput of 1719 on average, with 87.5 % of GPUs on row 4 and the rest on row 0; "
        + "speed at least 160 holds for the average only.")
  }

  @Test func `a point under the hull is passed over by a mixture and not by a step`() throws {
    let cost = Objective(name: "cost", values: [10, 9, 0, 20], sense: .minimize)
    let limit = Constraint(name: "latency", values: [0, 5, 10, 3], limit: .atMost(5))
    let mix = try FrontReading.mixture(cost, under: limit, linearIn: .requests)
    #expect(mix.rows == [0, 2])
    #expect(mix.value == 5)
    #expect(try FrontReading.attained(cost, under: limit).rows == [1])
  }

  @Test func `a bound nobody keeps is an answer`() throws {
    #expect(try FrontReading.attained(throughput, under: bound(200)).value == nil)
    let mix = try FrontReading.mixture(throughput, under: bound(200), linearIn: .gpus)
    #expect(mix.value == nil)
    #expect(mix.headline == "No measured row has speed at least 200, so no mixture averages it either.")
    let easy = try FrontReading.mixture(throughput, under: bound(5), linearIn: .gpus)
    #expect(easy.rows == [0])
    #expect(easy.shares == [1])
  }

  @Test func `an estimate does not extrapolate and says so`() {
    #expect(
      throws: ParetoError(
        "speed of 200 lies outside the measured 20 to 180: an estimate is not extrapolated, so measure there.")
    ) {
      try FrontReading.estimate(throughput, at: 200, along: "speed", values: speed, ladder: [0, 1, 2, 3, 4])
    }
  }

  @Test func `an estimate never overshoots its rungs and is exact on them and on a line`() throws {
    let y = Objective(name: "y", values: [0, 0, 0, 1, 1, 5], sense: .maximize)
    let x = [0.0, 1, 2, 3, 4, 5]
    var previous = -1e-12
    for step in 0...500 {
      let value =
        try FrontReading.estimate(y, at: Double(step) / 100, along: "x", values: x, ladder: Array(0..<6)).value ?? -1
      #expect(value >= previous - 1e-12)
      previous = value
    }
    let line = Objective(name: "line", values: [1, 3, 9], sense: .maximize)
    let reading = try FrontReading.estimate(line, at: 2.5, along: "x", values: [0, 1, 4], ladder: [0, 1, 2])
    #expect(abs((reading.value ?? 0) - 6) < 1e-14)
  }
}
