import ScalingStatistics

/// What a cluster loses because only whole replicas fit in it.
public struct ReplicaQuantization: Sendable, Hashable, Codable {
  /// How many replicas fit, and how many GPUs stay idle.
  public let headline: String
  /// The GPUs of the cluster.
  public let clusterGPUs: Int
  /// The GPUs of one replica.
  public let replicaGPUs: Int
  /// The whole replicas that fit: ⌊cluster / replica⌋.
  public let replicas: Int
  /// The GPUs that no replica uses.
  public let idleGPUs: Int
  /// The share of the cluster in use: ⌊cluster / replica⌋ · replica / cluster.
  public let usedShare: Double

  /// Counts the replicas; throws `ParetoError` for a cluster or replica without GPUs.
  public init(clusterGPUs: Int, replicaGPUs: Int) throws {
    guard clusterGPUs > 0, replicaGPUs > 0 else {
      throw ParetoError("A cluster of \(clusterGPUs) GPUs and replicas of \(replicaGPUs): both need at least one.")
    }
    self.clusterGPUs = clusterGPUs
    self.replicaGPUs = replicaGPUs
    replicas = clusterGPUs / replicaGPUs
    idleGPUs = clusterGPUs - replicas * replicaGPUs
    usedShare = Double(replicas * replicaGPUs) / Double(clusterGPUs)
    headline = "\(replicas) replicas of \(replicaGPUs) GPUs fit in \(clusterGPUs); \(idleGPUs) GPUs stay idle."
  }

  /// Restates a column per GPU of a replica as per GPU of the whole cluster, idle ones included.
  ///
  /// A rate to be maximized is multiplied by the used share, a cost to be minimized divided by it; a row whose replica does not fit has rate 0 or infinite cost. Throws `ParetoError`
  /// for columns of unequal length and for a cluster or replica without GPUs.
  public static func perClusterGPU(
    _ objective: Objective, replicaGPUs: [Int], clusterGPUs: Int
  ) throws -> Objective {
    guard objective.values.count == replicaGPUs.count else {
      throw ParetoError(
        "\(replicaGPUs.count) replica sizes for \(objective.values.count) values of \(objective.name): each needs one.")
    }
    let values = try zip(objective.values, replicaGPUs).map { value, size in
      let fit = try ReplicaQuantization(clusterGPUs: clusterGPUs, replicaGPUs: size)
      if fit.replicas == 0 && !value.isNaN { return objective.sense == .maximize ? 0 : Double.infinity }
      return objective.sense == .maximize ? value * fit.usedShare : value / fit.usedShare
    }
    return Objective(
      name: "\(objective.name) per GPU of \(clusterGPUs)", values: values, sense: objective.sense)
  }
}
