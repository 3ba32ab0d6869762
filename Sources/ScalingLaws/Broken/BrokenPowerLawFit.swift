import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Why a break of a fitted law should not be believed.
public enum BreakFault: String, Sendable, Hashable, Codable, CaseIterable {
  /// It lies below the smallest or above the largest x.
  case outsideData
  /// Fewer than three distinct x lie between it and the next break or end of the data.
  case fewPoints
  /// Its width is at the sharpest that was searched, a 400th of the range of ln x: it is a corner, and how sharp cannot be told.
  case sharperThanData
  /// Its width is at the widest that was searched, the whole range of ln x: it is a curvature, not a break.
  case widerThanData
  /// The interval of its change holds 0, or has no ends: the data do not show that the exponent changes there.
  case noChangeShown

  /// The fault in words.
  public var explanation: String {
    switch self {
    case .outsideData: "outside the data"
    case .fewPoints: "too few points beside it"
    case .sharperThanData: "sharper than the data can tell"
    case .widerThanData: "as wide as the data"
    case .noChangeShown: "its change of exponent is not told from 0"
    }
  }
}

/// A break of a fitted law with its intervals and what speaks against it.
public struct FittedBreak: Sendable, Hashable, Codable, CustomStringConvertible {
  /// Place, change and faults, rounded for reading.
  public let headline: String
  /// The break.
  public let value: BrokenPowerLaw.Break
  /// The place with its interval, symmetric in ln x; nil where there is none.
  public let place: Estimate?
  /// The change of the exponent with its interval; nil where there is none.
  public let change: Estimate?
  /// The width with its interval, symmetric in its logarithm; nil where there is none.
  public let width: Estimate?
  /// What speaks against the break; empty for one that the data identify.
  public let faults: [BreakFault]

  /// Whether nothing speaks against the break.
  public var isIdentified: Bool { faults.isEmpty }
  /// The headline.
  public var description: String { headline }
}

/// A fitted broken power law: the law, its breaks with their verdicts, and how the minimum was searched for.
public struct BrokenPowerLawFit: Sendable, CustomStringConvertible {
  /// The pieces' exponents, the breaks and the first fault, rounded for reading.
  public let headline: String
  /// The law.
  public let law: BrokenPowerLaw
  /// The breaks in the order of their places.
  public let breaks: [FittedBreak]
  /// The floor with its interval; nil where there is none.
  public let floor: Estimate?
  /// What the squares are of.
  public let scale: BrokenPowerLaw.Scale
  /// The least sum of squares, on the scale of the fit.
  public let objectiveValue: Double
  /// What the reader should know before using the law: faults of breaks, and what the general solver says.
  public let warnings: [String]
  /// The number of combinations of breaks, widths and floors that the search looked at.
  public let cells: Int
  /// The number of starts that were polished.
  public let startCount: Int
  /// The polished fit of y on its scale, over "floor", "logAmplitude" (ln of the excess's size at the geometric mean of x), "exponent" and "logBreak", "change", "logWidth" of each break.
  public let fit: NonlinearFit

  /// Whether every break is identified and the fit converged without a warning.
  public var isTrustworthy: Bool { warnings.isEmpty && fit.termination.isConverged }
  /// The headline.
  public var description: String { headline }
}

/// The starts polished on the exact objective.
struct BrokenPowerPolish {
  let search: BrokenPowerSearch
  let found: (starts: [BrokenPowerStart], cells: Int)
  let whole: BrokenPowerData
  let level: Double

  func fit() throws -> BrokenPowerLawFit {
    let data = search.data
    var best: (fit: NonlinearFit, sign: Double)?
    var polished = 0
    for start in found.starts {
      // A start may lie where a step leaves the law's domain: others remain.
      guard let fit = try? polish(data, mean: data.mean, sign: start.sign, start: values(start)) else { continue }
      polished += 1
      if fit.residualSumOfSquares < (best?.fit.residualSumOfSquares ?? .infinity) { best = (fit, start.sign) }
    }
    guard var best else {
      throw FitError(
        "No start of a broken power law led to a finite objective: the columns leave it nothing to follow.")
    }
    if whole.x.count > data.x.count {
      best.fit = try polish(whole, mean: data.mean, sign: best.sign, start: named(best.fit))
    }
    // Where the data end before the break a valley is flat to many digits, and a search that begins anew with its own scales goes further along it.
    for _ in 0..<8 {
      guard let next = try? polish(whole, mean: data.mean, sign: best.sign, start: named(best.fit)),
        next.residualSumOfSquares < 0.999 * best.fit.residualSumOfSquares
      else { break }
      best.fit = next
    }
    return result(best.fit, sign: best.sign, polished: polished)
  }

  private func named(_ fit: NonlinearFit) -> [String: Double] {
    Dictionary(fit.parameters.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
  }

  private func values(_ start: BrokenPowerStart) -> [String: Double] {
    func within(_ value: Double, _ range: ClosedRange<Double>) -> Double {
      min(max(value, range.lowerBound), range.upperBound)
    }
    var values = [
      "floor": within(start.floor, search.floorRange), "logAmplitude": start.height, "exponent": start.exponent,
    ]
    for (k, bend) in start.bends.enumerated() {
      values["logBreak\(k + 1)"] = within(bend.place + search.data.mean, places)
      values["change\(k + 1)"] = within(bend.change, search.exponents)
      values["logWidth\(k + 1)"] = within(bend.logWidth, search.logWidths)
    }
    return values
  }

  private var places: ClosedRange<Double> {
    search.placeRange.lowerBound + search.data.mean...search.placeRange.upperBound + search.data.mean
  }

  private func polish(
    _ data: BrokenPowerData, mean: Double, sign: Double, start: [String: Double]
  ) throws -> NonlinearFit {
    let count = search.breaks
    let scale = data.scale
    let names =
      ["floor", "logAmplitude", "exponent"]
      + (1...count).flatMap { ["logBreak\($0)", "change\($0)", "logWidth\($0)"] }
    let model = NonlinearModel(
      "broken power law, \(count == 1 ? "1 break" : "\(count) breaks")", parameters: names
    ) { p, x in
      let logX = log(x[0])
      var logarithm = p[1] - p[2] * (logX - mean)
      for k in 0..<count {
        let width = exp(p[5 + 3 * k])
        let t = (logX - p[3 + 3 * k]) / width
        let soft = t.value > 0 ? t + log1p(exp(-t)) : log1p(exp(t))
        logarithm = logarithm - p[4 + 3 * k] * width * soft
      }
      let value = p[0] + sign * exp(logarithm)
      switch scale {
      case .response: return value
      case .logarithm: return log(value)
      case .logarithmOfOnePlus: return log1p(value)
      }
    }
    var bounds: [String: ClosedRange<Double>] = ["floor": search.floorRange, "exponent": search.exponents]
    for k in 1...count {
      bounds["logBreak\(k)"] = places
      bounds["change\(k)"] = search.exponents
      bounds["logWidth\(k)"] = search.logWidths
    }
    return try model.fit(
      x: data.x, y: data.y.map { scale.transformed($0) }, start: start,
      errors: data.weights.map { .weights($0) } ?? .equal, bounds: bounds, level: level)
  }

  private func result(_ fit: NonlinearFit, sign: Double, polished: Int) -> BrokenPowerLawFit {
    func value(_ name: String) -> Double { fit[name]?.value ?? .nan }
    let mean = search.data.mean
    let order = (1...search.breaks).sorted { value("logBreak\($0)") < value("logBreak\($1)") }
    let law = BrokenPowerLaw(
      floor: value("floor"), amplitude: sign * exp(value("logAmplitude") + value("exponent") * mean),
      exponent: value("exponent"),
      breaks: order.map {
        BrokenPowerLaw.Break(
          place: exp(value("logBreak\($0)")), change: value("change\($0)"), width: exp(value("logWidth\($0)")))
      })
    let kept = whole.x.indices.filter { whole.weight($0) > 0 }
    let distinct = Set(kept.map { whole.x[$0] }).sorted()
    let ends = [-Double.infinity] + law.breaks.map(\.place) + [Double.infinity]
    let counts = (1..<ends.count).map { i in distinct.count { $0 > ends[i - 1] && $0 <= ends[i] } }
    let breaks = order.enumerated().map { index, k in
      let change = fit["change\(k)"]?.waldInterval
      let place = law.breaks[index].place
      var faults: [BreakFault] = []
      if place < distinct.first ?? 0 || place > distinct.last ?? 0 { faults.append(.outsideData) }
      if counts[index] < 3 || counts[index + 1] < 3 { faults.append(.fewPoints) }
      let width = value("logWidth\(k)")
      if width <= search.logWidths.lowerBound + 1e-9 { faults.append(.sharperThanData) }
      if width >= search.logWidths.upperBound - 1e-9 { faults.append(.widerThanData) }
      if change.map({ !($0.lower > 0 || $0.upper < 0) }) ?? true { faults.append(.noChangeShown) }
      let words = faults.isEmpty ? "" : " (\(faults.map(\.explanation).joined(separator: ", ")))"
      return FittedBreak(
        headline:
          "break at \(DecimalText.significant(place, 4)), exponent \(change?.headline ?? DecimalText.significant(law.breaks[index].change, 4)) more\(words)",
        value: law.breaks[index], place: exponential(fit["logBreak\(k)"]?.waldInterval), change: change,
        width: exponential(fit["logWidth\(k)"]?.waldInterval), faults: faults)
    }
    let faulty = breaks.filter { !$0.isIdentified }.map(\.headline)
    // The solver's words on a parameter that a verdict above explains would say it twice; all of them stay in `fit`.
    let warnings = faulty + (faulty.isEmpty ? fit.warnings : [])
    let pieces = law.exponents.map { DecimalText.significant($0, 3) }.joined(separator: ", ")
    return BrokenPowerLawFit(
      headline:
        "broken power law: exponents \(pieces), floor \(DecimalText.significant(law.floor, 4)); \(breaks.map(\.headline).joined(separator: "; "))",
      law: law, breaks: breaks, floor: fit["floor"]?.waldInterval, scale: whole.scale,
      objectiveValue: fit.residualSumOfSquares, warnings: warnings, cells: found.cells, startCount: polished, fit: fit)
  }

  private func exponential(_ estimate: Estimate?) -> Estimate? {
    estimate.map {
      Estimate(
        value: exp($0.value), lower: exp($0.lower), upper: exp($0.upper), level: $0.level, method: $0.method)
    }
  }
}
