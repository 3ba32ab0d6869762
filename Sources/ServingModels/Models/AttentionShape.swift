/// The shape that the attention term of an inference's arithmetic depends on.
public struct AttentionShape: Sendable, Hashable, Codable {
  /// The number of layers with full attention.
  public let layers: Int
  /// The number of query heads in each; sharing keys and values among them saves memory, not arithmetic.
  public let attentionHeads: Int
  /// The dimension of a head.
  public let headDimension: Int

  /// Creates a shape; throws `ServingModelError` for a number below 1.
  public init(layers: Int, attentionHeads: Int, headDimension: Int) throws {
    for (name, value) in [
      ("layers", layers), ("attention heads", attentionHeads), ("dimensions in a head", headDimension),
    ] where value < 1 {
      throw ServingModelError("The number of \(name) is \(value); at least one is needed.")
    }
    self.layers = layers
    self.attentionHeads = attentionHeads
    self.headDimension = headDimension
  }

  /// A shape whose numbers were checked elsewhere.
  init(checkedLayers layers: Int, attentionHeads: Int, headDimension: Int) {
    self.layers = layers
    self.attentionHeads = attentionHeads
    self.headDimension = headDimension
  }

  /// The FLOPs of one position for each position it attends to: 4 × layers × heads × head dimension.
  ///
  /// A multiply-add of QK and one of AV, two FLOPs each, for every layer, head and dimension.
  public var flopsPerContextPosition: Double {
    4 * Double(layers) * Double(attentionHeads) * Double(headDimension)
  }
}
