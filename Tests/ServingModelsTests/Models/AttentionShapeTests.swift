import ServingModels
import Testing

@Suite struct AttentionShapeTests {
  @Test func `each position costs four FLOPs a layer, head and dimension for each it attends to`() throws {
    // 4 × 48 × 40 × 128.
    #expect(try AttentionShape(layers: 48, attentionHeads: 40, headDimension: 128).flopsPerContextPosition == 983_040)
  }

  @Test func `a number below one is refused by name`() {
    #expect(
      message { try AttentionShape(layers: 0, attentionHeads: 1, headDimension: 1) }
        == "The number of layers is 0; at least one is needed.")
    #expect(
      message { try AttentionShape(layers: 1, attentionHeads: -1, headDimension: 1) }
        == "The number of attention heads is -1; at least one is needed.")
    #expect(
      message { try AttentionShape(layers: 1, attentionHeads: 1, headDimension: 0) }
        == "The number of dimensions in a head is 0; at least one is needed.")
  }
}
