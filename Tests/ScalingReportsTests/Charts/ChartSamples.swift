import CurveFitting
import Foundation
import ParetoFrontiers
import Scalability
import ScalingCharts
import ScalingExperiments
import ScalingLaws
import ScalingReports
import ScalingStudies
import ServingModels

/// Every ready chart on data in closed form, for the golden files and the checks by other renderers.
enum ChartSamples {
  static let x: [Double] = [1, 2, 4, 8, 16, 32, 64, 128, 256]
  /// 0.82 - 0.55 / √x, with small offsets of mean zero.
  static let y: [Double] = zip(x, [4, -3, 2, -5, 3, 1, -4, 2, 0]).map { 0.82 - 0.55 / $0.squareRoot() + $1 * 2e-3 }

  static let xAxis = ChartAxis("Samples", scale: .logarithmic)
  static let yAxis = ChartAxis("Accuracy", numbers: .percent, hint: "higher is better")

  static func fit() throws -> Fit { try SaturatingPowerLaw.model.fit(x: x, y: y) }

  static func scalingCurve() throws -> FindingChart {
    try .scalingCurve(fit(), x: x, y: y, xAxis: xAxis, yAxis: yAxis, to: 2_048)
  }

  static func residuals() throws -> FindingChart { try .residuals(fit(), x: x, xAxis: xAxis, yAxis: yAxis) }

  static func profile() throws -> FindingChart { try .profile(fit().profile(of: "exponent")) }

  static func bootstrapCloud() throws -> FindingChart {
    try .bootstrapCloud(fit().bootstrap(.residuals, replicates: 400, seed: 7), "exponent", "plateau")
  }

  static func isoFLOP() throws -> FindingChart {
    let profiles = try [1e18, 1e19, 1e20].map { compute -> IsoFLOPProfile in
      let best = 0.1 * (compute / 6).squareRoot()
      let sizes = [0.25, 0.5, 1, 2, 4, 8].map { $0 * best }
      // Chinchilla's law with round constants.
      return try IsoFLOPProfile(
        compute: compute, parameters: sizes,
        loss: sizes.map { 1.7 + 400 / pow($0, 0.34) + 400 / pow(compute / (6 * $0), 0.28) })
    }
    return try .isoFLOP(profiles)
  }

  static func speedup() throws -> FindingChart {
    // Amdahl's law at a serial share of 8 %, in seconds.
    let scaling = try StrongScaling(
      processors: [1, 2, 4, 8, 16], times: [100, 54.1, 30.9, 19.6, 13.7], baseline: 1)
    let pairs = try PairedSpeedup(
      baseline: (0..<40).map { 1 + Double($0 % 7) * 0.1 }, candidate: (0..<40).map { 0.3415 + Double($0 % 5) * 0.03 })
    return try .speedup(scaling, laws: scaling.comparison(), intervals: [4: pairs.ratioOfTotals])
  }

  static func allReduceTime() throws -> FindingChart {
    let accelerator = try Accelerator.named("H100-SXM5-80GB")
    let shapes = TransformerShape.paperModels.prefix(3)
    return try .allReduceTime(
      shapes.map { shape in
        (
          shape.name,
          { time in try RooflineModel(shape, on: accelerator, allReduce: InjectedDelay(time)) }
        )
      }, accelerators: 4)
  }

  static func roofline() throws -> FindingChart {
    try .roofline(
      Accelerator.named("H100-SXM5-80GB"), precision: .bf16,
      points: [
        RooflinePoint("decode, batch 1", intensity: 1, rate: 2.1e12),
        RooflinePoint("decode, batch 64", intensity: 60, rate: 1.1e14),
        RooflinePoint("prefill, 4k tokens", intensity: 2_000, rate: 6.2e14),
      ])
  }

  /// Twelve configurations in tokens a second for each user and for each GPU; two are alike.
  static let rates: (user: [Double], gpu: [Double]) = (
    [180, 150, 150, 120, 100, 90, 70, 60, 45, 30, 160, 85],
    [220, 400, 400, 760, 700, 1_400, 1_300, 2_300, 3_100, 3_600, 150, 900]
  )

  static func front() throws -> FindingChart {
    let objectives = [
      Objective(name: "Tokens/s/user", values: rates.user, sense: .maximize),
      Objective(name: "Tokens/s/GPU", values: rates.gpu, sense: .maximize),
    ]
    let limit = Constraint(name: "Tokens/s/user", values: rates.user, limit: .atLeast(40))
    let front = try ParetoFront(objectives, feasible: rates.user.map { $0 >= 40 })
    let replicates = try FrontReplicates.drawn(
      objectives, standardErrors: [rates.user.map { $0 * 0.04 }, rates.gpu.map { $0 * 0.04 }], replicates: 200)
    return try .front(
      front, objectives: objectives, labels: (1...12).map { "TP\($0 % 3 + 1), batch \($0 * 8)" },
      band: AttainmentBand(replicates), limits: [limit], pick: 8, runnerUp: 7,
      xAxis: ChartAxis("Interactivity", unit: "tokens/s/user"),
      yAxis: ChartAxis("Throughput", unit: "tokens/s/GPU", scale: .logarithmic))
  }

  static func imported() throws -> FindingChart {
    func run(_ tool: String, mapped: Int, kept: Int, notes: [ImportNote.Severity]) -> Run {
      var run = Run(identifier: tool, model: ModelDescription(name: "m"))
      run.source = RunSource(tool: tool, file: "f.json")
      run.outcomes = (0..<mapped).map { MetricValue(metric: .throughput, value: Double($0 + 1)) }
      run.unmapped = (0..<kept).map { UnmappedField(path: ["field \($0)"], json: "1") }
      run.notes = notes.map { ImportNote(severity: $0, reason: "because") }
      return run
    }
    return try .imported([
      run("vLLM", mapped: 31, kept: 4, notes: [.missing]), run("llama-bench", mapped: 4, kept: 22, notes: [.skipped]),
      run("LLMPerf", mapped: 41, kept: 9, notes: [.missing, .missing, .skipped]),
    ])
  }

  static let all: [(name: String, make: @Sendable () throws -> FindingChart)] = [
    ("scaling-curve", scalingCurve), ("residuals", residuals), ("profile", profile),
    ("bootstrap-cloud", bootstrapCloud), ("isoflop", isoFLOP), ("speedup", speedup),
    ("all-reduce-time", allReduceTime), ("roofline", roofline), ("front", front), ("imported", imported),
  ]
}
