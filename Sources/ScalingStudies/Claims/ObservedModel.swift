/// A model on one accelerator under one set of conditions: what a claim is asked of.
struct ObservedModel: Hashable {
  let name: String
  let accelerator: String
  let conditions: SweepConditions
  let parameters: Int?
  private let distinction: String

  init(_ cell: SweepObservation) {
    name = cell.model.name
    accelerator = cell.accelerator
    conditions = cell.conditions
    parameters = cell.model.parameters
    distinction = cell.distinction
  }

  /// Model and accelerator, and what tells them from the same model under other conditions.
  var words: String { "\(name) on \(accelerator)\(distinction)" }

  /// The same with so many accelerators.
  func words(accelerators: Int) -> String { "\(name) on \(accelerators) x \(accelerator)\(distinction)" }

  /// Whether the model and the accelerator are the same, the conditions perhaps not.
  func isLike(_ other: ObservedModel) -> Bool { name == other.name && accelerator == other.accelerator }

  /// Runs of one model may differ in whether they state its parameters.
  static func == (first: ObservedModel, second: ObservedModel) -> Bool {
    first.isLike(second) && first.conditions == second.conditions
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    hasher.combine(accelerator)
    hasher.combine(conditions)
  }

  /// The models of a sweep, in the order of its cells.
  static func models(_ sweep: SweepObservations) -> [ObservedModel] { models(sweep.cells) }

  /// The models of some cells, in their order.
  static func models(_ cells: [SweepObservation]) -> [ObservedModel] {
    var models: [ObservedModel] = []
    for cell in cells where !models.contains(ObservedModel(cell)) { models.append(ObservedModel(cell)) }
    return models
  }

  /// Whether the model is of the paper's class of 14B parameters.
  var isOf14B: Bool { has(12_000_000_000...16_000_000_000) }

  /// Whether the model is of the paper's class of 1.5B parameters.
  var isOf1B: Bool { has(1_200_000_000...2_000_000_000) }

  /// Whether the model is of one of the paper's classes: 1.5B, 7B or 14B.
  var isOfPaperSize: Bool { isOf1B || isOf14B || has(6_500_000_000...8_500_000_000) }

  private func has(_ range: ClosedRange<Int>) -> Bool { parameters.map { range.contains($0) } ?? false }
}

/// What a verdict is about, in words.
enum ClaimScope {
  /// Models, hardware and caps.
  static func words(_ cells: [(model: ObservedModel, tokenCap: Int)]) -> String {
    var models: [ObservedModel] = []
    var caps: [ObservedModel: Set<Int>] = [:]
    for cell in cells {
      if caps[cell.model] == nil { models.append(cell.model) }
      caps[cell.model, default: []].insert(cell.tokenCap)
    }
    guard !models.isEmpty else { return "no model" }
    let parts = models.map { model in
      let own = (caps[model] ?? []).sorted()
      guard let first = own.first, let last = own.last, first < last else {
        return "\(model.words) at a cap of \(own.map(String.init).joined())"
      }
      return "\(model.words) at \(own.count) caps from \(first) to \(last)"
    }
    let words = parts.joined(separator: ", ")
    return models.contains(where: \.isOfPaperSize) ? words : "\(words); \(otherSizes)"
  }

  /// What a scope says where none of its models is of a size that the paper measured.
  static let otherSizes = "none of them of the paper's sizes"

  static func words(_ cells: [SweepObservation]) -> String { words(cells.map { (ObservedModel($0), $0.tokenCap) }) }

  static func words(_ cells: [SweepComparison]) -> String { words(cells.map { ($0.model, $0.tokenCap) }) }
}

/// How few data can bear a verdict.
enum ClaimMinimum {
  /// Below so many problems, normal intervals of shares hold no level: all of three problems alike would have no doubt at all.
  static let problems = 20
  /// Below so many pairs, intervals of a ratio of totals that state 95 % hold the truth in less than 90 of 100.
  static let pairs = 8
  /// The share of a claim's cells that must have been compared: what holds in every cell that is left says little where many are not.
  static let comparedShare = 0.8
  /// The share of pairs with equal output lengths from which latencies are of like things.
  static let likeShare = 0.9
}
