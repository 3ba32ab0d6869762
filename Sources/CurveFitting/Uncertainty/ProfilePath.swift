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
  let isLogarithmic: [Bool]
  let lower: [Double]
  let upper: [Double]
  private let shape: UnsafeMutablePointer<Double>

  private var target = Target.shape(0)
  private var isPlainAmplitude = false
  private var held = 0.0
  private var point: [PredictorColumn] = []
  /// The shapes in the coordinates of the search.
  var position: [Double]
  var steps: [Double]
  var movable: [Int] = []
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

  func objective() -> Double {
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
}
