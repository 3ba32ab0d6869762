import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct BrokenPowerLawTests {
  /// The constants of Caballero and others, arXiv:2210.14891, figure 4: four-digit addition, as their noiseless simulation states them.
  private let addition = BrokenPowerLaw(
    floor: 0.41388453071629455, amplitude: 2.2772722897737556, exponent: 0.055077348404973955,
    breaks: [.init(place: 612.5836172918001, change: 5.662903816010331, width: 0.059193036393742314)])

  @Test func `the value is the published formula`() {
    let law = BrokenPowerLaw(
      floor: 1, amplitude: 8, exponent: 0.5,
      breaks: [.init(place: 64, change: -0.25, width: 2), .init(place: 4, change: 1, width: 0.5)])
    for x in [0.25, 4.0, 64, 1000] {
      let formula =
        1 + 8 * pow(x, -0.5) * pow(1 + pow(x / 4, 1 / 0.5), -1 * 0.5) * pow(1 + pow(x / 64, 1 / 2.0), 0.25 * 2)
      #expect(abs(law.value(at: x) / formula - 1) < 1e-14)
    }
    // 1 + 8 / 2 · 2^-0.5 · (1 + 1/4)^0.5, by hand.
    #expect(abs(law.value(at: 4) - (1 + 4 * (1.25 / 2).squareRoot())) < 1e-14)
    #expect(law.breaks.map(\.place) == [4, 64] && law.exponents == [0.5, 1.5, 1.25])
    #expect(abs(law.exponent(at: 4) - (0.5 + 0.5 - 0.25 / 5)) < 1e-15)
  }

  @Test func `the constants of the authors' noiseless simulation come back from points that end before the break`()
    throws
  {
    // Their simulation ends at 405, where a thousandth of the bend is seen: that leaves place and change to the rounding of y, which 601 does not.
    let x = stride(from: 1, through: 601, by: 4).map { Double($0) }
    let fit = try BrokenPowerLaw.fit(x: x, y: x.map { addition.value(at: $0) }, scale: .logarithmOfOnePlus)
    for (value, truth) in zip(fit.law.parameters, addition.parameters) {
      #expect(abs(value / truth - 1) < 1e-5, "\(value), not \(truth): \(fit)")
    }
    for far in [612.0, 900, 4095] {
      #expect(abs(fit.law.value(at: far) / addition.value(at: far) - 1) < 1e-5, "at \(far)")
    }
    #expect(fit.breaks[0].faults == [.outsideData, .fewPoints])
    #expect(fit.warnings.first?.hasPrefix("break at 612.6, exponent 5.66") == true, "\(fit.warnings)")
    #expect(fit.breaks[0].headline.hasSuffix("(outside the data, too few points beside it)"))
  }

  private func recover(
    _ law: BrokenPowerLaw, points: Int, decades: Double, scale: BrokenPowerLaw.Scale = .response, tolerance: Double
  ) throws {
    let x = ExactCase.spread(points, decades: decades, middle: 1e6)
    let fit = try BrokenPowerLaw.fit(x: x, y: x.map { law.value(at: $0) }, breaks: law.breaks.count, scale: scale)
    for (value, truth) in zip(fit.law.parameters, law.parameters) {
      #expect(abs(value / truth - 1) < tolerance, "\(value), not \(truth): \(fit)")
    }
    for found in fit.breaks { #expect(found.isIdentified, "\(found)") }
    #expect(fit.startCount > 3 && fit.startCount <= 12)
  }

  @Test func `one, two and three breaks are recovered without a guess`() throws {
    try recover(
      BrokenPowerLaw(
        floor: 0.2, amplitude: 50, exponent: 0.3, breaks: [.init(place: 2e6, change: 0.5, width: 0.4)]),
      points: 30, decades: 5, tolerance: 1e-6)
    try recover(
      BrokenPowerLaw(
        floor: 0.5, amplitude: 3, exponent: 0.05,
        breaks: [.init(place: 1e5, change: 0.9, width: 0.3), .init(place: 1e7, change: -0.7, width: 0.5)]),
      points: 48, decades: 6, tolerance: 1e-5)
    try recover(
      BrokenPowerLaw(
        floor: 0.001, amplitude: 2, exponent: 0.02,
        breaks: [
          .init(place: 3e4, change: 0.6, width: 0.3), .init(place: 1e6, change: -0.5, width: 0.3),
          .init(place: 4e7, change: 0.8, width: 0.4),
        ]), points: 60, decades: 7, scale: .logarithm, tolerance: 1e-4)
  }

  @Test func `a rising curve that dips is followed too, its floor above it`() throws {
    // Double descent upside down: an accuracy that rises, falls and rises to a ceiling of .9.
    try recover(
      BrokenPowerLaw(
        floor: 0.9, amplitude: -4, exponent: 0.15,
        breaks: [.init(place: 2e5, change: -0.4, width: 0.2), .init(place: 5e6, change: 0.9, width: 0.3)]),
      points: 60, decades: 6, tolerance: 1e-4)
  }

  @Test func `a break that the data do not show is called by its fault`() throws {
    // A power law without a break and a little noise.
    let x = ExactCase.spread(24, decades: 3)
    let y = x.enumerated().map { 2 * pow($1, -0.3) * (1 + 0.003 * sin(Double(37 * $0))) }
    let fit = try BrokenPowerLaw.fit(x: x, y: y, scale: .logarithm, bounds: ["floor": 0...0.0])
    #expect(!fit.breaks[0].isIdentified && !fit.isTrustworthy, "\(fit)")
    #expect(fit.law.floor == 0)
    // A corner: two straight lines in the logarithms.
    let corner = x.enumerated().map {
      ($1 < 30 ? pow($1, -0.2) : pow(30, 0.5) * pow($1, -0.7)) * (1 + 1e-4 * sin(Double(37 * $0)))
    }
    let sharp = try BrokenPowerLaw.fit(x: x, y: corner, scale: .logarithm, bounds: ["floor": 0...0.0])
    #expect(abs(sharp.law.breaks[0].place / 30 - 1) < 0.01 && abs(sharp.law.breaks[0].change - 0.5) < 0.01, "\(sharp)")
  }

  @Test func `faults have their sentences`() {
    func message(_ x: [Double], _ y: [Double], breaks: Int = 1, scale: BrokenPowerLaw.Scale = .response) -> String {
      do {
        _ = try BrokenPowerLaw.fit(x: x, y: y, breaks: breaks, scale: scale)
        return "no error"
      } catch { return "\(error)" }
    }
    let x: [Double] = [1, 2, 3, 4, 5, 6]
    #expect(
      message(x, x, breaks: 4) == "A broken power law with 4 breaks was asked for: it has one to three.")
    #expect(
      message(x, x, breaks: 2) == "6 distinct x cannot determine the 9 parameters of a broken power law with 2 breaks.")
    #expect(message([1, 2, 3, 4, 5, 0], x).hasPrefix("x of observation 5 is 0.0"))
    #expect(message(x, [1, 2, 3, 4, 5, -1], scale: .logarithm) == "y of observation 5 is -1.0, which has no ln y.")
    #expect(message(x, [1, 2, 3]) == "x has 6 values and y has 3: one y is needed for each x.")
    #expect(
      message(x, [2, 2, 2, 2, 2, 2]) == "y is the same everywhere: a power law has nothing to follow.")
    #expect(throws: FitError("A broken power law takes bounds of its floor, not of \"width\".")) {
      try BrokenPowerLaw.fit(x: x, y: x, bounds: ["width": 0...1])
    }
  }

  @Test func `the law is stored and read back`() throws {
    let data = try JSONEncoder().encode(addition)
    #expect(try JSONDecoder().decode(BrokenPowerLaw.self, from: data) == addition)
  }

  static let file =
    (ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"] ?? "")
    + "/broken_neural_scaling_laws/4_digit_addition.csv"

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: file),
      "Set SCALING_REFERENCE_DATA to a folder that holds broken_neural_scaling_laws."))
  func `four-digit addition gives the printed constants and errors (needs SCALING_REFERENCE_DATA)`() throws {
    let rows = try String(contentsOfFile: Self.file, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
      .map { $0.split(separator: ",").compactMap { Double($0) } }
    #expect(rows.count == 17)
    let fit = try BrokenPowerLaw.fit(
      x: rows.prefix(14).map { $0[0] }, y: rows.prefix(14).map { $0[1] }, scale: .logarithmOfOnePlus)
    // Their script prints these from 163,840 cells and curve_fit.
    for (value, printed) in zip(
      fit.law.parameters, [0.413885033, 2.277271727, 0.0550773577, 612.583654622, 5.662908747, 0.059193051])
    {
      #expect(abs(value / printed - 1) < 1e-5, "\(value), not \(printed)")
    }
    func error(_ rows: ArraySlice<[Double]>) -> Double {
      let squares = rows.map { pow(log(fit.law.value(at: $0[0]) / $0[1]), 2) }
      return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
    }
    #expect(abs(error(rows.prefix(14)) - 0.00059848696) < 1e-8)
    #expect(abs(error(rows.dropFirst(14)) - 0.01091573580) < 1e-6)
  }
}
