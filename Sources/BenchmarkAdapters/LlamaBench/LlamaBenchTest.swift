import ScalingExperiments

/// What a test of llama-bench times: a prompt, tokens generated after it or without it, at a depth of the context.
struct LlamaBenchTest {
  let prompt: Int
  let output: Int
  /// The tokens that are in the context before.
  let depth: Int

  init(prompt: Int, output: Int, depth: Int) {
    self.prompt = prompt
    self.output = output
    self.depth = depth
  }

  /// Reads "pp512", "tg128", "pp512+tg128" and each with "@ d1024"; `nil` for another word.
  init?(_ word: String) {
    var prompt = 0
    var output = 0
    var depth = 0
    let parts = word.split(separator: "@")
    guard let test = parts.first, parts.count <= 2 else { return nil }
    for part in test.split(separator: "+") {
      let part = part.filter { $0 != " " }
      guard let count = Int(part.dropFirst(2)), count > 0 else { return nil }
      switch part.prefix(2) {
      case "pp": prompt = count
      case "tg": output = count
      default: return nil
      }
    }
    if parts.count == 2 {
      let part = parts[1].filter { $0 != " " }
      guard part.first == "d", let count = Int(part.dropFirst()), count >= 0 else { return nil }
      depth = count
    }
    guard prompt > 0 || output > 0 else { return nil }
    self.init(prompt: prompt, output: output, depth: depth)
  }

  /// The tool's own name of the test.
  var name: String {
    let parts = [prompt > 0 ? "pp\(prompt)" : nil, output > 0 ? "tg\(output)" : nil].compactMap { $0 }
    return parts.joined(separator: "+") + (depth > 0 ? " @ d\(depth)" : "")
  }

  func add(to workload: inout Workload) {
    workload.task = name
    workload.promptLength = prompt > 0 ? prompt : nil
    workload.outputLength = output > 0 ? output : nil
  }

  /// The rate of the test: a mean of the rates of its repetitions, which is no quotient of means.
  var rate: Metric {
    let quantity: MetricQuantity
    let what: String
    switch (prompt > 0, output > 0) {
    case (true, false): (quantity, what) = ("input throughput", "prompt tokens")
    case (false, _): (quantity, what) = (.throughput, "output tokens")
    case (true, true): (quantity, what) = ("total token throughput", "prompt and output tokens")
    }
    return Metric(
      quantity: quantity, statistic: .mean,
      definition: "\(what) of one sequence over the time of a test, mean of the rates of repetitions",
      unit: .tokensPerSecond, direction: .higherIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }

  /// The time of the test.
  var time: Metric {
    Metric(
      quantity: "test time", statistic: .mean, definition: "\(name), one sequence, mean of repetitions", unit: .seconds,
      direction: .lowerIsBetter, naturalScale: .logarithmic, lowerBound: 0)
  }
}
