import ScalingExperiments
import ScalingStatistics

/// The shape of a decoder-only transformer, and what follows from it: parameters, bytes streamed, keys and values, arithmetic.
///
/// N = L [h n d + 2 h k d + n d h + m h I + 2 h] + h + V h (once where the embeddings are tied, else twice), with n query and k key and value heads of dimension d, hidden size h, inner width I in m
/// matrices, and n d + 2 k d biases a layer where queries, keys and values have them: the counts of the Llama and Qwen2 families. Counts in elements.
public struct TransformerShape: Sendable, Hashable {
  /// The model's name.
  public let name: String
  /// The layers.
  public let layers: Int
  /// The width of the residual stream.
  public let hiddenSize: Int
  /// The query heads of a layer.
  public let attentionHeads: Int
  /// The key and value heads of a layer.
  public let keyValueHeads: Int
  /// The width of a head.
  public let headDimension: Int
  /// The inner width of a dense feed-forward block.
  public let feedForwardSize: Int
  /// The rows of the embedding.
  public let vocabularySize: Int
  /// Whether input and output embedding are one matrix.
  public let tiedEmbeddings: Bool
  /// Whether the feed-forward block has three matrices, one of them a gate, or two.
  public let hasGatedFeedForward: Bool
  /// Whether queries, keys and values have biases, as Qwen2's do.
  public let hasQueryKeyValueBias: Bool
  /// The experts; nil for a dense model.
  public let experts: MixtureOfExperts?
  /// The parameters in all.
  public private(set) var parameters: Int

  /// Creates a shape.
  ///
  /// `parameters` is the count where it is known from elsewhere; without it, it follows from the shape.
  /// Throws `ServingModelError` for a number below 1 or above ten million, query heads that are no multiple of the key and value heads, more dense layers than layers, a count that leaves nothing beside the
  /// input embedding or the inactive experts, or one beyond 2⁵³.
  public init(
    name: String, layers: Int, hiddenSize: Int, attentionHeads: Int, keyValueHeads: Int, headDimension: Int,
    feedForwardSize: Int, vocabularySize: Int, tiedEmbeddings: Bool, hasGatedFeedForward: Bool = true,
    hasQueryKeyValueBias: Bool = false, experts: MixtureOfExperts? = nil, parameters: Int? = nil
  ) throws {
    for (what, value) in [
      ("layers", layers), ("elements in the hidden size", hiddenSize), ("attention heads", attentionHeads),
      ("key and value heads", keyValueHeads), ("elements in a head", headDimension),
      ("elements in the feed-forward size", feedForwardSize), ("rows in the vocabulary", vocabularySize),
    ] { try ServingModelError.checkWhole(value, "\(what) of \(name)") }
    guard attentionHeads % keyValueHeads == 0 else {
      throw ServingModelError(
        "\(name) has \(attentionHeads) attention heads for \(keyValueHeads) key and value heads: each of these serves a whole number of those."
      )
    }
    if let experts, experts.denseLayers > layers {
      throw ServingModelError("\(name) has \(experts.denseLayers) dense layers of \(layers) in all.")
    }
    self.name = name
    self.layers = layers
    self.hiddenSize = hiddenSize
    self.attentionHeads = attentionHeads
    self.keyValueHeads = keyValueHeads
    self.headDimension = headDimension
    self.feedForwardSize = feedForwardSize
    self.vocabularySize = vocabularySize
    self.tiedEmbeddings = tiedEmbeddings
    self.hasGatedFeedForward = hasGatedFeedForward
    self.hasQueryKeyValueBias = hasQueryKeyValueBias
    self.experts = experts
    self.parameters = parameters ?? 0
    let counted = parameters.map(Double.init) ?? countedParameters
    // Whole numbers are exact up to here, and so is the sum above.
    guard counted > 0, counted < 0x1p53 else {
      throw ServingModelError("\(name) has \(counted) parameters; the number must be positive and below 2^53.")
    }
    let active = counted - (tiedEmbeddings ? 0 : embeddingParameters) - inactiveExpertParameters
    guard active > 0 else {
      throw ServingModelError(
        "\(name) of \(DecimalText.significant(counted, 6)) parameters has \(DecimalText.significant(counted - active, 6)) in embeddings and inactive experts alone: nothing is left to compute with."
      )
    }
    self.parameters = Int(counted)
  }

  /// Creates the shape of a described model; its stated count of parameters is used where there is one.
  ///
  /// Throws `ServingModelError` where the description has no shape, and as `init(name:…)` does.
  public init(_ description: ModelDescription) throws {
    guard let shape = description.shape else {
      throw ServingModelError("\(description.name): its shape is unknown, so nothing follows from it.")
    }
    func make(bias: Bool, parameters: Int?) throws -> TransformerShape {
      try TransformerShape(
        name: description.name, layers: shape.layers, hiddenSize: shape.hiddenSize,
        attentionHeads: shape.attentionHeads, keyValueHeads: shape.keyValueHeads, headDimension: shape.headDimension,
        feedForwardSize: shape.feedForwardSize, vocabularySize: shape.vocabularySize,
        tiedEmbeddings: shape.tiedEmbeddings, hasQueryKeyValueBias: bias, parameters: parameters)
    }
    let biased = try make(bias: true, parameters: nil)
    let isBiased = biased.parameters == description.parameters
    self = isBiased ? biased : try make(bias: false, parameters: description.parameters)
  }

  /// The six models of the paper: DeepSeek-R1-Distill-Qwen and s1.1, 1.5B, 7B and 14B each.
  public static var paperModels: [TransformerShape] {
    PaperExperiment.plan.models.compactMap { try? TransformerShape($0.description) }
  }
}

extension TransformerShape {
  /// The layers, query heads and head dimension, for arithmetic.
  public var attention: AttentionShape {
    AttentionShape(checkedLayers: layers, attentionHeads: attentionHeads, headDimension: headDimension)
  }

  /// The parameters of the input embedding.
  public var embeddingParameters: Double { Double(vocabularySize) * Double(hiddenSize) }

  private var matrices: Double { hasGatedFeedForward ? 3 : 2 }
  private var expertLayers: Double { experts.map { Double(layers - $0.denseLayers) } ?? 0 }

  /// The parameters of one expert in one layer; 0 for a dense model.
  public var expertParameters: Double {
    experts.map { matrices * Double(hiddenSize) * Double($0.expertSize) } ?? 0
  }

  private var inactiveExpertParameters: Double {
    experts.map { expertLayers * Double($0.experts - $0.activeExperts) * expertParameters } ?? 0
  }

  private var countedParameters: Double {
    let width = Double(hiddenSize)
    let queries = Double(attentionHeads) * Double(headDimension)
    let keys = Double(keyValueHeads) * Double(headDimension)
    let bias = hasQueryKeyValueBias ? queries + 2 * keys : 0
    let layer = 2 * width * queries + 2 * width * keys + bias + 2 * width
    let dense = matrices * width * Double(feedForwardSize)
    var blocks = Double(layers) * dense
    if let experts {
      let routed = Double(experts.experts) * (expertParameters + width)
      blocks =
        Double(experts.denseLayers) * dense
        + expertLayers * (routed + matrices * width * Double(experts.sharedSize))
    }
    return Double(layers) * layer + blocks + width + embeddingParameters * (tiedEmbeddings ? 1 : 2)
  }

  /// The parameters that lie in memory and are not streamed: the input embedding, of which a row is read; none where it is the output's as well.
  public var restingParameters: Double { tiedEmbeddings ? 0 : embeddingParameters }

  /// The parameters that take part in each position: all but the input embedding and the experts that it does not pass through.
  public var activeParameters: Double { Double(parameters) - restingParameters - inactiveExpertParameters }

  /// The parameters that a step over some positions streams: all but the input embedding and the experts that none of them passes through.
  public func streamedParameters(positions: Double) -> Double {
    guard let experts else { return Double(parameters) - restingParameters }
    let untouched = Double(experts.experts) - experts.touchedExperts(positions: positions)
    return Double(parameters) - restingParameters - expertLayers * untouched * expertParameters
  }

  /// The elements of keys and values that one of some accelerators holds for each position: 2 L ⌈heads / p⌉ d.
  ///
  /// Heads are replicated where accelerators exceed them: no accelerator holds fewer than one.
  public func keyValueElements(accelerators: Int = 1) -> Double {
    let ranks = max(1, accelerators)
    let heads = (keyValueHeads - 1) / ranks + 1
    return 2 * Double(layers) * Double(heads) * Double(headDimension)
  }

  /// The FLOPs of scoring some positions that each attend to `context` others: 2 × active parameters + 4 L n d × context for each.
  public func forwardFLOPs(positions: Double, context: Double) -> Double {
    positions * (2 * activeParameters + attention.flopsPerContextPosition * context)
  }
}

/// Decoding checks the numbers again.
extension TransformerShape: Codable {
  private struct Stored: Codable {
    var name: String
    var layers, hiddenSize, attentionHeads, keyValueHeads, headDimension, feedForwardSize, vocabularySize: Int
    var tiedEmbeddings, hasGatedFeedForward, hasQueryKeyValueBias: Bool
    var experts: MixtureOfExperts?
    var parameters: Int?
  }

  /// Reads a shape; throws `ServingModelError` or a `DecodingError`.
  public init(from decoder: any Decoder) throws {
    let stored = try Stored(from: decoder)
    let experts = try stored.experts.map {
      try MixtureOfExperts(
        experts: $0.experts, activeExperts: $0.activeExperts, expertSize: $0.expertSize, sharedSize: $0.sharedSize,
        denseLayers: $0.denseLayers)
    }
    try self.init(
      name: stored.name, layers: stored.layers, hiddenSize: stored.hiddenSize, attentionHeads: stored.attentionHeads,
      keyValueHeads: stored.keyValueHeads, headDimension: stored.headDimension,
      feedForwardSize: stored.feedForwardSize, vocabularySize: stored.vocabularySize,
      tiedEmbeddings: stored.tiedEmbeddings, hasGatedFeedForward: stored.hasGatedFeedForward,
      hasQueryKeyValueBias: stored.hasQueryKeyValueBias, experts: experts, parameters: stored.parameters)
  }

  /// Writes what the shape is made from.
  public func encode(to encoder: any Encoder) throws {
    try Stored(
      name: name, layers: layers, hiddenSize: hiddenSize, attentionHeads: attentionHeads, keyValueHeads: keyValueHeads,
      headDimension: headDimension, feedForwardSize: feedForwardSize, vocabularySize: vocabularySize,
      tiedEmbeddings: tiedEmbeddings, hasGatedFeedForward: hasGatedFeedForward,
      hasQueryKeyValueBias: hasQueryKeyValueBias, experts: experts, parameters: parameters
    ).encode(to: encoder)
  }
}
