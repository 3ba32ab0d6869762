import ScalingExperiments
import Testing

/// Typed from section 3.1 of the paper and from the models' published configurations.
@Suite struct PaperExperimentTests {
  private let plan = PaperExperiment.plan

  @Test func `it has two families of three sizes, five caps and four strategies`() {
    #expect(plan.faults.isEmpty)
    #expect(plan.cells.count == 2 * 3 * 5 * 4)
    #expect(Set(plan.cells.map(\.identifier)).count == 120)
    #expect(plan.tokenCaps == [1_024, 2_048, 4_096, 8_192, 16_384])
    #expect(plan.cell(identifier: "deepseek-r1-distill-qwen-14b_tp4_cap8192") != nil)
    #expect(plan.cell(identifier: "s1.1-1.5b_ngram_cap16384") != nil)
    #expect(plan.strategies.map(\.name) == ["baseline", "ngram", "tp2", "tp4"])
    #expect(plan.strategies.map(\.acceleratorCount) == [1, 1, 2, 4])
    #expect(plan.strategies.map { $0.serving.speculation?.isOn } == [false, true, false, false])
  }

  @Test func `its engine, drafts, task and hardware are the paper's`() throws {
    for serving in plan.strategies.map(\.serving) {
      #expect(serving.engine == "vLLM")
      #expect(serving.version == "0.7.3")
      #expect(serving.attentionBackend == "FlashAttention 2.7.2")
      #expect(serving.torchVersion == "2.6.0")
      #expect(serving.cudaVersion == "12.6")
      #expect(serving.execution == nil)
    }
    let drafts = try #require(plan.strategies[1].serving.speculation?.speculation)
    #expect(drafts.method == .ngram)
    #expect(drafts.draftTokens == 5)
    #expect(drafts.ngramMinimum == 1)
    #expect(drafts.ngramMaximum == 4)
    #expect(plan.workload.task == "MATH500")
    #expect(plan.workload.problemCount == 500)
    #expect(plan.workload.load == .concurrency(1))
    #expect(plan.fewShotExamples == 0)
    #expect(plan.hardware.acceleratorCount == 4)
    #expect(plan.hardware.memoryBandwidth == 4.0e12)
    #expect(plan.hardware.topology == nil)
  }

  /// L [h nh d + nh d + 2 (h nkv d + nkv d) + nh d h + 3 h I + 2 h] + h + V h (1 if tied, else 2).
  @Test func `every model has the parameters that its shape gives`() throws {
    for model in plan.models {
      let shape = try #require(model.description.shape)
      let (width, query) = (shape.hiddenSize, shape.attentionHeads * shape.headDimension)
      let keyValue = shape.keyValueHeads * shape.headDimension
      let attention = width * query + query + 2 * (width * keyValue + keyValue) + query * width
      let layer = attention + 3 * width * shape.feedForwardSize + 2 * width
      let embeddings = shape.vocabularySize * width * (shape.tiedEmbeddings ? 1 : 2)
      #expect(model.description.parameters == shape.layers * layer + width + embeddings)
    }
    #expect(
      plan.models.map(\.description.parameters) == [
        1_777_088_000, 7_615_616_512, 14_770_033_664, 1_543_714_304, 7_615_616_512, 14_770_033_664,
      ])
  }

  @Test func `tensor parallelism divides the heads of every model`() throws {
    for model in plan.models {
      let heads = try #require(model.description.shape?.attentionHeads)
      #expect(heads % 4 == 0)
    }
  }
}
