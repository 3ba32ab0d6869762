/// Speculation in a sweep: how many drafts a step verifies, how far they are kept, how often there are any, and what they cost.
///
/// Tokens a step are those of `DraftAcceptance`: of independent drafts (1 − aᵍ⁺¹) / (1 − a), and g + 1 at a = 1 (Y. Leviathan, M. Kalman and Y. Matias, ICML 2023, equation 1). A step without drafts is a plain one.
public struct SweptSpeculation: Sendable, Hashable, Codable {
  /// The drafts of a step; 0 is no speculation.
  public let draftTokens: Int
  /// How far drafts are kept, with the share of steps that have any; nil without speculation.
  public let acceptance: DraftAcceptance?
  /// The seconds that making the drafts of a step takes, on any hardware.
  public let draftTime: Double
  /// The time of each draft over that of a plain step of the target, Leviathan's c; it is added to `draftTime`.
  public let draftCost: Double
  /// The tokens that a step gives on average.
  public let tokensPerStep: Double

  /// No speculation.
  public static let off = SweptSpeculation()

  private init() {
    draftTokens = 0
    acceptance = nil
    draftTime = 0
    draftCost = 0
    tokensPerStep = 1
  }

  /// Creates speculation with independent drafts of equal acceptance.
  ///
  /// Throws `ServingModelError` for fewer than one draft or more than 10,000, an acceptance or hit rate outside 0 to 1, or a time or cost that is negative or not finite.
  public init(
    draftTokens: Int, acceptance: Double, hitRate: Double = 1, draftTime: Double = 0, draftCost: Double = 0
  ) throws {
    try self.init(
      DraftAcceptance(rate: acceptance, draftTokens: draftTokens, hitRate: hitRate), draftTime: draftTime,
      draftCost: draftCost)
  }

  /// Creates speculation with acceptance by position, as measured; as many drafts as it has positions.
  ///
  /// Throws `ServingModelError` for a time or cost that is negative or not finite.
  public init(_ acceptance: DraftAcceptance, draftTime: Double = 0, draftCost: Double = 0) throws {
    try ServingModelError.checkTime(draftTime, "time of the drafts")
    try SpeculationInput.checkCost(draftCost, "cost of a draft step")
    draftTokens = acceptance.survival.count
    self.acceptance = acceptance
    self.draftTime = draftTime
    self.draftCost = draftCost
    tokensPerStep = try acceptance.expectedTokens(draftTokens: draftTokens)
  }

  /// The positions scored for each request in a step that has drafts.
  public var query: Int { draftTokens + 1 }

  /// The share of steps that have drafts.
  public var hitRate: Double { acceptance?.hitRate ?? 0 }

  /// Whether the time of a step depends on that of a plain one.
  var needsPlainStep: Bool { draftTokens > 0 && (hitRate < 1 || draftCost > 0) }

  /// The mean seconds of a step, from those of scoring all positions and of a plain step.
  func meanStep(scoring: Double, plain: Double) -> Double {
    let drafted = scoring + draftTime + Double(draftTokens) * draftCost * plain
    guard hitRate < 1 else { return drafted }
    return hitRate * drafted + (1 - hitRate) * plain
  }
}

extension SweptSpeculation {
  private enum CodingKeys: String, CodingKey { case acceptance, draftTime, draftCost }

  /// Decodes what speculation is made from and checks it again.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    guard let acceptance = try container.decodeIfPresent(DraftAcceptance.self, forKey: .acceptance) else {
      self = .off
      return
    }
    try self.init(
      acceptance, draftTime: try container.decode(Double.self, forKey: .draftTime),
      draftCost: try container.decode(Double.self, forKey: .draftCost))
  }

  /// Encodes what speculation is made from.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encodeIfPresent(acceptance, forKey: .acceptance)
    try container.encode(draftTime, forKey: .draftTime)
    try container.encode(draftCost, forKey: .draftCost)
  }
}
