/// Prints what there is to ask, with one call for each question.
public func help() { print(HelpTopic.all.map(\.text).joined(separator: "\n")) }

/// Prints the calls of the topics whose words hold a text, such as "front" or "speed-up".
public func help(_ words: String) {
  let wanted = words.lowercased()
  let found = HelpTopic.all.filter { topic in
    topic.question.lowercased().contains(wanted) || topic.calls.contains { $0.lowercased().contains(wanted) }
  }
  print(
    found.isEmpty
      ? "Nothing about \"\(words)\"; help() lists all there is." : found.map(\.text).joined(separator: "\n"))
}

/// A question and the calls that answer it.
struct HelpTopic {
  let question: String
  let calls: [String]

  var text: String { question + "\n" + calls.map { "    \($0)" }.joined(separator: "\n") }

  static let all: [HelpTopic] = [
    HelpTopic(
      question: "Read measurements",
      calls: [
        "let runs = try ResultsDirectory(\"results\").read().runs        // any mix of known formats",
        "let study = try TestTimeScalingStudy(TestTimeScalingDirectory(\"Examples/Data/h100\").read())",
      ]),
    HelpTopic(
      question: "Fit a law, without a first guess",
      calls: [
        "let fit = try SaturatingPowerLaw.model.fit(x: x, y: y)         // also PowerLaw, M4Law, LogisticLaw, …",
        "let best = try ModelComparison(LawFamily.rising, x: x, y: y)   // which law?",
        "fit.parameters; try fit.confidenceBand(at: [1e3, 1e4]); try fit.profileInterval(of: \"exponent\")",
      ]),
    HelpTopic(
      question: "Compare runs: speed-up with its interval",
      calls: [
        "let speedup = try PairedSpeedup(baseline: seconds, candidate: others)",
        "let scaling = try StrongScaling(processors: [1, 2, 4], times: [9, 5, 3], baseline: 1)",
      ]),
    HelpTopic(
      question: "Choose: front, constraint, pick",
      calls: [
        "let cost = Objective(name: \"cost\", values: dollars, sense: .minimize)",
        "let front = try ParetoFront([cost, latency])",
        "let pick = try ParetoPick.best(cost, where: [Constraint(name: \"TTFT\", values: ms, limit: .atMost(200))])",
      ]),
    HelpTopic(
      question: "Ask the hardware",
      calls: [
        "let h100 = try Accelerator.named(\"H100-SXM5-80GB\")             // Accelerator.catalogue lists all",
        "let model = try RooflineModel(shape, on: h100, allReduce: InjectedDelay(10e-6))",
        "try model.decodeStep(batch: 8, context: 2_048); try model.speedup(batch: 1, context: 512, accelerators: 4)",
      ]),
    HelpTopic(
      question: "Show it",
      calls: [
        "show(try FindingChart.scalingCurve(fit, x: x, y: y, xAxis: ChartAxis(\"tokens\", scale: .logarithmic), yAxis: ChartAxis(\"accuracy\")))",
        "show(ChartFigure(title: \"t\", x: ChartAxis(\"x\"), y: ChartAxis(\"y\"), marks: [.dots(x: x, y: y, style: .series(0))]))",
      ]),
  ]
}
