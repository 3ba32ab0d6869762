import Scalability
import Testing

@Suite struct PairingTests {
  @Test func `rows with one key are paired whatever their order`() throws {
    let pairing = try Pairing.match(baselineKeys: ["a", "b", "c"], candidateKeys: ["c", "d", "a"])
    #expect(pairing.baselineRows == [0, 2])
    #expect(pairing.candidateRows == [2, 0])
    #expect(pairing.unpairedBaseline == [1])
    #expect(pairing.unpairedCandidate == [1])
    #expect(pairing.count == 2)
    #expect(pairing.headline == "2 rows have their pair; unpaired: 1 of the baseline, 1 of the candidate.")
  }

  @Test func `nothing left over and nothing in common are both said`() throws {
    #expect(
      try Pairing.match(baselineKeys: ["a"], candidateKeys: ["a"]).headline == "1 row has its pair; none is left over.")
    let none = try Pairing.match(baselineKeys: ["a"], candidateKeys: ["b"])
    #expect(none.count == 0)
    #expect(none.headline == "No key occurs on both sides; unpaired: 1 of the baseline, 1 of the candidate.")
  }

  @Test func `a key that stands twice on one side is refused by name`() {
    #expect(
      message { try Pairing.match(baselineKeys: ["p1", "p2", "p1"], candidateKeys: ["p1"]) }
        == "The key \"p1\" stands twice in the baseline (rows 0 and 2): which one belongs to the pair is not known.")
    #expect(
      message { try Pairing.match(baselineKeys: ["p1"], candidateKeys: ["p2", "p2"]) }
        == "The key \"p2\" stands twice in the candidate (rows 0 and 1): which one belongs to the pair is not known.")
  }
}
