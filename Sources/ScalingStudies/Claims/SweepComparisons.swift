import Scalability
import ScalingStatistics

/// All comparisons of two strategies in a sweep, and the cells that could not be compared.
struct SweepComparisons {
  let comparisons: [SweepComparison]
  /// How many cells could have been compared, had every one been run and read.
  let candidateCount: Int
  let leftOut: [String]

  /// Compares each candidate cell with the reference cell of the same model, cap, accelerator and conditions.
  ///
  /// Requests are paired by problem. A cell that was run but not read counts as one that could have been compared, as does a cap at which only the reference of a model with
  /// that candidate was run. The intervals hold together for all comparisons (Bonferroni).
  init(
    _ sweep: SweepObservations, candidates: (ObservedStrategy) -> Bool, over reference: ObservedStrategy, level: Double
  ) throws {
    var pairs: [(base: SweepObservation, cell: SweepObservation)] = []
    var leftOut: [String] = []
    for cell in sweep.cells where candidates(cell.strategy) {
      let bases = sweep.cells.filter {
        $0.strategy == reference && $0.tokenCap == cell.tokenCap && ObservedModel($0).isLike(ObservedModel(cell))
      }
      if let base = bases.first(where: { ObservedModel($0) == ObservedModel(cell) }) {
        pairs.append((base, cell))
      } else {
        leftOut.append("\(cell.label): \(Self.absence(of: reference, bases, beside: cell)).")
      }
    }
    let names = SweepComparisonNames(sweep, candidates: candidates, over: reference)
    leftOut += names.unobserved.map { "\($0): no request of it could be timed, or it was not run." }
    let simultaneous = 1 - (1 - level) / Double(max(1, pairs.count))
    var comparisons: [SweepComparison] = []
    for (base, cell) in pairs {
      let pairing = try Pairing.match(baselineKeys: base.problems, candidateKeys: cell.problems)
      guard pairing.count >= ClaimMinimum.pairs else {
        leftOut.append(
          "\(cell.label): it shares \(pairing.count) problems with the \(reference.words); \(ClaimMinimum.pairs) are needed."
        )
        continue
      }
      do {
        comparisons.append(
          try SweepComparison(
            base, cell, rows: Array(zip(pairing.baselineRows, pairing.candidateRows)), level: simultaneous))
      } catch let error as ScalabilityError {
        leftOut.append("\(cell.label): \(error.message)")
        continue
      }
      let unpaired = pairing.unpairedBaseline.count + pairing.unpairedCandidate.count
      if unpaired > 0 {
        leftOut.append("\(cell.label): \(unpaired) requests without a partner in the other cell.")
      }
    }
    self.comparisons = comparisons
    candidateCount = names.count
    self.leftOut = leftOut
  }

  /// Several families of comparisons as one.
  init(_ families: [SweepComparisons]) {
    comparisons = families.flatMap(\.comparisons)
    candidateCount = families.reduce(0) { $0 + $1.candidateCount }
    var leftOut: [String] = []
    for reason in families.flatMap(\.leftOut) where !leftOut.contains(reason) { leftOut.append(reason) }
    self.leftOut = leftOut
  }

  /// Whether so many of the cells were compared that what holds in every one of them says something.
  var areEnough: Bool {
    !comparisons.isEmpty && Double(comparisons.count) >= ClaimMinimum.comparedShare * Double(candidateCount)
  }

  /// "n of m cells compared".
  var coverage: String { "\(comparisons.count) of \(candidateCount) cells compared" }

  /// Why too few comparisons leave no verdict.
  var shortage: String {
    "\(coverage), and \(DecimalText.significant(ClaimMinimum.comparedShare * 100, 3)) % are needed for a claim on every cell."
  }

  /// Why a cell has no partner: there is none, or one under other conditions.
  private static func absence(
    of reference: ObservedStrategy, _ bases: [SweepObservation], beside cell: SweepObservation
  ) -> String {
    guard let base = bases.first else { return "no \(reference.words) cell to compare with" }
    let words = base.conditions.differences(from: cell.conditions).map {
      "\($0.name) is \($0.value), not \($0.other)"
    }
    return "not compared with the \(reference.words), whose \(words.joined(separator: " and whose "))"
  }
}

/// The cells that a claim on two strategies is about, observed or not.
struct SweepComparisonNames {
  /// How many there are.
  let count: Int
  /// Those without an observation of the candidate, in words.
  let unobserved: [String]

  private struct Name: Hashable {
    let model: ObservedModel
    let tokenCap: Int
    let strategy: ObservedStrategy
    var words: String { "\(model.words), cap \(tokenCap), \(strategy.words)" }
  }

  init(_ sweep: SweepObservations, candidates: (ObservedStrategy) -> Bool, over reference: ObservedStrategy) {
    func names(_ cells: [SweepObservation]) -> [Name] {
      cells.filter { candidates($0.strategy) }.map {
        Name(model: ObservedModel($0), tokenCap: $0.tokenCap, strategy: $0.strategy)
      }
    }
    let observed = Set(names(sweep.cells))
    var all = observed
    var unobserved: [Name] = []
    func add(_ name: Name) { if all.insert(name).inserted { unobserved.append(name) } }
    for name in names(sweep.lost) { add(name) }
    var strategies: [ObservedModel: Set<ObservedStrategy>] = [:]
    for name in all { strategies[name.model, default: []].insert(name.strategy) }
    for cell in sweep.cells + sweep.lost where cell.strategy == reference {
      let model = ObservedModel(cell)
      for strategy in (strategies[model] ?? []).sorted() {
        add(Name(model: model, tokenCap: cell.tokenCap, strategy: strategy))
      }
    }
    count = all.count
    self.unobserved = unobserved.map(\.words)
  }
}
