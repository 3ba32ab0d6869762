import CurveFitting
import ScalingStatistics

/// One law of a comparison: what a criterion says of it inside the data, what held-out points say of it beyond, and its part in the forecast.
public struct LawComparisonRow: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The law, ΔAICc and its held-out error, or why it could not be fitted, rounded for reading.
  public let headline: String
  /// The law's name.
  public let law: String
  /// AICc less the least AICc; nil for a law that could not be fitted or has too few observations for it.
  public let correctedAkaikeDifference: Double?
  /// The weight by AICc, exp(-difference / 2) over its sum; nil as the difference.
  public let correctedAkaikeWeight: Double?
  /// The root mean square error at the held-out x, of ln y where the comparison is in logarithms; nil where none were held out or the law could not be judged.
  public let heldOutError: Double?
  /// The largest held-out x over the largest x kept; nil without a hold-out.
  public let heldOutFactor: Double?
  /// What the law counts in the forecast: the same for all laws that could be fitted, 0 for the others.
  public let forecastWeight: Double
  /// Why the law could not be fitted, or not be judged on held-out points; nil where neither.
  public let refusal: String?

  /// The headline.
  public var description: String { headline }

  static func all(_ ranking: ModelComparison, holdout: LargestOutHoldout?, fitCount: Int) -> [LawComparisonRow] {
    let fitted = ranking.ranking.map { ranked -> LawComparisonRow in
      let law = ranked.fit.law
      let held = holdout?.ranking.first { $0.law == law }
      let difference = ranked.correctedAkaikeDifference.flatMap { $0.isFinite ? $0 : nil }
      let error = held.flatMap { held in holdout.flatMap { held.score($0.measure) } }
      var words = difference.map { "\(law): ΔAICc \(DecimalText.fixed($0, 1))" } ?? "\(law): no AICc"
      if let error {
        words += ", held-out error \(DecimalText.significant(error, 3))"
        words += held?.largestFactor.map { " up to \(DecimalText.significant($0, 3))x beyond" } ?? ""
      }
      return LawComparisonRow(
        headline: words, law: law, correctedAkaikeDifference: difference,
        correctedAkaikeWeight: difference == nil ? nil : ranked.correctedAkaikeWeight, heldOutError: error,
        heldOutFactor: held?.largestFactor, forecastWeight: 1 / Double(fitCount),
        refusal: held == nil ? holdout?.refused.first { $0.hasPrefix("\(law): ") } : nil)
    }
    // A refusal reads "law: reason".
    let refused = ranking.refused.map { sentence in
      LawComparisonRow(
        headline: sentence, law: sentence.firstRange(of: ": ").map { String(sentence[..<$0.lowerBound]) } ?? sentence,
        correctedAkaikeDifference: nil, correctedAkaikeWeight: nil, heldOutError: nil, heldOutFactor: nil,
        forecastWeight: 0, refusal: sentence)
    }
    return fitted + refused
  }
}
