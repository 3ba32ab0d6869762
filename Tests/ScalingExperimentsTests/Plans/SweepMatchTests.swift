import ScalingExperiments
import Testing

@Suite struct SweepMatchTests {
  private let plan = SweepFixture.plan

  @Test func `a run finds its cell by model, cap and how it was served`() throws {
    #expect(plan.cell(of: try SweepFixture.run("r"))?.identifier == "a-1b_baseline_cap64")
    #expect(
      plan.cell(of: try SweepFixture.run("r", cap: 128, tensorParallel: 2))?.identifier == "a-1b_tp2_cap128")
    #expect(
      plan.cell(of: try SweepFixture.run("r", speculation: SweepFixture.drafts))?.identifier == "a-1b_n-gram-5_cap64")
  }

  @Test(arguments: ["A 1B", "a 1b", "house/a-1b", "House/A-1B", "A-1b"])
  func `a model goes by its name, its repository and the end of it`(_ name: String) throws {
    #expect(plan.cell(of: try SweepFixture.run("r", model: name))?.model == plan.models[0])
  }

  @Test func `settings of speculation decide only where both sides say them`() throws {
    func cell(_ speculation: Speculation) throws -> String? {
      plan.cell(of: try SweepFixture.run("r", speculation: .on(speculation)))?.identifier
    }
    #expect(try cell(Speculation(method: .ngram)) == "a-1b_n-gram-5_cap64")
    #expect(try cell(Speculation(method: .ngram, draftTokens: 5, ngramMaximum: 4)) == "a-1b_n-gram-5_cap64")
    #expect(try cell(Speculation(method: .ngram, draftTokens: 3)) == nil)
    #expect(try cell(Speculation(method: .ngram, ngramMinimum: 2)) == nil)
    #expect(try cell(Speculation(method: .eagle)) == nil)
  }

  @Test func `another kind of parallelism is another strategy`() throws {
    var run = try SweepFixture.run("r")
    run.serving.dataParallel = 2
    #expect(plan.cell(of: run) == nil)
    run.serving.dataParallel = 1
    #expect(plan.cell(of: run) != nil)
  }

  @Test func `the unknown is not taken for the usual, and the reason is said`() throws {
    func reason(_ run: Run) -> String? { plan.coverage(of: [run]).strays.first?.message }
    #expect(
      reason(try SweepFixture.run("r", model: "C"))
        == "The run \"r\" belongs to no cell: the model \"C\" is not in the plan.")
    #expect(
      reason(try SweepFixture.run("r", cap: nil)) == "The run \"r\" belongs to no cell: its token cap is unknown.")
    #expect(
      reason(try SweepFixture.run("r", cap: 65))
        == "The run \"r\" belongs to no cell: the token cap 65 is not in the plan.")
    #expect(
      reason(try SweepFixture.run("r", tensorParallel: nil))
        == "The run \"r\" belongs to no cell: its tensor parallelism is unknown.")
    #expect(
      reason(try SweepFixture.run("r", speculation: nil))
        == "The run \"r\" belongs to no cell: whether it speculated is unknown.")
    #expect(
      reason(try SweepFixture.run("r", tensorParallel: 2, speculation: SweepFixture.drafts))
        == "The run \"r\" belongs to no cell: no strategy of the plan has tensor parallelism 2 and ngram speculation "
        + "as it was set.")
    #expect(
      reason(try SweepFixture.run("r", tensorParallel: 8))
        == "The run \"r\" belongs to no cell: no strategy of the plan has tensor parallelism 8 and no speculation "
        + "as it was set.")
  }

  @Test func `a run of another task belongs to no cell, one of the same task under another name does`() throws {
    var run = try SweepFixture.run("r")
    run.workload.task = "products"
    #expect(plan.cell(of: run) == nil)
    #expect(
      plan.coverage(of: [run]).strays.map(\.message) == [
        "The run \"r\" belongs to no cell: the task \"products\" is not the plan's."
      ])
    run.workload.task = "Sums"
    #expect(plan.cell(of: run) != nil)
    var named = plan
    named.taskAliases = ["harness_sums"]
    run.workload.task = "harness_sums"
    #expect(named.cell(of: run) != nil)
  }

  @Test func `a run that fits two strategies belongs to none`() throws {
    var two = plan
    two.strategies.append(
      SweepFixture.strategy("ngram3", 1, .on(Speculation(method: .ngram, draftTokens: 3))))
    let vague = try SweepFixture.run("r", speculation: .on(Speculation(method: .ngram)))
    #expect(two.cell(of: vague) == nil)
    #expect(
      two.coverage(of: [vague]).strays.map(\.message) == [
        "The run \"r\" belongs to no cell: it says too little to choose among the strategies N-gram 5, ngram3."
      ])
  }

  @Test func `deviations are what both sides say and say differently`() throws {
    var run = try SweepFixture.run("r")
    let cell = try #require(plan.cell(of: run))
    #expect(plan.deviations(of: run, from: cell).isEmpty)
    run.hardware = HardwareDescription(accelerator: "Y", acceleratorCount: 1)
    run.serving.engine = "SGLang"
    run.serving.version = "1"
    run.model.parameters = 999
    run.workload.load = .concurrency(8)
    run.workload.sampling = .temperature(0.5)
    #expect(
      plan.deviations(of: run, from: cell) == [
        "The run \"r\" has as its accelerator Y, where the plan says X.",
        "The run \"r\" has as its engine SGLang, where the plan says vLLM.",
        "The run \"r\" has as its number of parameters 999, where the plan says 1000.",
        "The run \"r\" has as its load concurrency 8, where the plan says concurrency 1.",
        "The run \"r\" has as its sampling temperature 0.5, where the plan says greedy.",
      ])
    #expect(plan.coverage(of: [run]).deviations.count == 5)
  }
}
