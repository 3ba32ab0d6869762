import Foundation
import ScalingExperiments
import ScalingStatistics

/// A sweep with a known answer to every claim, made from a seed.
///
/// Problem i needs a number of tokens that depends on the model's size and on luck; it is solved where the cap allows as many. What a model can never solve runs into every cap.
/// A request takes fixed + seconds a token × tokens / speed-up(strategy, model, cap), times log-normal noise of its own. All strategies of a model give the same answers, unless
/// some are made to diverge: greedy outputs do after a few thousand tokens, because other strategies round differently.
struct SyntheticSweep {
  /// A size of the paper: parameters, seconds a token on the first accelerator and on the second, the median tokens it needs, the share it can solve.
  struct Size {
    var label: String
    var parameters: Int
    var secondsPerToken: [String: Double]
    var medianTokens: Double
    var solvable: Double
  }

  /// What a run is about.
  struct Cell {
    let family: String
    let size: Size
    let cap: Int
    let strategy: String
    let accelerator: String
    var name: String { "\(family) \(size.label)" }
    var identifier: String { "\(name), \(cap), \(strategy), \(accelerator)" }
  }

  /// What goes wrong in a sweep: cells that are missing, a file with a NaN, a run that is there twice, a run with other outputs.
  enum Blemish: CaseIterable { case missing, missingToo, notANumber, duplicated, otherOutputs }

  static let small = Size(
    label: "1.5B", parameters: 1_777_088_000, secondsPerToken: ["first": 5.5e-3, "second": 6e-3], medianTokens: 2_000,
    solvable: 0.6)
  static let middle = Size(
    label: "7B", parameters: 7_615_616_512, secondsPerToken: ["first": 8e-3, "second": 20e-3], medianTokens: 1_300,
    solvable: 0.75)
  static let large = Size(
    label: "14B", parameters: 14_770_033_664, secondsPerToken: ["first": 14e-3, "second": 35e-3], medianTokens: 1_100,
    solvable: 0.8)

  var seed: UInt64
  var problemCount = 60
  var families = ["A", "B"]
  var sizes = [small, middle, large]
  var caps = [1_024, 2_048, 4_096, 8_192, 16_384]
  var strategies = ["baseline", "speculation", "tp2", "tp4"]
  var accelerators = ["first"]
  var fixedSeconds = 0.05
  /// Standard deviation of the logarithm of a request's time.
  var noise = 0.03
  /// The share of requests whose output has another length under speculation or tensor parallelism than under the baseline.
  ///
  /// Such a length is the baseline's times a log-normal factor of exp(0.4 z), cut at the cap; the time follows it.
  var divergence = 0.0
  var blemishes: [Blemish] = []
  /// Sizes and caps that blemishes spare, such as "7B 2048", because the truth of a claim hangs on them.
  var spared: Set<String> = []
  /// Speed-ups by strategy and size; each effect of the paper is one of these numbers.
  var speedups: [String: [String: Double]] = [
    "speculation": ["1.5B": 1.6, "7B": 1.6, "14B": 1.6],
    "tp2": ["1.5B": 0.8, "7B": 1.25, "14B": 1.4],
    "tp4": ["1.5B": 0.7, "7B": 1.45, "14B": 1.7],
  ]
  /// How far speculation's ln speed-up lies off at each cap, by size: alternately above and below by 0.75 to 1.25 times this.
  var sawtooth: [String: Double] = ["14B": 0.2]
  /// The standard deviation of a normal deviation of ln speed-up at each cap, by size: erratic without any pattern.
  var erratic: [String: Double] = [:]
  /// How much speculation's ln speed-up grows with each doubling of the cap, by size.
  var trend: [String: Double] = [:]
  /// Needs drawn from an exponential distribution with this mean, every problem solvable: accuracy is then linear in latency.
  ///
  /// The mean tokens at cap c are ∫₀ᶜ P(need > x) dx = mean × P(need ≤ c), which is mean × accuracy.
  var exponentialNeeds: Double?

  /// The runs, blemishes included.
  func runs() throws -> [Run] {
    var generator = SeededGenerator(seed: seed)
    var cells: [Cell] = []
    for accelerator in accelerators {
      for family in families {
        for size in sizes {
          for cap in caps {
            for strategy in strategies {
              cells.append(
                Cell(family: family, size: size, cap: cap, strategy: strategy, accelerator: accelerator))
            }
          }
        }
      }
    }
    var needs: [String: [Int?]] = [:]
    for family in families { for size in sizes { needs["\(family) \(size.label)"] = draw(size, family, &generator) } }
    // The ends of a baseline decide observation 1: without the smallest cap its curve may be flat from the start, and the claim would rightly fail.
    var strikable = cells.indices.filter { index in
      let cell = cells[index]
      let isEnd = cell.strategy == "baseline" && (caps.prefix(2) + caps.suffix(2)).contains(cell.cap)
      return !isEnd && !spared.contains("\(cell.size.label) \(cell.cap)")
    }
    var struck: [Int: Blemish] = [:]
    for blemish in blemishes {
      let among = strikable.filter { blemish != .otherOutputs || cells[$0].strategy == "speculation" }
      let index = among[generator.nextIndex(below: among.count)]
      struck[index] = blemish
      strikable.removeAll { $0 == index }
    }
    var runs: [Run] = []
    var offset: [String: Double] = [:]
    for (index, cell) in cells.enumerated() {
      let key = "\(cell.name) \(cell.cap)"
      // One deviation for each model and cap, whatever the hardware: it is the drafts that are erratic.
      let off = offset[key] ?? deviation(cell, &generator)
      offset[key] = off
      let run = try run(cell, needs[cell.name] ?? [], off, struck[index], &generator)
      switch struck[index] {
      case .missing, .missingToo: break
      case .duplicated: runs += [run, run]
      default: runs.append(run)
      }
    }
    return runs
  }

  private func draw(_ size: Size, _ family: String, _ generator: inout SeededGenerator) -> [Int?] {
    (0..<problemCount).map { problem in
      if let mean = exponentialNeeds { return Int((-mean * log(1 - generator.nextUniform())).rounded(.up)) + 1 }
      let median = size.medianTokens * (family == families.first ? 1 : 1.03)
      let need = Int(min(median * exp(0.35 * generator.nextNormal()), 7_000))
      // A fixed number of problems is out of reach, so that the true accuracy is known.
      return Double(problem) < size.solvable * Double(problemCount) ? need : nil
    }
  }

  private func deviation(_ cell: Cell, _ generator: inout SeededGenerator) -> Double {
    let level = caps.firstIndex(of: cell.cap) ?? 0
    let size = (0.75 + 0.5 * generator.nextUniform()) * (sawtooth[cell.size.label] ?? 0)
    return (level.isMultiple(of: 2) ? size : -size) + (erratic[cell.size.label] ?? 0) * generator.nextNormal()
      + (trend[cell.size.label] ?? 0) * Double(level)
  }

  private func run(
    _ cell: Cell, _ needs: [Int?], _ off: Double, _ blemish: Blemish?, _ generator: inout SeededGenerator
  ) throws -> Run {
    let isSpeculation = cell.strategy == "speculation"
    let ranks = cell.strategy == "tp2" ? 2 : cell.strategy == "tp4" ? 4 : 1
    let speedup = (speedups[cell.strategy]?[cell.size.label] ?? 1) * (isSpeculation ? exp(off) : 1)
    var tokens = needs.map { min($0 ?? cell.cap, cell.cap) }
    if divergence > 0, cell.strategy != "baseline" {
      tokens = tokens.map { length in
        guard generator.nextUniform() < divergence else { return length }
        return min(cell.cap, max(1, Int(Double(length) * exp(0.4 * generator.nextNormal()))))
      }
    }
    if blemish == .otherOutputs { tokens = tokens.map { max(1, $0 * 9 / 10) } }
    let perToken = (cell.size.secondsPerToken[cell.accelerator] ?? 0) / speedup
    var latency = tokens.map { (fixedSeconds + perToken * Double($0)) * exp(noise * generator.nextNormal()) }
    if blemish == .notANumber { latency[problemCount / 2] = .nan }
    let problems = needs.indices.map { "p\($0)" }
    let passes = tokens.map { isSpeculation ? max(1, Int(Double($0) / (1.6 + 0.8 * generator.nextUniform()))) : $0 }
    return Run(
      identifier: cell.identifier,
      model: ModelDescription(name: cell.name, family: cell.family, parameters: cell.size.parameters),
      hardware: HardwareDescription(accelerator: cell.accelerator, acceleratorCount: ranks),
      serving: ServingConfiguration(
        tensorParallel: ranks,
        speculation: isSpeculation
          ? .on(Speculation(method: .ngram, draftTokens: 5, ngramMinimum: 1, ngramMaximum: 4, positionsPerPass: 6))
          : .off),
      workload: Workload(tokenCap: cell.cap, load: .concurrency(1)),
      requests: try RequestRecords(problems: problems, outputTokens: tokens, latency: latency, forwardPasses: passes),
      answers: try AnswerRecords(
        problems: problems, outputTokens: tokens, isCorrect: needs.map { $0.map { $0 <= cell.cap } ?? false }))
  }

  /// Sweeps from seeds 1 to 100, each with something changed.
  static func hundred(_ change: (inout SyntheticSweep) -> Void) -> [SyntheticSweep] {
    (1...100).map { seed in
      var sweep = SyntheticSweep(seed: UInt64(seed))
      change(&sweep)
      return sweep
    }
  }

  /// A hundred sweeps of one family on two accelerators: on the second the larger models are much slower, and the pick moves from 7B to 1.5B.
  static func twoAccelerators(_ change: (inout SyntheticSweep) -> Void) -> [SyntheticSweep] {
    hundred { sweep in
      sweep.accelerators = ["first", "second"]
      sweep.families = ["A"]
      // On the first a token of 1.5B takes as long as one of 7B, as where the host sets the pace.
      var slow = small
      slow.secondsPerToken["first"] = 8e-3
      sweep.sizes = [slow, middle]
      sweep.strategies = ["baseline", "speculation"]
      sweep.spared = ["7B 2048", "1.5B 4096"]
      change(&sweep)
    }
  }
}
