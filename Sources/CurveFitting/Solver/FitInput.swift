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

  /// The least and the greatest value, and whether all are finite.
  private static func extent(_ column: [Double]) -> (least: Double, most: Double, isFinite: Bool) {
    var least = Double.infinity
    var most = -Double.infinity
    // 0 times what is not finite is NaN.
    var check = 0.0
    for value in column {
      least = value < least ? value : least
      most = value > most ? value : most
      check += 0 * value
    }
    return (least, most, check == 0)
  }

  static func check(x: [[Double]], y: [Double], model: any SeparableModel, level: Double) throws {
    try ModelForm.check(model)
    let names = model.predictorNames
    guard x.count == names.count else {
      throw FitError("A \(model.name) has the predictors \(names.joined(separator: ", ")): give a column for each.")
    }
    guard let first = x.first, first.count == y.count else {
      throw FitError("\(names[0]) has \(x[0].count) values and y has \(y.count): one y is needed for each \(names[0]).")
    }
    guard !y.isEmpty else { throw FitError("There are no observations to fit a \(model.name) to.") }
    // One pass a column; only a column at fault is looked at again.
    for index in 0...x.count {
      let isResponse = index == x.count
      let column = isResponse ? y : x[index]
      let (least, most, isFinite) = extent(column)
      if isFinite, isResponse || (least < most && (least > 0 || !model.needsPositivePredictor)),
        (most - least).isFinite
      {
        continue
      }
      let name = isResponse ? "y" : names[index]
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        throw FitError("\(name) of observation \(row) is \(column[row]), not a finite number.")
      }
      if !isResponse, model.needsPositivePredictor, let row = column.firstIndex(where: { $0 <= 0 }) {
        throw FitError("\(name) of observation \(row) is \(column[row]); a \(model.name) needs \(name) above 0.")
      }
      guard isResponse || least < most else {
        throw FitError("All values of \(name) are \(least): a \(model.name) needs at least two distinct ones.")
      }
      throw FitError("\(name) spans more than a floating-point number can hold.")
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
    if bounds.isEmpty { return model.amplitudes.map { $0.lower...$0.upper } }
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
///
/// Below these sizes OpenBLAS does not share out the routines in use. Its switch is then left alone: turning it back and forth wakes a worker that spins, at the price of
/// several small fits.
enum BLASThreads {
  static func single<Result>(
    points: Int, errors: ObservationErrors = .equal, _ body: () throws -> Result
  ) rethrows -> Result {
    var isDense = false
    if case .covariance = errors { isDense = true }
    guard points > (isDense ? 40 : 500) else { return try body() }
    cla_single_thread_begin()
    defer { cla_single_thread_end() }
    return try body()
  }
}
