import ExampleSupport
import ScalingAnalytics

/// A hardware what-if: what tensor parallelism would buy, before anything is rented.
@main
enum PredictTP {
  static let usage = """
    usage: PredictTP [--model NAME] [--accelerator NAME] [--all-reduce US] [--accelerators N,N] [--batches N,N] [--contexts N,N]

      --model NAME        one of the paper's models, or a part of its name (default: 14B)
      --accelerator NAME  of the catalogue (default: H100-SXM5-80GB)
      --all-reduce US     microseconds of one all-reduce, whatever its payload (default: 20)
      --accelerators      degrees of tensor parallelism (default: 2,4,8)
      --batches           requests decoded together (default: 1,16)
      --contexts          tokens in the key-value cache of each (default: 1024,8192)

    A prediction of the roofline at the accelerator's peaks, and no measurement.
    """

  static func main() {
    ExampleProgram.run("PredictTP", usage: usage) { words in
      try predict(
        CommandLineWords(
          words, options: ["--model", "--accelerator", "--all-reduce", "--accelerators", "--batches", "--contexts"]))
      return 0
    }
  }

  static func predict(_ words: CommandLineWords) throws {
    let name = words.text("--model") ?? "14B"
    guard let shape = TransformerShape.paperModels.first(where: { $0.name.contains(name) }) else {
      let known = TransformerShape.paperModels.map(\.name).joined(separator: ", ")
      throw UsageError("No model is called \(name); there are \(known).")
    }
    let accelerator = try Accelerator.named(words.text("--accelerator") ?? "H100-SXM5-80GB")
    let time = try words.number("--all-reduce") ?? 20
    let counts = try words.counts("--accelerators") ?? [2, 4, 8]
    let batches = try words.counts("--batches") ?? [1, 16]
    let contexts = try words.counts("--contexts") ?? [1_024, 8_192]

    let model = try RooflineModel(shape, on: accelerator, allReduce: InjectedDelay(time * 1e-6))
    let scan = try model.tensorParallelism(batches: batches, contexts: contexts, accelerators: counts)
    print("\(scan.headline)\n\(scan.assumptions)\n")
    show(
      try ReportTable(
        caption: "Predicted decode steps",
        columns: [
          .number("Batch"), .number("Context"), .number("Accelerators"), .number("Step (ms)"), .number("Speed-up"),
          .number("Cost of a token, times one's"), .init("Spends most on"),
        ],
        rows: scan.rows.map { row in
          [
            "\(row.shared.batch)", "\(row.shared.context)", "\(row.shared.accelerators)",
            DecimalText.significant(row.shared.stepTime * 1e3, 3), DecimalText.fixed(row.speedup, 2) + "x",
            DecimalText.fixed(Double(row.shared.accelerators) / row.speedup, 2), row.shared.binding.words,
          ]
        }))
    for best in scan.best { print(best.headline) }
    for speedup in [1.0, 1.7] {
      guard let single = scan.rows.first(where: { $0.shared.accelerators == 4 }) else { continue }
      let requirement = try? single.breakEvenAllReduce(for: speedup)
      if let requirement { print(requirement.headline) }
    }
    print()
    let chart = try FindingChart.allReduceTime(
      [(shape.name, { try RooflineModel(shape, on: accelerator, allReduce: InjectedDelay($0)) })],
      accelerators: counts.max() ?? 4, batch: batches[0], context: contexts[0])
    show(chart.chart)
  }
}
