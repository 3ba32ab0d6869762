import CurveFitting
import ScalingLaws
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct ModelWithEndsTests {
  /// Accuracies that still rise at the last x: a free logistic law ends above 1.
  private static let x = ExactCase.spread(16, decades: 2)
  private static let y = x.map { min(1, 1.15 / (1 + pow($0 / 40, -1.1)) - 0.05 + 0.004 * sin(7 * $0)) }.map {
    max(0, $0)
  }

  @Test func `the upper end of a logistic law stays within the metric's bounds`() throws {
    let free = try LogisticLaw(try LogisticLaw.fit(x: Self.x, y: Self.y))
    #expect(free.upper > 1.02, "\(free)")
    let comparison = try LawComparison(
      x: Self.x, y: Self.y, naturalBounds: 0...1, family: [LogisticLaw.model, SaturatingPowerLaw.model])
    let fit = try #require(comparison.fits.first)
    #expect(fit.law == "logistic law, ends in 0 to 1")
    let law = try LogisticLaw(fit)
    #expect(law.lower >= 0 && law.upper <= 1 && law.rise > 0, "\(law)")
    #expect(law.upper == 1 && fit["upper"]?.verdict == .onBound)
    for (x, value) in zip([1.0, 40, 1e6], fit.values(at: [1, 40, 1e6])) {
      #expect(abs(law.value(at: x) - value) < 1e-12)
    }
    #expect((comparison.fits[1]["plateau"]?.value ?? 2) <= 1)
    let again = try comparison.records[0].repeated(with: LogisticLaw.model(within: 0...1))
    #expect(comparison.records[0].largestDifference(from: again) == 0)
  }

  @Test func `where the bounds do not bind both forms of the logistic law are the same`() throws {
    let truth = LogisticLaw(lower: 0.1, upper: 0.8, midpoint: 30, slope: 1.7)
    let y = Self.x.map { truth.value(at: $0) }
    let fit = try LogisticLaw.model(within: 0...1).fit(x: Self.x, y: y)
    for (found, expected) in zip(try LogisticLaw(fit).parameters, truth.parameters) {
      #expect(abs(found / expected - 1) < 1e-9)
    }
    #expect(fit["upper"]?.verdict == .identified)
    #expect(throws: FitError("A fit of a power law does not hold the parameters of a logistic law.")) {
      try LogisticLaw(try PowerLaw.fit(x: Self.x, y: y))
    }
  }

  @Test func `a bounded law keeps the end that a large x approaches within the bounds`() throws {
    // Falls towards 0.05 below zero.
    let truth = BoundedRationalLaw(floor: -0.05, ceiling: 1, amplitude: 4, exponent: 0.5)
    let y = Self.x.map { truth.value(at: $0) }
    let free = try BoundedRationalLaw.model.fit(x: Self.x, y: y, objective: .logSquares)
    #expect((free["floor"]?.value ?? 1) < 0, "\(free)")
    let comparison = try LawComparison(
      x: Self.x, y: y, naturalBounds: 0...4, family: [BoundedRationalLaw.model, PowerLaw.model])
    #expect((comparison.fits[0]["floor"]?.value ?? -1) >= 0)
    #expect(comparison.records[0].bounds.map(\.name) == ["floor"])
    let again = try comparison.records[0].repeated(with: BoundedRationalLaw.model)
    #expect(comparison.records[0].largestDifference(from: again) == 0)
  }

  @Test func `a law with a pinned end keeps its other end within the bounds`() throws {
    let pinned = try PinnedLaw(LogisticLaw.model, at: 0.02)
    let comparison = try LawComparison(
      x: Self.x, y: Self.y, naturalBounds: 0...1, family: [pinned, LogLinearLaw.model])
    let fit = comparison.fits[0]
    #expect(fit.law == "logistic law, ends in 0 to 1, lower 0.02")
    #expect(fit["lower"]?.value == 0.02 && (fit["upper"]?.value ?? 2) <= 1)
    // A law that has no ends is left as it is.
    #expect(comparison.fits[1].law == "log-linear law")
  }
}
