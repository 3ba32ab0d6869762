#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Least squares for any curve from a start: Levenberg-Marquardt steps with column scaling, finished by full Newton steps, within bounds.
///
/// A damped step solves (JᵀJ + λD²) s = Jᵀr, D the largest column norms of J so far (J. J. Moré, "The Levenberg-Marquardt Algorithm: Implementation and
/// Theory", 1978); λ follows the gain ratio (H. B. Nielsen, 1999). A second search neither damps the parameters that the curve is linear in nor leaves
/// them to the step: it solves for them exactly after each (the inner iterations of A. Ruhe and P. Å. Wedin, 1980). Near a minimum the steps are those of
/// Newton, H = JᵀJ - Σ ρᵢ ∇²fᵢ, in coordinates whitened by a pivoted QR factorisation of the column-scaled Jacobian; a stationary point whose Hessian is
/// not positive definite is left along its direction of negative curvature. Parameters on a bound that the objective presses against are held (an active
/// set). Points at which the model is not finite are rejected like points that are worse.
final class GeneralSolver {
  struct Solution {
    var parameters: [Double]
    /// The sum of squares in whitened coordinates and in units of the curve's scale.
    var objective: Double
    var termination: FitTermination
    /// Per parameter: whether it is held on a bound that the objective presses against.
    var onBound: [Bool]
  }

  let curve: WhitenedCurve
  private(set) var lower: [Double]
  private(set) var upper: [Double]
  /// The parameters that the curve is linear in.
  private let linear: [Int]
  private let small: SmallNewtonSystem
  /// The Jacobian of the free parameters over the rows of the damping, n + p rows.
  private let matrix: UnsafeMutablePointer<Double>
  private let right: UnsafeMutablePointer<Double>
  private let rounding: Double
  private let evaluationLimit: Int

  // The current point; its residuals and Jacobian are those that `curve` holds.
  var parameters: [Double] = []
  var objective = Double.infinity
  private(set) var scales: [Double] = []
  private var budget = 0
  /// The parameters that are solved for after each step: `linear` or none.
  private var eliminated: [Int] = []
  /// What the first search found: the second ends where it comes near.
  private var known: Solution?

  init(curve: WhitenedCurve, lower: [Double], upper: [Double], linear: [Int], evaluationLimit: Int = 3000) {
    self.curve = curve
    self.lower = lower
    self.upper = upper
    self.linear = linear
    self.evaluationLimit = evaluationLimit
    small = SmallNewtonSystem(rows: curve.n + curve.p, columns: curve.p)
    let size = max(1, (curve.n + curve.p) * curve.p)
    matrix = .allocate(capacity: size)
    matrix.initialize(repeating: 0, count: size)
    right = .allocate(capacity: curve.n + curve.p)
    right.initialize(repeating: 0, count: curve.n + curve.p)
    rounding = 16 * Double.ulpOfOne * curve.responseNorm
  }

  deinit {
    matrix.deallocate()
    right.deallocate()
  }

  /// The lower of the minima that two searches from a start find; the model must be finite there.
  ///
  /// One moves all parameters together and keeps terms of one form in the order of their starts; the other solves for the linear ones after each step,
  /// which leads out of flat regions. At equal objectives the first counts.
  func solve(from start: [Double]) -> Solution {
    let together = search(from: start, eliminating: [])
    guard !linear.isEmpty else { return together }
    let apart = search(from: start, eliminating: linear, known: together)
    known = nil
    let tolerance = max(1e-9 * together.objective, rounding * rounding)
    let isLower = apart.objective < together.objective - tolerance
    let isSettled = apart.termination.isConverged && !together.termination.isConverged
    return isLower || isSettled && apart.objective <= together.objective + tolerance ? apart : together
  }

  /// The minimum of the basin of a start that is close to it, moving all parameters together; `held` names one that stays where it starts.
  func polish(from start: [Double], holding held: Int? = nil) -> Solution {
    guard let held else { return search(from: start, eliminating: []) }
    let before = (lower[held], upper[held])
    (lower[held], upper[held]) = (start[held], start[held])
    defer { (lower[held], upper[held]) = before }
    return search(from: start, eliminating: [])
  }

  private func search(from start: [Double], eliminating: [Int], known: Solution? = nil) -> Solution {
    parameters = start
    eliminated = eliminating
    self.known = known
    objective = curve.objective(at: start)
    scales = [Double](repeating: 0, count: curve.p)
    budget = curve.evaluations + evaluationLimit
    eliminateLinear()
    var termination = curve.p == 0 ? FitTermination.stepBelowRounding : descend()
    _ = curve.objective(at: parameters)
    if termination.isConverged, curve.largestResidual <= 4 * Double.ulpOfOne * curve.largestResponse {
      termination = .residualsAtRounding
    }
    let onBound: [Bool]
    if curve.writeJacobian(at: parameters, columns: Array(0..<curve.p)) {
      let free = freeParameters()
      onBound = (0..<curve.p).map { !free.contains($0) }
    } else {
      onBound = (0..<curve.p).map { parameters[$0] <= lower[$0] || parameters[$0] >= upper[$0] }
    }
    return Solution(parameters: parameters, objective: objective, termination: termination, onBound: onBound)
  }

  /// What rounding errors of the curve's values do to the objective: changes below it say nothing.
  private var objectiveRounding: Double { 2 * rounding * (objective.squareRoot() + rounding) }

  // MARK: Steps

  /// The parameters that are not pressed against a bound; the Jacobian and the residuals are those of the current point.
  func freeParameters() -> [Int] {
    (0..<curve.p).filter { j in
      guard parameters[j] <= lower[j] || parameters[j] >= upper[j] else { return true }
      guard lower[j] < upper[j] else { return false }
      var descent = 0.0
      for i in 0..<curve.n { descent += curve.jacobian[j * curve.n + i] * curve.residual[i] }
      return parameters[j] <= lower[j] ? descent > 0 : descent < 0
    }
  }

  private struct BoundedStep {
    var parameters: [Double]
    /// ‖r‖² less ‖r - J s‖², what the linearised curve promises.
    var promised: Double
    /// The length of the unbounded step in whitened coordinates.
    var whitenedLength: Double
    var isNewton: Bool
  }

  /// A damped step within the bounds: parameters that would leave them are set on them and the others solved again.
  private func step(free start: [Int], damping: Double, curvature: [Double]?) -> BoundedStep? {
    let n = curve.n
    let p = curve.p
    let rows = n + p
    var free = start
    var moved = parameters
    var length: Double?
    var isNewton = true
    while !free.isEmpty {
      for i in 0..<n {
        var value = curve.residual[i]
        for j in 0..<p where moved[j] != parameters[j] && !free.contains(j) {
          value -= curve.jacobian[j * n + i] * (moved[j] - parameters[j])
        }
        right[i] = value
      }
      for a in 0..<p { right[n + a] = 0 }
      for (a, j) in free.enumerated() {
        let column = matrix + a * rows
        for i in 0..<n { column[i] = curve.jacobian[j * n + i] }
        for b in 0..<p { column[n + b] = 0 }
        if damping > 0, !eliminated.contains(j) { column[n + a] = damping.squareRoot() * scales[j] }
      }
      let bend = free.flatMap { k in free.map { curvature?[k * p + $0] ?? 0 } }
      guard let step = small.step(jacobian: matrix, residual: right, curvature: bend, columns: free.count) else {
        return nil
      }
      if length == nil { length = step.whitenedLength }
      isNewton = isNewton && step.isNewton
      let outside = free.indices.filter { a in
        let end = parameters[free[a]] + step.values[a]
        return end < lower[free[a]] || end > upper[free[a]]
      }
      if outside.isEmpty {
        for (a, j) in free.enumerated() { moved[j] = parameters[j] + step.values[a] }
        break
      }
      for a in outside { moved[free[a]] = step.values[a] < 0 ? lower[free[a]] : upper[free[a]] }
      free = free.indices.filter { !outside.contains($0) }.map { free[$0] }
    }
    var promised = 0.0
    for i in 0..<n {
      var change = 0.0
      for j in 0..<p where moved[j] != parameters[j] {
        change += curve.jacobian[j * n + i] * (moved[j] - parameters[j])
      }
      promised += change * (2 * curve.residual[i] - change)
    }
    return BoundedStep(
      parameters: moved, promised: promised, whitenedLength: length ?? 0, isNewton: isNewton)
  }

  /// Solves for the parameters that the curve is linear in and keeps the result where it is no worse.
  private func eliminateLinear() {
    guard !eliminated.isEmpty, curve.writeJacobian(at: parameters, columns: eliminated) else { return }
    let rows = curve.n + curve.p
    for a in eliminated.indices {
      let column = matrix + a * rows
      for i in 0..<curve.n { column[i] = curve.jacobian[a * curve.n + i] }
      for b in 0..<curve.p { column[curve.n + b] = 0 }
    }
    for i in 0..<curve.n { right[i] = curve.residual[i] }
    for b in 0..<curve.p { right[curve.n + b] = 0 }
    let flat = [Double](repeating: 0, count: eliminated.count * eliminated.count)
    guard let step = small.step(jacobian: matrix, residual: right, curvature: flat, columns: eliminated.count) else {
      return
    }
    let before = parameters
    for (a, j) in eliminated.enumerated() { parameters[j] += step.values[a] }
    let reached = curve.objective(at: parameters)
    if reached <= objective {
      objective = reached
    } else {
      parameters = before
      objective = curve.objective(at: before)
    }
  }

  // MARK: Descent

  /// Whether a converged solution lies within a tenth of the residual, by the tangent plane here, and is no worse.
  private func isNextTo(_ solution: Solution) -> Bool {
    guard solution.termination.isConverged, solution.objective <= objective else { return false }
    var distance = 0.0
    for i in 0..<curve.n {
      var change = 0.0
      for j in 0..<curve.p {
        change += curve.jacobian[j * curve.n + i] * (solution.parameters[j] - parameters[j])
      }
      distance += change * change
    }
    return distance <= 0.01 * objective
  }

  private func descend() -> FitTermination {
    let all = Array(0..<curve.p)
    var damping = 1.0
    var growth = 2.0
    var newtonPause = 0
    var escapes = 0
    guard curve.writeJacobian(at: parameters, columns: all) else { return .noDescent }
    while curve.evaluations < budget {
      for j in all {
        var norm = 0.0
        for i in 0..<curve.n { norm += curve.jacobian[j * curve.n + i] * curve.jacobian[j * curve.n + i] }
        scales[j] = max(scales[j], norm.squareRoot())
      }
      let free = freeParameters()
      if free.isEmpty { return .stepBelowRounding }
      // The share of the residual that the tangent plane holds says how near a minimum is (Bates and Watts 1981).
      let tangent = step(free: free, damping: 0, curvature: nil)?.whitenedLength ?? 0
      let isNear = tangent <= 0.3 * objective.squareRoot() || tangent <= 1e-5 * curve.responseNorm
      if isNear, let known, isNextTo(known) { return known.termination }
      newtonPause -= 1
      if isNear, newtonPause <= 0 {
        if let termination = newton() { return termination }
        newtonPause = 3
        guard curve.writeJacobian(at: parameters, columns: all) else { return .noDescent }
        continue
      }
      if tangent <= rounding {
        guard escapes < 4, escape() else { return .stepBelowRounding }
        escapes += 1
        newtonPause = 0
        damping = 1
        eliminateLinear()
        guard curve.writeJacobian(at: parameters, columns: all) else { return .noDescent }
        continue
      }
      // Damped steps from this point, until one of them lowers the objective.
      let before = parameters
      let objectiveBefore = objective
      var isAccepted = false
      while !isAccepted {
        guard curve.evaluations < budget else { return .evaluationLimit }
        guard damping < 1e30 else {
          return tangent * tangent <= objectiveRounding ? .stepAtRoundingFloor : .noDescent
        }
        let trial = step(free: freeParameters(), damping: damping, curvature: nil)
        if let trial, trial.promised > 0, trial.parameters.allSatisfy(\.isFinite) {
          parameters = trial.parameters
          objective = curve.objective(at: parameters)
          if objective.isFinite { eliminateLinear() }
          let gain = (objectiveBefore - objective) / trial.promised
          if gain > 1e-4, curve.writeJacobian(at: parameters, columns: all) {
            isAccepted = true
            let factor = 2 * gain - 1
            damping *= max(1.0 / 3, 1 - factor * factor * factor)
            growth = 2
            break
          }
          parameters = before
          objective = curve.objective(at: before)
          guard curve.writeJacobian(at: before, columns: all) else { return .noDescent }
        }
        damping = max(damping, 1e-12) * growth
        growth *= 2
      }
    }
    return .evaluationLimit
  }

  /// Newton steps to the last digit, or nil where they do not lead on: then the damped steps do.
  private func newton() -> FitTermination? {
    let all = Array(0..<curve.p)
    var previousLength = Double.infinity
    for round in 0..<40 {
      guard curve.evaluations < budget else { return .evaluationLimit }
      if round > 0 {
        guard curve.writeJacobian(at: parameters, columns: all) else { return nil }
      }
      let free = freeParameters()
      if free.isEmpty { return .stepBelowRounding }
      let curvature = curve.curvature(at: parameters)
      guard curvature.allSatisfy(\.isFinite), let step = step(free: free, damping: 0, curvature: curvature),
        step.isNewton
      else { return nil }
      let length = step.whitenedLength
      if length <= rounding {
        // The step is at hand and gains the last digit of a parameter that the data hold loosely.
        let reached = curve.objective(at: step.parameters)
        if reached <= objective + objectiveRounding {
          parameters = step.parameters
          objective = reached
        }
        return .stepBelowRounding
      }
      if length * length <= objectiveRounding, length > 0.5 * previousLength { return .stepAtRoundingFloor }
      previousLength = length
      let before = parameters
      let objectiveBefore = objective
      // Near the minimum the objective is flat to rounding and cannot judge a step that only gains digits.
      let slack = objectiveRounding
      var share = 1.0
      var isAccepted = false
      while share > 0.05, !isAccepted {
        for j in all {
          // Rounding may not carry a parameter past the bound that its step ends on.
          let moved = before[j] + share * (step.parameters[j] - before[j])
          parameters[j] = share == 1 ? step.parameters[j] : min(max(moved, lower[j]), upper[j])
        }
        objective = curve.objective(at: parameters)
        isAccepted = objective <= objectiveBefore + slack
        share *= 0.5
      }
      guard isAccepted else {
        parameters = before
        objective = curve.objective(at: before)
        return length * length <= slack ? .stepAtRoundingFloor : nil
      }
    }
    return nil
  }
}
