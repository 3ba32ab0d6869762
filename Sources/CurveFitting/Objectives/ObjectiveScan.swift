import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The starts of a fit: the local minima of least squares over a grid of shapes, amplitudes eliminated within their bounds.
///
/// For logarithms the squares are weighted by 1/y². A sum of two powers takes one matrix product for the whole grid; other models are evaluated at every cell.
struct ObjectiveScan {
  /// Parameters of the local minima, lowest first.
  let starts: [[Double]]
  let cells: Int
  let gridMinimum: Double

  init(_ problem: ObjectiveProblem, limit: Int, refinement: Int = 1) {
    var objectives: [Double]
    let scan: ShapeGrid
    if problem.isTwoPower {
      scan = ShapeGrid(box: problem.box, steps: 32 * refinement)
      objectives = Self.twoPowerObjectives(problem, scan)
    } else {
      scan = ShapeGrid(box: problem.box, steps: ShapeScan(box: problem.box).steps * refinement)
      objectives = []
    }
    let n = problem.count
    let elimination = AmplitudeElimination(
      rows: n, lower: Array(problem.lower.prefix(problem.termCount)),
      upper: Array(problem.upper.prefix(problem.termCount)))
    let response = (0..<n).map { problem.response[$0] * problem.scanRoots[$0] }
    var shape = [Double](repeating: 0, count: max(1, problem.shapeCount))
    func least(_ cell: Int) -> Double {
      scan.shape(cell: cell, into: &shape)
      shape.withUnsafeBufferPointer { shape in
        guard let shape = shape.baseAddress else { return }
        problem.model.evaluate(
          problem.predictors, shape: shape, order: 0,
          into: BasisColumns(count: n, terms: problem.terms, first: problem.first, second: problem.second))
      }
      for j in 0..<problem.termCount {
        for i in 0..<n { problem.terms[j * n + i] *= problem.scanRoots[i] }
      }
      return response.withUnsafeBufferPointer { response in
        response.baseAddress.map { elimination.solve(terms: problem.terms, response: $0) } ?? .infinity
      }
    }
    if objectives.isEmpty { objectives = (0..<scan.cellCount).map(least) }
    cells = scan.cellCount
    gridMinimum = objectives.min() ?? .infinity
    var chosen = scan.localMinima(objectives, limit: limit)
    if problem.isTwoPower {
      for cell in scan.regionMinima(objectives, cuts: n <= 64 ? [1, 5] : [5]) where !chosen.contains(cell) {
        chosen.append(cell)
      }
    }
    starts = chosen.map { cell in
      _ = least(cell)
      return (0..<problem.termCount).map { elimination.values[$0] } + shape.prefix(problem.shapeCount)
    }
  }

  private static func twoPowerObjectives(_ problem: ObjectiveProblem, _ grid: ShapeGrid) -> [Double] {
    let steps = grid.steps
    let n = Int64(problem.count)
    let axes = grid.axes
    var bounds: [Double] = []
    for j in 0..<3 { bounds += [problem.lower[j], problem.upper[j]] }
    var objectives = [Double](repeating: .infinity, count: steps * steps)
    let work = UnsafeMutablePointer<Double>.allocate(
      capacity: Int(cla_two_power_scan_work(n, Int32(steps), Int32(steps))))
    defer { work.deallocate() }
    _ = problem.withLogs { u, v in
      cla_two_power_scan(
        n, u, v, problem.response, problem.scanRoots, Int32(steps), axes[0], Int32(steps), axes[1], bounds, work,
        &objectives)
    }
    return objectives
  }
}

/// A grid over the ranges of the shapes, with its local minima among all neighbours.
struct ShapeGrid {
  let steps: Int
  let axes: [[Double]]

  init(box: [ShapeRange], steps: Int) {
    self.steps = steps
    axes = box.map { range in
      (0..<steps).map { k in
        if k == 0 { return range.lower }
        if k == steps - 1 { return range.upper }
        let share = Double(k) / Double(steps - 1)
        switch range.spacing {
        case .linear: return range.lower + share * (range.upper - range.lower)
        case .logarithmic: return exp(log(range.lower) + share * (log(range.upper) - log(range.lower)))
        }
      }
    }
  }

  var cellCount: Int { axes.reduce(1) { count, _ in count * steps } }

  func shape(cell: Int, into shape: inout [Double]) {
    var rest = cell
    for (k, axis) in axes.enumerated() {
      shape[k] = axis[rest % steps]
      rest /= steps
    }
  }

  /// The lowest cell of each region of a plane of exponents, cut where exponent times span is one of `cuts`.
  ///
  /// A steep power, of which one point stands out, makes up for what a coarse grid misses of the other exponent and hides the valley of gentle ones beside it.
  func regionMinima(_ objectives: [Double], cuts: [Double]) -> [Int] {
    func region(_ axis: [Double], _ k: Int) -> Int { cuts.count { axis[k] > 1000 * $0 * axis[0] } }
    var best = [Int](repeating: -1, count: (cuts.count + 1) * (cuts.count + 1))
    let columns = (0..<steps).map { region(axes[0], $0) }
    for row in 0..<steps {
      let first = region(axes[1], row) * (cuts.count + 1)
      for column in 0..<steps {
        let cell = row * steps + column
        let place = first + columns[column]
        if objectives[cell].isFinite, best[place] < 0 || objectives[cell] < objectives[best[place]] {
          best[place] = cell
        }
      }
    }
    return best.filter { $0 >= 0 }
  }

  /// The cells that no neighbour along an axis beats, lowest first, at most `limit`.
  func localMinima(_ objectives: [Double], limit: Int) -> [Int] {
    var found: [Int] = []
    for cell in objectives.indices where objectives[cell].isFinite {
      var stride = 1
      var isLowest = true
      for _ in axes.indices where isLowest {
        let position = cell / stride % steps
        if position > 0, objectives[cell - stride] < objectives[cell] { isLowest = false }
        // Strictly lower on one side only, so that a plateau gives one cell.
        if position < steps - 1, objectives[cell + stride] <= objectives[cell] { isLowest = false }
        stride *= steps
      }
      if isLowest { found.append(cell) }
    }
    found.sort { (objectives[$0], $0) < (objectives[$1], $1) }
    if !found.isEmpty { return Array(found.prefix(limit)) }
    // A flat objective has no strict minimum: any finite cell serves.
    return objectives.indices.filter { objectives[$0].isFinite }.min { objectives[$0] < objectives[$1] }.map { [$0] }
      ?? []
  }
}
