import ScalingExperiments

/// Cells of a model and accelerator sorted into groups that are like each other in all conditions that are known.
///
/// Being alike is not transitive where something is unknown: a run without a version is like one of 0.7.3 and like one of 0.8, which are not like each other. So groups are
/// made of the fully described cells first; a cell that says less joins the only group that it fits, takes over what it does not say, and is noted once. One that fits several
/// groups belongs to none.
struct ConditionGroups {
  /// The cells in the order given, with conditions and drafts completed; nil where a cell fits several groups.
  let placed: [SweepObservation?]
  /// What was taken to be alike although one side does not say it, one sentence for each model and field.
  let notes: [String]
  /// Why a cell belongs to no group, beside its index.
  let leftOut: [(index: Int, reason: String)]

  private struct Key: Hashable {
    let model: String
    let accelerator: String
  }

  init(_ cells: [SweepObservation]) {
    var rows: [Key: [Int]] = [:]
    var keys: [Key] = []
    for (index, cell) in cells.enumerated() {
      let key = Key(model: cell.model.name, accelerator: cell.accelerator)
      if rows[key] == nil { keys.append(key) }
      rows[key, default: []].append(index)
    }
    var placed = [SweepObservation?](repeating: nil, count: cells.count)
    var notes: [String] = []
    var leftOut: [(index: Int, reason: String)] = []
    for key in keys {
      let own = rows[key] ?? []
      let groups = Self.groups(own.map { cells[$0].conditions })
      let distinctions = groups.map { Self.distinction($0, among: groups) }
      var drafts: [Int: [SpeculationMethod: Set<Int>]] = [:]
      var places: [(index: Int, group: Int)] = []
      var unknown: [(name: String, group: Int)] = []
      for index in own {
        let conditions = cells[index].conditions
        let fitting = groups.indices.filter { groups[$0].differences(from: conditions).isEmpty }
        guard let group = fitting.first, fitting.count == 1 else {
          let names = Self.differing(fitting.map { groups[$0] })
          leftOut.append((index, "its \(names) is not known, and cells of several kinds are there"))
          continue
        }
        places.append((index, group))
        if case .speculation(let method, let count?) = cells[index].strategy {
          drafts[group, default: [:]][method, default: []].insert(count)
        }
        for name in conditions.unknown(beside: groups[group])
        where !unknown.contains(where: { $0 == (name, group) }) {
          unknown.append((name, group))
        }
      }
      for (index, group) in places {
        var strategy = cells[index].strategy
        if case .speculation(let method, nil) = strategy, let counts = drafts[group]?[method], counts.count == 1 {
          strategy = .speculation(method: method, draftTokens: counts.first)
          if !unknown.contains(where: { $0 == ("number of draft tokens", group) }) {
            unknown.append(("number of draft tokens", group))
          }
        }
        placed[index] = cells[index].placed(strategy, groups[group], distinction: distinctions[group])
      }
      for (name, group) in unknown {
        let value = groups[group].fields.first { $0.name == name }?.value
        let words = value.map { ", which is \($0) in the others" } ?? ""
        notes.append(
          "\(key.model) on \(key.accelerator)\(distinctions[group]): some runs do not say their \(name)\(words); they are taken to be alike."
        )
      }
    }
    self.placed = placed
    self.notes = notes
    self.leftOut = leftOut
  }

  /// The groups of some conditions, every two of which differ in something known.
  private static func groups(_ all: [SweepConditions]) -> [SweepConditions] {
    var groups: [SweepConditions] = []
    let sorted = all.enumerated().sorted { ($1.element.knownCount, $0.offset) < ($0.element.knownCount, $1.offset) }
    for conditions in sorted.map(\.element) {
      let fitting = groups.indices.filter { groups[$0].differences(from: conditions).isEmpty }
      if fitting.isEmpty { groups.append(conditions) }
      if fitting.count == 1 { groups[fitting[0]] = groups[fitting[0]].completed(by: conditions) }
    }
    return groups
  }

  /// The fields that tell some conditions apart.
  private static func differing(_ groups: [SweepConditions]) -> String {
    var names: [String] = []
    for first in groups {
      for second in groups {
        for difference in first.differences(from: second) where !names.contains(difference.name) {
          names.append(difference.name)
        }
      }
    }
    return names.joined(separator: " or ")
  }

  /// The fields in which a group differs from another of the same model, in brackets; empty for a single group.
  private static func distinction(_ group: SweepConditions, among groups: [SweepConditions]) -> String {
    var words: [String] = []
    for other in groups {
      for difference in group.differences(from: other) {
        let text = "\(difference.name) \(difference.value)"
        if !words.contains(text) { words.append(text) }
      }
    }
    return words.isEmpty ? "" : " (\(words.joined(separator: ", ")))"
  }
}
