import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A scalability law in a comparison.
public struct RankedScalabilityFit: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The law, its distance from the best in AICc and its weight.
  public let headline: String
  /// The fit, without profile intervals.
  public let fit: ScalabilityFit
  /// AICc less the least AICc of the comparison.
  public let difference: Double
  /// The weight among the laws compared, exp(-difference / 2) over its sum; they sum to 1.
  public let weight: Double

  /// The rounded headline.
  public var description: String { headline }
}

/// Scalability laws fitted to the same throughputs, ranked by the second-order Akaike criterion.
///
/// C. M. Hurvich and C.-L. Tsai, "Regression and Time Series Model Selection in Small Samples" (1989). With the seven or ten points of a usual series the criterion prices a parameter highly, and may prefer
/// Amdahl's law to a curve that visibly peaks; `coherencyProbability` asks that one question by an F test, and both are in the headline where they disagree.
public struct ScalabilityComparison: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The best law, the nearest other one, and what the F test says.
  public let headline: String
  /// The laws, best first; ties keep the order in which they were given.
  public let ranking: [RankedScalabilityFit]
  /// Laws that another one of the list already is, a parameter being on its bound 0: they get no weight of their own.
  public let coincident: [String]
  /// Laws that could not be compared, each with the reason.
  public let refused: [String]
  /// The probability of at least this much better a fit by the universal law than by Amdahl's if there were no coherency loss; nil where not both were compared with degrees of freedom to
  /// spare, and for errors of known size.
  ///
  /// The F test of the nested laws; coherency cannot be negative, so that it is conservative.
  public let coherencyProbability: Double?

  /// The best fit, without profile intervals.
  public var best: ScalabilityFit { ranking[0].fit }
  /// The rounded headline.
  public var description: String { headline }

  /// Fits laws to the same throughputs and ranks them; a law that refuses the input is listed, not hidden.
  ///
  /// The laws of work of a fixed size unless others are named; name those of growing work for weak scaling, or take `WeakScaling.comparison`. Throws `ScalabilityError` as `ScalabilityFit` does for
  /// faulty input, for a list without laws or with one twice, and where no law has enough observations for AICc.
  public init(
    among laws: [ScalabilityLaw] = [.linear, .amdahl, .universal], processors: [Double], throughput: [Double],
    throughputOfOne: ThroughputOfOne = .fitted, errors: ObservationErrors = .equal, level: Double = 0.95
  ) throws {
    guard !laws.isEmpty else { throw ScalabilityError("There are no laws to compare.") }
    if let twice = laws.indices.first(where: { laws[..<$0].contains(laws[$0]) }) {
      throw ScalabilityError("\(laws[twice].name) stands twice in the list of laws to compare.")
    }
    var fits: [ScalabilityFit] = []
    var refused: [String] = []
    var coincident: [String] = []
    for law in laws {
      // Faulty input throws here, for all laws alike; only the fit itself may refuse one of them.
      let fitting = try ScalabilityFitting(
        law: law, processors: processors, throughput: throughput, source: throughputOfOne, errors: errors, level: level)
      do {
        let fit = try fitting.fit(withProfiles: false)
        guard fit.correctedAkaikeCriterion != nil else {
          refused.append("\(law.name): \(fit.observationCount) observations are too few for AICc.")
          continue
        }
        fits.append(fit)
      } catch let error as ScalabilityError {
        refused.append("\(law.name): \(error.message)")
      }
    }
    for fit in fits {
      if let simpler = Self.simpler(than: fit), fits.contains(where: { $0.law == simpler }) {
        coincident.append("\(fit.law.name) coincides with \(simpler.name) here")
        fits.removeAll { $0.law == fit.law }
      }
    }
    let criteria = fits.compactMap(\.correctedAkaikeCriterion)
    guard let least = criteria.min() else {
      throw ScalabilityError("No law can be compared. \(refused.joined(separator: " "))")
    }
    let shares = criteria.map { exp(-0.5 * ($0 - least)) }
    let total = shares.reduce(0, +)
    ranking = fits.indices.sorted { (criteria[$0], $0) < (criteria[$1], $1) }.map { index in
      let difference = criteria[index] - least
      let weight = shares[index] / total
      return RankedScalabilityFit(
        headline:
          "\(fits[index].law.name): ΔAICc \(DecimalText.fixed(difference, 1)), weight \(DecimalText.fixed(weight, 2))",
        fit: fits[index], difference: difference, weight: weight)
    }
    self.refused = refused
    self.coincident = coincident
    let probability = Self.coherencyProbability(fits)
    coherencyProbability = probability
    headline = Self.sentence(ranking, coincident: coincident, probability: probability)
  }

  /// The law that a fit reduces to by a parameter on its bound 0; nil where it is itself.
  private static func simpler(than fit: ScalabilityFit) -> ScalabilityLaw? {
    let shapes = fit.parameters.dropFirst()
    func isZero(_ name: String) -> Bool { shapes.contains { $0.name == name && $0.value == 0 } }
    switch fit.law {
    case .linear: return nil
    case .universal: return isZero("coherency") ? (isZero("contention") ? .linear : .amdahl) : nil
    // Sun and Ni's law without a serial fraction is linear, as are the others.
    case .amdahl, .gustafson, .memoryBounded: return shapes.allSatisfy { $0.value == 0 } ? .linear : nil
    }
  }

  private static func coherencyProbability(_ fits: [ScalabilityFit]) -> Double? {
    guard let full = fits.first(where: { $0.law == .universal }), let plain = fits.first(where: { $0.law == .amdahl }),
      full.degreesOfFreedom > 0, plain.degreesOfFreedom == full.degreesOfFreedom + 1,
      full.residualStandardError != nil, full.residualSumOfSquares > 0
    else { return nil }
    let gain = max(0, plain.residualSumOfSquares - full.residualSumOfSquares)
    let degrees = Double(full.degreesOfFreedom)
    let statistic = gain / (full.residualSumOfSquares / degrees)
    guard statistic.isFinite else { return 0 }
    return FDistribution(numeratorDegreesOfFreedom: 1, denominatorDegreesOfFreedom: degrees)
      .upperTailProbability(at: statistic)
  }

  private static func sentence(
    _ ranking: [RankedScalabilityFit], coincident: [String], probability: Double?
  ) -> String {
    var text = "\(ranking[0].fit.law.name) by AICc (weight \(DecimalText.fixed(ranking[0].weight, 2)))"
    if ranking.count > 1 {
      text += "; next \(ranking[1].fit.law.name), ΔAICc \(DecimalText.fixed(ranking[1].difference, 1))"
    }
    if let probability, ranking[0].fit.law == .amdahl, probability < 0.05 {
      text +=
        "; but an F test refuses Amdahl's law for the universal one (p = \(DecimalText.significant(probability, 2)))"
    } else if let probability, ranking[0].fit.law == .universal, probability >= 0.05 {
      text += "; but an F test does not refuse Amdahl's law (p = \(DecimalText.significant(probability, 2)))"
    }
    return ([text] + coincident).joined(separator: "; ") + "."
  }
}

extension ScalabilityComparison {
  private enum CodingKeys: String, CodingKey {
    case headline, ranking, coincident, refused, coherencyProbability
  }

  /// Decodes a comparison; throws for one without a law, which has no best.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    headline = try container.decode(String.self, forKey: .headline)
    ranking = try container.decode([RankedScalabilityFit].self, forKey: .ranking)
    coincident = try container.decode([String].self, forKey: .coincident)
    refused = try container.decode([String].self, forKey: .refused)
    coherencyProbability = try container.decodeIfPresent(Double.self, forKey: .coherencyProbability)
    guard !ranking.isEmpty else {
      throw DecodingError.dataCorruptedError(
        forKey: .ranking, in: container, debugDescription: "A comparison of scalability laws holds at least one law.")
    }
  }
}
