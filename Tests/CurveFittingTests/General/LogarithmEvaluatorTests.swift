import Testing

@testable import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct LogarithmEvaluatorTests {
  /// ln of a (1 + b x): ln a + ln(1 + b x), whose derivatives are 1/a and x/(1 + b x).
  @Test func `the logarithm of a curve has the derivatives by hand`() throws {
    let model = NonlinearModel("line", parameters: ["a", "b"]) { b, x in b[0] * (1 + b[1] * x[0]) }
    let x = [0.0, 0.5, 3]
    let weights = [0.3, -1, 0.2]
    let map = try ParameterMap(model.parameters, holds: [:], model: model.name)
    let evaluator = model.evaluator(rows: x, map: map, sizes: [1, 1], objective: .logSquares)
    let (a, b) = (1.7, 0.4)
    let values = evaluator.values(at: [a, b])
    let jacobian = evaluator.jacobian(at: [a, b])
    var curvature = [Double](repeating: 0, count: 4)
    evaluator.writeCurvature(at: [a, b], weights: weights, to: &curvature)
    var wanted = [0.0, 0, 0, 0]
    for (i, t) in x.enumerated() {
      let rate = t / (1 + b * t)
      expectClose(values[i], log(a) + log(1 + b * t), relative: 1e-14, "value")
      expectClose(jacobian[i], 1 / a, relative: 1e-15, "derivative by a")
      expectClose(jacobian[3 + i], rate, relative: 1e-14, "derivative by b")
      wanted[0] -= weights[i] / (a * a)
      wanted[3] -= weights[i] * rate * rate
    }
    for k in [0, 3] { expectClose(curvature[k], wanted[k], relative: 1e-13, "second derivative") }
    #expect(abs(curvature[1]) < 1e-15 && curvature[1] == curvature[2])
    evaluator.move(row: 1, to: [2])
    expectClose(evaluator.values(at: [a, b])[1], log(1.7 * 1.8), relative: 1e-14, "moved")
    #expect(evaluator.values(at: [-1, b])[0].isNaN)
  }
}
