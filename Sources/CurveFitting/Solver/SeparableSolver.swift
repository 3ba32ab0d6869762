import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Least squares for a separable model: scan of the shapes with the amplitudes eliminated, then full Newton steps.
///
/// The amplitudes that go with a shape are a small linear problem, solved exactly and within their bounds, so only the shapes are searched
/// (variable projection). The polish takes Newton steps on the exact objective with analytic second derivatives, in coordinates whitened by a
/// column-scaled QR factorisation: H = Rᵀ(I - B)R, B = R⁻ᵀ S R⁻¹, S = Σ ρᵢ ∇²fᵢ. Gauss-Newton steps (B = 0) serve where I - B is not positive definite.
/// One solver serves one set of data; it is not shared between threads.
final class SeparableSolver {
  struct Solution {
    var amplitudes: [Double]
    var shape: [Double]
    var objective: Double
    var termination: FitTermination
    /// Per amplitude: whether it sits on a bound.
    var amplitudeOnBound: [Bool]
    /// Per shape: whether it sits on an end of its range.
    var shapeOnBound: [Bool]
  }

  let model: any SeparableModel
  let predictors: [PredictorColumn]
  let box: [ShapeRange]
  let scan: ShapeScan
  let whitening: Whitening
  var evaluations = 0
  /// The shapes that the scan looked at.
  private(set) var cellsScanned = 1

  let n: Int
  let termCount: Int
  let shapeCount: Int
  /// Offset and power-of-two scale taken out of y: the digits of a curve on top of a large constant stay whole.
  let responseOffset: Double
  let responseScale: Double
  private let responseNorm: Double
  private let largestResponse: Double
  var largestResidual = 0.0
  /// Where the factors in `small` belong to; empty where they belong nowhere.
  private var factoredShape: [Double] = []

  private let buffer: NumberBuffer
  let response: UnsafeMutablePointer<Double>
  private let whitenedResponse: UnsafeMutablePointer<Double>
  let terms: UnsafeMutablePointer<Double>
  let first: UnsafeMutablePointer<Double>
  let second: UnsafeMutablePointer<Double>
  private let whitenedTerms: UnsafeMutablePointer<Double>
  let jacobian: UnsafeMutablePointer<Double>
  let residual: UnsafeMutablePointer<Double>
  let weighted: UnsafeMutablePointer<Double>
  let shapeBuffer: UnsafeMutablePointer<Double>
  private let elimination: AmplitudeElimination
  private let small: SmallNewtonSystem

  init(
    model: any SeparableModel, predictors: [PredictorColumn], y: [Double], whitening: Whitening,
    bounds: [ClosedRange<Double>]
  ) {
    self.model = model
    self.predictors = predictors
    self.whitening = whitening
    n = y.count
    termCount = bounds.count
    box = model.shapeBox(for: predictors.map(\.reference))
    shapeCount = box.count
    scan = ShapeScan(box: box)
    let offsetTerm = model.amplitudes.firstIndex(where: \.isOffset)
    // The mean of equal numbers is that number; a rounded sum would leave a curve of rounding errors to fit.
    let isConstant = y.allSatisfy { $0 == y[0] }
    let mean = isConstant ? y.first ?? 0 : y.reduce(0) { $0 + $1 / Double(y.count) }
    responseOffset = offsetTerm == nil ? 0 : mean
    let offset = responseOffset
    let largest = y.reduce(0) { max($0, abs($1 - offset)) }
    // A power of two: dividing by it is exact.
    let scale = largest > 0 && largest.isFinite ? exp2(floor(log2(largest))) : 1
    responseScale = scale
    elimination = AmplitudeElimination(
      rows: n, lower: bounds.enumerated().map { ($1.lowerBound - ($0 == offsetTerm ? offset : 0)) / scale },
      upper: bounds.enumerated().map { ($1.upperBound - ($0 == offsetTerm ? offset : 0)) / scale })

    let parameters = termCount + shapeCount
    let pairs = shapeCount * (shapeCount + 1) / 2
    let columns = 4 + 2 * termCount + termCount * (shapeCount + pairs) + parameters
    let buffer = NumberBuffer(capacity: n * columns + shapeCount + 1)
    self.buffer = buffer
    response = buffer.take(n)
    whitenedResponse = buffer.take(n)
    terms = buffer.take(n * termCount)
    first = buffer.take(n * termCount * shapeCount)
    second = buffer.take(n * termCount * pairs)
    whitenedTerms = buffer.take(n * termCount)
    jacobian = buffer.take(n * parameters)
    residual = buffer.take(n)
    weighted = buffer.take(n)
    shapeBuffer = buffer.take(shapeCount + 1)
    small = SmallNewtonSystem(rows: n, columns: parameters)
    for i in 0..<n {
      response[i] = (y[i] - offset) / scale
      whitenedResponse[i] = response[i]
    }
    whitening.apply(whitenedResponse, columnCount: 1)
    var norm = 0.0
    for i in 0..<n { norm += whitenedResponse[i] * whitenedResponse[i] }
    responseNorm = norm.squareRoot()
    largestResponse = y.reduce(0) { max($0, abs($1)) } / scale
  }

  var columns: BasisColumns { BasisColumns(count: n, terms: terms, first: first, second: second) }

  // MARK: Scan

  /// The best fit over the whole box, and the lowest objective on the grid; only the basin of `start` where one is given.
  func solve(near start: [Double]? = nil) -> (solution: Solution, gridMinimum: Double) {
    if let start, start.count == shapeCount {
      let inside = zip(start, box).map { min(max($0, $1.lower), $1.upper) }
      let solution = polish(from: inside)
      return (solution, solution.objective)
    }
    guard shapeCount > 0 else {
      let solution = polish(from: [])
      return (solution, solution.objective)
    }
    cellsScanned = scan.cellCount
    var objectives = [Double](repeating: .infinity, count: scan.cellCount)
    for cell in objectives.indices {
      scan.shape(cell: cell, into: shapeBuffer)
      objectives[cell] = leastObjective(shapeBuffer)
    }
    let gridMinimum = objectives.min() ?? .infinity
    var best: Solution?
    for cell in scan.localMinima(objectives, limit: 4) {
      scan.shape(cell: cell, into: shapeBuffer)
      let candidate = polish(from: (0..<shapeCount).map { shapeBuffer[$0] })
      if candidate.objective < (best?.objective ?? .infinity) || best == nil { best = candidate }
    }
    return (best ?? polish(from: box.map { 0.5 * ($0.lower + $0.upper) }), gridMinimum)
  }

  // MARK: Amplitudes

  struct Amplitudes {
    var values: [Double]
    var onBound: [Bool]
    var objective: Double
  }

  /// The best amplitudes within their bounds for a shape, and the objective there.
  private func eliminate(_ shape: UnsafePointer<Double>) -> Amplitudes {
    let objective = leastObjective(shape)
    return Amplitudes(
      values: (0..<termCount).map { elimination.values[$0] },
      onBound: (0..<termCount).map { elimination.isHeld[$0] }, objective: objective)
  }

  /// The objective at the best amplitudes within their bounds, which are left in the elimination's buffers; allocates nothing.
  private func leastObjective(_ shape: UnsafePointer<Double>) -> Double {
    evaluations += 1
    model.evaluate(predictors, shape: shape, order: 0, into: columns)
    for i in 0..<(n * termCount) { whitenedTerms[i] = terms[i] }
    whitening.apply(whitenedTerms, columnCount: termCount)
    return elimination.solve(terms: whitenedTerms, response: whitenedResponse)
  }

  // MARK: Polish

  /// Newton steps from a shape to the minimum of its basin.
  private func polish(from start: [Double]) -> Solution {
    var shape = start
    var amplitudes = shape.withUnsafeBufferPointer { eliminate($0.baseAddress ?? UnsafePointer(shapeBuffer)) }
    var termination = FitTermination.evaluationLimit
    var previousStep = Double.infinity
    let rounding = 16 * Double.ulpOfOne * responseNorm
    let exact = 4 * Double.ulpOfOne * largestResponse
    for _ in 0..<200 {
      let free = prepare(shape: shape, amplitudes: amplitudes)
      guard
        let step = small.step(jacobian: jacobian, residual: residual, curvature: free.curvature, columns: free.count)
      else {
        termination = .noDescent
        break
      }
      if step.whitenedLength <= rounding {
        termination = .stepBelowRounding
        break
      }
      if step.whitenedLength < 1e-8 * responseNorm, step.whitenedLength > 0.5 * previousStep {
        termination = .stepAtRoundingFloor
        break
      }
      let isLocal = step.whitenedLength < 1e-6 * responseNorm && step.isNewton
      previousStep = step.whitenedLength
      guard let next = advance(shape: shape, amplitudes: amplitudes, step: step.values, free: free, isLocal: isLocal)
      else {
        termination = step.whitenedLength < 1e-7 * responseNorm ? .stepAtRoundingFloor : .noDescent
        break
      }
      shape = next.shape
      amplitudes = next.amplitudes
      // Newton's method squares what is left, so that the step after this one would be lost in rounding.
      if step.isNewton, step.whitenedLength <= 1e-11 * responseNorm {
        termination = .nextStepBelowRounding
        break
      }
    }
    factoredShape = termination.isConverged ? shape : []
    if termination.isConverged, largestResidual <= exact { termination = .residualsAtRounding }
    let onBound = (0..<shapeCount).map { shape[$0] <= box[$0].lower || shape[$0] >= box[$0].upper }
    return Solution(
      amplitudes: amplitudes.values, shape: shape, objective: amplitudes.objective, termination: termination,
      amplitudeOnBound: amplitudes.onBound, shapeOnBound: onBound)
  }

  /// A step that does not raise the objective, halved as often as needed; nil where there is none.
  private func advance(
    shape: [Double], amplitudes: Amplitudes, step: [Double], free: FreeParameters, isLocal: Bool
  ) -> (shape: [Double], amplitudes: Amplitudes)? {
    var share = 1.0
    for _ in 0..<40 {
      var candidate = shape
      for (a, k) in free.shapes.enumerated() {
        let moved = shape[k] + share * step[free.terms.count + a]
        candidate[k] = min(max(moved, box[k].lower), box[k].upper)
      }
      let solved = candidate.withUnsafeBufferPointer { eliminate($0.baseAddress ?? UnsafePointer(shapeBuffer)) }
      // Near the minimum the objective is flat to rounding and cannot judge a step that only gains digits.
      let slack = isLocal ? 1e-10 : 1e-14
      if solved.objective <= amplitudes.objective * (1 + slack) { return (candidate, solved) }
      if isLocal, solved.objective <= amplitudes.objective + pow(1e-12 * responseNorm, 2) { return (candidate, solved) }
      share *= 0.5
    }
    return nil
  }

  // MARK: Covariance

  /// (JᵀWJ)⁻¹ in the units of y at a solution, over all parameters, zero rows for those on bounds, and which parameters the data leave free to drift.
  func inverseInformation(_ solution: Solution) -> (matrix: [[Double]], unidentified: [Bool]) {
    let parameters = termCount + shapeCount
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: parameters), count: parameters)
    var unidentified = [Bool](repeating: false, count: parameters)
    let part: (matrix: [Double], unidentified: [Bool])
    var indices: [Int]
    let isFree = !solution.amplitudeOnBound.contains(true) && !solution.shapeOnBound.contains(true)
    if factoredShape == solution.shape, isFree, small.columnCount == parameters {
      // The factors of the last step serve: it moved nothing that could be seen in them.
      indices = Array(0..<parameters)
      part = small.inverseInformationOfLastStep
    } else {
      let held = Amplitudes(
        values: solution.amplitudes, onBound: solution.amplitudeOnBound, objective: solution.objective)
      _ = prepare(shape: solution.shape, amplitudes: held)
      indices = (0..<termCount).filter { !solution.amplitudeOnBound[$0] }
      for (position, j) in indices.enumerated() {
        for i in 0..<n { jacobian[position * n + i] = terms[j * n + i] }
      }
      for k in 0..<shapeCount where !solution.shapeOnBound[k] {
        fillShapeColumn(k, amplitudes: solution.amplitudes, into: jacobian + indices.count * n)
        indices.append(termCount + k)
      }
      whitening.apply(jacobian, columnCount: indices.count)
      part = small.inverseInformation(jacobian: jacobian, columns: indices.count)
    }
    for (a, i) in indices.enumerated() {
      unidentified[i] = part.unidentified[a]
      // For unit variance of y itself: a shape's column was formed from amplitudes in units of the response scale.
      let scaleA = i < termCount ? 1 : 1 / responseScale
      for (b, j) in indices.enumerated() {
        let scaleB = j < termCount ? 1 : 1 / responseScale
        matrix[i][j] = part.matrix[a * indices.count + b] * scaleA * scaleB
      }
    }
    return (matrix, unidentified)
  }
}
