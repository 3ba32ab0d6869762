import BenchmarkSupport
import ParetoFrontiers
import ScalingStatistics

/// Random small sets with ties, repeats, both zeros and infinities against brute force: fronts, groups, ranks and dominators; volumes against inclusion and exclusion.
enum FrontCheck {
  static func run(count: Int) throws {
    var generator = SeededGenerator(seed: 2_026)
    var wrong = 0
    var first = -1
    var worstVolume = 0.0
    var volumes = 0
    var outsideIntervals = 0
    var simulated = 0
    for round in 0..<count {
      let dimensions = 2 + round % 5
      let rows = 1 + generator.nextIndex(below: 24)
      let levels = 2 + generator.nextIndex(below: 9)
      let specials = generator.nextIndex(below: 3) == 0
      let points = (0..<rows).map { _ in
        (0..<dimensions).map { _ in number(&generator, levels: levels, specials: specials) }
      }
      let objectives = (0..<dimensions).map { k in
        Objective(name: "f\(k)", values: points.map { $0[k] }, sense: k % 3 == 1 ? .maximize : .minimize)
      }
      let signed = points.map { point in point.indices.map { $0 % 3 == 1 ? -point[$0] : point[$0] } }
      if try !agrees(objectives, signed) {
        wrong += 1
        if first < 0 { first = round }
      }
      guard (round / 5) % 4 == 0, !specials, rows <= 10 else { continue }
      let bound = Double(levels)
      let reference = (0..<dimensions).map { $0 % 3 == 1 ? -bound : bound }
      // Maximized columns are turned so that they lie inside the reference.
      let turned = (0..<dimensions).map { k in
        Objective(
          name: "f\(k)", values: points.map { k % 3 == 1 ? -abs($0[k]) : abs($0[k]) },
          sense: k % 3 == 1 ? .maximize : .minimize)
      }
      let found = try Hypervolume(turned, reference: reference, samples: 2_000, level: 0.99, seed: UInt64(round))
      let exact = union(points.map { $0.map { abs($0) } }.filter { $0.allSatisfy { $0 < bound } }, bound: bound)
      if let interval = found.interval {
        simulated += 1
        if exact < interval.lower * (1 - 1e-12) || exact > interval.upper * (1 + 1e-12) { outsideIntervals += 1 }
      } else {
        volumes += 1
        worstVolume = max(worstVolume, abs(found.volume - exact) / max(exact, 1e-300))
        if exact == 0, found.volume == 0 { continue }
      }
    }
    printJSONLine([
      ("sets", .count(count)), ("wrong", .count(wrong)), ("first", .count(first)), ("volumes", .count(volumes)),
      ("worst_volume", .number(worstVolume)), ("simulated", .count(simulated)),
      ("outside", .count(outsideIntervals)),
    ])
  }

  private static func number(_ generator: inout SeededGenerator, levels: Int, specials: Bool) -> Double {
    if specials {
      switch generator.nextIndex(below: 12) {
      case 0: return .infinity
      case 1: return -.infinity
      case 2: return -0.0
      case 3: return 0
      default: break
      }
    }
    return Double(generator.nextIndex(below: levels))
  }

  private static func dominates(_ a: [Double], _ b: [Double]) -> Bool {
    zip(a, b).allSatisfy { $0 <= $1 } && zip(a, b).contains { $0 < $1 }
  }

  private static func agrees(_ objectives: [Objective], _ points: [[Double]]) throws -> Bool {
    let front = try ParetoFront(objectives)
    let isMember = points.map { point in !points.contains { dominates($0, point) } }
    guard Set(front.members) == Set(points.indices.filter { isMember[$0] }),
      front.members.count == Set(front.members).count
    else { return false }
    for group in front.groups {
      guard group.allSatisfy({ points[$0] == points[group[0]] }), group == group.sorted() else { return false }
    }
    guard Set(front.groups.map { points[$0[0]].map { $0 + 0 } }).count == front.groups.count else { return false }
    for row in points.indices {
      let expected = points.indices.first { isMember[$0] && dominates(points[$0], points[row]) }
      guard front.dominator[row] == expected else { return false }
    }
    var left = Set(points.indices)
    var rank = 0
    let ranks = try ParetoRanks(objectives).ranks
    while !left.isEmpty {
      let best = left.filter { row in !left.contains { dominates(points[$0], points[row]) } }
      guard best.allSatisfy({ ranks[$0] == rank }) else { return false }
      left.subtract(best)
      rank += 1
    }
    return true
  }

  /// Inclusion and exclusion over the subsets of up to ten boxes.
  private static func union(_ points: [[Double]], bound: Double) -> Double {
    guard let dimensions = points.first?.count else { return 0 }
    var volume = 0.0
    for subset in 1..<(1 << points.count) {
      var corner = [Double](repeating: -.infinity, count: dimensions)
      for index in points.indices where subset & (1 << index) != 0 { corner = zip(corner, points[index]).map(max) }
      let box = corner.reduce(1) { $0 * (bound - $1) }
      volume += subset.nonzeroBitCount.isMultiple(of: 2) ? -box : box
    }
    return volume
  }
}
