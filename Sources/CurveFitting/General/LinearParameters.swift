/// Finds parameters that a curve is linear in once the others are given, from second derivatives that vanish.
///
/// The second derivatives are summed over the observations with unequal weights at parameters near the start, where they vanish by accident for no model
/// of practice. A parameter found wrongly costs steps, never a wrong result: every step is judged by the objective.
enum LinearParameters {
  static func indices(of evaluator: any CurveEvaluator, near start: [Double], allowed: [Bool]) -> [Int] {
    let n = evaluator.observationCount
    let p = evaluator.parameterCount
    guard p > 0, n > 0 else { return [] }
    // Not the start itself: at an amplitude of 0 every second derivative by its shape vanishes.
    let moved = start.enumerated().map { index, value in
      (value == 0 ? 0.01 : value) * (1 + 0.01 * Double(index + 1) / Double(p))
    }
    let weights = (0..<n).map { 1 + (0.618_033_988_749_894_9 * Double($0)).truncatingRemainder(dividingBy: 1) }
    var matrix = [Double](repeating: 0, count: p * p)
    var values = [Double](repeating: 0, count: n)
    moved.withUnsafeBufferPointer { moved in
      weights.withUnsafeBufferPointer { weights in
        matrix.withUnsafeMutableBufferPointer { matrix in
          values.withUnsafeMutableBufferPointer { values in
            guard let b = moved.baseAddress, let w = weights.baseAddress, let m = matrix.baseAddress,
              let v = values.baseAddress
            else { return }
            evaluator.writeCurvature(at: b, weights: w, to: m)
            evaluator.writeValues(at: b, to: v)
          }
        }
      }
    }
    // Differences leave rounding where dual numbers leave exactly 0.
    var size = 0.0
    for i in 0..<n { size += weights[i] * abs(values[i]) }
    let tolerance = evaluator.hasExactDerivatives ? 0 : 1e-6 * size
    func vanishes(_ k: Int, _ l: Int) -> Bool {
      abs(matrix[k * p + l] * (tolerance > 0 ? moved[k] * moved[l] : 1)) <= tolerance
    }
    let candidates = (0..<p).filter { allowed[$0] && vanishes($0, $0) }
    let conflicts = candidates.map { k in candidates.count { !vanishes(k, $0) } }
    var chosen: [Int] = []
    for position in candidates.indices.sorted(by: { (conflicts[$0], $0) < (conflicts[$1], $1) }) {
      let k = candidates[position]
      if chosen.allSatisfy({ vanishes(k, $0) }) { chosen.append(k) }
    }
    return chosen.sorted()
  }
}
