import Foundation
import ScalingLaws
import Testing

@testable import CurveFitting

/// Errors, bounds, objectives and weightings of batches against fits of each curve alone.
@Suite struct BatchInputTests {
  private static let x = (0..<20).map { pow(10, 3 * Double($0) / 19) }
  private static let parameters = (0..<24).map { 1e7 * pow(10, 3 * Double($0) / 23) }
  private static let tokens = (0..<24).map { 1e9 * pow(10, 2.5 * Double(($0 * 7) % 24) / 23) }

  private static func noise(_ i: Int, _ curve: Int) -> Double { Double((i * 37 + curve * 11) % 19) / 19 - 0.5 }

  private static let falling = (0..<11).map { curve in
    x.indices.map { 1 + 3 * pow(x[$0], -0.3 - 0.05 * Double(curve)) + 0.02 * noise($0, curve) }
  }
  private static let surfaces = (0..<11).map { curve in
    parameters.indices.map {
      1.7 + 400 * pow(parameters[$0], -0.3 - 0.01 * Double(curve)) + 900 * pow(tokens[$0], -0.33)
        + 0.01 * noise($0, curve)
    }
  }
  private static let columns = ["parameters": parameters, "tokens": tokens]

  /// Whether a row of a batch has the numbers of a fit.
  private func expectSame(
    _ batch: BatchFit, _ row: Int, _ fit: Fit, relative: Double = 1e-9, errors: Double = 1e-7,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for (index, parameter) in fit.parameters.enumerated() {
      let name = "\(parameter.name) of curve \(row)"
      expectClose(
        batch.parameters[index][row], parameter.value, relative: relative, name, sourceLocation: sourceLocation)
      expectClose(
        batch.standardErrors[index][row], parameter.standardError ?? .infinity, relative: errors, "error of \(name)",
        sourceLocation: sourceLocation)
    }
    expectClose(
      batch.residualSumsOfSquares[row], fit.residualSumOfSquares, relative: 1e-9, "squares of \(row)",
      sourceLocation: sourceLocation)
    #expect(batch.degreesOfFreedom[row] == fit.degreesOfFreedom, sourceLocation: sourceLocation)
  }

  @Test func `known standard errors count as in a fit alone, for one power and for two`() throws {
    let deviations = Self.x.indices.map { 0.01 * (1 + Double($0 % 4)) }
    let batch = try PowerLawWithFloor.fitBatch(x: Self.x, curves: Self.falling, errors: .standardDeviations(deviations))
    for (row, y) in Self.falling.enumerated() {
      expectSame(batch, row, try PowerLawWithFloor.fit(x: Self.x, y: y, errors: .standardDeviations(deviations)))
    }
    let known = ObservationErrors.standardDeviations(Self.parameters.indices.map { 1e-3 * (1 + Double($0 % 5)) })
    let surfaces = try ChinchillaLaw.fitBatch(
      parameters: Self.parameters, tokens: Self.tokens, losses: Self.surfaces, errors: known)
    for (row, y) in Self.surfaces.enumerated() {
      expectSame(surfaces, row, try ChinchillaLaw.model.fit(columns: Self.columns, y: y, errors: known))
    }
    // Ten times the known errors are ten times the standard errors and a hundredth of chi-squared.
    let wide = try PowerLawWithFloor.fitBatch(
      x: Self.x, curves: Self.falling, errors: .standardDeviations(deviations.map { 10 * $0 }))
    expectClose(wide.standardErrors[2][3], 10 * batch.standardErrors[2][3], relative: 1e-12, "standard error")
    expectClose(wide.residualSumsOfSquares[3], batch.residualSumsOfSquares[3] / 100, relative: 1e-12, "chi-squared")
  }

  @Test func `a covariance is whitened by the general solver`() throws {
    let rows = Self.x.indices.map { i in Self.x.indices.map { 4e-4 * pow(0.6, Double(abs(i - $0))) } }
    let batch = try PowerLawWithFloor.fitBatch(
      x: Self.x, curves: Array(Self.falling.prefix(3)), errors: .covariance(rows))
    for row in 0..<3 {
      let fit = try PowerLawWithFloor.fit(x: Self.x, y: Self.falling[row], errors: .covariance(rows))
      expectSame(batch, row, fit, relative: 0, errors: 0)
    }
  }

  @Test func `bounds hold in every row, whether they bind or not`() throws {
    for range in [0.0...0.9, 0.9...1.0, -5.0...5.0, 1.0...1.0] {
      let bounds = ["floor": range]
      let batch = try PowerLawWithFloor.fitBatch(x: Self.x, curves: Self.falling, bounds: bounds)
      for (row, y) in Self.falling.enumerated() {
        expectSame(batch, row, try PowerLawWithFloor.fit(x: Self.x, y: y, bounds: bounds))
        #expect(range.contains(batch.parameters[0][row]))
      }
    }
    let bounds = ["E": 0...1.7]
    let surfaces = try ChinchillaLaw.model.fitBatch(columns: Self.columns, curves: Self.surfaces, bounds: bounds)
    for (row, y) in Self.surfaces.enumerated() {
      expectSame(
        surfaces, row, try ChinchillaLaw.model.fit(columns: Self.columns, y: y, bounds: bounds), relative: 1e-7,
        errors: 1e-5)
    }
    let one = ["A": 0.0...0.0]
    let held = try ChinchillaLaw.model.fitBatch(columns: Self.columns, curves: [Self.surfaces[0]], bounds: one)
    #expect(held.parameters[1] == [0] && held.needsLook == [0])
    #expect(
      sentence { try PowerLawWithFloor.fitBatch(x: Self.x, curves: Self.falling, bounds: ["plateau": 0...1]) }
        == "A power law with floor has no amplitude \"plateau\" to bound; it has floor, amplitude.")
  }

  @Test func `weightings of a surface are fits under those weights, the same bits for any number of them`() throws {
    let weightings = (0..<21).map { row in Self.parameters.indices.map { Double(($0 * 7 + row * 3) % 4) } }
    let y = Self.surfaces[2]
    let batch = try ChinchillaLaw.fitBatch(
      parameters: Self.parameters, tokens: Self.tokens, loss: y, weightings: weightings)
    for (row, weights) in weightings.enumerated() {
      let fit = try ChinchillaLaw.model.fit(columns: Self.columns, y: y, errors: .weights(weights))
      // A and B are e to some 20 times an exponent that rounding moves in its last digits.
      expectSame(batch, row, fit, relative: 1e-8)
    }
    #expect(batch.needsLook.isEmpty)
    for threads in [2, 4] {
      let more = try ChinchillaLaw.model.fitBatch(
        columns: Self.columns, y: y, weightings: weightings + weightings, threads: threads)
      for (all, one) in zip(more.parameters, batch.parameters) { #expect(Array(all[0..<21]) == one) }
    }
    // Equal weights for all are the shared kernel's fit.
    let equal = try ChinchillaLaw.model.fitBatch(
      columns: Self.columns, y: y, weightings: [[Double](repeating: 1, count: 24)])
    expectSame(equal, 0, try ChinchillaLaw.model.fit(columns: Self.columns, y: y), relative: 1e-8)
  }

  @Test func `other objectives give the rows of their fits and are named`() throws {
    let objective = FitObjective.logHuber(delta: 1e-3)
    let batch = try PowerLawWithFloor.fitBatch(
      x: Self.x, curves: Array(Self.falling.prefix(3)), objective: objective)
    #expect(batch.objective == objective)
    #expect(batch.headline == "power law with floor (log-Huber, delta 0.001): 3 curves")
    for row in 0..<3 {
      let fit = try PowerLawWithFloor.model.fit(x: Self.x, y: Self.falling[row], objective: objective)
      expectSame(batch, row, fit, relative: 0, errors: 0)
    }
    let weightings = (0..<8).map { row in Self.parameters.indices.map { Double(1 + ($0 * 7 + row * 3) % 4) } }
    let surface = try ChinchillaLaw.fitBatch(
      parameters: Self.parameters, tokens: Self.tokens, loss: Self.surfaces[0], weightings: weightings,
      objective: objective)
    for (row, weights) in weightings.enumerated() {
      let fit = try ChinchillaLaw.model.fit(
        columns: Self.columns, y: Self.surfaces[0], errors: .weights(weights), objective: objective)
      for (index, parameter) in fit.parameters.enumerated() {
        expectClose(surface.parameters[index][row], parameter.value, relative: 1e-9, "\(parameter.name) of \(row)")
      }
    }
    #expect(
      sentence {
        try PowerLawWithFloor.fitBatch(
          x: Self.x, curves: Self.falling, errors: .standardDeviations(Self.x), objective: objective)
      }
        == "Curve 0: The objective log-Huber, delta 0.001 takes weights, not errors of known size: its intervals come from the residuals."
    )
  }

  @Test func `columns of other lengths are refused in words`() {
    #expect(
      sentence { try ChinchillaLaw.model.fitBatch(columns: Self.columns, y: [1], weightings: [[1]]) }
        == "parameters has 24 values and y has 1: one y is needed for each parameters.")
    #expect(
      sentence { try ChinchillaLaw.model.fitBatch(columns: Self.columns, curves: [[1]]) }
        == "curve 0 has 1 values for 24 values of x.")
    #expect(
      sentence { try PowerLaw.fitBatch(x: Self.x, curves: Self.falling, errors: .standardDeviations([1])) }
        == "1 standard deviations for 20 observations: one is needed for each.")
  }
}
