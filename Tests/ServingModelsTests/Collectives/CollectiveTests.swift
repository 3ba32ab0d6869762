import ServingModels
import Testing

@Suite struct CollectiveTests {
  private static let table = try? MeasuredCollective(
    accelerators: [2, 2, 2, 4], bytes: [1_000, 100_000, 100_000, 1_000], seconds: [1e-6, 9e-6, 11e-6, 2e-6],
    source: "a bench")

  @Test func `a table is interpolated on logarithmic scales between payloads`() throws {
    let table = try #require(Self.table)
    #expect(abs(try table.seconds(bytes: 1_000, accelerators: 2) - 1e-6) < 1e-18)
    // Two times for one payload: their median, 10 us. Half-way in the logarithm: the geometric mean of 1 and 10 us.
    #expect(abs(try table.seconds(bytes: 10_000, accelerators: 2) / 3.1622776601683795e-6 - 1) < 1e-12)
    #expect(abs(try table.seconds(bytes: 100_000, accelerators: 2) / 10e-6 - 1) < 1e-12)
    #expect(try table.seconds(bytes: 5, accelerators: 1) == 0)
    #expect(table.place(ofBytes: 10_000, accelerators: 2) == .inside)
    #expect(table.place(ofBytes: 10, accelerators: 2) == .below)
    #expect(table.place(ofBytes: 1e6, accelerators: 2) == .above)
    #expect(table.place(ofBytes: 10, accelerators: 3) == nil)
  }

  @Test func `outside the table it refuses, or extends where that is asked for`() throws {
    let table = try #require(Self.table)
    #expect(
      message { try table.seconds(bytes: 1e6, accelerators: 2) }
        == "A payload of 1000000 bytes lies outside the 1000 to 100000 bytes measured among 2 accelerators (a bench).")
    #expect(
      message { try table.seconds(bytes: 1_000, accelerators: 8) }
        == "No collective among 8 accelerators was measured (a bench); there are times for 2, 4.")
    let extended = try MeasuredCollective(
      accelerators: [2, 2], bytes: [1_000, 100_000], seconds: [1e-6, 10e-6], source: "a bench", beyond: .extend)
    #expect(abs(try extended.seconds(bytes: 1, accelerators: 2) / 1e-6 - 1) < 1e-12)
    #expect(abs(try extended.seconds(bytes: 0, accelerators: 2) / 1e-6 - 1) < 1e-12)
    #expect(abs(try extended.seconds(bytes: 1e6, accelerators: 2) / 100e-6 - 1) < 1e-12)
  }

  @Test func `other collectives join a step`() throws {
    struct Send: Collective {
      var words: String { "a send" }
      func seconds(bytes: Double, accelerators: Int) throws -> Double { bytes * Double(accelerators - 1) }
    }
    let shape = try MeasuredSteps.shape("14B")
    let steps = try RooflineModel(
      shape, on: Accelerator.named("GH200-96GB"),
      communication: StepCommunication([
        try CollectiveUse(InjectedDelay(1e-5), perLayer: 2),
        try CollectiveUse(Send(), perStep: 3, elementsPerPosition: 7),
      ]))
    let step = try steps.decodeStep(batch: 2, context: 0, accelerators: 4)
    // 96 x 10 us, and 3 sends of 2 x 7 x 2 bytes at 1 s a byte over three hops.
    #expect(abs(step.allReduceTime - (96e-5 + 3 * 28 * 3)) < 1e-9)
    #expect(step.collectiveCount == 99)
    struct Broken: Collective {
      var words: String { "broken" }
      func seconds(bytes: Double, accelerators: Int) throws -> Double { .nan }
    }
    let broken = try RooflineModel(shape, on: Accelerator.named("GH200-96GB"), allReduce: Broken())
    #expect(
      message { try broken.decodeStep(batch: 1, context: 0, accelerators: 2) }
        == "A collective (broken) took nan s among 2 accelerators; a time is finite, 0 or more.")
  }

  @Test func `every input fault has a sentence`() {
    func fault(_ accelerators: [Int], _ bytes: [Double], _ seconds: [Double]) -> String? {
      message { try MeasuredCollective(accelerators: accelerators, bytes: bytes, seconds: seconds, source: "s") }
    }
    #expect(
      fault([2], [1, 2], [1])
        == "1 accelerator counts, 2 payloads and 1 times were given: one of each is needed for a measurement.")
    #expect(fault([], [], []) == "A table of collectives needs measurements; there are none.")
    #expect(fault([1], [1], [1]) == "Row 0 has 1 accelerators; a collective takes at least two.")
    #expect(
      fault([2], [0], [1]) == "The payload of row 0 was given as 0.0; the number must be positive and finite.")
    #expect(
      fault([2], [1], [-1]) == "The time of row 0 was given as -1.0; the number must be positive and finite.")
    #expect(
      message { try InjectedDelay(-1) }
        == "The delay in the place of a collective is -1.0 s; it must be finite, 0 or more.")
  }
}
