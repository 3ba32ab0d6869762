import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct AllocationBootstrapTests {
  static let referenceData = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  @Test func `replicates depend on their number alone and progress is told of each`() throws {
    let law = ChinchillaLaw(
      floor: 1.8, parameterAmplitude: 480, tokenAmplitude: 2100, parameterExponent: 0.35, tokenExponent: 0.37)
    var n: [Double] = []
    var d: [Double] = []
    for size in [5e7, 2e8, 8e8, 3e9, 1e10] {
      for ratio in [4.0, 12, 40, 120] {
        n.append(size)
        d.append(size * ratio)
      }
    }
    let loss = zip(n, d).enumerated().map { index, point in
      law.value(parameters: point.0, tokens: point.1) * (1 + 0.003 * sin(Double(7 * index * index + index)))
    }
    var told: [Int] = []
    let boot = try AllocationBootstrap(
      parameters: n, tokens: d, loss: loss, objective: .logSquares, replicates: 60
    ) { done, total in
      told.append(done)
      #expect(total == 60)
    }
    #expect(told == Array(1...60))
    let longer = try AllocationBootstrap(parameters: n, tokens: d, loss: loss, objective: .logSquares, replicates: 80)
    #expect(Array(longer.draws.prefix(boot.draws.count)) == boot.draws || boot.failures > 0)
    let estimate = try boot.allocation(compute: 1e22)
    #expect(abs(estimate.parameters.value / (try boot.law.optimalAllocation(compute: 1e22).parameters) - 1) < 1e-12)
    #expect(
      estimate.parameters.lower < estimate.parameters.value && estimate.parameters.upper > estimate.parameters.value)
    #expect(try boot.allocations(compute: [1e21, 1e22])[1] == estimate)
    // As the engine's own bootstrap of the same fit, but for the draws.
    let fit = try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, objective: .logSquares)
    let own = try ChinchillaLaw.optimalAllocation(
      of: try fit.bootstrap(.pairs, replicates: 200), fit: fit, compute: 1e22)
    let ratio =
      log(estimate.parameters.upper / estimate.parameters.lower) / log(own.parameters.upper / own.parameters.lower)
    #expect(ratio > 0.5 && ratio < 2, "\(ratio)")
    let tied = try AllocationBootstrap(
      parameters: n, tokens: d, loss: loss, objective: .logSquares, isTied: true, replicates: 50)
    #expect(try tied.allocation(compute: 1e22).parameterExponent.upper == 0.5)
    #expect(throws: FitError.self) {
      try AllocationBootstrap(parameters: n, tokens: d, loss: loss, replicates: 10)
    }
  }

  @Test(.enabled(if: referenceData != nil, "Set SCALING_REFERENCE_DATA to a folder that holds epoch_chinchilla."))
  func `the replication's exponent has its published spread (needs SCALING_REFERENCE_DATA)`() throws {
    let file = (Self.referenceData ?? "") + "/epoch_chinchilla/svg_extracted_data.csv"
    let rows = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    }
    let cut = rows.map { $0[6] }.sorted(by: >)[4]
    let kept = rows.filter { $0[6] < cut }
    let found = try AllocationBootstrap(
      parameters: kept.map { $0[3] }, tokens: kept.map { $0[4] / (6 * $0[3]) }, loss: kept.map { $0[6] },
      replicates: 200)
    #expect(found.failures == 0)
    // Besiroglu et al. 2024: a = .513, an 80 % interval .051 wide, from 4,000 draws; 200 of ours leave some 10 % of a width open.
    let a = try found.allocation(compute: 5.88e23, level: 0.8).parameterExponent
    #expect(abs(a.upper - a.lower - 0.051) < 0.012, "\(a)")
  }
}
