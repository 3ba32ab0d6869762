import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The observations of a broken power law in working coordinates, u = ln x less its mean.
struct BrokenPowerData {
  let x: [Double]
  let y: [Double]
  let weights: [Double]?
  let scale: BrokenPowerLaw.Scale
  let floor: ClosedRange<Double>
  let u: [Double]
  let mean: Double

  init(x: [Double], y: [Double], weights: [Double]?, scale: BrokenPowerLaw.Scale, floor: ClosedRange<Double>) {
    self.x = x
    self.y = y
    self.weights = weights
    self.scale = scale
    self.floor = floor
    let logs = x.map { log($0) }
    let mean = logs.reduce(0, +) / Double(max(1, logs.count))
    self.mean = mean
    u = logs.map { $0 - mean }
  }

  func weight(_ i: Int) -> Double { weights?[i] ?? 1 }
}

/// One start: y = floor + sign · exp(height - exponent · u - Σ change · width · ln(1 + e^((u - place) / width))).
struct BrokenPowerStart {
  struct Bend {
    var place: Double
    var change: Double
    var logWidth: Double
  }

  var sign: Double
  var floor: Double
  var height: Double
  var exponent: Double
  var bends: [Bend]
  var objective: Double
  /// The grid's place of each break, by which starts are told apart.
  var cell: [Int]
}

/// The grid behind the words "no initial guess".
struct BrokenPowerSearch {
  let data: BrokenPowerData
  let breaks: Int
  let places: [Double]
  let widths: [Double]
  let span: Double
  let low: Double
  let high: Double

  init(data: BrokenPowerData, breaks: Int) {
    self.data = data
    self.breaks = breaks
    low = data.u.min() ?? 0
    high = data.u.max() ?? 0
    let (low, span) = (low, high - low)
    self.span = span
    let count = [36, 24, 16][breaks - 1]
    places = (0..<count).map { low + span * (-0.25 + 1.5 * (Double($0) + 0.5) / Double(count)) }
    widths = [[0.01, 0.03, 0.08, 0.2, 0.5], [0.012, 0.04, 0.13, 0.4], [0.015, 0.05, 0.2]][breaks - 1].map { $0 * span }
  }

  /// The floor's range: what the caller allows, and no further from the data than ten times their range, where any chain of bends is a chain of straight lines in ln x.
  var floorRange: ClosedRange<Double> {
    let (least, most) = (data.y.min() ?? 0, data.y.max() ?? 0)
    let low = max(data.floor.lowerBound, least - 10 * (most - least))
    let high = min(data.floor.upperBound, most + 10 * (most - least))
    return low <= high ? low...high : data.floor
  }
  /// The ends of every exponent, place and ln width.
  var exponents: ClosedRange<Double> { -400 / span...400 / span }
  var placeRange: ClosedRange<Double> { low - 0.25 * span...high + 0.25 * span }
  var logWidths: ClosedRange<Double> { log(span / 400)...log(span) }

  /// The best and most different starts, lowest first, and the number of combinations looked at.
  func starts() -> (starts: [BrokenPowerStart], cells: Int) {
    var cells = 0
    let bends = places.flatMap { place in
      widths.map { width in data.u.map { width * BrokenPowerLaw.softplus(($0 - place) / width) } }
    }
    // Far from its data a floor makes any chain of bends nearly linear, so that such floors crowd out the others: each has its own best.
    let groups = floors().map { sign, floor in
      linear(sign: sign, floor: floor, bends: bends, cells: &cells).compactMap {
        solved(BrokenPowerPattern(self, from: $0).best)
      }.sorted {
        $0.objective < $1.objective
      }
    }.filter { !$0.isEmpty }.sorted { $0[0].objective < $1[0].objective }
    var chosen = groups.prefix(8).map { $0[0] }
    // Then those that differ from all before in a break by more than a step of the grid.
    for start in groups.joined().sorted(by: { $0.objective < $1.objective }) where chosen.count < 12 {
      let isNear = chosen.contains { other in
        other.sign == start.sign && zip(other.cell, start.cell).allSatisfy { abs($0 - $1) <= 1 }
      }
      if !isNear { chosen.append(start) }
    }
    return (chosen, cells)
  }

  /// Floors below all y and ceilings above, within the bounds.
  private func floors() -> [(sign: Double, floor: Double)] {
    let (least, most) = (data.y.min() ?? 0, data.y.max() ?? 0)
    let range = most - least
    var list: [(sign: Double, floor: Double)] = []
    for sign in [1.0, -1] {
      for share in [0.001, 0.01, 0.03, 0.1, 0.3, 1, 3] {
        let edge = sign > 0 ? least - share * range : most + share * range
        let floor = min(max(edge, data.floor.lowerBound), data.floor.upperBound)
        guard sign > 0 ? floor < least : floor > most else { continue }
        if list.last.map({ $0.sign == sign && $0.floor == floor }) != true { list.append((sign, floor)) }
      }
    }
    return list
  }

  /// For one floor: exponents and amplitude of every set of breaks by linear least squares of ln |y - floor|, the best widths of each set.
  private func linear(sign: Double, floor: Double, bends: [[Double]], cells: inout Int) -> [BrokenPowerStart] {
    let n = data.u.count
    let heights = data.y.map { log(sign * ($0 - floor)) }
    // A residual of ln |y - floor| is one of y over y - floor.
    let roots = (0..<n).map { i in
      data.weight(i).squareRoot() * abs(data.y[i] - floor) * abs(data.scale.slope(data.y[i]))
    }
    let columns = ([[Double](repeating: 1, count: n), data.u] + bends).map { column in
      (0..<n).map { column[$0] * roots[$0] }
    }
    let target = (0..<n).map { heights[$0] * roots[$0] }
    let size = columns.count
    var gram = [Double](repeating: 0, count: size * size)
    var right = [Double](repeating: 0, count: size)
    for a in 0..<size {
      right[a] = Self.dot(columns[a], target)
      for b in 0...a {
        gram[a * size + b] = Self.dot(columns[a], columns[b])
        gram[b * size + a] = gram[a * size + b]
      }
    }
    let total = Self.dot(target, target)
    let order = breaks + 2
    var best: [BrokenPowerStart] = []
    var matrix = [Double](repeating: 0, count: order * order)
    var solution = [Double](repeating: 0, count: order)
    var chosen = [0, 1] + [Int](repeating: 0, count: breaks)
    let combinations = (0..<breaks).reduce(1) { product, _ in product * widths.count }
    forEachSet { cell in
      var lowest: BrokenPowerStart?
      for combination in 0..<combinations {
        var rest = combination
        for k in 0..<breaks {
          chosen[2 + k] = 2 + cell[k] * widths.count + rest % widths.count
          rest /= widths.count
        }
        cells += 1
        guard
          let explained = Self.solve(gram, right, size: size, chosen: chosen, matrix: &matrix, solution: &solution)
        else { continue }
        let objective = total - explained
        guard objective < (lowest?.objective ?? .infinity) else { continue }
        lowest = BrokenPowerStart(
          sign: sign, floor: floor, height: solution[0], exponent: -solution[1],
          bends: (0..<breaks).map {
            BrokenPowerStart.Bend(
              place: places[cell[$0]], change: -solution[2 + $0],
              logWidth: log(widths[(chosen[2 + $0] - 2) % widths.count]))
          }, objective: objective, cell: cell)
      }
      if let lowest { best.append(lowest) }
    }
    best.sort { $0.objective < $1.objective }
    return Array(best.prefix(breaks == 1 ? 12 : 24))
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in for i in a.indices { sum += a[i] * b[i] } }
    }
    return sum
  }

  /// Every rising set of places.
  private func forEachSet(_ body: ([Int]) -> Void) {
    for a in places.indices {
      if breaks == 1 { body([a]) }
      guard breaks > 1 else { continue }
      for b in (a + 1)..<max(a + 1, places.count) {
        if breaks == 2 { body([a, b]) }
        guard breaks > 2 else { continue }
        for c in (b + 1)..<max(b + 1, places.count) { body([a, b, c]) }
      }
    }
  }

  /// Cholesky's solution over the chosen columns and the squares that it explains; nil where they are dependent.
  static func solve(
    _ gram: [Double], _ right: [Double], size: Int, chosen: [Int], matrix: inout [Double], solution: inout [Double]
  ) -> Double? {
    let order = chosen.count
    var explained = 0.0
    for i in 0..<order {
      for j in 0...i {
        var sum = gram[chosen[i] * size + chosen[j]]
        let whole = sum
        for k in 0..<j { sum -= matrix[i * order + k] * matrix[j * order + k] }
        if i == j {
          guard sum > 1e-11 * whole else { return nil }
          matrix[i * order + i] = sum.squareRoot()
        } else {
          matrix[i * order + j] = sum / matrix[j * order + j]
        }
      }
      var value = right[chosen[i]]
      for k in 0..<i { value -= matrix[i * order + k] * solution[k] }
      solution[i] = value / matrix[i * order + i]
      explained += solution[i] * solution[i]
    }
    for i in stride(from: order - 1, through: 0, by: -1) {
      for k in (i + 1)..<max(i + 1, order) { solution[i] -= matrix[k * order + i] * solution[k] }
      solution[i] /= matrix[i * order + i]
    }
    return explained
  }

  /// The start with floor and amplitude solved on y itself and its objective on the scale of the fit; nil where that is not a number.
  private func solved(_ start: BrokenPowerStart) -> BrokenPowerStart? {
    var start = start
    start.exponent = min(max(start.exponent, exponents.lowerBound), exponents.upperBound)
    for k in start.bends.indices {
      start.bends[k].change = min(max(start.bends[k].change, exponents.lowerBound), exponents.upperBound)
    }
    let shape = data.u.map { u in
      exp(
        start.bends.reduce(start.height - start.exponent * u) {
          let width = exp($1.logWidth)
          return $0 - $1.change * width * BrokenPowerLaw.softplus((u - $1.place) / width)
        })
    }
    func objective(_ floor: Double, _ factor: Double) -> Double {
      var sum = 0.0
      for i in data.y.indices {
        let value = data.scale.transformed(floor + start.sign * factor * shape[i])
        let r = data.scale.transformed(data.y[i]) - value
        sum += data.weight(i) * r * r
      }
      return sum.isFinite ? sum : .infinity
    }
    start.objective = objective(start.floor, 1)
    var (w, s, ss, t, st) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for i in data.y.indices {
      let slope = data.scale.slope(data.y[i])
      let weight = data.weight(i) * slope * slope
      w += weight
      s += weight * shape[i]
      ss += weight * shape[i] * shape[i]
      t += weight * data.y[i]
      st += weight * shape[i] * data.y[i]
    }
    let determinant = w * ss - s * s
    if determinant > 1e-12 * w * ss {
      let own = (ss * t - s * st) / determinant
      let floor = min(max(own, data.floor.lowerBound), data.floor.upperBound)
      let factor = start.sign * (st - floor * s) / ss
      let value = factor > 0 ? objective(floor, factor) : .infinity
      if value < start.objective {
        start.floor = floor
        start.height += log(factor)
        start.objective = value
      }
    }
    return start.objective.isFinite ? start : nil
  }
}
