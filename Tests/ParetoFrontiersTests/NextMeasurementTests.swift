import Foundation
import ParetoFrontiers
import Testing

@Suite struct NextMeasurementTests {
  private func density(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }
  private func share(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

  private func replicates() throws -> FrontReplicates {
    try FrontReplicates.drawn(
      [
        Objective(name: "cost", values: [1, 1.5, 3, 1.2], sense: .minimize),
        Objective(name: "quality", values: [0.1, 0.5, 0.9, 0.05], sense: .maximize),
      ], standardErrors: [[0.2, 0.6, 0.4, 0], [0, 0, 0, 0]], replicates: 20_000, seed: 4)
  }

  @Test func `the expected gain is the knowledge gradient of normal beliefs`() throws {
    for repeats in [1.0, 3, .infinity] {
      let next = try NextMeasurement(try replicates(), by: .best(objective: 0, limits: []), repeats: repeats)
      let shrink = repeats.isInfinite ? 1 : (repeats / (1 + repeats)).squareRoot()
      // The pick is row 0; its best rival is row 3, 0.2 behind.
      for (row, error, behind) in [(0, 0.2, 0.2), (1, 0.6, 0.5), (2, 0.4, 2.0)] {
        let sigma = error * shrink
        let z = -behind / sigma
        let exact = sigma * (z * share(z) + density(z))
        let found = try #require(next.candidates.first { $0.row == row })
        let slack = 4 * (found.expectedGainError ?? 0) + 1e-6
        #expect(abs((found.expectedGain ?? -1) - exact) < slack)
        let change = found.pickChangeProbability ?? -1
        #expect(abs(change - share(z)) < 4 * (share(z) / 20_000).squareRoot() + 1e-9)
      }
      #expect(next.candidates.first?.row == 1)
      #expect(next.candidates.last?.expectedGain == 0)
    }
  }

  @Test func `the change of the front is what two whole fronts differ by`() throws {
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "cost", values: [1, 2, 2, 3, 3.5], sense: .minimize),
        Objective(name: "quality", values: [1, 3, 3, 2.9, 4], sense: .maximize),
      ], standardErrors: [[1, 0.5, 0.7, 1, 0.5], [1, 1, 0.2, 1, 0.5]], replicates: 300, seed: 9)
    let next = try NextMeasurement(replicates, repeats: .infinity)
    func front(_ row: Int, _ replicate: Int?) -> Set<Int> {
      let points = (0..<5).map { index in
        (0..<2).map { objective -> Double in
          let value =
            index == row && replicate != nil
            ? replicates.value(objective: objective, row: index, replicate: replicate ?? 0)
            : replicates.objectives[objective].values[index]
          return objective == 1 ? -value : value
        }
      }
      return Set(
        points.indices.filter { index in
          !points.contains { other in
            zip(other, points[index]).allSatisfy { $0 <= $1 } && other != points[index]
          }
        })
    }
    for candidate in next.candidates {
      let changes = (0..<300).map {
        front(candidate.row, $0).symmetricDifference(front(candidate.row, nil)).count
      }
      #expect(abs(candidate.expectedFrontChange - Double(changes.reduce(0, +)) / 300) < 1e-12)
      #expect(candidate.frontChangeProbability == Double(changes.count { $0 > 0 }) / 300)
      #expect(candidate.expectedGain == nil)
    }
  }

  @Test func `exact measurements need no repeating`() throws {
    let replicates = try FrontReplicates.drawn(
      [
        Objective(name: "a", values: [1, 2], sense: .minimize), Objective(name: "b", values: [2, 1], sense: .minimize),
      ], standardErrors: [[0, 0], [0, 0]], replicates: 50)
    #expect(
      try NextMeasurement(replicates).headline
        == "No measurement is expected to change anything, in 50 simulated outcomes a row.")
    #expect(throws: ParetoError("A measurement of 0.0 repeats brings nothing.")) {
      try NextMeasurement(replicates, repeats: 0)
    }
  }
}
