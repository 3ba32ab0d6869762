#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Newton steps in the shapes of a profile's path, with derivatives by central differences.
extension ProfilePath {
  /// The least sum of squares over the shapes that may move, from where they stand; leaves them at the minimum.
  func minimize() -> Double {
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
