/// A language model as far as it is known: its name, size and shape.
public struct ModelDescription: Sendable, Codable, Hashable {
  /// The name by which the source of the data calls the model.
  public var name: String
  /// The family or base of the model; `nil` where unknown.
  public var family: String?
  /// The total number of parameters; `nil` where unknown.
  public var parameters: Int?
  /// The shape of the transformer; `nil` where unknown.
  public var shape: ModelShape?

  /// Creates a description; what is left out is unknown.
  public init(name: String, family: String? = nil, parameters: Int? = nil, shape: ModelShape? = nil) {
    self.name = name
    self.family = family
    self.parameters = parameters
    self.shape = shape
  }
}

/// The shape of a decoder-only transformer with grouped-query attention.
///
/// All widths are in elements, not bytes.
public struct ModelShape: Sendable, Codable, Hashable {
  /// The number of transformer layers.
  public var layers: Int
  /// The width of the residual stream.
  public var hiddenSize: Int
  /// The number of query heads in a layer.
  public var attentionHeads: Int
  /// The number of key and value heads in a layer (equal to `attentionHeads` without grouping).
  public var keyValueHeads: Int
  /// The width of one head.
  public var headDimension: Int
  /// The inner width of the feed-forward block (of each of its matrices where it is gated).
  public var feedForwardSize: Int
  /// The number of rows of the embedding.
  public var vocabularySize: Int
  /// A Boolean value that tells whether input and output embedding share one matrix.
  public var tiedEmbeddings: Bool

  /// Creates a shape.
  public init(
    layers: Int,
    hiddenSize: Int,
    attentionHeads: Int,
    keyValueHeads: Int,
    headDimension: Int,
    feedForwardSize: Int,
    vocabularySize: Int,
    tiedEmbeddings: Bool
  ) {
    self.layers = layers
    self.hiddenSize = hiddenSize
    self.attentionHeads = attentionHeads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    self.feedForwardSize = feedForwardSize
    self.vocabularySize = vocabularySize
    self.tiedEmbeddings = tiedEmbeddings
  }
}
