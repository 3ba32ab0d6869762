import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct ChinchillaAllocationTests {
  /// Besiroglu and others, 2024 (arXiv:2404.10102): the values printed in the abstract's table.
  private let headline = ChinchillaLaw(
    floor: 1.81686, parameterAmplitude: 482.00572, tokenAmplitude: 2085.43420, parameterExponent: 0.34781,
    tokenExponent: 0.36585)
  /// The least of their objective on their 240 points.
  private let optimum = ChinchillaLaw(
    floor: 1.81721809, parameterAmplitude: 477.82585, tokenAmplitude: 2143.41724, parameterExponent: 0.347310497,
    tokenExponent: 0.367172430)

  @Test func `the replication's laws have the published ratios at Gopher's budget`() throws {
    let published = try headline.optimalAllocation(compute: 5.88e23)
    #expect(abs(published.tokensPerParameter - 18.3270) < 0.02, "\(published.tokensPerParameter)")
    #expect(abs(published.parameters / 7.3125e10 - 1) < 1e-3 && abs(published.tokens / 1.3402e12 - 1) < 1e-3)
    let best = try optimum.optimalAllocation(compute: 5.88e23)
    #expect(abs(best.tokensPerParameter - 17.9107) < 1e-3, "\(best.tokensPerParameter)")
    #expect(abs(best.parameterExponent - 0.513900) < 1e-6 && abs(best.tokenExponent - 0.486100) < 1e-6)
  }

  @Test func `the closed form agrees with the search along a curve of equal compute`() throws {
    struct Searched: LossLaw {
      let law: ChinchillaLaw
      func loss(parameters: Double, tokens: Double) -> Double { law.value(parameters: parameters, tokens: tokens) }
    }
    for compute in [1e18, 5.88e23, 1e27] {
      let closed = try optimum.optimalAllocation(compute: compute)
      let searched = try Searched(law: optimum).optimalAllocation(compute: compute)
      #expect(abs(searched.parameters / closed.parameters - 1) < 1e-7, "\(searched.parameters / closed.parameters - 1)")
      #expect(abs(searched.parameterExponent - closed.parameterExponent) < 1e-5)
      #expect(abs(searched.loss - closed.loss) < 1e-13)
      #expect(try optimum.excessLoss(parameters: closed.parameters * 2, compute: compute) > 0)
    }
  }

  @Test(arguments: [1e-9, 0.01, 3.0, 1e6])
  func `parameters counted in other units move the optimum with them`(_ factor: Double) throws {
    var moved = optimum
    moved.parameterAmplitude *= pow(factor, optimum.parameterExponent)
    // k N D = C with N c: the operations for each counted parameter fall.
    let own = try optimum.optimalAllocation(compute: 1e22)
    let other = try moved.optimalAllocation(compute: 1e22, operations: 6 / factor)
    #expect(abs(other.parameters / (own.parameters * factor) - 1) < 1e-12)
    #expect(abs(other.tokens / own.tokens - 1) < 1e-12 && abs(other.loss - own.loss) < 1e-13)
  }

  @Test func `laws without a best split are refused`() throws {
    var flat = optimum
    flat.tokenAmplitude = 0
    do {
      _ = try flat.optimalAllocation(compute: 1e20)
      Issue.record("no error")
    } catch let error as AllocationError {
      #expect(error.reason == .noInteriorMinimum && error.message.contains("all must be positive"))
    }
    struct Product: LossLaw {
      func loss(parameters: Double, tokens: Double) -> Double { 1.7 + 10 * pow(parameters, -0.1) * pow(tokens, -0.2) }
    }
    do {
      _ = try Product().optimalAllocation(compute: 1e20)
      Issue.record("no error")
    } catch let error as AllocationError {
      #expect(error.reason == .noInteriorMinimum && error.message.contains("the smallest models"))
    }
    do {
      _ = try optimum.optimalAllocation(compute: -1)
      Issue.record("no error")
    } catch let error as AllocationError {
      #expect(error.reason == .invalidInput)
      #expect(error.message == "A budget of -1.0 FLOP was asked for; it must be positive and finite.")
    }
  }

  private func noisyFit() throws -> Fit {
    var n: [Double] = []
    var d: [Double] = []
    for size in [5e7, 2e8, 8e8, 3e9, 1e10] {
      for ratio in [4.0, 12, 40, 120] {
        n.append(size)
        d.append(size * ratio)
      }
    }
    let loss = zip(n, d).enumerated().map { index, point in
      optimum.value(parameters: point.0, tokens: point.1) * (1 + 0.003 * sin(Double(7 * index * index + index)))
    }
    return try ChinchillaLaw.fit(parameters: n, tokens: d, loss: loss, objective: .logSquares)
  }

  @Test func `the delta method and the bootstrap agree on a well-determined surface`() throws {
    let fit = try noisyFit()
    let delta = try ChinchillaLaw.optimalAllocation(of: fit, compute: 1e22)
    let law = try ChinchillaLaw(fit)
    let own = try law.optimalAllocation(compute: 1e22)
    #expect(abs(delta.parameters.value / own.parameters - 1) < 1e-12)
    #expect(abs(delta.tokensPerParameter.value / own.tokensPerParameter - 1) < 1e-12)
    #expect(delta.parameters.contains(try optimum.optimalAllocation(compute: 1e22).parameters))
    #expect(abs(delta.parameterExponent.value + delta.tokenExponent.value - 1) < 1e-12)
    let boot = try ChinchillaLaw.optimalAllocation(
      of: try fit.bootstrap(.pairs, replicates: 200), fit: fit, compute: 1e22)
    let ratio =
      log(boot.parameters.upper / boot.parameters.lower) / log(delta.parameters.upper / delta.parameters.lower)
    #expect(ratio > 0.4 && ratio < 1.6, "\(ratio)")
    #expect(throws: FitError.self) {
      try ChinchillaLaw.optimalAllocation(
        of: try PowerLaw.fit(x: [1, 2, 3, 4], y: [1, 0.6, 0.4, 0.35]), compute: 1e20)
    }
  }

  static let referenceData = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  @Test(.enabled(if: referenceData != nil, "Set SCALING_REFERENCE_DATA to a folder that holds epoch_chinchilla."))
  func
    `the replication's points allocate Gopher's budget as published, within its interval (needs SCALING_REFERENCE_DATA)`()
    throws
  {
    let file = (Self.referenceData ?? "") + "/epoch_chinchilla/svg_extracted_data.csv"
    let rows = try String(contentsOfFile: file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst().map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) ?? .nan }
    }
    let cut = rows.map { $0[6] }.sorted(by: >)[4]
    let kept = rows.filter { $0[6] < cut }
    let fit = try ChinchillaLaw.fit(
      parameters: kept.map { $0[3] }, tokens: kept.map { $0[4] / (6 * $0[3]) }, loss: kept.map { $0[6] },
      objective: .logHuber(delta: 1e-3))
    let estimate = try ChinchillaLaw.optimalAllocation(of: fit, compute: 5.88e23)
    #expect(abs(estimate.tokensPerParameter.value - 17.9107) < 1e-3)
    #expect(abs(estimate.parameterExponent.value - 0.5139) < 1e-5)
    // Their a is .513 with a standard error of .020 over 4,000 bootstraps; a sandwich is of that size.
    let width = estimate.parameterExponent.upper - estimate.parameterExponent.lower
    #expect(width > 0.04 && width < 0.12, "\(width)")
    // Hoffmann's constants, rounded as printed, have a far larger objective than their exact ones (.00412 against .00123).
    func objective(_ law: ChinchillaLaw) -> Double {
      kept.reduce(0) { sum, row in
        let r = abs(log(row[6]) - log(law.value(parameters: row[3], tokens: row[4] / (6 * row[3]))))
        return sum + (r <= 1e-3 ? 0.5 * r * r : 1e-3 * (r - 0.5e-3))
      }
    }
    let rounded = ChinchillaLaw(
      floor: 1.69, parameterAmplitude: 406.4, tokenAmplitude: 410.7, parameterExponent: 0.34, tokenExponent: 0.28)
    let exact = ChinchillaLaw(
      floor: exp(0.5267228), parameterAmplitude: exp(6.0073404), tokenAmplitude: exp(6.0179186),
      parameterExponent: 0.33917084, tokenExponent: 0.2849083)
    #expect(abs(objective(rounded) - 0.0041210091) < 1e-9, "\(objective(rounded))")
    #expect(abs(objective(exact) - 0.0012311626) < 1e-9, "\(objective(exact))")
    // The five digits printed of alpha and beta leave 1e-7 of the objective open.
    #expect(abs(objective(headline) - 0.0010186447) < 2e-7, "\(objective(headline))")
    #expect(abs(try exact.optimalAllocation(compute: 5.88e23).tokensPerParameter - 59.0374) < 1e-3)
  }
}
