import Foundation
import ScalingLaws
import Testing

@testable import CurveFitting

/// Fits of many curves at a time against fits of each alone, and their independence of how they are called.
@Suite struct BatchFittingTests {
  private static let x = (0..<20).map { pow(10, 3 * Double($0) / 19) }

  /// Curves of a law with a little noise from a linear congruential generator.
  private static func curves(_ count: Int, noise: Double, law: (Double, Double) -> Double) -> [[Double]] {
    var state: UInt64 = 7
    func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / 9_007_199_254_740_992
    }
    return (0..<count).map { _ in
      let shape = 0.2 + uniform()
      return x.map { law($0, shape) + noise * (uniform() - 0.5) }
    }
  }

  private static let cases: [(any SeparableModel, @Sendable (Double, Double) -> Double)] = [
    (PowerLawWithFloor.model, { 1 + 3 * pow($0, -$1) }),
    (SaturatingPowerLaw.model, { 0.9 - 0.5 * pow($0, -$1) }),
    (PowerLaw.model, { 3 * pow($0, -$1) }),
    (SaturatingExponential.model, { 0.9 - 0.5 * exp(-$0 / (500 * $1)) }),
  ]

  @Test func eachCurveOfABatchHasTheNumbersOfAFitAlone() throws {
    for (model, law) in Self.cases {
      let curves = Self.curves(21, noise: 0.01, law: law)
      let batch = try model.fitBatch(x: Self.x, curves: curves)
      #expect(batch.count == 21 && batch.parameterNames == model.parameterNames)
      for (index, curve) in curves.enumerated() {
        let fit = try model.fit(x: Self.x, y: curve)
        for (parameter, column) in zip(fit.parameters, batch.parameters) {
          #expect(abs(column[index] / parameter.value - 1) < 1e-10, "\(model.name) curve \(index) \(parameter.name)")
        }
        for (parameter, column) in zip(fit.parameters, batch.standardErrors) {
          let error = try #require(parameter.standardError)
          #expect(abs(column[index] / error - 1) < 1e-8, "\(model.name) curve \(index) error of \(parameter.name)")
        }
        #expect(abs(batch.residualSumsOfSquares[index] / fit.residualSumOfSquares - 1) < 1e-10)
        #expect(batch.degreesOfFreedom[index] == fit.degreesOfFreedom)
      }
    }
  }

  @Test func aSumOfTwoPowersHasTheNumbersOfAFitAlone() throws {
    let parameters = (0..<24).map { 1e7 * pow(10, 3 * Double($0) / 23) }
    let tokens = (0..<24).map { 1e9 * pow(10, 2.5 * Double(($0 * 7) % 24) / 23) }
    let model = ChinchillaLaw.model
    var responses: [Double] = []
    for curve in 0..<11 {
      let alpha = 0.3 + 0.02 * Double(curve)
      for i in 0..<24 {
        let noise = 0.01 * (Double((i * 37 + curve * 11) % 19) / 19 - 0.5)
        responses.append(1.7 + 400 * pow(parameters[i], -alpha) + 900 * pow(tokens[i], -0.33) + noise)
      }
    }
    let columns = ["parameters": parameters, "tokens": tokens]
    let batch = try model.fitBatch(columns: columns, responses: responses)
    #expect(try model.fitBatch(columns: columns, responses: responses, threads: 4).parameters == batch.parameters)
    for curve in 0..<11 {
      let fit = try model.fit(columns: columns, y: Array(responses[(curve * 24)..<(curve * 24 + 24)]))
      for (index, parameter) in fit.parameters.enumerated() {
        #expect(abs(batch.parameters[index][curve] / parameter.value - 1) < 1e-8, "\(parameter.name) of \(curve)")
        let error = try #require(parameter.standardError)
        #expect(abs(batch.standardErrors[index][curve] / error - 1) < 1e-7, "error of \(parameter.name) of \(curve)")
      }
      #expect(abs(batch.residualSumsOfSquares[curve] / fit.residualSumOfSquares - 1) < 1e-10)
    }
  }

  @Test func exactCurvesComeBackToTenDigits() throws {
    let shapes = [0.3, 0.55, 1.1]
    let batch = try PowerLawWithFloor.fitBatch(
      x: Self.x, curves: shapes.map { shape in Self.x.map { 2 + 3 * pow($0, -shape) } })
    for (index, shape) in shapes.enumerated() {
      #expect(abs(batch.parameters[0][index] - 2) < 2e-10)
      #expect(abs(batch.parameters[1][index] - 3) < 3e-10)
      #expect(abs(batch.parameters[2][index] - shape) < 1e-10)
    }
  }

  @Test func bitsDependNeitherOnTheThreadsNorOnTheOtherCurves() throws {
    for (model, law) in Self.cases {
      // More than two blocks, and a last vector that is not full.
      let curves = Self.curves(1_101, noise: 0.02, law: law)
      let one = try model.fitBatch(x: Self.x, curves: curves)
      for threads in [2, 4] {
        let more = try model.fitBatch(x: Self.x, curves: curves, threads: threads)
        #expect(more.parameters == one.parameters && more.standardErrors == one.standardErrors)
        #expect(more.residualSumsOfSquares == one.residualSumsOfSquares)
      }
      let part = try model.fitBatch(x: Self.x, curves: Array(curves[5..<18]))
      for (all, some) in zip(one.parameters, part.parameters) { #expect(Array(all[5..<18]) == some) }
      let single = try model.fitBatch(x: Self.x, curves: [curves[1_100]])
      for (all, some) in zip(one.parameters, single.parameters) { #expect(all[1_100] == some[0]) }
    }
  }

  @Test func aNeighbourThatDoesNotSettleChangesNoBits() throws {
    let curves = Self.curves(7, noise: 0.01) { 1 + 3 * pow($0, -$1) }
    let alone = try PowerLawWithFloor.fitBatch(x: Self.x, curves: curves)
    let flat = [Double](repeating: 4, count: 20)
    let rising = Self.x.map { log($0) }
    let mixed = try PowerLawWithFloor.fitBatch(x: Self.x, curves: [flat] + curves + [rising])
    for (one, other) in zip(alone.parameters, mixed.parameters) { #expect(one == Array(other[1...7])) }
    #expect(mixed.needsLook == [0, 8])
    #expect(mixed.standardErrors[2][0] == .infinity)
  }

  @Test func commonWeightsCountAsInAFitAlone() throws {
    let weights = (0..<20).map { $0 == 3 ? 0 : 1 + Double($0 % 3) }
    let curves = Self.curves(9, noise: 0.01) { 1 + 3 * pow($0, -$1) }
    let batch = try PowerLawWithFloor.fitBatch(x: Self.x, curves: curves, errors: .weights(weights))
    for (index, curve) in curves.enumerated() {
      let fit = try PowerLawWithFloor.fit(x: Self.x, y: curve, errors: .weights(weights))
      for parameter in 0..<3 {
        #expect(abs(batch.parameters[parameter][index] / fit.parameters[parameter].value - 1) < 1e-10)
        let error = try #require(fit.parameters[parameter].standardError)
        #expect(abs(batch.standardErrors[parameter][index] / error - 1) < 1e-8)
      }
      #expect(abs(batch.residualSumsOfSquares[index] / fit.residualSumOfSquares - 1) < 1e-10)
      #expect(batch.degreesOfFreedom[index] == 16)
    }
  }

  @Test func weightingsOfOneCurveAreFitsUnderThoseWeights() throws {
    let y = Self.curves(1, noise: 0.02) { 1 + 3 * pow($0, -$1) }[0]
    // Weights of a bootstrap: each point as often as it was drawn.
    let weightings = (0..<11).map { row in (0..<20).map { Double(($0 * 7 + row * 3) % 4) } }
    for model in [PowerLawWithFloor.model, SaturatingExponential.model] {
      let batch = try model.fitBatch(x: Self.x, y: y, weightings: weightings)
      for (index, weights) in weightings.enumerated() where !batch.needsLook.contains(index) {
        let fit = try model.fit(x: Self.x, y: y, errors: .weights(weights))
        for parameter in fit.parameters.indices {
          #expect(abs(batch.parameters[parameter][index] / fit.parameters[parameter].value - 1) < 1e-9)
        }
        #expect(abs(batch.residualSumsOfSquares[index] / fit.residualSumOfSquares - 1) < 1e-9)
      }
    }
  }

  @Test func unitsOfResponsesChangeUnitsOnly() throws {
    let curves = Self.curves(8, noise: 0.01) { 1 + 3 * pow($0, -$1) }
    let plain = try PowerLawWithFloor.fitBatch(x: Self.x, curves: curves)
    for factor in [0x1p-300, 0x1p+300] {
      let scaled = try PowerLawWithFloor.fitBatch(x: Self.x, curves: curves.map { $0.map { $0 * factor } })
      #expect(scaled.parameters[2] == plain.parameters[2])
      #expect(scaled.parameters[0] == plain.parameters[0].map { $0 * factor })
    }
  }

  @Test func lawsWithoutAnExponentialFormGoThroughTheGeneralSolver() throws {
    let curves = Self.curves(3, noise: 0.01) { 1 + $1 * log($0) }
    let batch = try LogLinearLaw.fitBatch(x: Self.x, curves: curves)
    for (index, curve) in curves.enumerated() {
      let fit = try LogLinearLaw.fit(x: Self.x, y: curve)
      #expect(batch.parameters[1][index] == fit.parameters[1].value)
    }
  }

  @Test func faultsNameTheCurveAndTheObservation() {
    func message(_ work: () throws -> BatchFit) -> String? {
      do { _ = try work() } catch let error as FitError { return error.message } catch { return "\(error)" }
      return nil
    }
    var curves = [[Double]](repeating: Self.x.map { 1 / $0 }, count: 3)
    curves[2][4] = .nan
    #expect(
      message { try PowerLaw.fitBatch(x: Self.x, curves: curves) }
        == "Response 4 of curve 2 is nan, not a finite number.")
    #expect(
      message { try PowerLaw.fitBatch(x: Self.x, curves: [[1, 2]]) } == "curve 0 has 2 values for 20 values of x.")
    #expect(message { try PowerLaw.fitBatch(x: Self.x, curves: []) } == "There is no curve to fit.")
    #expect(
      message { try PowerLaw.fitBatch(x: Self.x, responses: [1, 2, 3]) }
        == "3 responses are not whole curves of 20 observations.")
    var weights = [Double](repeating: 1, count: 20)
    weights[7] = -1
    #expect(
      message { try PowerLaw.fitBatch(x: Self.x, y: Self.x, weightings: [weights]) }
        == "Weight 7 of curve 0 is -1.0: weights are not negative.")
    #expect(
      message { try PowerLaw.fitBatch(x: Self.x, y: Self.x, weightings: [[Double](repeating: 0, count: 20)]) }
        == "Curve 0: Every weight is 0, so no observation is left to fit.")
  }

  @Test func aWeightingAloneHasTheBitsThatItHasAmongOthers() throws {
    let y = Self.curves(1, noise: 0.02) { 1 + 3 * pow($0, -$1) }[0]
    var weightings: [[Double]] = []
    for row in 0..<9 {
      var weights: [Double] = []
      for column in 0..<20 { weights.append(Double(1 + (column * 7 + row * 3) % 4)) }
      weightings.append(weights)
    }
    let all = try PowerLawWithFloor.fitBatch(x: Self.x, y: y, weightings: weightings)
    for (index, weights) in weightings.enumerated() {
      let alone = try PowerLawWithFloor.fitBatch(x: Self.x, y: y, weightings: [weights])
      for parameter in 0..<3 {
        #expect(alone.parameters[parameter][0] == all.parameters[parameter][index])
        #expect(alone.standardErrors[parameter][0] == all.standardErrors[parameter][index])
      }
    }
  }

  @Test func commonWeightsOfAnotherLengthAreRefused() throws {
    let curves = Self.curves(5, noise: 0.01) { 1 + 3 * pow($0, -$1) }
    for count in [0, 19, 40] {
      #expect(throws: FitError("There are \(count) weights for 20 observations: one is needed for each.")) {
        try PowerLawWithFloor.fitBatch(
          x: Self.x, curves: curves, errors: .weights([Double](repeating: 1, count: count)))
      }
    }
  }
}
