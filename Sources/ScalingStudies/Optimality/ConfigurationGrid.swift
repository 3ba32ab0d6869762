import ScalingExperiments
import ScalingStatistics
import ServingModels

/// One configuration that could run: a run's model and strategy at one token cap.
public struct Configuration: Sendable, Hashable {
  /// Model, strategy and cap in words.
  public let label: String
  /// The run.
  public let run: String
  /// The model's name.
  public let model: String
  /// The token cap.
  public let cap: Int
}

/// All configurations of some runs, in columns: what each gives and what it costs.
public struct ConfigurationGrid: Sendable {
  /// The configurations, run by run, caps ascending.
  public let configurations: [Configuration]
  /// The accuracy of each over the judged problems.
  public let accuracy: [Double]
  /// The mean latency of each over the timed requests, in seconds.
  public let latency: [Double]
  /// Accelerator-seconds a token.
  public let costPerToken: [Double]
  /// Each measure of compute, the mean over the timed requests.
  public let compute: [ComputeMeasure: [Double]]
  /// What the FLOPs count, in words.
  public let computeDefinition: String

  let ladders: [TokenCapLadder]
  let rows: [(ladder: Int, cap: Int)]

  /// Lays out the configurations of some ladders.
  ///
  /// Throws `StudyError` where a model's parameters, shape (with attention) or passes are unknown.
  public init(_ ladders: [TokenCapLadder], attention: AttentionAccounting = .parametersOnly) throws {
    guard !ladders.isEmpty else { throw StudyError("There are no runs to choose among.") }
    self.ladders = ladders
    rows = ladders.indices.flatMap { ladder in ladders[ladder].caps.indices.map { (ladder, $0) } }
    configurations = rows.map { row in
      let ladder = ladders[row.ladder]
      let cap = ladder.caps[row.cap]
      return Configuration(
        label: "\(ladder.label), cap \(cap)", run: ladder.label, model: ladder.model.name, cap: cap)
    }
    var accuracy: [Double] = []
    var latency: [Double] = []
    var cost: [Double] = []
    var compute: [ComputeMeasure: [Double]] = [:]
    for ladder in ladders {
      let unit = ladder.unitWeights
      let tokens = ladder.meanTokens(unit)
      accuracy += try ladder.shares(unit).shares
      latency += ladder.meanLatency(unit)
      cost += ladder.costPerToken(unit)
      let arithmetic = try Self.arithmetic(ladder, attention)
      guard !ladder.positions.isEmpty else {
        throw StudyError(
          "Run \"\(ladder.label)\" does not say how many positions it scored: executed FLOPs are unknown.")
      }
      compute[.generatedTokens, default: []] += tokens
      // Request by request: attention grows with the square of an answer's length, so the mean request has less than the mean FLOPs.
      compute[.acceptedFLOPs, default: []] += try ladder.tokens.map { tokens in
        SampleMoments.mean(try tokens.map { try arithmetic.acceptedFLOPs(outputTokens: $0, after: 0) })
      }
      compute[.executedFLOPs, default: []] += try zip(ladder.positions, ladder.tokens).map { positions, tokens in
        SampleMoments.mean(
          try zip(positions, tokens).map {
            try arithmetic.executedFLOPs(positions: $0, outputTokens: $1, after: 0)
          })
      }
    }
    self.accuracy = accuracy
    self.latency = latency
    costPerToken = cost
    self.compute = compute
    computeDefinition =
      attention == .parametersOnly
      ? "FLOPs are 2 x parameters x generated positions; attention and the prompt, which latency contains, are not counted"
      : "FLOPs are 2 x parameters x positions and attention over the growing context; the prompt is not counted"
  }

  private static func arithmetic(
    _ ladder: TokenCapLadder, _ accounting: AttentionAccounting
  ) throws -> InferenceArithmetic {
    guard let parameters = ladder.model.parameters else {
      throw StudyError("The parameters of \(ladder.model.name) are unknown, so its FLOPs are; state them in the model.")
    }
    guard accounting == .withAttention else { return try InferenceArithmetic(parameters: Double(parameters)) }
    guard let shape = ladder.model.shape else {
      throw StudyError("The shape of \(ladder.model.name) is unknown, so the FLOPs of its attention are.")
    }
    return try InferenceArithmetic(
      parameters: Double(parameters),
      attention: try AttentionShape(
        layers: shape.layers, attentionHeads: shape.attentionHeads, headDimension: shape.headDimension))
  }
}
