import CLinearAlgebra

/// The checks that stand before every fit; each fault has its sentence.
enum FitInput {
  /// The columns of named predictors in the model's order; throws where one is missing, unknown or of another length.
  static func ordered(_ columns: [String: [Double]], for model: any SeparableModel) throws -> [[Double]] {
    let names = model.predictorNames
    for name in columns.keys.sorted() where !names.contains(name) {
      throw FitError("A \(model.name) has no predictor \"\(name)\"; it has \(names.joined(separator: ", ")).")
    }
    let ordered = try names.map { name -> [Double] in
      guard let column = columns[name] else {
        throw FitError("A \(model.name) needs the predictor \"\(name)\", which was not given.")
      }
      return column
    }
    for (name, column) in zip(names, ordered) where column.count != ordered[0].count {
      throw FitError(
        "\(names[0]) has \(ordered[0].count) values and \(name) has \(column.count): columns have equal length.")
    }
    return ordered
  }

  static func check(x: [[Double]], y: [Double], model: any SeparableModel, level: Double) throws {
    let names = model.predictorNames
    guard x.count == names.count else {
      throw FitError("A \(model.name) has the predictors \(names.joined(separator: ", ")): give a column for each.")
    }
    guard let first = x.first, first.count == y.count else {
      throw FitError("\(names[0]) has \(x[0].count) values and y has \(y.count): one y is needed for each \(names[0]).")
    }
    guard !y.isEmpty else { throw FitError("There are no observations to fit a \(model.name) to.") }
    for (name, column) in zip(names + ["y"], x + [y]) {
      if let index = column.firstIndex(where: { !$0.isFinite }) {
        throw FitError("\(name) of observation \(index) is \(column[index]), not a finite number.")
      }
    }
    for (name, column) in zip(names, x) {
      if model.needsPositivePredictor, let index = column.firstIndex(where: { $0 <= 0 }) {
        throw FitError("\(name) of observation \(index) is \(column[index]); a \(model.name) needs \(name) above 0.")
      }
      let least = column.min() ?? 0
      guard least < column.max() ?? 0 else {
        throw FitError("Every \(name) is \(least): a \(model.name) needs at least two distinct values.")
      }
    }
    for (name, column) in zip(names + ["y"], x + [y]) {
      guard ((column.max() ?? 0) - (column.min() ?? 0)).isFinite else {
        throw FitError("\(name) spans more than a floating-point number can hold.")
      }
    }
    guard level > 0, level < 1 else {
      throw FitError("A level of \(level) was asked for; a level lies between 0 and 1, such as 0.95.")
    }
  }

  /// What a fit says whose numbers no longer are.
  static func overflow(_ law: String) -> FitError {
    FitError(
      "The squares or parameters of a \(law) leave the range of floating-point numbers here: use another unit of x or y."
    )
  }

  static func bounds(
    of model: any SeparableModel, narrowedBy bounds: [String: ClosedRange<Double>]
  ) throws -> [ClosedRange<Double>] {
    let names = model.amplitudes.map(\.name)
    for name in bounds.keys.sorted() where !names.contains(name) {
      throw FitError(
        "A \(model.name) has no amplitude \"\(name)\" to bound; it has \(names.joined(separator: ", ")).")
    }
    return try model.amplitudes.map { amplitude in
      guard let range = bounds[amplitude.name] else { return amplitude.lower...amplitude.upper }
      let isPlainRange = amplitude.isOffset || (range.lowerBound == 0 || range.lowerBound == -.infinity)
      guard isPlainRange, amplitude.isOffset || range.upperBound == 0 || range.upperBound == .infinity else {
        throw FitError(
          "\"\(amplitude.name)\" can be bounded by its sign only: its value depends on the unit of x.")
      }
      let lower = max(range.lowerBound, amplitude.lower)
      let upper = min(range.upperBound, amplitude.upper)
      guard lower <= upper, lower < .infinity, upper > -.infinity else {
        throw FitError("The range asked for \"\(amplitude.name)\" leaves no value that a \(model.name) allows.")
      }
      return lower...upper
    }
  }
}

/// Keeps BLAS on one thread inside our calls, so that results do not depend on a thread count.
enum BLASThreads {
  static func single<Result>(_ body: () throws -> Result) rethrows -> Result {
    cla_single_thread_begin()
    defer { cla_single_thread_end() }
    return try body()
  }
}
