import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The checks that stand before a general fit; each fault has its sentence.
struct NonlinearInput {
  /// The predictors, observation by observation.
  let rows: [Double]
  /// The predictor columns, in the order of the model's names.
  let columns: [[Double]]
  let map: ParameterMap
  /// The start, bounds and sizes of the free parameters.
  let start: [Double]
  let lower: [Double]
  let upper: [Double]

  static func unknownParameter(_ name: String, names: [String], model: String, what: String) -> FitError {
    FitError("\(model) has no parameter \"\(name)\" to \(what); it has \(names.joined(separator: ", ")).")
  }

  init(
    _ model: NonlinearModel, columns named: [String: [Double]], y: [Double], start: [String: Double],
    bounds: [String: ClosedRange<Double>], holding: [String: ParameterHold], level: Double
  ) throws {
    try Self.check(model)
    guard !y.isEmpty else { throw FitError("There are no observations to fit \(model.name) to.") }
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
    let ordered = try Self.columns(of: model, from: named, count: y.count)
    columns = ordered
    rows = y.indices.flatMap { i in ordered.map { $0[i] } }
    try Self.checkFinite(y, name: "y")
    guard ((y.max() ?? 0) - (y.min() ?? 0)).isFinite else {
      throw FitError("y spans more than a floating-point number can hold.")
    }
    let names = model.parameters
    for name in start.keys.sorted() where !names.contains(name) {
      throw Self.unknownParameter(name, names: names, model: model.name, what: "start")
    }
    for name in bounds.keys.sorted() where !names.contains(name) {
      throw Self.unknownParameter(name, names: names, model: model.name, what: "bound")
    }
    map = try ParameterMap(names, holds: holding, model: model.name)
    for name in bounds.keys.sorted() where holding[name] != nil {
      throw FitError("\(name) is held and cannot be bounded as well: bound the parameter it is tied to.")
    }
    var begin: [Double] = []
    var least: [Double] = []
    var most: [Double] = []
    for index in map.free {
      let name = names[index]
      guard let value = start[name] else {
        throw FitError("\(model.name) needs a start for \(name): every parameter that is not held has one.")
      }
      guard value.isFinite else { throw FitError("The start of \(name) is \(value), not a finite number.") }
      let range = bounds[name] ?? -Double.infinity...Double.infinity
      guard range.contains(value) else {
        throw FitError(
          "The start of \(name) is \(value), outside its bounds \(range.lowerBound) to \(range.upperBound).")
      }
      begin.append(value)
      least.append(range.lowerBound)
      most.append(range.upperBound)
    }
    self.start = begin
    lower = least
    upper = most
  }

  private static func check(_ model: NonlinearModel) throws {
    for (what, names) in [("parameter", model.parameters), ("predictor", model.predictors)] {
      if let name = names.indices.first(where: { names[..<$0].contains(names[$0]) }).map({ names[$0] }) {
        throw FitError("\(model.name) has two \(what)s with the name \"\(name)\".")
      }
    }
    guard !model.parameters.isEmpty else { throw FitError("\(model.name) has no parameters to fit.") }
    guard !model.predictors.isEmpty else { throw FitError("\(model.name) has no predictors.") }
  }

  /// The columns in the model's order, `count` values each.
  static func columns(of model: NonlinearModel, from named: [String: [Double]], count: Int) throws -> [[Double]] {
    for name in named.keys.sorted() where !model.predictors.contains(name) {
      throw FitError(
        "\(model.name) has no predictor \"\(name)\"; it has \(model.predictors.joined(separator: ", ")).")
    }
    return try model.predictors.map { name in
      guard let column = named[name] else {
        throw FitError("\(model.name) needs a column \"\(name)\" and none was given.")
      }
      guard column.count == count else {
        throw FitError("\(name) has \(column.count) values and y has \(count): one is needed for each observation.")
      }
      try checkFinite(column, name: name)
      return column
    }
  }

  private static func checkFinite(_ column: [Double], name: String) throws {
    if let index = column.firstIndex(where: { !$0.isFinite }) {
      throw FitError("\(name) of observation \(index) is \(column[index]), not a finite number.")
    }
  }

  /// The points to start from: the given one, then those of a multi-start.
  func starts(_ multistart: Multistart, names: [String]) throws -> [[Double]] {
    guard case .withinBounds(let count, let seed) = multistart else { return [start] }
    guard count >= 0, count <= 1_000_000 else {
      throw FitError("A multi-start from \(count) points was asked for; give a count from 0 to 1000000.")
    }
    for (j, index) in map.free.enumerated() where !(upper[j] - lower[j]).isFinite {
      throw FitError("A multi-start draws within bounds, and \(names[index]) has none on both sides.")
    }
    var generator = SeededGenerator(seed: seed)
    var points = [[Double]](repeating: start, count: count)
    for j in start.indices {
      var strata = Array(0..<count)
      for k in strata.indices.reversed() {
        strata.swapAt(k, min(k, Int(generator.nextUniform() * Double(k + 1))))
      }
      let isLogarithmic = lower[j] > 0 && upper[j] / lower[j] >= 100
      for k in points.indices {
        let share = (Double(strata[k]) + generator.nextUniform()) / Double(count)
        let value =
          isLogarithmic
          ? exp(log(lower[j]) + share * (log(upper[j]) - log(lower[j])))
          : lower[j] + share * (upper[j] - lower[j])
        points[k][j] = min(max(value, lower[j]), upper[j])
      }
    }
    return [start] + points
  }
}
