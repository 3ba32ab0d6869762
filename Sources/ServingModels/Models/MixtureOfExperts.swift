#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The experts of a layer: many feed-forward blocks, of which each position passes through a few.
public struct MixtureOfExperts: Sendable, Hashable, Codable {
  /// The experts of a layer that positions are routed to.
  public let experts: Int
  /// The experts that each position passes through.
  public let activeExperts: Int
  /// The inner width of an expert.
  public let expertSize: Int
  /// The inner width, in all, of the experts that every position passes through; 0 where there is none.
  public let sharedSize: Int
  /// The layers that have one dense block and no experts.
  public let denseLayers: Int

  /// Creates experts; throws `ServingModelError` for a number below 1 (of shared width and dense layers below 0), or more active experts than there are.
  public init(experts: Int, activeExperts: Int, expertSize: Int, sharedSize: Int = 0, denseLayers: Int = 0) throws {
    try ServingModelError.checkWhole(experts, "experts")
    try ServingModelError.checkWhole(activeExperts, "active experts")
    try ServingModelError.checkWhole(expertSize, "elements in an expert's inner width")
    try ServingModelError.checkWhole(sharedSize, "elements in the shared experts' inner width", least: 0)
    try ServingModelError.checkWhole(denseLayers, "dense layers", least: 0)
    guard activeExperts <= experts else {
      throw ServingModelError("\(activeExperts) experts are active of \(experts): no more can be than there are.")
    }
    self.experts = experts
    self.activeExperts = activeExperts
    self.expertSize = expertSize
    self.sharedSize = sharedSize
    self.denseLayers = denseLayers
  }

  /// The experts that some positions touch on average, if each is routed on its own and evenly: E (1 − (1 − k / E)ⁿ).
  ///
  /// Real routers are uneven and neighbouring positions alike, so that fewer are touched: an upper figure.
  public func touchedExperts(positions: Double) -> Double {
    let share = Double(activeExperts) / Double(experts)
    guard share < 1 else { return Double(experts) }
    return Double(experts) * -expm1(positions * log1p(-share))
  }
}
