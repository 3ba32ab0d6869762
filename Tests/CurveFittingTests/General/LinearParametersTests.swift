import CurveFitting
import Testing

/// Which parameters a fit finds its model to be linear in.
@Suite struct LinearParametersTests {
  private let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]

  private func linear(_ model: NonlinearModel, start: [String: Double]) throws -> [String] {
    let y = x.map { 2 + 0.5 * $0 + 0.1 * ($0 - 4) * ($0 - 4) }
    return try model.fit(x: x, y: y, start: start).linearParameters
  }

  @Test("Amplitudes are found and shapes are not")
  func amplitudes() throws {
    let law = NonlinearModel("power", parameters: ["floor", "amplitude", "exponent"]) { b, x in
      b[0] + b[1] * pow(x[0], -b[2])
    }
    #expect(try linear(law, start: ["floor": 0, "amplitude": 0, "exponent": 0.5]) == ["floor", "amplitude"])
  }

  @Test("Of a product of two parameters one is taken")
  func product() throws {
    let law = NonlinearModel("product", parameters: ["a", "b", "c"]) { b, x in b[0] * b[1] * x[0] + b[2] }
    #expect(try linear(law, start: ["a": 1, "b": 1, "c": 0]) == ["a", "c"])
  }

  @Test("Differences find them too, to rounding")
  func differences() throws {
    let law = NonlinearModel.numerical("rational", parameters: ["a", "b", "c"]) { b, x in
      (b[0] + b[1] * x[0]) / (1 + b[2] * x[0])
    }
    #expect(try linear(law, start: ["a": 1, "b": 1, "c": 0.1]) == ["a", "b"])
  }
}
