import ScalingExperiments

/// A run small enough to be checked in the head; tests change what they are about.
///
/// Six judged problems and caps of 2, 4 and 8 tokens: "a" is right after 2 tokens, "b" after 3, "c" after 8; "d" is right after 9, "e" right but cut by its window,
/// "f" wrong after 4. So 1, 2 and 3 of 6 are solved. Timed are "c" and "b", in this order, "c" with half a second of set-up; without it the latencies at the caps are
/// 1, 2, 4 s and 1, 1.25, 1.25 s.
struct HandMadeRun {
  var identifier = "tiny"
  var model = ModelDescription(name: "tiny", parameters: 1_000)
  var accelerators: Int? = 2
  var speculation: SpeculationSetting? = .off
  var load: LoadDescription? = .batch(1)
  var judged = ["a", "b", "c", "d", "e", "f"]
  var judgedTokens: [Int?] = [2, 3, 8, 9, nil, 4]
  var isCorrect = [true, true, true, true, true, false]
  var hasAnswers = true
  var timed = ["c", "b"]
  var timedTokens: [Int?] = [8, 3]
  var latency = [4.5, 1.25]
  var setup = [0.5, 0]
  var passes: [Int?]? = [8, 3]
  var caps = [2, 4, 8]
  var latencyAtCaps = [[1.5, 1], [2.5, 1.25], [4.5, 1.25]]
  var hasRequests = true

  static let ngram = SpeculationSetting.on(
    Speculation(method: .ngram, draftTokens: 2, ngramMinimum: 1, ngramMaximum: 4, positionsPerPass: 3))

  func run() throws -> Run {
    let requests = try RequestRecords(
      problems: timed, outputTokens: timedTokens, latency: latency, setupTime: setup, forwardPasses: passes,
      latencyAtTokenCap: zip(caps, latencyAtCaps).map { TokenCapLatency(tokenCap: $0, latency: $1) })
    let answers = try AnswerRecords(problems: judged, outputTokens: judgedTokens, isCorrect: isCorrect)
    return Run(
      identifier: identifier, model: model,
      hardware: HardwareDescription(accelerator: "any", acceleratorCount: accelerators),
      serving: ServingConfiguration(speculation: speculation), workload: Workload(load: load),
      requests: hasRequests ? requests : nil, answers: hasAnswers ? answers : nil)
  }

  /// The run with some of it changed.
  static func changed(_ change: (inout HandMadeRun) -> Void) throws -> Run {
    var run = HandMadeRun()
    change(&run)
    return try run.run()
  }

  /// A run whose mean tokens are its nine caps, 8 to 2,048, and whose share of 400 problems solved at a cap is that of a curve, to the nearest problem.
  ///
  /// All timed problems are alike and run into the last cap without an answer, so that nothing but the curve decides the shares.
  static func following(
    _ curve: (Double) -> Double, timedCount: Int = 40, latency: (Double) -> Double = { 0.01 * $0 }
  ) throws -> Run {
    let caps = (0..<9).map { 8 << $0 }
    let timed = (0..<timedCount).map { "timed \($0)" }
    var lengths: [Int?] = timed.map { _ in nil }
    var isCorrect = timed.map { _ in false }
    var solved = 0
    for cap in caps {
      let count = Int((400 * curve(Double(cap))).rounded())
      while solved < count {
        lengths.append(cap)
        isCorrect.append(true)
        solved += 1
      }
    }
    while lengths.count < 400 {
      lengths.append(nil)
      isCorrect.append(false)
    }
    return try changed { run in
      run.identifier = "curve"
      run.judged = timed + (timedCount..<400).map { "judged \($0)" }
      run.judgedTokens = lengths
      run.isCorrect = isCorrect
      run.timed = timed
      run.timedTokens = timed.map { _ in 2_048 }
      run.latency = timed.map { _ in latency(2_048) }
      run.setup = timed.map { _ in 0 }
      run.passes = nil
      run.caps = caps
      run.latencyAtCaps = caps.map { cap in timed.map { _ in latency(Double(cap)) } }
    }
  }
}
