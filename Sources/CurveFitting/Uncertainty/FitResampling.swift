import ScalingStatistics

/// How the data of a fit are drawn again.
public enum FitResampling: Sendable, Hashable {
  /// Observations with replacement: x was random, errors of any size.
  case pairs
  /// The fitted curve plus residuals drawn with replacement, each over √(1 - leverage) and less their mean: x was chosen, errors of one size.
  case residuals
  /// The fitted curve plus each point's own residual over 1 - leverage (HC3), times a random weight: x was chosen, errors of any size.
  case wild(WildWeights = .webb)
  /// Whole clusters with replacement; a number for each observation says its cluster.
  case clusters([Int])
  /// The fitted curve plus each cluster's own residuals, √(G / (G - 1)) (I - H)⁻¹ e for G clusters, times one random weight a cluster: dependent errors within few clusters. Its
  /// percentile interval is the one to take.
  case wildClusters([Int], WildWeights = .webb)
  /// Problems with replacement, each with its results at all caps: nested shares.
  case problems

  /// The design in words.
  public var explanation: String {
    switch self {
    case .pairs: "pairs bootstrap"
    case .residuals: "residual bootstrap"
    case .wild(let weights): "wild bootstrap, \(weights.rawValue) weights"
    case .clusters: "bootstrap of clusters"
    case .wildClusters(_, let weights): "wild cluster bootstrap, \(weights.rawValue) weights"
    case .problems: "bootstrap of problems"
    }
  }

  /// Whether replicates are other weights of the same y.
  var drawsWeights: Bool {
    switch self {
    case .pairs, .clusters: true
    case .residuals, .wild, .wildClusters, .problems: false
    }
  }

  /// What few clusters do to wild weights, in sentences.
  func warnings(clusters count: Int) -> [String] {
    switch self {
    case .wildClusters(_, .webb) where count < 5:
      return [
        "\(count) clusters are too few for wild weights: residuals of so few say little of the scatter between clusters, so the interval may be far too narrow; 5 or more are needed, and 9 were tested"
      ]
    case .wildClusters(_, .rademacher) where count < 13:
      return ["\(count) clusters have only \(1 << count) different Rademacher draws: use .webb below 13 clusters"]
    default: return []
    }
  }

  var clusters: [Int]? {
    switch self {
    case .clusters(let clusters), .wildClusters(let clusters, _): clusters
    case .pairs, .residuals, .wild, .problems: nil
    }
  }
}

/// Data drawn again: one replicate's y, or one's weights, after another.
struct FitDraws {
  var numbers: [Double] = []
  let points: Int
  let areWeights: Bool

  var count: Int { numbers.count / points }
  subscript(index: Int) -> [Double] { Array(numbers[(index * points)..<((index + 1) * points)]) }
}
