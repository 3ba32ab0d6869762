import CurveFitting
import Foundation
import ScalingLaws
import ScalingStatistics
import Testing

/// The bootstrap's refits against full searches of the same weighted data, which share neither start nor buffers with them.
@Suite struct ObjectiveRefitterTests {
  private static let x = (0..<24).map { 10 * exp2(Double($0) / 2) }

  @Test(arguments: [FitObjective.logHuber(delta: 0.01), .huber(delta: 0.02), .logSquares, .logEnvelope(penalty: 4)])
  func `a replicate is the fit under its own weights`(_ objective: FitObjective) throws {
    let law = PowerLawWithFloor(floor: 1.2, amplitude: 6, exponent: 0.4)
    let y = Self.x.enumerated().map { law.value(at: $1) * (1 + 0.01 * sin(Double(($0 + 2) * ($0 + 5)))) }
    let given = Self.x.indices.map { 1 + Double($0 % 4) }
    let fit = try PowerLawWithFloor.model.fit(x: Self.x, y: y, errors: .weights(given), objective: objective)
    let bootstrap = try fit.bootstrap(.pairs, replicates: 50, seed: 9)
    #expect(bootstrap.failures == 0)
    let design = try Bootstrap(unitCount: y.count, replicates: 50, seed: 9)
    for replicate in 0..<50 {
      let weights = zip(design.weights(replicate: replicate), given).map { $0 * $1 }
      let own = try PowerLawWithFloor.model.fit(x: Self.x, y: y, errors: .weights(weights), objective: objective)
      for (index, parameter) in own.parameters.enumerated() {
        let draw = bootstrap.draws[index][replicate]
        #expect(abs(draw / parameter.value - 1) < 1e-6, "\(parameter.name) of replicate \(replicate)")
      }
    }
  }

  @Test func `progress counts every replicate and changes no bit`() throws {
    let y = Self.x.enumerated().map { 2 + 9 / $1.squareRoot() + 0.02 * sin(Double(7 * $0)) }
    let fit = try PowerLawWithFloor.model.fit(x: Self.x, y: y, objective: .logHuber(delta: 1e-3))
    var told: [Int] = []
    let loud = try fit.bootstrap(.pairs, replicates: 60) { done, total in
      told.append(done)
      #expect(total == 60)
    }
    #expect(told == Array(1...60))
    #expect(loud.draws == (try fit.bootstrap(.pairs, replicates: 60)).draws)
  }
}
