import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Maximum likelihood for nested shares: scan of the shapes, then Newton steps on the multinomial likelihood within the bounds.
///
/// The scan takes, for every cell of the grid, the amplitudes of least squares under the observed covariance and raises their likelihood by a few Newton steps; the lowest local minima
/// of half the deviance are polished in all parameters. A step is judged by the likelihood itself, so what comes out is never less likely than what went in.
final class NestedShareSolver {
  /// A point of the search.
  struct Candidate {
    var parameters: [Double]
    /// Half the deviance there.
    var value: Double
    /// Whether it is a minimum within the bounds.
    var isSettled = false
  }

  let likelihood: NestedShareLikelihood
  let box: [ShapeRange]
  let scan: ShapeScan
  /// The bounds of amplitudes and shapes.
  let lower: [Double]
  let upper: [Double]

  private let elimination: AmplitudeElimination
  private let roots: [Double]
  private let response: [Double]
  private let differences: UnsafeMutablePointer<Double>
  private let buffer: NumberBuffer

  init(likelihood: NestedShareLikelihood, bounds: [ClosedRange<Double>]) {
    self.likelihood = likelihood
    box = likelihood.model.shapeBox(for: likelihood.predictors.map(\.reference))
    scan = ShapeScan(box: box)
    lower = bounds.map(\.lowerBound) + box.map(\.lower)
    upper = bounds.map(\.upperBound) + box.map(\.upper)
    let rows = likelihood.cellCount
    elimination = AmplitudeElimination(
      rows: rows, lower: bounds.map(\.lowerBound), upper: bounds.map(\.upperBound))
    // Least squares in the cells, each with its own variance, is generalised least squares in the shares. Half a problem more in every cell (Jeffreys) keeps variances positive.
    let n = likelihood.problemCount
    let roots = likelihood.counts.map { (n * (n + 0.5 * Double(rows)) / ($0 + 0.5)).squareRoot() }
    self.roots = roots
    response = likelihood.counts.indices.map {
      (likelihood.counts[$0] / n - ($0 == rows - 1 ? 1 : 0)) * roots[$0]
    }
    buffer = NumberBuffer(capacity: rows * bounds.count)
    differences = buffer.take(rows * bounds.count)
  }

  /// The likeliest parameters, and the least half deviance of the scan.
  ///
  /// Near a start: its basin and the lowest of a scan by least squares alone, since laws whose tail falls below the floor of a cell can have two maxima; the full search only
  /// where that does not settle.
  func solve(near start: [Double]? = nil) -> (best: Candidate, gridMinimum: Double) {
    var warm: Candidate?
    if let start, start.count == likelihood.parameterCount {
      let inside = start.indices.map { min(max(start[$0], lower[$0]), upper[$0]) }
      let again = leastSquares(shape: inside[likelihood.termCount...])
      let given = Candidate(parameters: inside, value: likelihood.value(inside))
      var best = descend(from: again.value < given.value ? again : given, limit: 60)
      if !box.isEmpty {
        for cell in scanned(refinements: 0, limit: 4).cells {
          // A tail that nothing follows can be far from its best amplitudes, and a hopeless start costs many steps.
          let raised = descend(from: cell, limit: 3, fixedShape: true)
          guard raised.value < best.value + 10 else { continue }
          let other = descend(from: raised, limit: 60)
          if other.value < best.value - likelihood.rounding { best = other }
        }
      }
      if best.isSettled { return (best, best.value) }
      warm = best
    }
    let (cells, gridMinimum) = scanned(refinements: 3, limit: 4)
    let candidates = cells.map { descend(from: $0, limit: 100) } + (warm.map { [$0] } ?? [])
    let best = candidates.min { $0.value < $1.value } ?? leastSquares(shape: box.map(\.lower)[...])
    return (best, gridMinimum)
  }

  // MARK: Scan

  /// The lowest local minima of the grid of shapes, each with amplitudes near its best, and the least half deviance of all cells.
  private func scanned(refinements: Int, limit: Int) -> (cells: [Candidate], gridMinimum: Double) {
    guard !box.isEmpty else {
      let only = leastSquares(shape: [])
      return ([only], only.value)
    }
    var shape = [Double](repeating: 0, count: box.count)
    var candidates: [Candidate] = []
    candidates.reserveCapacity(scan.cellCount)
    for cell in 0..<scan.cellCount {
      shape.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { scan.shape(cell: cell, into: base) } }
      candidates.append(descend(from: leastSquares(shape: shape[...]), limit: refinements, fixedShape: true))
    }
    let values = candidates.map(\.value)
    return (
      scan.localMinima(values, limit: limit).map {
        var start = candidates[$0]
        start.isSettled = false
        return start
      }, values.min() ?? .infinity
    )
  }

  /// The amplitudes of generalised least squares for a shape, under the covariance of the observed shares.
  private func leastSquares(shape: ArraySlice<Double>) -> Candidate {
    let rows = likelihood.cellCount
    let caps = rows - 1
    let terms = likelihood.terms(shape: shape)
    for j in 0..<likelihood.termCount {
      var previous = 0.0
      for i in 0..<rows {
        let value = i < caps ? terms[j * caps + i] : 0
        differences[j * rows + i] = (value - previous) * roots[i]
        previous = value
      }
    }
    _ = elimination.solve(terms: differences, response: response)
    let amplitudes = (0..<likelihood.termCount).map { j in
      let value = elimination.values[j]
      return value.isFinite ? value : min(max(0, lower[j]), upper[j])
    }
    return Candidate(parameters: amplitudes + shape, value: likelihood.value(amplitudes: amplitudes))
  }

  // MARK: Descent

  /// Newton steps within the bounds, in all parameters or in the amplitudes alone.
  private func descend(from start: Candidate, limit: Int, fixedShape: Bool = false) -> Candidate {
    var current = start
    var previousLength = Double.infinity
    guard current.value.isFinite else { return current }
    let slack = likelihood.rounding
    for _ in 0..<limit {
      let derivatives = likelihood.derivatives(current.parameters, fixedShape: fixedShape)
      let step = BoundedNewtonStep(derivatives, at: current.parameters, lower: lower, upper: upper)
      guard step.squaredLength.isFinite else { return current }
      // Lengths are in standard errors. Below 1e-9 there is nothing to gain; where steps stop shrinking while small, rounding is all that is left.
      let length = step.squaredLength.squareRoot()
      if length <= 1e-9 || length < 1e-5 && length > 0.5 * previousLength {
        current.isSettled = step.isMinimum
        return current
      }
      previousLength = length
      // Far from the minimum amplitudes follow a shape along a curve, which a straight step leaves.
      let follows = !fixedShape && likelihood.shapeCount > 0 && length > 0.1
      guard let next = advance(current, step: step, slack: slack, follows: follows) else {
        current.isSettled = step.isMinimum && step.squaredLength <= 100 * slack
        return current
      }
      current = next
    }
    return current
  }

  /// The longest halved step that lowers the deviance by a share of what the slope promises; nil where there is none.
  private func advance(_ current: Candidate, step: BoundedNewtonStep, slack: Double, follows: Bool) -> Candidate? {
    var share = 1.0
    for _ in 0..<50 {
      let parameters = step.moved(current.parameters, share: share, lower: lower, upper: upper)
      var candidate = Candidate(parameters: parameters, value: likelihood.value(parameters))
      if follows, candidate.value.isFinite { candidate = descend(from: candidate, limit: 2, fixedShape: true) }
      if candidate.value <= current.value - 1e-4 * share * step.squaredLength + slack {
        candidate.isSettled = false
        return candidate
      }
      share *= 0.5
    }
    return nil
  }
}
