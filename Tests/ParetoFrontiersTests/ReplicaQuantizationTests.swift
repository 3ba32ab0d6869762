import ParetoFrontiers
import Testing

@Suite struct ReplicaQuantizationTests {
  @Test func `only whole replicas serve`() throws {
    let fit = try ReplicaQuantization(clusterGPUs: 16, replicaGPUs: 6)
    #expect(fit.replicas == 2)
    #expect(fit.idleGPUs == 4)
    #expect(fit.usedShare == 0.75)
    #expect(fit.headline == "2 replicas of 6 GPUs fit in 16; 4 GPUs stay idle.")
    let rate = try ReplicaQuantization.perClusterGPU(
      Objective(name: "throughput", values: [100, 90, 120], sense: .maximize), replicaGPUs: [6, 8, 32], clusterGPUs: 16)
    #expect(rate.values == [75, 90, 0])
    let cost = try ReplicaQuantization.perClusterGPU(
      Objective(name: "cost", values: [3, 3], sense: .minimize), replicaGPUs: [6, 32], clusterGPUs: 16)
    #expect(cost.values == [4, .infinity])
  }

  @Test func `a replica without GPUs is refused`() {
    #expect(throws: ParetoError("A cluster of 8 GPUs and replicas of 0: both need at least one.")) {
      try ReplicaQuantization(clusterGPUs: 8, replicaGPUs: 0)
    }
  }
}
