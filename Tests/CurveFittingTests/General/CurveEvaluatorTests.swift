import Testing

@testable import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Evaluators against derivatives by hand: f = a exp(-b x) + c with c tied to a by 2, three free or two.
@Suite struct CurveEvaluatorTests {
  private let x = [0.0, 0.5, 1, 2, 4]
  private let weights = [0.3, -1, 0.2, 0.7, -0.4]

  private func check(_ model: NonlinearModel, holds: [String: ParameterHold], relative: Double, second: Double) throws {
    let map = try ParameterMap(model.parameters, holds: holds, model: model.name)
    let evaluator = model.evaluator(rows: x, map: map, sizes: map.free.map { _ in 1 })
    let free = holds.isEmpty ? [1.5, 0.7, 3] : [1.5, 0.7]
    let values = evaluator.values(at: free)
    let jacobian = evaluator.jacobian(at: free)
    var curvature = [Double](repeating: 0, count: free.count * free.count)
    evaluator.writeCurvature(at: free, weights: weights, to: &curvature)
    var byAB = 0.0
    var byBB = 0.0
    for (i, t) in x.enumerated() {
      let e = exp(-0.7 * t)
      expectClose(values[i], 1.5 * e + 3, relative: 1e-15, "value \(i)")
      expectClose(jacobian[i], e + (holds.isEmpty ? 0 : 2), relative: relative, "derivative by a, \(i)")
      expectClose(1 + jacobian[x.count + i], 1 - 1.5 * t * e, relative: relative, "derivative by b, \(i)")
      if holds.isEmpty { expectClose(jacobian[2 * x.count + i], 1, relative: relative, "derivative by c, \(i)") }
      byAB -= weights[i] * t * e
      byBB += weights[i] * 1.5 * t * t * e
    }
    let p = free.count
    expectClose(curvature[1], byAB, relative: second, "second derivative by a and b")
    expectClose(curvature[p], byAB, relative: second, "second derivative by b and a")
    expectClose(curvature[p + 1], byBB, relative: second, "second derivative by b")
    #expect(abs(curvature[0]) <= second)
  }

  private let dual = NonlinearModel("decay", parameters: ["a", "b", "c"]) { b, x in b[0] * exp(-b[1] * x[0]) + b[2] }
  private let plain = NonlinearModel.numerical("decay", parameters: ["a", "b", "c"]) { b, x in
    b[0] * exp(-b[1] * x[0]) + b[2]
  }

  @Test("Dual derivatives are those by hand, with a tied parameter too")
  func dualDerivatives() throws {
    try check(dual, holds: [:], relative: 1e-14, second: 1e-14)
    try check(dual, holds: ["c": .tied(to: "a", factor: 2)], relative: 1e-14, second: 1e-14)
  }

  @Test("Differences have the accuracy that they state")
  func differences() throws {
    try check(plain, holds: [:], relative: 1e-10, second: 1e-5)
    try check(plain, holds: ["c": .tied(to: "a", factor: 2)], relative: 1e-10, second: 1e-5)
  }

  @Test("An index beyond the parameters or predictors is not a number")
  func indicesBeyond() throws {
    let model = NonlinearModel("beyond", parameters: ["a"]) { b, x in b[0] * x[0] + b[7] * x[3] + b[-1] }
    let map = try ParameterMap(["a"], holds: [:], model: "beyond")
    let values = model.evaluator(rows: [1, 2], map: map, sizes: [1]).values(at: [1])
    #expect(values.count == 2 && values[0].isNaN && values[1].isNaN)
  }
}
