import CurveFitting
import ScalingStatistics

/// A scalability law fitted to throughputs: parameters with intervals, what follows from them, and how far they may be believed.
///
/// Flat and codable; the laws themselves come back as `amdahl`, `gustafson`, `memoryBounded` and `universal`.
public struct ScalabilityFit: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The law with its parameters, their intervals and what to beware of, rounded for reading.
  public let headline: String
  /// The law that was fitted.
  public let law: ScalabilityLaw
  /// Where the throughput of one came from.
  public let throughputOfOneSource: ThroughputOfOne
  /// The numbers of processors, users or requests in flight, as given.
  public let processors: [Double]
  /// The throughputs, as given.
  public let throughput: [Double]
  /// The throughput of one, then the parameters of the law.
  public let parameters: [ScalabilityParameter]
  /// The peak of the universal scalability law with its profile interval, open above where the data allow none; nil for other laws, without a peak and without degrees of freedom.
  public let peak: Estimate?
  /// Observed less fitted throughputs.
  public let residuals: [Double]
  /// The number of observations: those that carry weight, without the one that gave a measured throughput of one.
  public let observationCount: Int
  /// Observations less parameters that were free; a parameter on a bound is not.
  public let degreesOfFreedom: Int
  /// The sum of squared residuals, weighted where the errors have weights.
  public let residualSumOfSquares: Double
  /// The estimated standard deviation of an observation of unit weight; nil without degrees of freedom, and for errors of known size.
  public let residualStandardError: Double?
  /// The share of the throughputs' variance around their mean that the law explains; nil for errors of unlike size.
  public let rSquared: Double?
  /// Akaike's criterion with the second-order correction; nil where there are too few observations for it.
  public let correctedAkaikeCriterion: Double?
  /// The covariance of the parameters, with zero rows for those on a bound or measured; nil without degrees of freedom.
  public let covariance: [[Double]]?
  /// What the reader should know before using the numbers; empty for a fit without a fault.
  public let warnings: [String]
  /// The numbers of processors whose throughput for each of them lies above that at the least number: superlinear, which no law here describes.
  public let superlinearProcessors: [Double]
  /// The level of the intervals.
  public let level: Double

  /// The factor from a standard error to half an interval, and what it assumes.
  let criticalFactor: Double
  let intervalMethod: String

  /// The parameter of a name, or nil where the law has none of that name.
  public subscript(name: String) -> ScalabilityParameter? { parameters.first { $0.name == name } }

  /// The throughput of one, γ.
  public var throughputOfOne: Double { parameters.first?.value ?? .nan }

  /// The fitted throughput at a number of processors; NaN where it is not positive.
  public func throughput(at processors: Double) -> Double {
    guard processors > 0 else { return .nan }
    return throughputOfOne * CapacityModel(law).point(processors, shapes).value
  }

  /// The measured efficiencies X / (γ N), in the order of the observations.
  public var efficiencies: [Double] {
    zip(processors, throughput).map { $1 / (throughputOfOne * $0) }
  }

  /// The interval of the mean throughput at some numbers of processors, by the delta method: pointwise, with parameters on a bound or measured taken as known.
  ///
  /// Throws `ScalabilityError` without degrees of freedom, and for a number of processors that is not positive and finite. O(n).
  public func confidenceBand(at processors: [Double]) throws -> [Estimate] {
    guard let covariance, covariance.count == parameters.count else {
      throw ScalabilityError(
        "The fit of \(law.phrase) has no band: as many parameters as observations leave no degrees of freedom.")
    }
    let model = CapacityModel(law)
    return try processors.map { count in
      try ScalabilityFitting.check(count, "The number of processors asked for")
      let point = model.point(count, shapes)
      let gradient = Array(
        [point.value, throughputOfOne * point.first.0, throughputOfOne * point.first.1].prefix(parameters.count))
      var variance = 0.0
      for a in gradient.indices {
        for b in gradient.indices { variance += gradient[a] * covariance[a][b] * gradient[b] }
      }
      let value = throughputOfOne * point.value
      // The greater of 0 and NaN is 0: a variance that is no number must not read as certainty.
      guard value.isFinite, variance.isFinite else {
        throw ScalabilityError("The throughput or its variance at \(count) processors has no finite value.")
      }
      let half = criticalFactor * max(0, variance).squareRoot()
      return Estimate(
        value: value, lower: value - half, upper: value + half, level: level, method: "mean, \(intervalMethod)")
    }
  }

  /// The shapes of the law's form: two for the forms with a denominator.
  private var shapes: [Double] { CapacityModel.shapes(of: law, parameters.dropFirst().map(\.value)) }

  /// Amdahl's law with the fitted serial fraction; nil for a fit of another law.
  public var amdahl: AmdahlLaw? {
    law == .amdahl ? try? AmdahlLaw(serialFraction: parameters.last?.value ?? .nan) : nil
  }

  /// Gustafson's law with the fitted serial share; nil for a fit of another law.
  public var gustafson: GustafsonLaw? {
    law == .gustafson ? try? GustafsonLaw(serialShare: parameters.last?.value ?? .nan) : nil
  }

  /// Sun and Ni's law with the fitted serial fraction; nil for a fit of another law.
  public var memoryBounded: SunNiLaw? {
    guard case .memoryBounded(let exponent) = law else { return nil }
    return try? SunNiLaw(serialFraction: parameters.last?.value ?? .nan, growthExponent: exponent)
  }

  /// The universal scalability law of the fit, of which Amdahl's law and linear scaling are cases; nil for the laws of growing work.
  public var universal: UniversalScalabilityLaw? {
    switch law {
    case .linear, .amdahl, .universal:
      try? UniversalScalabilityLaw(contention: shapes[0], coherency: shapes[1], throughputOfOne: throughputOfOne)
    case .gustafson, .memoryBounded: nil
    }
  }

  /// The rounded headline.
  public var description: String { headline }
}

extension ScalabilityFit {
  /// Fits a law to throughputs by least squares, without an initial guess.
  ///
  /// `processors` may be any positive load: threads, users, average concurrency; work of a fixed size has 1 / time for its throughput. Values may repeat. The search scans a
  /// grid from 0 to 1 of each share, logarithmic but for its end at 0, and polishes its lowest minima; a share of 0 or 1 is a result, said in `warnings`, and the others then have the intervals of the
  /// law without it. With as many parameters as observations there are points and no intervals. `throughputOfOne` `.measured` needs exactly one observation at 1 and errors of equal
  /// size. Throws `ScalabilityError` for unequal lengths, values that are not positive and finite (the row is named), a single distinct number of processors, too few observations, faulty
  /// errors, and a level outside 0 to 1. O(n) times about 1600 cells, and 200 refits for the profiles.
  public init(
    _ law: ScalabilityLaw, processors: [Double], throughput: [Double], throughputOfOne: ThroughputOfOne = .fitted,
    errors: ObservationErrors = .equal, level: Double = 0.95
  ) throws {
    self = try ScalabilityFitting(
      law: law, processors: processors, throughput: throughput, source: throughputOfOne, errors: errors, level: level
    ).fit(withProfiles: true)
  }
}
