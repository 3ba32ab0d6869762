#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A start moved off the grid: places, widths and floor step up and down, halving their steps, while the rest is solved by linear least squares.
///
/// Between two cells of a grid for two or three breaks the objective changes more than between two floors, so that starts are told apart only after this.
struct BrokenPowerPattern {
  /// The lowest start found, its objective that of ln |y - floor|.
  private(set) var best: BrokenPowerStart
  private let search: BrokenPowerSearch

  init(_ search: BrokenPowerSearch, from start: BrokenPowerStart) {
    self.search = search
    best = start
    var place = search.span / Double(search.places.count)
    var logWidth = 0.6
    var distance = 0.5
    for _ in 0..<(search.breaks == 1 ? 8 : 14) {
      var isLower = false
      for k in start.bends.indices {
        for sign in [-1.0, 1] {
          isLower = tried { $0.bends[k].place += sign * place } || isLower
          isLower = tried { $0.bends[k].logWidth += sign * logWidth } || isLower
        }
      }
      for sign in [-1.0, 1] {
        let floor = moved(best, by: sign * distance)
        isLower = tried { $0.floor = floor } || isLower
      }
      guard !isLower else { continue }
      place *= 0.5
      logWidth *= 0.5
      distance *= 0.5
    }
  }

  /// The floor with its distance from the nearest y times e^step.
  private func moved(_ start: BrokenPowerStart, by step: Double) -> Double {
    let data = search.data
    let edge = (start.sign > 0 ? data.y.min() : data.y.max()) ?? 0
    let range = search.floorRange
    return min(max(edge + (start.floor - edge) * exp(step), range.lowerBound), range.upperBound)
  }

  private mutating func tried(_ change: (inout BrokenPowerStart) -> Void) -> Bool {
    var next = best
    change(&next)
    for bend in next.bends {
      guard search.placeRange.contains(bend.place), search.logWidths.contains(bend.logWidth) else { return false }
    }
    guard let solved = linear(next), solved.objective < best.objective else { return false }
    best = solved
    return true
  }

  /// The start with its height and exponents solved.
  private func linear(_ start: BrokenPowerStart) -> BrokenPowerStart? {
    let data = search.data
    let n = data.u.count
    let size = start.bends.count + 2
    var columns = [[Double]](repeating: [Double](repeating: 0, count: n), count: size)
    var target = [Double](repeating: 0, count: n)
    let widths = start.bends.map { exp($0.logWidth) }
    for i in 0..<n {
      let excess = start.sign * (data.y[i] - start.floor)
      guard excess > 0 else { return nil }
      let root = data.weight(i).squareRoot() * excess * abs(data.scale.slope(data.y[i]))
      columns[0][i] = root
      columns[1][i] = root * data.u[i]
      for k in widths.indices {
        columns[2 + k][i] =
          root * widths[k] * BrokenPowerLaw.softplus((data.u[i] - start.bends[k].place) / widths[k])
      }
      target[i] = root * log(excess)
    }
    var gram = [Double](repeating: 0, count: size * size)
    for a in 0..<size { for b in 0...a { gram[a * size + b] = BrokenPowerSearch.dot(columns[a], columns[b]) } }
    var matrix = gram
    var solution = [Double](repeating: 0, count: size)
    guard
      let explained = BrokenPowerSearch.solve(
        gram, columns.map { BrokenPowerSearch.dot($0, target) }, size: size, chosen: Array(0..<size), matrix: &matrix,
        solution: &solution)
    else { return nil }
    var found = start
    found.objective = BrokenPowerSearch.dot(target, target) - explained
    found.height = solution[0]
    found.exponent = -solution[1]
    for k in widths.indices { found.bends[k].change = -solution[2 + k] }
    return found
  }
}
