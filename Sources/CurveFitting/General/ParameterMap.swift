/// How the parameters of a model follow from those that a fit is free to choose: each is constant + factor · free parameter.
struct ParameterMap: Sendable {
  struct Entry: Sendable {
    /// The free parameter it follows, or nil for a constant.
    var source: Int?
    var factor: Double
    var constant: Double
  }

  let entries: [Entry]
  /// The indices, among all parameters, of the free ones.
  let free: [Int]

  /// Throws `FitError` for unknown names, ties that lead back to themselves and numbers that are not finite.
  init(_ names: [String], holds: [String: ParameterHold], model: String) throws {
    for name in holds.keys.sorted() where !names.contains(name) {
      throw NonlinearInput.unknownParameter(name, names: names, model: model, what: "hold")
    }
    free = names.indices.filter { holds[names[$0]] == nil }
    var positions: [String: Int] = [:]
    for (position, index) in free.enumerated() { positions[names[index]] = position }
    var entries: [Entry] = []
    for name in names {
      var factor = 1.0
      var current = name
      var entry: Entry?
      for _ in 0...names.count {
        switch holds[current] {
        case nil:
          entry = Entry(source: positions[current], factor: factor, constant: 0)
        case .fixed(let value):
          guard value.isFinite, (factor * value).isFinite else {
            throw FitError("\(current) is held at \(value), which is not a number that \(name) can have.")
          }
          entry = Entry(source: nil, factor: 0, constant: factor * value)
        case .tied(let target, let share):
          guard names.contains(target) else {
            throw NonlinearInput.unknownParameter(target, names: names, model: model, what: "tie \(current) to")
          }
          guard share.isFinite, share != 0 else {
            throw FitError("\(current) is tied to \(target) by the factor \(share): a factor is finite and not 0.")
          }
          factor *= share
          current = target
          continue
        }
        break
      }
      guard let entry, entry.factor.isFinite else {
        throw FitError("The ties of \(name) lead back to itself: one parameter of them must be free or fixed.")
      }
      entries.append(entry)
    }
    self.entries = entries
  }

  /// All parameters at some free ones.
  func full(_ parameters: [Double]) -> [Double] {
    entries.map { $0.constant + ($0.source.map { parameters[$0] } ?? 0) * $0.factor }
  }

  /// The covariance of all parameters from that of the free ones.
  func covariance(_ matrix: [[Double]]) -> [[Double]] {
    entries.map { a in
      entries.map { b in
        guard let i = a.source, let j = b.source else { return 0 }
        return a.factor * b.factor * matrix[i][j]
      }
    }
  }
}
