#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The grid of shapes that a fit looks at before it polishes: what makes "no guess" and "nothing lower on a stated grid" true.
struct ShapeScan {
  let box: [ShapeRange]
  /// Grid points along each shape.
  let steps: Int

  init(box: [ShapeRange]) {
    self.box = box
    switch box.count {
    case 0, 1: steps = 128
    case 2: steps = 40
    default: steps = 16
    }
  }

  var cellCount: Int { box.reduce(1) { count, _ in count * steps } }

  /// The shapes of a cell, the first shape varying fastest.
  func shape(cell: Int, into shape: UnsafeMutablePointer<Double>) {
    var rest = cell
    for (k, range) in box.enumerated() {
      let share = Double(rest % steps) / Double(steps - 1)
      rest /= steps
      switch range.spacing {
      case .linear: shape[k] = range.lower + share * (range.upper - range.lower)
      case .logarithmic: shape[k] = exp(log(range.lower) + share * (log(range.upper) - log(range.lower)))
      }
      // The ends of the range exactly, whatever the rounding of exp and log.
      if share == 0 { shape[k] = range.lower }
      if share == 1 { shape[k] = range.upper }
    }
  }

  /// The cells that no neighbour along an axis beats, lowest first, at most `limit`.
  func localMinima(_ objective: [Double], limit: Int) -> [Int] {
    var found: [Int] = []
    for cell in objective.indices where objective[cell].isFinite {
      var stride = 1
      var isLowest = true
      for _ in box.indices {
        let position = cell / stride % steps
        if position > 0, objective[cell - stride] < objective[cell] { isLowest = false }
        // Strictly lower on one side only, so that a plateau gives one cell.
        if position < steps - 1, objective[cell + stride] <= objective[cell] { isLowest = false }
        stride *= steps
      }
      if isLowest { found.append(cell) }
    }
    let sorted = found.sorted { (objective[$0], $0) < (objective[$1], $1) }
    if !sorted.isEmpty { return Array(sorted.prefix(limit)) }
    // A flat objective has no strict minimum: any finite cell serves.
    return objective.indices.filter { objective[$0].isFinite }.min { objective[$0] < objective[$1] }.map { [$0] } ?? []
  }
}
