import ScalingExperiments
import ScalingStudies
import Testing

@Suite struct SweepObservationsTests {
  private static func run(_ change: (inout Run) -> Void = { _ in }) throws -> Run {
    var run = Run(
      identifier: "r", model: ModelDescription(name: "m", parameters: 1_000),
      hardware: HardwareDescription(accelerator: "any", acceleratorCount: 1),
      serving: ServingConfiguration(tensorParallel: 1, speculation: .off),
      workload: Workload(tokenCap: 16, load: .batch(1)),
      requests: try RequestRecords(problems: ["a", "b"], outputTokens: [4, 16], latency: [1, 3]),
      answers: try AnswerRecords(problems: ["a", "b"], outputTokens: [4, nil], isCorrect: [true, false]))
    change(&run)
    return run
  }

  @Test func `a run becomes a cell`() throws {
    let sweep = SweepObservations([try Self.run()])
    #expect(sweep.headline == "1 cells observed; 0 times something was left out.")
    let cell = try #require(sweep.cells.first)
    #expect(cell.label == "m on any, cap 16, baseline")
    #expect(cell.accuracy == 0.5)
    #expect(cell.meanLatency == 2)
    #expect(cell.meanTokens == 10)
    #expect(cell.positions == [4, 16])
  }

  @Test func `what cannot be used is left out with its reason`() throws {
    func reasons(_ change: (inout Run) -> Void) throws -> [String] {
      SweepObservations([try Self.run(change)]).leftOut
    }
    let start = "Run \"r\" is left out: "
    #expect(
      try reasons { $0.serving.speculation = nil }
        == [start + "its speculation or tensor parallelism is unknown, or it mixes the two."])
    #expect(try reasons { $0.hardware?.acceleratorCount = nil } == [start + "the number of accelerators is unknown."])
    #expect(
      try reasons { $0.hardware?.acceleratorCount = 4 } == [start + "it had 4 accelerators, and baseline uses 1."])
    #expect(try reasons { $0.workload.load = nil } == [start + "its concurrency is unknown."])
    #expect(try reasons { $0.workload.load = .concurrency(8) } == [start + "its requests ran side by side."])
    #expect(try reasons { $0.workload.tokenCap = nil } == [start + "its token cap is unknown."])
    let isNaN = try RequestRecords(problems: ["a", "b"], outputTokens: [4, 16], latency: [1, .nan])
    #expect(try reasons { $0.requests = isNaN } == [start + "the latency of problem b is nan."])
    let twice = try RequestRecords(problems: ["a", "a"], outputTokens: [4, 16], latency: [1, 1])
    #expect(
      try reasons { $0.requests = twice }
        == [start + "it timed a problem twice, so its requests cannot be paired by problem."])
    let unknown = try RequestRecords(problems: ["a", "b"], latency: [1, 1])
    #expect(
      try reasons { $0.requests = unknown } == [start + "the output tokens of a request are unknown or 0."])
  }

  @Test func `a repeated cell is kept once and said so, and other verdicts do not replace the first`() throws {
    let again = try Self.run { $0.identifier = "again" }
    let sweep = SweepObservations([try Self.run(), again])
    #expect(sweep.cells.count == 1)
    #expect(
      sweep.leftOut == [
        "Run \"again\" is left out: cell m on any, cap 16, baseline was timed before; repeats are kept apart, not pooled."
      ])
    let answers = try AnswerRecords(problems: ["a"], outputTokens: [4], isCorrect: [false])
    let judged = try Self.run {
      $0.requests = nil
      $0.answers = answers
    }
    let other = SweepObservations([try Self.run(), judged])
    #expect(other.cells.first?.accuracy == 0.5)
    #expect(
      other.leftOut == [
        "Run \"r\" is left out: cell m on any, cap 16, baseline was judged before, with other verdicts."
      ])
  }

  @Test func `answers and requests of different runs meet in one cell`() throws {
    let timed = try Self.run { $0.answers = nil }
    let judged = try Self.run { $0.requests = nil }
    #expect(SweepObservations([judged, timed]).cells.first?.accuracy == 0.5)
    #expect(SweepObservations([judged]).cells.isEmpty)
  }

  @Test func `runs that differ in a known condition are cells of their own, and other answers do not join`() throws {
    let old = try Self.run { $0.serving.version = "0.7.3" }
    let new = try Self.run { $0.serving.version = "0.8.5" }
    let sweep = SweepObservations([old, new])
    #expect(
      sweep.cells.map(\.label) == [
        "m on any (engine version 0.7.3), cap 16, baseline", "m on any (engine version 0.8.5), cap 16, baseline",
      ])
    #expect(sweep.leftOut.isEmpty && sweep.notes.isEmpty)
    let timed = try Self.run {
      $0.workload.task = "MATH500"
      $0.answers = nil
    }
    let judged = try Self.run {
      $0.workload.task = "gsm8k"
      $0.requests = nil
    }
    let apart = SweepObservations([timed, judged])
    #expect(apart.cells.map(\.accuracy) == [nil])
    #expect(
      apart.leftOut == [
        "Cell m on any (task gsm8k), cap 16, baseline is left out: it was judged, but no request of it could be timed."
      ])
  }

  @Test func `a task goes by all its names, and what one run does not say is noted once`() throws {
    let timed = try Self.run {
      $0.workload.task = "MATH500"
      $0.answers = nil
    }
    let judged = try Self.run {
      $0.workload.task = "minerva_math500"
      $0.serving.engine = "vLLM"
      $0.requests = nil
    }
    let sweep = SweepObservations([timed, judged])
    #expect(sweep.cells.map(\.accuracy) == [0.5])
    #expect(sweep.cells.first?.conditions == SweepConditions(task: "MATH500", engine: "vLLM"))
    #expect(
      sweep.notes == [
        "m on any: some runs do not say their engine, which is vLLM in the others; they are taken to be alike."
      ])
  }

  @Test func `a run without records of requests or answers is left out in words`() throws {
    let empty = try Self.run {
      $0.requests = nil
      $0.answers = nil
    }
    #expect(
      SweepObservations([empty]).leftOut == [
        "Cell m on any, cap 16, baseline is left out: its runs hold no records of single requests."
      ])
    // Counters beside a timed run of the cell say nothing that is missed.
    #expect(SweepObservations([empty, try Self.run()]).leftOut.isEmpty)
  }

  @Test func `a cell that was run and lost counts among those that could have been compared`() throws {
    let caps = [16, 32, 64, 128]
    let isNaN = try RequestRecords(problems: ["a", "b"], outputTokens: [4, 16], latency: [1, .nan])
    let runs = try caps.flatMap { cap in
      try [ServingConfiguration(tensorParallel: 1, speculation: .off), Self.ngram].map { serving in
        try Self.run {
          $0.serving = serving
          $0.workload.tokenCap = cap
          // Both sides are lost at the largest cap.
          $0.requests = cap == 128 ? isNaN : try? Self.twenty(seconds: serving == Self.ngram ? 1 : 2)
        }
      }
    }
    let finding = try SpeculationClaim.finding(SweepObservations(runs))
    #expect(finding.headline.contains("3 of 4 cells compared, and 80 % are needed"))
    #expect(
      finding.missing == [
        "m on any, cap 128, n-gram speculation: no request of it could be timed, or it was not run."
      ])
  }

  private static let ngram = ServingConfiguration(
    tensorParallel: 1, speculation: .on(Speculation(method: .ngram)))

  private static func twenty(seconds: Double) throws -> RequestRecords {
    try RequestRecords(
      problems: (0..<20).map { "p\($0)" }, outputTokens: [Int?](repeating: 8, count: 20),
      latency: [Double](repeating: seconds, count: 20))
  }

  @Test func `with a plan strays are left out in words, and the plan's names and parameters are taken`() throws {
    func run(_ name: String, _ change: (inout Run) -> Void = { _ in }) throws -> Run {
      try Self.run {
        $0.identifier = name
        $0.model = ModelDescription(name: "simplescaling/s1.1-14B")
        $0.hardware = HardwareDescription(accelerator: "NVIDIA GH200-96GB", acceleratorCount: 1)
        $0.workload.task = "minerva_math500"
        $0.workload.tokenCap = 1_024
        change(&$0)
      }
    }
    let timed = try run("timed") {
      $0.model.name = "s1.1-14B"
      $0.workload.task = nil
      $0.answers = nil
    }
    let judged = try run("judged") { $0.requests = nil }
    let other = try run("other cap") { $0.workload.tokenCap = 1_000 }
    let task = try run("other task") { $0.workload.task = "gsm8k" }
    let sweep = SweepObservations([timed, other, judged, task], plan: PaperExperiment.plan)
    #expect(sweep.cells.map(\.label) == ["s1.1-14B on NVIDIA GH200-96GB, cap 1024, baseline"])
    #expect(sweep.cells.first?.accuracy == 0.5)
    #expect(sweep.cells.first?.model.parameters == 14_770_033_664)
    #expect(sweep.cells.first?.conditions.task == "MATH500")
    #expect(
      sweep.leftOut == [
        "The run \"other cap\" belongs to no cell: the token cap 1000 is not in the plan.",
        "The run \"other task\" belongs to no cell: the task \"gsm8k\" is not the plan's.",
      ])
    // Without the plan nothing is a stray.
    #expect(SweepObservations([other]).leftOut.isEmpty)
  }
}
