import ScalingStatistics

/// The volume of a union of boxes by simulation.
///
/// A point is drawn from a box that is chosen by its volume, and counted where no box before its own holds it: every point of the union is then counted once, so that the volume is the sum of the boxes' times the share counted. The relative error does not
/// grow with the number of objectives, as that of points drawn from one bounding box does. R. M. Karp, M. Luby and N. Madras, Journal of Algorithms 10 (1989).
enum SampledVolume {
  /// `values` are minimized columns; throws `ParetoError` for fewer than 100 samples and a level outside 0 to 1.
  static func estimate(
    members: [Int], values: [[Double]], bound: [Double], samples: Int, level: Double, seed: UInt64
  ) throws -> Estimate {
    guard samples >= 100 else {
      throw ParetoError("\(samples) samples were asked for; a simulated volume needs at least 100.")
    }
    guard level > 0, level < 1 else {
      throw ParetoError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    let dimensions = values.count
    let boxes = members.map { row in
      (row: row, volume: values.indices.reduce(1) { $0 * (bound[$1] - values[$1][row]) })
    }.sorted { ($1.volume, $0.row) < ($0.volume, $1.row) }
    // Large boxes first: most points then meet the box that holds them early.
    var corners = [Double](repeating: 0, count: boxes.count * dimensions)
    var sums: [Double] = []
    var total = 0.0
    for (place, box) in boxes.enumerated() {
      for index in 0..<dimensions { corners[place * dimensions + index] = values[index][box.row] }
      total += box.volume
      sums.append(total)
    }
    guard total > 0, total.isFinite else {
      return Estimate(value: 0, lower: 0, upper: total.isFinite ? 0 : .infinity, level: level, method: "no volume")
    }
    var generator = SeededGenerator(seed: seed)
    var counted = 0
    var point = [Double](repeating: 0, count: dimensions)
    for _ in 0..<samples {
      let drawn = generator.nextUniform() * total
      var low = 0
      var high = boxes.count - 1
      while low < high {
        let middle = (low + high) / 2
        if sums[middle] > drawn { high = middle } else { low = middle + 1 }
      }
      for index in 0..<dimensions {
        let corner = corners[low * dimensions + index]
        point[index] = corner + generator.nextUniform() * (bound[index] - corner)
      }
      if !isHeld(point, by: corners, before: low) { counted += 1 }
    }
    let share: Estimate
    do {
      share = try BinomialInterval.wilson(successes: counted, trials: samples, level: level)
    } catch let error as StatisticsError { throw ParetoError(error.message) }
    return Estimate(
      value: total * share.value, lower: total * share.lower, upper: total * share.upper, level: level,
      method: "union of boxes sampled, \(samples) points, seed \(seed)")
  }

  private static func isHeld(_ point: [Double], by corners: [Double], before count: Int) -> Bool {
    let dimensions = point.count
    return point.withUnsafeBufferPointer { point in
      corners.withUnsafeBufferPointer { corners in
        for place in 0..<count {
          var index = 0
          while index < dimensions, corners[place * dimensions + index] <= point[index] { index += 1 }
          if index == dimensions { return true }
        }
        return false
      }
    }
  }
}
