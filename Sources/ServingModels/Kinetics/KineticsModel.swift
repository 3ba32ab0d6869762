/// What the cost of test-time scaling needs of a model.
public struct KineticsModel: Sendable, Hashable, Codable {
  /// The name, as it stands in headlines.
  public let name: String
  /// The parameters that a token passes through.
  public let parameters: Double
  /// The layers.
  public let layers: Int
  /// The query heads.
  public let queryHeads: Int
  /// The heads of keys and values.
  public let keyValueHeads: Int
  /// The numbers in a head.
  public let headDimension: Int
  /// The shape that the model was made from, which says what a step reads of the weights; nil where it is unknown.
  public let shape: TransformerShape?

  /// Creates a model; throws `ServingModelError` for a count below 1, parameters that are not positive and finite, and more heads of keys and values than query heads.
  public init(
    name: String, parameters: Double, layers: Int, queryHeads: Int, keyValueHeads: Int, headDimension: Int
  ) throws {
    try SpeculationInput.checkPositive(parameters, "number of parameters of \(name)")
    for (what, count) in [
      ("layers", layers), ("query heads", queryHeads), ("heads of keys and values", keyValueHeads),
      ("numbers in a head", headDimension),
    ] { try ServingModelError.checkWhole(count, what) }
    guard keyValueHeads <= queryHeads else {
      throw ServingModelError(
        "\(name) has \(keyValueHeads) heads of keys and values and \(queryHeads) query heads: each serves one or more of these."
      )
    }
    self.name = name
    self.parameters = parameters
    self.layers = layers
    self.queryHeads = queryHeads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    shape = nil
  }

  /// Creates the model of a shape, with all its parameters, embeddings included, as the paper counts them; of experts only the active share.
  public init(_ shape: TransformerShape) {
    name = shape.name
    // The input embedding counts in the paper, with and without experts.
    parameters = shape.activeParameters + shape.restingParameters
    layers = shape.layers
    queryHeads = shape.attentionHeads
    keyValueHeads = shape.keyValueHeads
    headDimension = shape.headDimension
    self.shape = shape
  }

  /// The parameters that a step over so many sequences reads: without the input embedding, of which a row is read, and of experts those that the batch touches; all of `parameters` where the shape is unknown.
  func readParameters(batch: Double) -> Double { shape?.streamedParameters(positions: batch) ?? parameters }

  /// Multiplications and additions of one query position with one earlier position, in all layers: 4 · heads · dimension · layers.
  var attentionFLOPs: Double { 4 * Double(queryHeads) * Double(headDimension) * Double(layers) }
  /// Keys and values of one position, in all layers.
  var keyValueElements: Double { 2 * Double(keyValueHeads) * Double(headDimension) * Double(layers) }
}
