/// A Newton step of a minimisation within bounds, in a handful of parameters.
///
/// Parameters on a bound that the gradient, or the step itself, presses against it are held (an active set). Where the Hessian of the others is not positive definite the expected
/// information serves, with a growing diagonal until it is: a step is always one of descent.
struct BoundedNewtonStep {
  /// The change of each parameter; 0 for those held.
  private(set) var values: [Double]
  /// The square of the step's length in the metric of the matrix used, gᵀ H⁻¹ g: twice the decrease it promises.
  private(set) var squaredLength = 0.0
  /// Whether the Hessian itself was used: at a step of no length this is a minimum and not a saddle.
  private(set) var isMinimum = true

  init(
    _ derivatives: NestedShareLikelihood.Derivatives, at parameters: [Double], lower: [Double], upper: [Double]
  ) {
    let count = parameters.count
    let gradient = derivatives.gradient
    values = [Double](repeating: 0, count: count)
    var free = parameters.indices.filter { j in
      if parameters[j] <= lower[j], gradient[j] >= 0 { return false }
      if parameters[j] >= upper[j], gradient[j] <= 0 { return false }
      // A parameter that the likelihood does not contain here: the shape of a vanished amplitude.
      return derivatives.information[j * count + j] > 0 || derivatives.hessian[j * count + j] > 0 || gradient[j] != 0
    }
    while !free.isEmpty {
      let (step, isNewton) = Self.step(derivatives, free: free, count: count)
      guard let step else {
        squaredLength = .infinity
        return
      }
      isMinimum = isNewton
      let outward = free.indices.filter { a in
        let j = free[a]
        return parameters[j] <= lower[j] && step[a] < 0 || parameters[j] >= upper[j] && step[a] > 0
      }
      if outward.isEmpty {
        for (a, j) in free.enumerated() {
          values[j] = step[a]
          squaredLength -= gradient[j] * step[a]
        }
        squaredLength = max(0, squaredLength)
        return
      }
      free = free.indices.filter { !outward.contains($0) }.map { free[$0] }
    }
  }

  /// The parameters after a share of the step, cut at the first bound that it meets.
  func moved(_ parameters: [Double], share: Double, lower: [Double], upper: [Double]) -> [Double] {
    var reach = share
    var stopped: Int?
    for j in parameters.indices where values[j] != 0 {
      let end = values[j] < 0 ? lower[j] : upper[j]
      let most = (end - parameters[j]) / values[j]
      if most < reach {
        reach = max(0, most)
        stopped = j
      }
    }
    var moved = parameters.indices.map { min(max(parameters[$0] + reach * values[$0], lower[$0]), upper[$0]) }
    // Exactly on the bound, whatever the rounding of the product.
    if let stopped { moved[stopped] = values[stopped] < 0 ? lower[stopped] : upper[stopped] }
    return moved
  }

  private static func step(
    _ derivatives: NestedShareLikelihood.Derivatives, free: [Int], count: Int
  ) -> (values: [Double]?, isNewton: Bool) {
    func part(_ matrix: [Double]) -> [Double] { free.flatMap { i in free.map { matrix[i * count + $0] } } }
    let gradient = free.map { derivatives.gradient[$0] }
    if let step = solve(part(derivatives.hessian), gradient) { return (step, true) }
    let information = part(derivatives.information)
    var ridge = 1e-10
    while ridge < 1e12 {
      var matrix = information
      for a in free.indices {
        let diagonal = matrix[a * free.count + a]
        matrix[a * free.count + a] = diagonal > 0 ? diagonal * (1 + ridge) : ridge
      }
      if let step = solve(matrix, gradient) { return (step, false) }
      ridge *= 100
    }
    return (nil, false)
  }

  /// -A⁻¹ g by a Cholesky factorisation of the matrix with its diagonal scaled to 1, or nil where that is not positive definite to rounding.
  private static func solve(_ matrix: [Double], _ gradient: [Double]) -> [Double]? {
    let count = gradient.count
    var scales = [Double](repeating: 0, count: count)
    for i in 0..<count {
      let diagonal = matrix[i * count + i]
      guard diagonal > 0, diagonal.isFinite else { return nil }
      scales[i] = 1 / diagonal.squareRoot()
    }
    let scaled = (0..<(count * count)).map { matrix[$0] * scales[$0 / count] * scales[$0 % count] }
    let right = gradient.indices.map { -gradient[$0] * scales[$0] }
    guard var solution = SmallCholesky.solve(scaled, count: count, right: right) else { return nil }
    for i in 0..<count { solution[i] *= scales[i] }
    return solution.allSatisfy(\.isFinite) ? solution : nil
  }
}
