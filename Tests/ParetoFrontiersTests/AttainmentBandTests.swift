import ParetoFrontiers
import Testing

@Suite struct AttainmentBandTests {
  @Test func `every staircase is the set that a share of replicates attains, by counting`() throws {
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "cost", values: [1, 2, 3, 4], sense: .minimize),
        Objective(name: "quality", values: [1, 2, 2.5, 2.7], sense: .maximize),
      ], standardErrors: [[0.4, 0.4, 0.4, 0.4], [0.5, 0.5, 0.5, 0.5]], replicates: 80, seed: 2)
    let band = try AttainmentBand(replicates)
    #expect(band.staircases.map(\.level) == [0.1, 0.5, 0.9])
    func attained(_ cost: Double, _ quality: Double) -> Int {
      (0..<80).count { replicate in
        (0..<4).contains { row in
          replicates.value(objective: 0, row: row, replicate: replicate) <= cost
            && replicates.value(objective: 1, row: row, replicate: replicate) >= quality
        }
      }
    }
    for (staircase, needed) in zip(band.staircases, [8, 40, 72]) {
      for x in stride(from: 0.0, through: 6, by: 0.13) {
        for y in stride(from: 0.0, through: 5, by: 0.11) {
          let under = zip(staircase.first, staircase.second).contains { $0 <= x && $1 >= y }
          #expect(under == (attained(x, y) >= needed))
        }
      }
    }
  }

  @Test func `exact values make every staircase the front itself`() throws {
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "cost", values: [1, 2, 2, 3], sense: .minimize),
        Objective(name: "quality", values: [1, 3, 2, 4], sense: .maximize),
      ], standardErrors: [[0, 0, 0, 0], [0, 0, 0, 0]], replicates: 50)
    for staircase in try AttainmentBand(replicates).staircases {
      #expect(staircase.first == [1, 2, 3])
      #expect(staircase.second == [1, 3, 4])
    }
  }

  @Test func `a level outside its range is refused`() throws {
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "a", values: [1], sense: .minimize), Objective(name: "b", values: [1], sense: .minimize),
      ], standardErrors: [[0], [0]], replicates: 50)
    #expect(throws: ParetoError("An attainment level of 0.0 was asked for; levels lie above 0 and up to 1.")) {
      try AttainmentBand(replicates, levels: [0])
    }
  }
}
