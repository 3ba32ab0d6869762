import Foundation
import ScalingExperiments
import Testing

@Suite struct SweepPlanTests {
  private let plan = SweepFixture.plan

  @Test func `cells are models by strategies by caps, in that order`() {
    #expect(
      plan.cells.map(\.identifier) == [
        "a-1b_baseline_cap64", "a-1b_baseline_cap128", "a-1b_n-gram-5_cap64", "a-1b_n-gram-5_cap128", "a-1b_tp2_cap64",
        "a-1b_tp2_cap128", "b_baseline_cap64", "b_baseline_cap128", "b_n-gram-5_cap64", "b_n-gram-5_cap128",
        "b_tp2_cap64", "b_tp2_cap128",
      ])
    #expect(plan.faults.isEmpty)
  }

  @Test func `a cell is found by its identifier`() throws {
    let cell = try #require(plan.cell(identifier: "b_tp2_cap128"))
    #expect(cell.model.repository == "house/b")
    #expect(cell.tokenCap == 128)
    #expect(cell.strategy.serving.tensorParallel == 2)
    #expect(plan.cell(identifier: "b_tp2_cap256") == nil)
  }

  @Test func `a cell's workload has its cap, and its hardware what it occupies`() throws {
    let cell = try #require(plan.cell(identifier: "b_tp2_cap128"))
    #expect(plan.workload(for: cell).tokenCap == 128)
    #expect(plan.workload(for: cell).problemCount == 10)
    #expect(plan.hardware(for: cell).acceleratorCount == 2)
    let baseline = try #require(plan.cell(identifier: "b_baseline_cap128"))
    #expect(plan.hardware(for: baseline).acceleratorCount == 1)
    var vague = cell
    vague.strategy.serving.pipelineParallel = nil
    #expect(plan.hardware(for: vague).acceleratorCount == nil)
    vague.strategy.serving.pipelineParallel = .max
    #expect(plan.hardware(for: vague).acceleratorCount == nil)
  }

  @Test func `a plan survives its archive`() throws {
    let data = try JSONEncoder().encode(plan)
    #expect(try JSONDecoder().decode(SweepPlan.self, from: data) == plan)
    let cells = try JSONEncoder().encode(plan.cells)
    #expect(try JSONDecoder().decode([SweepCell].self, from: cells) == plan.cells)
  }

  @Test func `a plan is copied and changed`() {
    var mine = plan
    mine.tokenCaps = [32]
    mine.models.removeLast()
    #expect(
      mine.cells.map(\.identifier) == ["a-1b_baseline_cap32", "a-1b_n-gram-5_cap32", "a-1b_tp2_cap32"])
  }

  @Test func `every fault has a sentence`() {
    func faults(_ change: (inout SweepPlan) -> Void) -> [String] {
      var changed = plan
      change(&changed)
      return changed.faults
    }
    #expect(faults { $0.models = [] } == ["The plan \"small\" has no models, so it has no cells."])
    #expect(faults { $0.tokenCaps = [] } == ["The plan \"small\" has no token caps, so it has no cells."])
    #expect(faults { $0.strategies = [] } == ["The plan \"small\" has no strategies, so it has no cells."])
    #expect(
      faults { $0.tokenCaps = [0, 8, 8, 8] } == [
        "The token cap 0 is below 1.", "The token cap 8 stands in the plan more than once.",
      ])
    #expect(faults { $0.fewShotExamples = -1 } == ["The number of solved examples is -1, below 0."])
    #expect(
      faults { $0.models[1].description.name = "a_1B" } == ["Two models of the plan share the identifier \"a-1b\"."])
    #expect(faults { $0.models[1].description.name = "" } == ["One of the models of the plan has no name."])
    #expect(
      faults { $0.strategies[0].serving.tensorParallel = nil } == [
        "The strategy \"baseline\" does not prescribe tensorParallel."
      ])
    #expect(
      faults { $0.strategies[0].serving.speculation = nil } == [
        "The strategy \"baseline\" does not prescribe speculation; where there is none, it is off."
      ])
    #expect(
      faults { $0.strategies[2].serving.tensorParallel = 1 } == [
        "The strategies \"baseline\" and \"tp2\" differ in nothing by which a run could be told."
      ])
    #expect(
      faults { $0.strategies[2].serving.tensorParallel = 4 } == [
        "The strategy \"tp2\" needs 4 accelerators, but the hardware has 2."
      ])
  }
}
