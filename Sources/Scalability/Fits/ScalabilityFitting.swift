import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

extension CapacityModel {
  /// The shapes of a law's form from the parameters of the law.
  static func shapes(of law: ScalabilityLaw, _ parameters: [Double]) -> [Double] {
    // A hand-written archive may hold another count of them.
    guard parameters.count == law.parameterNames.count else { return [.nan, .nan] }
    switch law {
    case .linear: return [0, 0]
    case .amdahl: return [parameters[0], 0]
    case .universal, .gustafson, .memoryBounded: return parameters
    }
  }
}

/// One fit of a scalability law on its way: checked input, the solution, intervals, words.
struct ScalabilityFitting {
  let law: ScalabilityLaw
  let processors: [Double]
  let throughput: [Double]
  let source: ThroughputOfOne
  let errors: ObservationErrors
  let level: Double
  /// The throughput measured at 1, where it is the throughput of one.
  let throughputAtOne: Double?

  init(
    law: ScalabilityLaw, processors: [Double], throughput: [Double], source: ThroughputOfOne,
    errors: ObservationErrors, level: Double
  ) throws {
    guard processors.count == throughput.count else {
      throw ScalabilityError(
        "\(throughput.count) throughputs for \(processors.count) numbers of processors: one is needed for each.")
    }
    for row in processors.indices {
      try Self.check(processors[row], "The number of processors of row \(row)")
      guard processors[row] <= Self.mostProcessors else {
        throw ScalabilityError(
          "The number of processors of row \(row) is \(processors[row]); its square leaves the range of floating-point numbers beyond \(Self.mostProcessors)."
        )
      }
      try Self.check(throughput[row], "The throughput of row \(row)")
    }
    if let first = processors.first, processors.count > 1, processors.allSatisfy({ $0 == first }) {
      throw ScalabilityError("Every number of processors is \(first): \(law.phrase) needs two different ones.")
    }
    try ScalabilityError.check(level: level)
    if case .memoryBounded(let exponent) = law { _ = try SunNiLaw.checked(exponent) }
    self.law = law
    self.processors = processors
    self.throughput = throughput
    self.source = source
    self.errors = errors
    self.level = level
    switch source {
    case .fitted: throughputAtOne = nil
    case .measured:
      let rows = processors.indices.filter { processors[$0] == 1 }
      guard rows.count == 1 else {
        throw ScalabilityError(
          rows.isEmpty
            ? "There is no measurement at 1 to take the throughput of one from: let it be fitted."
            : "There are \(rows.count) measurements at 1, and none of them is the throughput of one: average them, or let it be fitted."
        )
      }
      guard errors == .equal else {
        throw ScalabilityError("A measured throughput of one goes with errors of equal size: let it be fitted instead.")
      }
      throughputAtOne = throughput[rows[0]]
    }
  }

  /// Fourth powers of it, in second derivatives, are still finite.
  private static let mostProcessors = 1e50

  /// Throws for a number that is not positive and finite.
  static func check(_ value: Double, _ name: String) throws {
    guard value > 0, value.isFinite else {
      throw ScalabilityError("\(name) is \(value); it must be positive and finite.")
    }
  }

  func fit(withProfiles: Bool) throws -> ScalabilityFit {
    let model = CapacityModel(law, throughputOfOne: throughputAtOne)
    let parameterCount = 1 + law.parameterNames.count
    let solution: Fit
    do {
      solution = try model.fit(x: processors, y: throughput, errors: errors, level: level)
    } catch let error as FitError {
      throw ScalabilityError(words(error, parameterCount: parameterCount))
    }
    let given = throughputAtOne == nil ? 0 : 1
    let count = solution.observationCount - given
    let degrees = solution.degreesOfFreedom - given
    let squares = solution.residualSumOfSquares
    let isKnown = errors.isScaleKnown
    let isExact = isExact(squares)
    let variance: Double? = isKnown ? 1 : degrees > 0 ? squares / Double(degrees) : nil
    let critical = critical(degrees)
    var covariance: [[Double]]?
    var profile: ScalabilityProfile?
    if let variance {
      // The solution's covariance is for its own degrees of freedom, which count the measurement at 1.
      let factor = isKnown ? 1 : variance * Double(solution.degreesOfFreedom) / squares
      covariance = self.covariance(of: solution, inflated: factor)
      if withProfiles {
        profile = ScalabilityProfile(
          processors: processors, throughput: throughput, errors: errors, least: squares,
          rise: critical.factor * critical.factor * variance, level: level, method: "profile \(critical.method)",
          isExact: isExact)
      }
    }
    let values = solution.parameters.map(\.value)
    let parameters = solution.parameters.indices.map { index in
      parameter(
        index, of: solution, model: model, variance: covariance?[index][index], critical: critical, profile: profile)
    }
    let superlinear = superlinearProcessors
    let warnings = warnings(parameters, isUncertain: variance == nil, solution: solution, superlinear: superlinear)
    let peak = profile.flatMap { self.peak(values, profile: $0, model: model) }
    let mean = SampleMoments.sum(throughput) / Double(throughput.count)
    let total = throughput.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return ScalabilityFit(
      headline: headline(parameters, values: values, peak: peak, warnings: warnings), law: law,
      throughputOfOneSource: source, processors: processors, throughput: throughput, parameters: parameters,
      peak: peak, residuals: solution.residuals, observationCount: count, degreesOfFreedom: degrees,
      residualSumOfSquares: squares, residualStandardError: isKnown ? nil : variance?.squareRoot(),
      rSquared: errors == .equal && total > 0 ? 1 - squares / total : nil,
      correctedAkaikeCriterion: criterion(solution, count: count, degrees: degrees), covariance: covariance,
      warnings: warnings, superlinearProcessors: superlinear, level: level, criticalFactor: critical.factor,
      intervalMethod: critical.method)
  }

  /// The N above the least whose throughput for each of them lies above that at the least, by more than rounding; without repeats, rising.
  private var superlinearProcessors: [Double] {
    guard let least = processors.min() else { return [] }
    let base = processors.indices.filter { processors[$0] == least }.map { throughput[$0] / least }
    let unit = SampleMoments.sum(base) / Double(base.count)
    let above = processors.indices.filter {
      processors[$0] > least && throughput[$0] > unit * processors[$0] * (1 + 1e-12)
    }
    return Set(above.map { processors[$0] }).sorted()
  }

  private func parameter(
    _ index: Int, of solution: Fit, model: CapacityModel, variance: Double?, critical: (factor: Double, method: String),
    profile: ScalabilityProfile?
  ) -> ScalabilityParameter {
    let value = solution.parameters[index].value
    let isMeasured = index == 0 && throughputAtOne != nil
    let isOnBound = !isMeasured && solution.parameters[index].verdict == .onBound
    var error: Double?
    if !isMeasured, !isOnBound, let variance { error = max(0, variance).squareRoot() }
    var interval: Estimate?
    if let error {
      let half = critical.factor * error
      interval = Estimate(
        value: value, lower: value - half, upper: value + half, level: level, method: critical.method)
    }
    let step = critical.factor * (error ?? 0)
    var profileInterval: Estimate?
    if let profile, !isMeasured {
      if index == 0 {
        profileInterval = profile.interval(
          around: value, step: step, lower: .bound(0), upper: .open(words: "the data allow any larger value")
        ) { model.holdingThroughputOfOne(at: $0) }
      } else {
        profileInterval = profile.interval(around: value, step: step, lower: .bound(0), upper: .bound(1)) {
          model.holding(index - 1, at: $0)
        }
      }
    }
    return ScalabilityParameter(
      name: index == 0 ? ScalabilityLaw.throughputOfOne : law.parameterNames[index - 1], value: value,
      standardError: error, interval: interval, profileInterval: profileInterval, isOnBound: isOnBound,
      isMeasured: isMeasured)
  }

  private func words(_ error: FitError, parameterCount: Int) -> String {
    let free = parameterCount - (throughputAtOne == nil ? 0 : 1)
    let needed = parameterCount
    return processors.count < needed
      ? "\(processors.count) measurements cannot determine \(law.phrase): it has \(free) free parameter\(free == 1 ? "" : "s")\(throughputAtOne == nil ? "" : " beside the measured throughput of one")."
      : error.message
  }

  private func isExact(_ squares: Double) -> Bool {
    guard !errors.isScaleKnown else { return false }
    let rounding = 8 * Double.ulpOfOne * (throughput.max() ?? 0)
    return squares <= Double(throughput.count) * rounding * rounding
  }

  private func critical(_ degrees: Int) -> (factor: Double, method: String) {
    if errors.isScaleKnown {
      return (NormalDistribution.standard.quantile(0.5 + level / 2), "normal interval, \(errors.assumption)")
    }
    let quantile = StudentTDistribution(degreesOfFreedom: Double(max(degrees, 1))).quantile(0.5 + level / 2)
    let taken = throughputAtOne == nil ? "" : "; the throughput measured at 1 taken as exact"
    return (quantile, "t interval, \(degrees) degrees of freedom, \(errors.assumption)\(taken)")
  }

  /// The covariance for the right degrees of freedom; nil where it is not finite.
  private func covariance(of solution: Fit, inflated factor: Double) -> [[Double]]? {
    let scale = factor.isFinite ? factor : 1
    guard let matrix = solution.covariance?.map({ $0.map { $0 * scale } }) else { return nil }
    return matrix.allSatisfy { $0.allSatisfy(\.isFinite) } ? matrix : nil
  }

  /// The solution's criterion, made again where the measurement at 1 is no observation.
  private func criterion(_ solution: Fit, count: Int, degrees: Int) -> Double? {
    guard throughputAtOne != nil else {
      return solution.correctedAkaikeCriterion.isFinite ? solution.correctedAkaikeCriterion : nil
    }
    let n = Double(count)
    let k = Double(count - degrees + 1)
    guard n - k - 1 > 0 else { return nil }
    let rounding = Double.ulpOfOne * (throughput.max() ?? 0)
    let variance = max(solution.residualSumOfSquares / n, rounding * rounding, .leastNormalMagnitude)
    return n * (log(2 * Double.pi * variance) + 1) + 2 * k + 2 * k * (k + 1) / (n - k - 1)
  }

  /// The peak with its profile interval, searched in its logarithm.
  private func peak(_ values: [Double], profile: ScalabilityProfile, model: CapacityModel) -> Estimate? {
    guard law == .universal, values[2] > 0, values[1] < 1 else { return nil }
    let peak = ((1 - values[1]) / values[2]).squareRoot()
    guard peak.isFinite else { return nil }
    // Without coherency the peak lies at infinity: where the data allow that, the interval is open.
    let straight = try? model.holding(1, at: 0).fit(x: processors, y: throughput, errors: errors)
    let isOpen = (straight?.residualSumOfSquares ?? .infinity) - profile.least < profile.rise
    let logarithm = profile.interval(
      around: log(peak), step: 0.1, lower: .bound(log(peak) - 40),
      upper: isOpen ? .bound(log(peak)) : .open(words: "the data allow throughput that never falls")
    ) { model.holdingPeak(at: exp($0)) }
    return logarithm.map {
      Estimate(
        value: peak, lower: exp($0.lower), upper: isOpen ? .infinity : exp($0.upper), level: level,
        method: isOpen ? "\(profile.method); above: open, the data allow throughput that never falls" : $0.method)
    }
  }

  private func warnings(
    _ parameters: [ScalabilityParameter], isUncertain: Bool, solution: Fit, superlinear: [Double]
  ) -> [String] {
    var warnings: [String] = []
    if isUncertain { warnings.append("as many parameters as observations: no interval can be given") }
    for parameter in parameters where parameter.isOnBound {
      warnings.append("\(parameter.name) is on its bound \(DecimalText.significant(parameter.value, 3))")
    }
    for parameter in solution.parameters where parameter.verdict == .notIdentified {
      warnings.append("\(parameter.name) is not identified")
    }
    if !solution.termination.isConverged { warnings.append("not converged: \(solution.termination.explanation)") }
    if let lackOfFit = solution.lackOfFitProbability, lackOfFit < 0.05 {
      warnings.append("lack of fit: residuals this large have probability \(DecimalText.significant(lackOfFit, 2))")
    }
    if !superlinear.isEmpty {
      let places = superlinear.map { DecimalText.significant($0, 4) }.joined(separator: ", ")
      let least = DecimalText.significant(processors.min() ?? .nan, 4)
      warnings.append("superlinear at \(places): more for each than at \(least)")
    }
    return warnings
  }

  private func headline(
    _ parameters: [ScalabilityParameter], values: [Double], peak: Estimate?, warnings: [String]
  ) -> String {
    var text = "\(law.name): " + (parameters.dropFirst() + parameters.prefix(1)).map(\.headline).joined(separator: ", ")
    if law == .universal {
      if let peak {
        text += "; peak at \(peak.headline)"
      } else if values[2] == 0 {
        text += "; no peak"
      } else {
        text += "; peak at \(DecimalText.significant(((1 - values[1]) / values[2]).squareRoot(), 4))"
      }
    }
    return warnings.isEmpty ? "\(text)." : "\(text). Beware: \(warnings.joined(separator: "; "))."
  }
}
