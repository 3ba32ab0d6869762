#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The least sum of squares of a general fit with one quantity held: a parameter, the model's value at a point, or the x at which it has a value.
///
/// A parameter is held by bounds that meet. A value is held by one more observation of it: the minimum of S + w (τ - f)² is the least S among all parameters with that same f, whatever τ
/// and w, so that moving τ walks along the profile of f exactly; with w = 1 the observation is a new one, whose own profile that is. Where f itself must be exact τ follows by secants.
/// Sums of squares are in units of the curve's scale. Not shared between threads.
final class GeneralProfile {
  let fit: NonlinearFit
  /// The least sum of squares of the fit, and the residual variance (1 over the squared scale for errors of known size).
  let leastSquares: Double
  let variance: Double
  /// The free parameters of the last minimum.
  private(set) var position: [Double]

  private let solver: GeneralSolver
  private var extended: GeneralSolver?
  private let whitening: Whitening
  private var held: Int?
  /// The square root of the weight of the observation that holds a value.
  private var factor = 1.0

  /// Throws `FitError` where the fit has no profile: another objective than squares, no degrees of freedom, no minimum, a parameter that is not identified, or squares outside the range of
  /// floating-point numbers.
  init(_ fit: NonlinearFit) throws {
    self.fit = fit
    let state = fit.state
    guard fit.objective == .squares else {
      throw FitError(
        "A profile interval is one of least squares; this \(fit.law) was fitted by \(fit.objective.explanation).")
    }
    guard fit.errors.isScaleKnown || fit.degreesOfFreedom > 0 else {
      throw FitError(
        "A \(fit.law) through as many points as parameters has no profile: no degrees of freedom are left.")
    }
    guard fit.termination.isConverged else {
      throw FitError("This \(fit.law) has no profile: \(fit.termination.explanation).")
    }
    if let parameter = fit.parameters.first(where: { $0.verdict == .notIdentified }) {
      throw FitError("This \(fit.law) has no profile: \(parameter.name) is not identified.")
    }
    whitening = try Whitening(fit.errors, count: state.y.count)
    let curve = WhitenedCurve(evaluator: state.evaluator(rows: state.rows), y: state.y, whitening: whitening)
    solver = GeneralSolver(curve: curve, lower: state.lower, upper: state.upper, linear: [])
    leastSquares = curve.objective(at: state.free)
    variance =
      fit.errors.isScaleKnown ? 1 / (curve.scale * curve.scale) : leastSquares / Double(fit.degreesOfFreedom)
    position = state.free
    guard leastSquares.isFinite, variance.isFinite, variance == 0 || variance.isNormal else {
      throw FitInput.overflow(fit.law)
    }
  }

  /// Whether the residuals are all 0, so that every interval is a point.
  var isExact: Bool { variance == 0 }

  /// The standard deviation of an observation of unit weight, in the unit of y.
  var deviation: Double { variance.squareRoot() * solver.curve.scale }

  /// The size of an observation's error that a weight of 1 stands for: that of the residuals, or 1 where the errors are known.
  var unit: Double { fit.errors.isScaleKnown ? 1 : deviation }

  /// The free parameter that a reported one follows, with its value there; throws for a fixed one.
  func coordinate(ofParameter index: Int, at value: Double) throws -> (free: Int, value: Double, factor: Double) {
    let entry = fit.state.map.entries[index]
    guard let source = entry.source else {
      throw FitError("\(fit.parameters[index].name) has no interval: it is \(ParameterVerdict.fixed.explanation).")
    }
    return (source, value / entry.factor, entry.factor)
  }

  func hold(parameter index: Int) { held = index }

  /// Holds the model's value at a point by an observation with this square root of a weight.
  func hold(point: [Double], factor: Double) {
    held = nil
    self.factor = factor.isFinite && factor > 0 ? factor : 1
    let state = fit.state
    let curve = WhitenedCurve(
      evaluator: state.evaluator(rows: state.rows + point), y: state.y + [0],
      whitening: whitening.extended(by: self.factor), scale: solver.curve.scale)
    extended = GeneralSolver(curve: curve, lower: state.lower, upper: state.upper, linear: [])
  }

  /// Moves the point at which the model's value is held.
  func move(to point: [Double]) { extended?.curve.evaluator.move(row: fit.state.y.count, to: point) }

  /// The least sum of squares with the held parameter at a value, or with the observation that holds a value at τ, its own square left out.
  func minimum(at value: Double, from guess: [Double]) -> Double { solve(at: value, from: guess)?.squares ?? .infinity }

  /// The same with the square of the observation itself: the profile of a new observation.
  func minimumWithObservation(at value: Double, from guess: [Double]) -> Double {
    solve(at: value, from: guess)?.total ?? .infinity
  }

  /// The least sum of squares with the model's value at the point held exactly; `error` is its standard error or a guess of it.
  func minimum(holding value: Double, error: Double, from guess: [Double]) -> Double {
    var observed = value
    guard var last = solve(at: observed, from: guess) else { return .infinity }
    var before: (observed: Double, value: Double)?
    for _ in 0..<12 {
      let gap = value - last.value
      if abs(gap) <= 1e-11 * error || abs(gap) <= 4 * Double.ulpOfOne * abs(value) { return last.squares }
      let slope = before.map { (observed - $0.observed) / (last.value - $0.value) } ?? 1
      let next = observed + gap * (slope.isFinite && slope > 0.1 ? slope : 1)
      before = (observed, last.value)
      observed = next
      guard next.isFinite, let moved = solve(at: next, from: position) else { return .infinity }
      last = moved
    }
    return abs(value - last.value) <= 1e-6 * error ? last.squares : .infinity
  }

  /// The model's value at the point that is held, under some parameters.
  func heldValue(at parameters: [Double]) -> Double {
    extended?.curve.evaluator.values(at: parameters).last ?? .nan
  }

  private func solve(at value: Double, from guess: [Double]) -> (squares: Double, total: Double, value: Double)? {
    let state = fit.state
    var start = guess.indices.map { min(max(guess[$0], state.lower[$0]), state.upper[$0]) }
    let solver: GeneralSolver
    if let held {
      solver = self.solver
      start[held] = value
    } else if let extended {
      solver = extended
      extended.curve.setResponse(state.y.count, value)
    } else {
      return nil
    }
    if !solver.curve.objective(at: start).isFinite {
      start = position
      if let held { start[held] = value }
      guard solver.curve.objective(at: start).isFinite else { return nil }
    }
    let solution = solver.polish(from: start, holding: held)
    guard solution.objective.isFinite else { return nil }
    position = solution.parameters
    guard held == nil else { return (solution.objective, solution.objective, value) }
    let curve = solver.curve
    let total = curve.objective(at: position)
    let own = curve.residual[curve.n - 1]
    return (max(0, total - own * own), total, value - own * curve.scale / factor)
  }
}
