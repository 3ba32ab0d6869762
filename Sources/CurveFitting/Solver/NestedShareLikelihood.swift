import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Half the deviance of nested shares as a function of a law's working parameters, with its derivatives.
///
/// With f the law at the caps, q = clip(f), s = the steps of q between 0 and 1, c = floor(s) and π = c / Σ c, half the deviance is Σ nᵢ ln(oᵢ / πᵢ) over the cells, oᵢ the observed share of a
/// cell. Clip and floor are smooth, so the Hessian is exact and continuous. One object serves one set of data; it is not shared between threads.
final class NestedShareLikelihood {
  let model: any SeparableModel
  let predictors: [PredictorColumn]
  let counts: [Double]
  let problemCount: Double
  let termCount: Int
  let shapeCount: Int
  private(set) var evaluations = 0

  private let least: Double
  private let caps: Int
  private let saturated: Double
  private let terms: UnsafeMutablePointer<Double>
  private let first: UnsafeMutablePointer<Double>
  private let second: UnsafeMutablePointer<Double>
  /// The law's gradient at each cap, row by row, with a row of zeros before and after: the ends 0 and 1 do not move.
  private let gradients: UnsafeMutablePointer<Double>
  private let shapeBuffer: UnsafeMutablePointer<Double>
  // Plain memory: arrays of a class are checked for exclusive access at every element, a quarter of a fit's time.
  private let shares: UnsafeMutablePointer<SmoothRamp.Jet>
  private let cells: UnsafeMutablePointer<SmoothRamp.Jet>

  /// Gradient, Hessian and expected information by the working parameters; matrices row by row.
  struct Derivatives {
    var gradient: [Double]
    var hessian: [Double]
    var information: [Double]
  }

  var parameterCount: Int { termCount + shapeCount }
  var cellCount: Int { caps + 1 }
  /// Deviances closer than this are one number: the rounding of the sum.
  var rounding: Double { 1e-15 * (abs(saturated) + problemCount) }

  init(model: any SeparableModel, predictors: [PredictorColumn], shares nested: NestedShares) {
    self.model = model
    self.predictors = predictors
    counts = nested.cellCounts
    problemCount = nested.problemCount
    least = nested.leastCell
    caps = predictors[0].count
    termCount = model.amplitudes.count
    shapeCount = model.shapeNames.count
    let total = nested.problemCount
    saturated = nested.cellCounts.reduce(0) { $1 > 0 ? $0 + $1 * log($1 / total) : $0 }
    func allocate(_ count: Int) -> UnsafeMutablePointer<Double> {
      let pointer = UnsafeMutablePointer<Double>.allocate(capacity: max(1, count))
      pointer.initialize(repeating: 0, count: max(1, count))
      return pointer
    }
    terms = allocate(caps * termCount)
    first = allocate(caps * termCount * shapeCount)
    second = allocate(caps * termCount * (shapeCount * (shapeCount + 1) / 2))
    gradients = allocate((caps + 2) * (termCount + shapeCount))
    shapeBuffer = allocate(shapeCount)
    let none = SmoothRamp.Jet(value: 0, slope: 0, curvature: 0)
    shares = .allocate(capacity: caps + 2)
    shares.initialize(repeating: none, count: caps + 2)
    shares[caps + 1].value = 1
    cells = .allocate(capacity: caps + 1)
    cells.initialize(repeating: none, count: caps + 1)
  }

  deinit {
    for pointer in [terms, first, second, gradients, shapeBuffer] { pointer.deallocate() }
    shares.deallocate()
    cells.deallocate()
  }

  // MARK: Value

  /// The terms at a shape (the last parameters), for the amplitudes that go with it.
  func terms(shape: ArraySlice<Double>) -> UnsafePointer<Double> {
    evaluate(shape: shape, order: 0)
    return UnsafePointer(terms)
  }

  /// Half the deviance at some parameters; infinite where the law has no value.
  func value(_ parameters: [Double]) -> Double {
    evaluate(shape: parameters[termCount...], order: 0)
    return value(amplitudes: parameters)
  }

  /// Half the deviance at amplitudes (the first parameters) with the shape of the last evaluation.
  func value(amplitudes: [Double]) -> Double {
    let total = fillCells(amplitudes)
    var value = saturated + problemCount * log(total)
    for (i, count) in counts.enumerated() where count > 0 { value -= count * log(cells[i].value) }
    return value.isFinite ? value : .infinity
  }

  private func evaluate(shape: ArraySlice<Double>, order: Int) {
    evaluations += 1
    for (k, value) in shape.enumerated() { shapeBuffer[k] = value }
    model.evaluate(
      predictors, shape: shapeBuffer, order: order,
      into: BasisColumns(count: caps, terms: terms, first: first, second: second))
  }

  /// Shares, steps and cells at some amplitudes; the sum of the cells.
  private func fillCells(_ amplitudes: [Double]) -> Double {
    for i in 0..<caps {
      var value = 0.0
      for j in 0..<termCount { value += amplitudes[j] * terms[j * caps + i] }
      shares[i + 1] = SmoothRamp.share(value, width: least)
    }
    var total = 0.0
    for i in 0...caps {
      cells[i] = SmoothRamp.cell(shares[i + 1].value - shares[i].value, least: least)
      total += cells[i].value
    }
    return total
  }

  // MARK: Derivatives

  /// The derivatives at some parameters; with `fixedShape`, those by the amplitudes alone, the others left 0.
  func derivatives(_ parameters: [Double], fixedShape: Bool = false) -> Derivatives {
    evaluate(shape: parameters[termCount...], order: fixedShape ? 0 : 2)
    let total = fillCells(parameters)
    let count = parameterCount
    let moving = fixedShape ? termCount : count
    fillGradients(parameters, fixedShape: fixedShape)
    var result = Derivatives(
      gradient: [Double](repeating: 0, count: count), hessian: [Double](repeating: 0, count: count * count),
      information: [Double](repeating: 0, count: count * count))
    var sumOfSlopes = [Double](repeating: 0, count: moving)
    var step = [Double](repeating: 0, count: moving)
    var previousWeight = 0.0
    let inverse = problemCount / total
    for i in 0...caps {
      let cell = cells[i]
      let observed = counts[i] / cell.value
      let weight = cell.slope * (inverse - observed)
      let curvature = cell.curvature * (inverse - observed) + observed * cell.slope * cell.slope / cell.value
      let expected = inverse * cell.slope * cell.slope / cell.value
      for a in 0..<moving {
        step[a] =
          shares[i + 1].slope * gradients[(i + 1) * count + a] - shares[i].slope * gradients[i * count + a]
        result.gradient[a] += weight * step[a]
        sumOfSlopes[a] += cell.slope * step[a]
        for b in 0...a {
          result.hessian[a * count + b] += curvature * step[a] * step[b]
          result.information[a * count + b] += expected * step[a] * step[b]
        }
      }
      // The share between the cell before and this one: what its own curvature, by clip and by law, adds.
      if i > 0 {
        let pull = previousWeight - weight
        addCurvature(
          pull, share: i, amplitudes: parameters, fixedShape: fixedShape, to: &result.hessian)
      }
      previousWeight = weight
    }
    for a in 0..<moving {
      for b in 0...a {
        let common = inverse / total * sumOfSlopes[a] * sumOfSlopes[b]
        result.hessian[a * count + b] -= common
        result.information[a * count + b] -= common
        result.hessian[b * count + a] = result.hessian[a * count + b]
        result.information[b * count + a] = result.information[a * count + b]
      }
    }
    return result
  }

  private func fillGradients(_ parameters: [Double], fixedShape: Bool) {
    let count = parameterCount
    for i in 0..<caps {
      let row = gradients + (i + 1) * count
      for j in 0..<termCount { row[j] = terms[j * caps + i] }
      for k in 0..<(fixedShape ? 0 : shapeCount) {
        var value = 0.0
        for j in 0..<termCount { value += parameters[j] * first[(j * shapeCount + k) * caps + i] }
        row[termCount + k] = value
      }
    }
  }

  /// Adds pull · ∇²q of one share to the lower triangle.
  private func addCurvature(
    _ pull: Double, share: Int, amplitudes: [Double], fixedShape: Bool, to hessian: inout [Double]
  ) {
    let count = parameterCount
    let row = gradients + share * count
    let bend = pull * shares[share].curvature
    if bend != 0 {
      for a in 0..<(fixedShape ? termCount : count) {
        for b in 0...a { hessian[a * count + b] += bend * row[a] * row[b] }
      }
    }
    let weight = pull * shares[share].slope
    guard !fixedShape, weight != 0 else { return }
    let i = share - 1
    let pairs = shapeCount * (shapeCount + 1) / 2
    for l in 0..<shapeCount {
      for j in 0..<termCount {
        hessian[(termCount + l) * count + j] += weight * first[(j * shapeCount + l) * caps + i]
      }
      for k in 0...l {
        // Pairs k <= l in the order (0,0), (0,1), (1,1), (0,2), …
        var value = 0.0
        for j in 0..<termCount { value += amplitudes[j] * second[(j * pairs + l * (l + 1) / 2 + k) * caps + i] }
        hessian[(termCount + l) * count + termCount + k] += weight * value
      }
    }
  }

  // MARK: At the maximum

  /// Pearson's chi-squared, Σ (nᵢ - n πᵢ)² / (n πᵢ), at some parameters.
  func chiSquared(_ parameters: [Double]) -> Double {
    evaluate(shape: parameters[termCount...], order: 0)
    let total = fillCells(parameters)
    return (0...caps).reduce(0) { sum, i in
      let expected = problemCount * cells[i].value / total
      return sum + (counts[i] - expected) * (counts[i] - expected) / expected
    }
  }

  /// The inverse of the expected information over all parameters, zero rows for those that are held, and which of the others the data leave free to drift.
  func inverseInformation(_ parameters: [Double], isHeld: [Bool]) -> (matrix: [[Double]], unidentified: [Bool]) {
    evaluate(shape: parameters[termCount...], order: 1)
    let total = fillCells(parameters)
    fillGradients(parameters, fixedShape: false)
    let count = parameterCount
    let free = (0..<count).filter { !isHeld[$0] }
    let rows = caps + 1
    // Rows √(n / πᵢ) ∇πᵢ: their products are the information, and a QR factorisation keeps the digits that a matrix of products loses.
    var jacobian = [Double](repeating: 0, count: max(1, rows * free.count))
    for (position, a) in free.enumerated() {
      var sum = 0.0
      for i in 0...caps {
        let step = shares[i + 1].slope * gradients[(i + 1) * count + a] - shares[i].slope * gradients[i * count + a]
        jacobian[position * rows + i] = cells[i].slope * step
        sum += cells[i].slope * step
      }
      for i in 0...caps {
        let probability = cells[i].value / total
        jacobian[position * rows + i] =
          (jacobian[position * rows + i] - probability * sum) / total * (problemCount / probability).squareRoot()
      }
    }
    let part = SmallNewtonSystem(rows: rows, columns: free.count)
      .inverseInformation(jacobian: jacobian, columns: free.count)
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    var unidentified = [Bool](repeating: false, count: count)
    for (a, i) in free.enumerated() {
      unidentified[i] = part.unidentified[a]
      for (b, j) in free.enumerated() { matrix[i][j] = part.matrix[a * free.count + b] }
    }
    return (matrix, unidentified)
  }
}
