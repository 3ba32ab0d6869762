#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Damped Newton steps on an objective within bounds, until the gradient is at rounding.
///
/// Parameters that the gradient, or the step itself, presses against a bound are held (an active set). Where the Hessian of the others is not positive definite it is mixed with the
/// majorant, Σ ρ'(r)/r ∇r ∇rᵀ, until it is: a step is always one of descent. A step is halved, or cut by interpolation, until the objective falls.
final class ObjectiveMinimizer {
  struct Outcome {
    var parameters: [Double]
    var value: Double
    var termination: FitTermination
    var isHeld: [Bool]
  }

  let problem: any LossProblem
  // Kept here: asking the problem for them again in inner loops would cost.
  private let gradient: UnsafeMutablePointer<Double>
  private let hessian: UnsafeMutablePointer<Double>
  private let majorant: UnsafeMutablePointer<Double>
  private let responseNorm: Double
  /// Per amplitude: whether its logarithm is moved.
  ///
  /// A law of positive terms is then searched from starts of any size (the log-sum-exp form of Hoffmann et al. 2022), and an
  /// amplitude that grows exponentially with its steep exponent keeps up with it.
  let isLogarithm: [Bool]
  private let size: Int
  private let lower: [Double]
  private let upper: [Double]
  private let point: UnsafeMutablePointer<Double>
  private let trial: UnsafeMutablePointer<Double>
  private let plain: UnsafeMutablePointer<Double>
  private let step: UnsafeMutablePointer<Double>
  private let factor: UnsafeMutablePointer<Double>
  private let scales: UnsafeMutablePointer<Double>
  private let solution: UnsafeMutablePointer<Double>
  private let free: UnsafeMutablePointer<Int>
  private let storage: UnsafeMutablePointer<Double>
  private let hasLogarithms: Bool
  private var freeCount = 0
  private var hasMajorant = false

  init(_ problem: any LossProblem, isLogarithm: [Bool] = []) {
    self.problem = problem
    gradient = problem.gradient
    hessian = problem.hessian
    majorant = problem.majorant
    responseNorm = problem.responseNorm
    size = problem.parameterCount
    let flags = (0..<size).map { $0 < isLogarithm.count && isLogarithm[$0] }
    self.isLogarithm = flags
    hasLogarithms = flags.contains(true)
    // exp stays a number up to 700.
    lower = problem.lower.enumerated().map { flags[$0] ? -700 : $1 }
    upper = problem.upper.enumerated().map { flags[$0] ? 700 : $1 }
    let total = 6 * size + size * size
    storage = .allocate(capacity: total)
    storage.initialize(repeating: 0, count: total)
    point = storage
    trial = storage + size
    plain = storage + 2 * size
    step = storage + 3 * size
    scales = storage + 4 * size
    solution = storage + 5 * size
    factor = storage + 6 * size
    free = .allocate(capacity: size)
    free.initialize(repeating: 0, count: size)
  }

  deinit {
    storage.deallocate()
    free.deallocate()
  }

  /// The minimum of the basin of `start`; with a `tolerance` it stops where the promised decrease is that share of the objective.
  func minimize(from start: [Double], loss: PointLoss, tolerance: Double = 0, limit: Int = 200) -> Outcome {
    for j in 0..<size {
      let own = isLogarithm[j] ? log(max(start[j], .leastNormalMagnitude)) : start[j]
      point[j] = min(max(own, lower[j]), upper[j])
    }
    var value = evaluate(point, loss)
    var termination = FitTermination.evaluationLimit
    var previous = Double.infinity
    let rounding = 16 * Double.ulpOfOne * responseNorm
    guard value.isFinite else { return outcome(value, .noDescent) }
    for _ in 0..<limit where problem.evaluations < problem.evaluationLimit {
      assemble()
      guard let direction = direction(allowsNewton: true) else {
        termination = .noDescent
        break
      }
      let length = direction.squaredLength.squareRoot()
      if length <= rounding {
        termination = .stepBelowRounding
        break
      }
      if direction.squaredLength <= tolerance * value {
        termination = .stepBelowRounding
        break
      }
      // What rounding of the residuals does to the objective.
      let noise =
        4 * Double.ulpOfOne * value + 2 * Double.ulpOfOne * responseNorm * (2 * value).squareRoot()
        + rounding * rounding
      let isLocal = direction.squaredLength <= 1e3 * noise
      if isLocal, length > 0.5 * previous {
        termination = .stepAtRoundingFloor
        break
      }
      previous = isLocal ? length : .infinity
      var next = search(value, loss, slope: -direction.squaredLength, slack: isLocal ? noise : 0)
      if next == nil, direction.isNewton {
        _ = evaluate(point, loss)
        assemble()
        if let other = self.direction(allowsNewton: false) {
          next = search(value, loss, slope: -other.squaredLength, slack: isLocal ? noise : 0)
        }
      }
      guard let next else {
        termination = length < 1e-7 * responseNorm ? .stepAtRoundingFloor : .noDescent
        break
      }
      value = next
      for j in 0..<size { point[j] = trial[j] }
    }
    return outcome(value, termination)
  }

  private func outcome(_ value: Double, _ termination: FitTermination) -> Outcome {
    var isHeld = [Bool](repeating: true, count: size)
    for a in 0..<freeCount { isHeld[free[a]] = false }
    let parameters = (0..<size).map { isLogarithm[$0] ? exp(point[$0]) : point[$0] }
    for j in 0..<size where point[j] > lower[j] && point[j] < upper[j] { isHeld[j] = false }
    return Outcome(parameters: parameters, value: value, termination: termination, isHeld: isHeld)
  }

  // MARK: Values

  private func evaluate(_ x: UnsafePointer<Double>, _ loss: PointLoss) -> Double {
    guard hasLogarithms else { return problem.value(x, loss) }
    for j in 0..<size { plain[j] = isLogarithm[j] ? exp(x[j]) : x[j] }
    return problem.value(plain, loss)
  }

  private func assemble() {
    hasMajorant = false
    guard hasLogarithms else { return problem.assemble(point) }
    for j in 0..<size { plain[j] = isLogarithm[j] ? exp(point[j]) : point[j] }
    problem.assemble(plain)
    transform(hessian)
    for j in 0..<size where isLogarithm[j] {
      gradient[j] *= plain[j]
      hessian[j * size + j] += gradient[j]
    }
  }

  private func assembleMajorant() {
    guard !hasMajorant else { return }
    hasMajorant = true
    if hasLogarithms {
      problem.assembleMajorant(plain)
      transform(majorant)
    } else {
      problem.assembleMajorant(point)
    }
  }

  private func transform(_ matrix: UnsafeMutablePointer<Double>) {
    for i in 0..<size {
      for j in 0..<size {
        matrix[i * size + j] *= (isLogarithm[i] ? plain[i] : 1) * (isLogarithm[j] ? plain[j] : 1)
      }
    }
  }

  // MARK: Direction

  private func direction(allowsNewton: Bool) -> (squaredLength: Double, isNewton: Bool)? {
    freeCount = 0
    for j in 0..<size {
      let isPressed = point[j] <= lower[j] && gradient[j] >= 0 || point[j] >= upper[j] && gradient[j] <= 0
      // A parameter that the objective does not contain here: the shape of a vanished amplitude.
      let isAbsent = gradient[j] == 0 && hessian[j * size + j] == 0
      if !isPressed && !isAbsent {
        free[freeCount] = j
        freeCount += 1
      }
    }
    while freeCount > 0 {
      guard let isNewton = solve(allowsNewton: allowsNewton) else { return nil }
      var kept = 0
      for a in 0..<freeCount {
        let j = free[a]
        let isOutward = point[j] <= lower[j] && solution[a] < 0 || point[j] >= upper[j] && solution[a] > 0
        if !isOutward {
          free[kept] = j
          kept += 1
        }
      }
      if kept == freeCount {
        for j in 0..<size { step[j] = 0 }
        var length = 0.0
        for a in 0..<freeCount {
          step[free[a]] = solution[a]
          length -= gradient[free[a]] * solution[a]
        }
        return (max(0, length), isNewton)
      }
      freeCount = kept
    }
    for j in 0..<size { step[j] = 0 }
    return (0, true)
  }

  /// Solves for the free parameters' step: by the Hessian, else by a mixture that is positive definite; nil where there is none.
  private func solve(allowsNewton: Bool) -> Bool? {
    if allowsNewton, factorize(majorantShare: 0, ridge: 0) { return true }
    assembleMajorant()
    if allowsNewton {
      for share in [1e-3, 1e-2, 0.1, 1, 10] where factorize(majorantShare: share, ridge: 1e-8) { return false }
    }
    var ridge = 1e-10
    while ridge < 1e12 {
      if factorize(majorantShare: -1, ridge: ridge) { return false }
      ridge *= 100
    }
    return nil
  }

  /// Cholesky of H + share · (G + ridge · diag G), or of G + ridge · diag G for a share of -1, with its diagonal scaled to 1; and the step.
  private func factorize(majorantShare share: Double, ridge: Double) -> Bool {
    let n = freeCount
    func entry(_ a: Int, _ b: Int) -> Double {
      let index = free[a] * size + free[b]
      if share == 0 { return hessian[index] }
      var quadratic = majorant[index]
      if a == b { quadratic += quadratic > 0 ? ridge * quadratic : ridge }
      return share < 0 ? quadratic : hessian[index] + share * quadratic
    }
    for a in 0..<n {
      let diagonal = entry(a, a)
      guard diagonal > 0, diagonal.isFinite else { return false }
      scales[a] = 1 / diagonal.squareRoot()
    }
    for a in 0..<n {
      for b in 0...a {
        var sum = entry(a, b) * scales[a] * scales[b]
        for k in 0..<b { sum -= factor[a * size + k] * factor[b * size + k] }
        if a == b {
          guard sum > 1e-14 else { return false }
          factor[a * size + a] = sum.squareRoot()
        } else {
          factor[a * size + b] = sum / factor[b * size + b]
        }
      }
    }
    for a in 0..<n {
      var sum = -gradient[free[a]] * scales[a]
      for k in 0..<a { sum -= factor[a * size + k] * solution[k] }
      solution[a] = sum / factor[a * size + a]
    }
    for a in (0..<n).reversed() {
      var sum = solution[a]
      for k in (a + 1)..<max(n, a + 1) { sum -= factor[k * size + a] * solution[k] }
      solution[a] = sum / factor[a * size + a]
    }
    for a in 0..<n {
      solution[a] *= scales[a]
      guard solution[a].isFinite else { return false }
    }
    return true
  }

  // MARK: Line search

  /// The objective at a point along the step that lowers it enough, which is left in `trial`; nil where there is none.
  private func search(_ value: Double, _ loss: PointLoss, slope: Double, slack: Double) -> Double? {
    var reach = 1.0
    var stopped = -1
    for j in 0..<size where step[j] != 0 {
      let most = ((step[j] < 0 ? lower[j] : upper[j]) - point[j]) / step[j]
      if most < reach {
        reach = max(0, most)
        stopped = j
      }
    }
    for _ in 0..<40 {
      for j in 0..<size { trial[j] = min(max(point[j] + reach * step[j], lower[j]), upper[j]) }
      // Exactly on the bound, whatever the rounding of the product.
      if stopped >= 0 { trial[stopped] = step[stopped] < 0 ? lower[stopped] : upper[stopped] }
      let next = evaluate(trial, loss)
      if next <= value + 1e-4 * reach * slope + slack { return next }
      stopped = -1
      let curvature = next - value - reach * slope
      let best = curvature.isFinite && curvature > 0 ? -0.5 * slope * reach / curvature : 0.5
      reach *= min(max(best, 0.1), 0.5)
    }
    return nil
  }
}
