import Foundation
import Scalability
import Testing

@Suite struct BreakEvenTests {
  private let delays = [0.0, 10, 20, 30]

  @Test func `a falling curve crosses between two measurements`() throws {
    let result = try BreakEven(
      x: delays, y: [1.5, 1.2, 0.8, 0.6], target: 1, xUnit: "us", yName: "speed-up")
    #expect(result.outcome == .reached)
    #expect(result.x == 15)
    #expect(result.estimate == nil)
    #expect(result.crossings[0].rowBefore == 1)
    #expect(result.crossings[0].rowAfter == 2)
    #expect(result.crossings[0].kind == .falling)
    #expect(!result.crossings[0].isExact)
    #expect(result.headline == "speed-up = 1 at 15 us, between the measurements at 10 and 20 us.")
  }

  @Test func `a rising curve crosses as well`() throws {
    let result = try BreakEven(x: [1, 2], y: [0, 4], target: 1)
    #expect(result.x == 1.25)
    #expect(result.crossings[0].kind == .rising)
  }

  @Test func `a curve that stays on one side is not extrapolated`() throws {
    let above = try BreakEven(x: delays, y: [4, 3, 2, 1.5], target: 1, xUnit: "us", yName: "speed-up")
    #expect(above.outcome == .notReached)
    #expect(above.x == nil)
    #expect(above.crossings.isEmpty)
    #expect(
      above.headline
        == "speed-up = 1 is not reached within the measured range (0 to 30 us): every measurement lies above it.")
    #expect(try BreakEven(x: [1, 2], y: [0, 0.5], target: 1).headline.hasSuffix("every measurement lies below it."))
    #expect(above.lowestX == 0)
    #expect(above.highestX == 30)
  }

  @Test func `an exact hit is the measurement itself`() throws {
    let result = try BreakEven(x: delays, y: [1.5, 1, 0.8, 0.6], target: 1, xUnit: "us")
    #expect(result.x == 10)
    #expect(result.crossings.map(\.isExact) == [true])
    #expect(result.crossings[0].kind == .falling)
    #expect(result.headline == "the curve = 1 at 10 us, measured there.")
    // At either end of the range, and as the only measurement.
    #expect(try BreakEven(x: [1, 2], y: [1, 2], target: 1).crossings[0].kind == .rising)
    #expect(try BreakEven(x: [1, 2], y: [2, 1], target: 1).crossings[0].kind == .falling)
    #expect(try BreakEven(x: [1], y: [1], target: 1).crossings[0].kind == .touching)
  }

  @Test func `a curve that meets the target and turns back touches it`() throws {
    let result = try BreakEven(x: [0, 1, 2], y: [2, 1, 2], target: 1)
    #expect(result.outcome == .reached)
    #expect(result.crossings[0].kind == .touching)
  }

  @Test func `several crossings are listed and none is singled out`() throws {
    let result = try BreakEven(
      x: [0, 1, 2, 3], y: [2, 0, 2, 0], target: 1, lower: [2, 0, 2, 0], upper: [2, 0, 2, 0])
    #expect(result.outcome == .severalCrossings)
    #expect(result.x == nil)
    #expect(result.estimate == nil)
    #expect(result.crossings.map(\.x) == [0.5, 1.5, 2.5])
    #expect(result.crossings.map(\.kind) == [.falling, .rising, .falling])
    #expect(
      result.headline
        == "the curve = 1 is met in 3 places within 0 to 3 (at 0.5, 1.5, 2.5); none of them is singled out.")
    let along = try BreakEven(x: [0, 1, 2, 3], y: [2, 1, 1, 0], target: 1)
    #expect(along.outcome == .severalCrossings)
    #expect(along.crossings.map(\.kind) == [.touching, .touching])
  }

  @Test func `the interval ends where the lower and the upper curve cross`() throws {
    // y falls by .1 a step through 1 at x = 5; the band is ±.2 wide, so that its ends cross 1 at 3 and 7.
    let x = (0...10).map(Double.init)
    let y = x.map { 1.5 - 0.1 * $0 }
    let result = try BreakEven(
      x: x, y: y, target: 1, lower: y.map { $0 - 0.2 }, upper: y.map { $0 + 0.2 }, level: 0.8, xUnit: "us")
    let estimate = try #require(result.estimate)
    #expect(abs(estimate.value - 5) < 1e-12)
    #expect(abs(estimate.lower - 3) < 1e-12)
    #expect(abs(estimate.upper - 7) < 1e-12)
    #expect(estimate.level == 0.8)
    let rising = try BreakEven(
      x: x, y: y.map { 2 - $0 }, target: 1, lower: y.map { 1.8 - $0 }, upper: y.map { 2.2 - $0 })
    #expect(rising.estimate.map { abs($0.lower - 3) < 1e-12 && abs($0.upper - 7) < 1e-12 } == true)
  }

  @Test func `both ends of the interval can lie between the same two measurements`() throws {
    // Lower: 1.8 to -.2, meets 1 at 4; upper: 2.2 to .2, meets 1 at 6.
    let result = try BreakEven(x: [0, 10], y: [2, 0], target: 1, lower: [1.8, -0.2], upper: [2.2, 0.2])
    #expect(result.x == 5)
    #expect(result.estimate.map { abs($0.lower - 4) < 1e-12 && abs($0.upper - 6) < 1e-12 } == true)
  }

  @Test func `an interval that leaves the measured range is open`() throws {
    let result = try BreakEven(
      x: [0, 10, 20], y: [1.1, 1.0, 0.8], target: 1, lower: [0.9, 0.8, 0.7], upper: [1.2, 1.1, 0.9], xUnit: "us")
    #expect(result.estimate?.lower == -.infinity)
    #expect(result.estimate.map { abs($0.upper - 15) < 1e-12 } == true)
    #expect(result.headline == "the curve = 1 at 10 [open, 15] us, measured there.")
  }

  @Test func `readings give a range without a level instead of an interval`() throws {
    // Lower: 1.8 to -.2, meets 1 at 4; upper: 2.2 to .2, meets 1 at 6.
    let result = try BreakEven(
      x: [0, 10], y: [2, 0], target: 1, lower: [1.8, -0.2], upper: [2.2, 0.2], level: nil, xUnit: "us")
    #expect(result.estimate == nil)
    let range = try #require(result.range)
    #expect(abs(range.lowerBound - 4) < 1e-12 && abs(range.upperBound - 6) < 1e-12)
    #expect(
      result.headline == "the curve = 1 at 5 (readings 4, 6) us, between the measurements at 0 and 10 us.")
    let open = try BreakEven(
      x: [0, 10, 20], y: [1.1, 1.0, 0.8], target: 1, lower: [0.9, 0.8, 0.7], upper: [1.2, 1.1, 0.9], level: nil)
    #expect(open.range?.lowerBound == -.infinity)
    #expect(open.range.map { abs($0.upperBound - 15) < 1e-12 } == true)
    // JSON has no infinity; the range comes back all the same.
    #expect(try JSONDecoder().decode(BreakEven.self, from: JSONEncoder().encode(open)) == open)
    // Neither a stated level nor a target that is not met gives one.
    #expect(try BreakEven(x: [0, 10], y: [2, 0], target: 1, lower: [1, -1], upper: [3, 1]).range == nil)
    #expect(try BreakEven(x: [0, 10], y: [2, 0], target: 5, lower: [1, -1], upper: [3, 1], level: nil).range == nil)
    #expect(try BreakEven(x: [0, 10], y: [2, 0], target: 1, level: nil).range == nil)
  }

  @Test func `every input fault has a sentence`() {
    #expect(
      message { try BreakEven(x: [], y: [], target: 1) } == "A break-even needs measurements; there are none.")
    #expect(
      message { try BreakEven(x: [1, 2], y: [1], target: 1) }
        == "y has 1 values where x has 2: each row needs one of both.")
    #expect(
      message { try BreakEven(x: [1, 2], y: [1, .nan], target: 1) } == "y of row 1 is nan; it must be a finite number.")
    #expect(
      message { try BreakEven(x: [1, 1], y: [1, 2], target: 1) }
        == "x must rise from row to row; row 1 has 1.0 after 1.0.")
    #expect(
      message { try BreakEven(x: [1], y: [1], target: .infinity) }
        == "A target of inf was given; it must be a finite number.")
    #expect(
      message { try BreakEven(x: [1], y: [1], target: 1, lower: [0]) }
        == "An interval needs both a lower and an upper curve; only one of them was given.")
    #expect(
      message { try BreakEven(x: [1], y: [1], target: 1, lower: [2], upper: [3]) }
        == "y of row 0, 1.0, lies outside its own interval 2.0 to 3.0.")
    #expect(
      message { try BreakEven(x: [1], y: [1], target: 1, level: 95) }
        == "A level of 95.0 was given; a level lies between 0 and 1, such as 0.95.")
  }

  /// Medians of tp_delay.csv: the 1.5B shape on four shards gains at 10 us an all-reduce (1.15x) and loses at 20 us (0.97x), as that folder's README says.
  @Test func `the measured 1.5B shape breaks even between ten and twenty microseconds`() throws {
    let rows = try ReferenceFiles.measured("tp_delay.csv").filter { $0["model"] == "1.5B" && $0["batch"] == "1" }
    let single = try #require(rows.first { $0["shard"] == "1" && $0["injected_delay_us"] == "0" })
    let base = try ReferenceFiles.number(single, "step_ms_median")
    let sharded = try rows.filter { $0["shard"] == "4" }.map {
      (try ReferenceFiles.number($0, "injected_delay_us"), base / (try ReferenceFiles.number($0, "step_ms_median")))
    }.sorted { $0.0 < $1.0 }
    let result = try BreakEven(
      x: sharded.map(\.0), y: sharded.map(\.1), target: 1, xUnit: "us", yName: "speed-up of 1.5B on four shards")
    #expect(result.outcome == .reached)
    let x = try #require(result.x)
    #expect(x > 10 && x < 20)
    let at10 = try #require(sharded.first { $0.0 == 10 }).1
    let at20 = try #require(sharded.first { $0.0 == 20 }).1
    #expect(abs(at10 - 1.15) < 0.005)
    #expect(abs(at20 - 0.97) < 0.005)
  }
}
