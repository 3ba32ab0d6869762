import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct HypervolumeTests {
  /// Inclusion and exclusion over all subsets: the volume of the union of boxes.
  private func union(_ points: [[Double]], to reference: [Double]) -> Double {
    var volume = 0.0
    for subset in 1..<(1 << max(points.count, 1)) where !points.isEmpty {
      var corner = [Double](repeating: -.infinity, count: reference.count)
      for index in points.indices where subset & (1 << index) != 0 { corner = zip(corner, points[index]).map(max) }
      let box = zip(reference, corner).reduce(1) { $0 * ($1.0 - $1.1) }
      volume += subset.nonzeroBitCount.isMultiple(of: 2) ? -box : box
    }
    return volume
  }

  @Test func `volumes and contributions in two to four objectives agree with inclusion and exclusion`() throws {
    var generator = SeededGenerator(seed: 3)
    for round in 0..<600 {
      let dimensions = 2 + round % 3
      let count = 1 + generator.nextIndex(below: 8)
      let points = (0..<count).map { _ in (0..<dimensions).map { _ in Double(generator.nextIndex(below: 12)) / 4 } }
      let reference = [Double](repeating: 2.5, count: dimensions)
      // Every second objective is maximized, with its sign turned.
      let objectives = (0..<dimensions).map { k in
        Objective(
          name: "f\(k)", values: points.map { k.isMultiple(of: 2) ? $0[k] : -$0[k] },
          sense: k.isMultiple(of: 2) ? .minimize : .maximize)
      }
      let found = try Hypervolume(
        objectives, reference: reference.enumerated().map { $0.isMultiple(of: 2) ? $1 : -$1 }, contributions: true)
      let outside = points.indices.filter { row in points[row].contains { $0 >= 2.5 } }
      #expect(found.outside == outside)
      let rows = points.indices.filter { !outside.contains($0) }
      let expected = union(rows.map { points[$0] }, to: reference)
      #expect(abs(found.volume - expected) <= 1e-12 * max(1, expected))
      for row in points.indices {
        let others = rows.filter { $0 != row }.map { points[$0] }
        let added = outside.contains(row) ? 0 : expected - union(others, to: reference)
        #expect(abs((found.contributions?[row] ?? .nan) - added) <= 1e-11)
      }
    }
  }

  @Test func `a volume that does not exist is refused in words`() {
    func message(_ reference: [Double], _ first: [Double] = [1, 2]) -> String? {
      do {
        _ = try Hypervolume(
          [
            Objective(name: "latency", values: first, sense: .minimize),
            Objective(name: "cost", values: [2, 1], sense: .minimize),
          ], reference: reference)
        return nil
      } catch { return "\(error)" }
    }
    #expect(message([3]) == "The reference point has 1 values for 2 objectives.")
    #expect(message([3, .infinity]) == "The reference point is inf in cost; it must be finite.")
    #expect(message([3, 3], [1, -.infinity]) == "latency of row 1 is infinitely good; no volume holds it.")
    #expect(message([3, 3]) == nil)
  }

  @Test func `in five and six objectives the exact volume lies inside the simulated interval`() throws {
    var generator = SeededGenerator(seed: 8)
    var held = 0
    for round in 0..<200 {
      let dimensions = 5 + round % 2
      let points = (0..<(1 + generator.nextIndex(below: 8))).map { _ in
        (0..<dimensions).map { _ in generator.nextUniform() }
      }
      let objectives = (0..<dimensions).map { k in
        Objective(name: "f\(k)", values: points.map { $0[k] }, sense: .minimize)
      }
      let reference = [Double](repeating: 1, count: dimensions)
      let found = try Hypervolume(
        objectives, reference: reference, samples: 2_000, level: 0.99, seed: UInt64(round))
      let exact = union(points, to: reference)
      let interval = try #require(found.interval)
      #expect(interval.value == found.volume)
      if interval.lower - 1e-12 <= exact, exact <= interval.upper + 1e-12 { held += 1 }
    }
    // 99 % of 200: fewer than 194 has a probability of 1e-3.
    #expect(held >= 194)
  }

  @Test func `larger sets in three and four objectives agree with a sum over a grid`() throws {
    var generator = SeededGenerator(seed: 12)
    for dimensions in 3...4 {
      let side = dimensions == 3 ? 14 : 8
      let points = (0..<120).map { _ in (0..<dimensions).map { _ in generator.nextIndex(below: side) } }
      let objectives = (0..<dimensions).map { k in
        Objective(name: "f\(k)", values: points.map { Double($0[k]) }, sense: .minimize)
      }
      var cells = 0
      var cell = [Int](repeating: 0, count: dimensions)
      for number in 0..<Int((0..<dimensions).reduce(1) { product, _ in product * side }) {
        var rest = number
        for index in 0..<dimensions {
          cell[index] = rest % side
          rest /= side
        }
        if points.contains(where: { point in point.indices.allSatisfy { point[$0] <= cell[$0] } }) { cells += 1 }
      }
      let found = try Hypervolume(objectives, reference: [Double](repeating: Double(side), count: dimensions))
      #expect(abs(found.volume - Double(cells)) < 1e-9, "\(dimensions)")
    }
  }

  @Test func `the contributions of a front of two objectives are their rectangles`() throws {
    // Rectangles of 1 x 1, 1 x 1 and 1 x 1 between neighbours; row 3 stands behind row 1 alone and takes a quarter of its.
    let objectives = [
      Objective(name: "a", values: [1, 2, 3, 2.5, 2], sense: .minimize),
      Objective(name: "b", values: [3, 2, 1, 2.5, 5], sense: .minimize),
    ]
    let found = try Hypervolume(objectives, reference: [4, 4], contributions: true)
    #expect(found.volume == 6)
    #expect(found.contributions == [1, 0.75, 1, 0, 0])
    #expect(found.outside == [4])
  }
}
