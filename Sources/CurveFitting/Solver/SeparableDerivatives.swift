#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a Newton step of a separable fit is made of: the whitened Jacobian and residuals at a point, and the curvature of the model.
extension SeparableSolver {
  /// The parameters that may move, and the curvature that the residuals add to the Hessian among them.
  struct FreeParameters {
    var terms: [Int]
    var shapes: [Int]
    var curvature: [Double]
    var count: Int { terms.count + shapes.count }
  }

  /// Fills the whitened Jacobian of the free parameters and the whitened residuals at a point.
  func prepare(shape: [Double], amplitudes: Amplitudes) -> FreeParameters {
    evaluations += 1
    for k in 0..<shapeCount { shapeBuffer[k] = shape[k] }
    model.evaluate(predictors, shape: shapeBuffer, order: 2, into: columns)
    largestResidual = 0
    for i in 0..<n {
      var value = response[i]
      for j in 0..<termCount { value -= amplitudes.values[j] * terms[j * n + i] }
      residual[i] = value
      largestResidual = max(largestResidual, abs(value))
    }
    whitening.apply(residual, columnCount: 1)
    for i in 0..<n { weighted[i] = residual[i] }
    whitening.applyTransposed(weighted)

    let freeTerms = (0..<termCount).filter { !amplitudes.onBound[$0] }
    var freeShapes: [Int] = []
    for (position, j) in freeTerms.enumerated() {
      for i in 0..<n { jacobian[position * n + i] = terms[j * n + i] }
    }
    for k in 0..<shapeCount {
      let target = jacobian + (freeTerms.count + freeShapes.count) * n
      fillShapeColumn(k, amplitudes: amplitudes.values, into: target)
      var descent = 0.0
      for i in 0..<n { descent += target[i] * weighted[i] }
      let isHeld = (shape[k] <= box[k].lower && descent <= 0) || (shape[k] >= box[k].upper && descent >= 0)
      if !isHeld { freeShapes.append(k) }
    }
    let count = freeTerms.count + freeShapes.count
    whitening.apply(jacobian, columnCount: count)
    return FreeParameters(
      terms: freeTerms, shapes: freeShapes,
      curvature: curvature(freeTerms: freeTerms, freeShapes: freeShapes, amplitudes: amplitudes.values))
  }

  func fillShapeColumn(_ k: Int, amplitudes: [Double], into target: UnsafeMutablePointer<Double>) {
    for i in 0..<n {
      var value = 0.0
      for j in 0..<termCount { value += amplitudes[j] * first[(j * shapeCount + k) * n + i] }
      target[i] = value
    }
  }

  private func curvature(freeTerms: [Int], freeShapes: [Int], amplitudes: [Double]) -> [Double] {
    let count = freeTerms.count + freeShapes.count
    let pairs = shapeCount * (shapeCount + 1) / 2
    var matrix = [Double](repeating: 0, count: count * count)
    for (b, l) in freeShapes.enumerated() {
      let column = freeTerms.count + b
      for (a, j) in freeTerms.enumerated() {
        let derivative = first + (j * shapeCount + l) * n
        var sum = 0.0
        for i in 0..<n { sum += weighted[i] * derivative[i] }
        matrix[a * count + column] = sum
        matrix[column * count + a] = sum
      }
      for (a, k) in freeShapes.enumerated() where a <= b {
        let row = freeTerms.count + a
        // Pairs k <= l in the order (0,0), (0,1), (1,1), (0,2), …
        let pair = l * (l + 1) / 2 + k
        var sum = 0.0
        for j in 0..<termCount where amplitudes[j] != 0 {
          let derivative = second + (j * pairs + pair) * n
          var part = 0.0
          for i in 0..<n { part += weighted[i] * derivative[i] }
          sum += amplitudes[j] * part
        }
        matrix[row * count + column] = sum
        matrix[column * count + row] = sum
      }
    }
    return matrix
  }
}
