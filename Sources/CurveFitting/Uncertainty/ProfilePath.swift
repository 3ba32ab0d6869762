#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The least sum of squares with one quantity held, followed along the values of that quantity.
///
/// The quantity is a parameter, the law's value at a point, or the x at which the law has a value. With the shape fixed each of them is a linear condition on the amplitudes, so only the
/// shapes are searched: Newton steps with derivatives by central differences, from the minimum of the value before. Logarithmic shapes are searched in their
/// logarithm. Not shared between threads.
final class ProfilePath {
  enum Target {
    /// An amplitude as reported, in the user's unit.
    case amplitude(Int)
    /// A shape, in the coordinate of the search.
    case shape(Int)
    /// The law's value at a point; `looseness` is the variance of a new observation, of unit weight.
    case value([PredictorColumn], looseness: Double)
    /// The x at which the law has a value: its logarithm where `isLogarithmic`.
    case predictor(value: Double, isLogarithmic: Bool)
  }

  let squares: ConstrainedLeastSquares
  private let references: [PredictorReference]
  private let shapeCount: Int
  private let box: [ShapeRange]
  private let isLogarithmic: [Bool]
  private let lower: [Double]
  private let upper: [Double]
  private let shape: UnsafeMutablePointer<Double>

  private var target = Target.shape(0)
  private var isPlainAmplitude = false
  private var held = 0.0
  private var point: [PredictorColumn] = []
  /// The shapes in the coordinates of the search.
  private(set) var position: [Double]
  private var steps: [Double]
  private var movable: [Int] = []
  /// The variance that curvatures are compared to, in scaled units.
  var variance = 1.0

  init(squares: ConstrainedLeastSquares, references: [PredictorReference]) {
    self.squares = squares
    self.references = references
    shapeCount = squares.shapeCount
    box = squares.model.shapeBox(for: references)
    isLogarithmic = box.map { $0.spacing == .logarithmic }
    lower = box.map { $0.spacing == .logarithmic ? log($0.lower) : $0.lower }
    upper = box.map { $0.spacing == .logarithmic ? log($0.upper) : $0.upper }
    shape = .allocate(capacity: max(1, shapeCount))
    shape.initialize(repeating: 0, count: max(1, shapeCount))
    position = [Double](repeating: 0, count: shapeCount)
    steps = [Double](repeating: 1e-3, count: shapeCount)
  }

  deinit { shape.deallocate() }

  /// A shape's place in the coordinates of the search.
  func coordinate(_ k: Int, _ value: Double) -> Double {
    min(max(isLogarithmic[k] ? log(value) : value, lower[k]), upper[k])
  }

  /// The shape at a place in the coordinates of the search.
  func shapeValue(_ k: Int, _ coordinate: Double) -> Double {
    // The ends of the range exactly, whatever the rounding of exp and log.
    if coordinate <= lower[k] { return box[k].lower }
    if coordinate >= upper[k] { return box[k].upper }
    return isLogarithmic[k] ? exp(coordinate) : coordinate
  }

  /// d coordinate / d shape.
  func coordinateSlope(_ k: Int, _ value: Double) -> Double { isLogarithmic[k] ? 1 / value : 1 }

  func range(_ k: Int) -> ClosedRange<Double> { lower[k]...upper[k] }

  /// Whether a shape lies on an end of its range.
  var isAtEnd: Bool { position.indices.contains { position[$0] <= lower[$0] || position[$0] >= upper[$0] } }

  /// The unconstrained least sum of squares at some shapes.
  func squares(at shapes: [Double]) -> Double {
    for k in 0..<shapeCount { shape[k] = shapes[k] }
    squares.load(shape)
    return squares.leastSquares(under: nil)
  }

  /// Says what is held, and where the search starts with which steps.
  func start(_ target: Target, position: [Double], steps: [Double]) {
    self.target = target
    self.position = position
    self.steps = steps.map { $0 > 0 && $0.isFinite ? min($0, 0.1) : 1e-3 }
    movable = Array(0..<shapeCount)
    switch target {
    case .shape(let k): movable.removeAll { $0 == k }
    case .value(let point, _): self.point = point
    case .amplitude(let j): isPlainAmplitude = isPlain(j)
    case .predictor: break
    }
  }

  /// Whether a reported amplitude is the working one at any shape, so that no Jacobian is asked for.
  private func isPlain(_ j: Int) -> Bool {
    [lower, position, upper].allSatisfy { place in
      let working =
        [Double](repeating: 1, count: squares.termCount) + (0..<shapeCount).map { shapeValue($0, place[$0]) }
      let row = squares.model.reportedJacobian(working: working, references: references)[j]
      return row.indices.allSatisfy { row[$0] == ($0 == j ? 1 : 0) }
    }
  }

  /// The least sum of squares with the quantity held at a value, from a guess of the shapes; leaves the shapes of the minimum in `position`.
  func minimum(at value: Double, from guess: [Double]) -> Double {
    held = value
    position = guess
    for k in 0..<shapeCount { position[k] = min(max(position[k], lower[k]), upper[k]) }
    if case .shape(let k) = target { position[k] = value }
    if case .predictor(_, let isLogarithmic) = target {
      point = [PredictorColumn([isLogarithmic ? exp(value) : value], reference: references[0])]
    }
    return minimize()
  }

  /// The working parameters of the last minimum, in the unit of y.
  func working() -> [Double] {
    _ = objective()
    let amplitudes = (0..<squares.termCount).map {
      squares.amplitudes[$0] * squares.scale + ($0 == squares.offsetTerm ? squares.offset : 0)
    }
    return amplitudes + (0..<shapeCount).map { shape[$0] }
  }

  /// The sum of squares at other shapes than the last minimum's, with the same value held.
  func objective(at place: [Double]) -> Double {
    let before = position
    position = place
    defer { position = before }
    return objective()
  }

  private func objective() -> Double {
    for k in 0..<shapeCount { shape[k] = shapeValue(k, position[k]) }
    squares.load(shape)
    var wanted = held
    var looseness = 0.0
    switch target {
    case .shape: return squares.leastSquares(under: nil)
    case .amplitude(let j):
      if isPlainAmplitude {
        for a in 0..<squares.termCount { squares.weights[a] = a == j ? 1 : 0 }
      } else {
        let working = [Double](repeating: 1, count: squares.termCount) + (0..<shapeCount).map { shape[$0] }
        let row = squares.model.reportedJacobian(working: working, references: references)[j]
        for a in 0..<squares.termCount { squares.weights[a] = row[a] }
      }
    case .value(_, let variance):
      squares.loadWeights(at: point, shape: shape)
      looseness = variance
    case .predictor(let value, _):
      squares.loadWeights(at: point, shape: shape)
      wanted = value
    }
    if let term = squares.offsetTerm { wanted -= squares.offset * squares.weights[term] }
    return squares.leastSquares(under: .init(target: wanted / squares.scale, looseness: looseness))
  }

  // MARK: Newton steps in the shapes

  private func minimize() -> Double {
    var value = objective()
    guard !movable.isEmpty else { return value }
    for _ in 0..<20 {
      guard let model = quadraticModel(value) else { return value }
      let step = model.step
      if model.decrease <= 1e-6 * variance {
        for (a, k) in model.shapes.enumerated() { position[k] = min(max(position[k] + step[a], lower[k]), upper[k]) }
        return value - model.decrease
      }
      let before = position
      var share = 1.0
      var isLower = false
      for _ in 0..<12 {
        for (a, k) in model.shapes.enumerated() {
          // A logarithm moves by at most 2, so that a flat place is left but not the whole range at once.
          let limit = isLogarithmic[k] ? 2 : 0.25 * (upper[k] - lower[k])
          position[k] = min(max(before[k] + share * min(max(step[a], -limit), limit), lower[k]), upper[k])
        }
        let next = objective()
        if next < value {
          value = next
          isLower = true
          break
        }
        share *= 0.3
      }
      guard isLower else {
        position = before
        return value
      }
    }
    return value
  }

  private struct QuadraticModel {
    var shapes: [Int]
    var step: [Double]
    /// What the step is expected to gain.
    var decrease: Double
  }

  /// Gradient and Hessian by central differences over the shapes that may move, and the Newton step; nil where none may.
  private func quadraticModel(_ value: Double) -> QuadraticModel? {
    var shapes: [Int] = []
    var gradient: [Double] = []
    var curvature: [Double] = []
    var ahead: [Double] = []
    for k in movable {
      let here = position[k]
      let h = steps[k]
      func at(_ place: Double) -> Double {
        position[k] = place
        defer { position[k] = here }
        return objective()
      }
      if here - h < lower[k] || here + h > upper[k] {
        // At an end of the range: held unless the sum of squares falls towards the inside.
        let isLow = here - h < lower[k]
        let inside = isLow ? lower[k] + h : upper[k] - h
        let further = isLow ? lower[k] + 2 * h : upper[k] - 2 * h
        let near = at(inside)
        guard near < value else { continue }
        let far = at(further)
        shapes.append(k)
        gradient.append((near - value) / (inside - here))
        curvature.append(max(0, (far - 2 * near + value) / (h * h)))
        ahead.append(near)
        continue
      }
      let up = at(here + h)
      let down = at(here - h)
      shapes.append(k)
      gradient.append((up - down) / (2 * h))
      curvature.append((up - 2 * value + down) / (h * h))
      ahead.append(up)
      if curvature[curvature.count - 1] > 0 {
        steps[k] = min(max(0.03 * (2 * variance / curvature[curvature.count - 1]).squareRoot(), 1e-6), 0.1)
      }
    }
    let count = shapes.count
    guard count > 0, gradient.allSatisfy(\.isFinite), curvature.allSatisfy(\.isFinite) else { return nil }
    if count == 1 {
      let bend = curvature[0] > 0 ? curvature[0] : abs(gradient[0])
      guard bend > 0 else { return nil }
      return QuadraticModel(
        shapes: shapes, step: [-gradient[0] / bend],
        decrease: curvature[0] > 0 ? 0.5 * gradient[0] * gradient[0] / bend : .infinity)
    }
    var hessian = [Double](repeating: 0, count: count * count)
    for a in 0..<count { hessian[a * count + a] = curvature[a] }
    for a in 0..<count {
      for b in 0..<a {
        let (k, l) = (shapes[a], shapes[b])
        let (h, g) = (crossStep(k), crossStep(l))
        let before = (position[k], position[l])
        func corner(_ first: Double, _ second: Double) -> Double {
          position[k] = before.0 + first
          position[l] = before.1 + second
          defer { (position[k], position[l]) = before }
          return objective()
        }
        let mixed = (corner(h, g) - corner(h, -g) - corner(-h, g) + corner(-h, -g)) / (4 * h * g)
        hessian[a * count + b] = mixed
        hessian[b * count + a] = mixed
      }
    }
    return newtonStep(hessian, gradient: gradient, shapes: shapes)
  }

  private func crossStep(_ k: Int) -> Double {
    max(1e-9, min(steps[k], upper[k] - position[k], position[k] - lower[k]))
  }

  /// The step of the first positive definite matrix among the Hessian with growing multiples of its diagonal.
  private func newtonStep(_ hessian: [Double], gradient: [Double], shapes: [Int]) -> QuadraticModel? {
    let count = shapes.count
    var damping = 0.0
    for _ in 0..<12 {
      var factor = hessian
      for a in 0..<count {
        factor[a * count + a] += damping * max(abs(hessian[a * count + a]), abs(gradient[a]), 1e-300)
      }
      if let step = SmallCholesky.solve(factor, count: count, right: gradient.map { -$0 }) {
        var decrease = 0.0
        for a in 0..<count { decrease -= 0.5 * step[a] * gradient[a] }
        return QuadraticModel(shapes: shapes, step: step, decrease: damping == 0 ? decrease : .infinity)
      }
      damping = damping == 0 ? 1e-3 : damping * 10
    }
    return nil
  }
}
