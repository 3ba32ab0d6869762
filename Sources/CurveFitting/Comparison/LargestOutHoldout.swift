import ScalingStatistics

/// How laws predict what lies beyond their data: fits without the largest x, then without the two largest, and so on, judged at what was left out.
///
/// A law is used beyond its data, and criteria judge it inside; so the observations at the largest values of one predictor are held out, by scale and never at random, and every error is given with its extrapolation
/// factor, x held out over the largest x kept. All laws are judged on the same predictions: a law that cannot be fitted to one of the remainders is refused. The errors are those of single observations,
/// noise included, and the largest x counts in every round.
public struct LargestOutHoldout: Sendable, Hashable, CustomStringConvertible {
  /// The law that predicted best, the next and how far out, rounded for reading.
  public let headline: String
  /// What the laws are ranked by.
  public let measure: HoldoutMeasure
  /// The predictor whose largest values were held out.
  public let predictor: String
  /// The values held out, largest first.
  public let heldOutValues: [Double]
  /// The largest extrapolation factor; nil where a largest value kept is not positive.
  public let largestFactor: Double?
  /// The laws, least error first; ties keep the order in which they were given.
  public let ranking: [HeldOutLaw]
  /// Laws that could not be judged, each with the reason.
  public let refused: [String]

  /// The rounded headline.
  public var description: String { headline }

  /// Holds out the largest distinct x, in rounds of one to `count` of them.
  ///
  /// `startedModels` are models of the user's own, each fitted from its start in every round. `x` and `y` are columns of equal length; observations at one x are held out together, those of weight 0 are left out altogether. The rest is as for a fit. Throws `FitError` for columns of other lengths, values that are not finite, faulty errors,
  /// a count below 1 or that leaves fewer than two distinct x, a bound of a name that no model has, and where no law can be judged. O(laws · count · cost of a fit).
  public init(
    _ models: [any SeparableModel], startedModels: [StartedModel] = [], x: [Double], y: [Double], largest count: Int,
    errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:],
    measure: HoldoutMeasure = .rootMeanSquare
  ) throws {
    if let model = models.first(where: { $0.predictorNames.count > 1 }) {
      throw FitError(
        "A \(model.name) has the predictors \(model.predictorNames.joined(separator: ", ")): give a column for each.")
    }
    let name = models.first?.predictorNames[0] ?? startedModels.first?.model.predictors.first ?? "x"
    try self.init(
      models, startedModels, isUnnamed: true, columns: [name: x], y: y, along: name, largest: count, errors: errors,
      objective: objective, bounds: bounds, measure: measure)
  }

  /// Holds out the largest `count` distinct values of one of several predictors; otherwise as for one predictor.
  ///
  /// `columns` holds a column for each predictor and `predictor` names the one to hold out by, such as the tokens or the parameters of the runs.
  public init(
    _ models: [any SeparableModel], startedModels: [StartedModel] = [], columns: [String: [Double]], y: [Double],
    along predictor: String, largest count: Int, errors: ObservationErrors = .equal,
    objective: FitObjective = .squares, bounds: [String: ClosedRange<Double>] = [:],
    measure: HoldoutMeasure = .rootMeanSquare
  ) throws {
    try self.init(
      models, startedModels, isUnnamed: false, columns: columns, y: y, along: predictor, largest: count,
      errors: errors, objective: objective, bounds: bounds, measure: measure)
  }

  private init(
    _ models: [any SeparableModel], _ startedModels: [StartedModel], isUnnamed: Bool, columns: [String: [Double]],
    y: [Double], along predictor: String, largest count: Int, errors: ObservationErrors, objective: FitObjective,
    bounds: [String: ClosedRange<Double>], measure: HoldoutMeasure
  ) throws {
    try Self.check(columns, y: y)
    _ = try Whitening(errors, count: y.count)
    guard let axis = columns[predictor] else {
      throw FitError(
        "There is no predictor \"\(predictor)\" to hold out by; there are \(columns.keys.sorted().joined(separator: ", "))."
      )
    }
    try ModelComparison.check(bounds, of: models)
    let rows = y.indices.filter { errors.carriesWeight($0) }
    let rounds = try HoldoutRound.all(axis, rows: rows, count: count, predictor: predictor)
    func part(_ columns: [String: [Double]], _ rows: [Int]) -> [String: [Double]] {
      columns.mapValues { column in rows.map { column[$0] } }
    }
    let laws = models.map { model in
      HoldoutCandidate(law: model.name) { round in
        // Faults of the points held out count too.
        let all = try FitInput.ordered(part(columns, rows), for: model)
        try FitInput.check(x: all, y: rows.map { y[$0] }, model: model, level: 0.95)
        let fit = try model.fit(
          columns: part(columns, round.kept), y: round.kept.map { y[$0] }, errors: errors.at(round.kept),
          objective: objective, bounds: ModelComparison.bounds(bounds, for: model))
        return try fit.values(at: part(columns, round.heldOut))
      }
    }
    let own = startedModels.map { model in
      HoldoutCandidate(law: model.model.name) { round in
        let columns = model.columns(columns, isUnnamed: isUnnamed)
        let fit = try model.fit(
          columns: part(columns, round.kept), y: round.kept.map { y[$0] }, errors: errors.at(round.kept),
          objective: objective)
        return try fit.values(at: part(columns, round.heldOut))
      }
    }
    try self.init(laws + own, rounds: rounds, axis: axis, y: y, predictor: predictor, measure: measure)
  }

  /// Holds out the largest `count` caps of nested shares, fitting the others by the likelihood of their counts.
  ///
  /// `x` holds the caps, rising. The shares are of the same problems, so the errors are smaller than fresh problems would give: they compare laws. Throws as for one predictor.
  public init(
    _ models: [any SeparableModel], x: [Double], shares: NestedShares, largest count: Int,
    bounds: [String: ClosedRange<Double>] = [:], measure: HoldoutMeasure = .rootMeanSquare
  ) throws {
    let y = shares.shares
    let predictor = models.first?.predictorNames[0] ?? "x"
    try Self.check([predictor: x], y: y)
    guard zip(x, x.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw FitError("The caps of nested shares rise from each to the next; these do not.")
    }
    try ModelComparison.check(bounds, of: models)
    let rounds = try HoldoutRound.all(x, rows: Array(x.indices), count: count, predictor: predictor)
    let laws = models.map { model in
      HoldoutCandidate(law: model.name) { round in
        let counts = round.kept.map { y[$0] * shares.problemCount }
        let kept = try NestedShares(counts: counts, problemCount: shares.problemCount)
        let fit = try model.fit(
          x: round.kept.map { x[$0] }, shares: kept, bounds: ModelComparison.bounds(bounds, for: model))
        return fit.values(at: round.heldOut.map { x[$0] })
      }
    }
    try self.init(laws, rounds: rounds, axis: x, y: y, predictor: predictor, measure: measure)
  }

  private init(
    _ candidates: [HoldoutCandidate], rounds: [HoldoutRound], axis: [Double], y: [Double], predictor: String,
    measure: HoldoutMeasure
  ) throws {
    var laws: [HeldOutLaw] = []
    var refused: [String] = []
    for candidate in candidates {
      do {
        let errors = try rounds.flatMap { round in
          try Self.errors(of: try candidate.predict(round), in: round, axis: axis, y: y, law: candidate.law)
        }
        let law = HeldOutLaw(law: candidate.law, errors: errors, measure: measure)
        if !(law.score(measure)?.isFinite ?? false) {
          refused.append(
            "\(candidate.law): the \(measure.name) is not defined for its predictions or these observations.")
        } else {
          laws.append(law)
        }
      } catch let error as FitError {
        refused.append("\(candidate.law): \(error.message)")
      }
    }
    guard !laws.isEmpty else {
      throw FitError("No law could be judged by its held-out error. " + refused.joined(separator: " "))
    }
    let scores = laws.map { $0.score(measure) ?? .infinity }
    let ranking = laws.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }.map { laws[$0] }
    self.ranking = ranking
    self.measure = measure
    self.predictor = predictor
    self.refused = refused
    heldOutValues = rounds.map(\.smallestHeldOut)
    largestFactor = ranking[0].largestFactor
    let reach = largestFactor.map { ", up to \(DecimalText.significant($0, 3))x beyond the largest kept" } ?? ""
    let next = ranking.dropFirst().first.map { "; next \($0.headline)" } ?? ""
    headline = "\(ranking[0].headline)\(next)\(reach)"
  }

  private static func errors(
    of predicted: [Double], in round: HoldoutRound, axis: [Double], y: [Double], law: String
  ) throws -> [HeldOutError] {
    try zip(round.heldOut, predicted).map { row, value in
      guard value.isFinite else { throw FitError("A \(law) is not defined at observation \(row), held out.") }
      return HeldOutError(
        row: row, heldOutCount: round.count, predictor: axis[row], largestKept: round.largestKept, observed: y[row],
        predicted: value)
    }
  }

  private static func check(_ columns: [String: [Double]], y: [Double]) throws {
    for name in columns.keys.sorted() {
      let column = columns[name] ?? []
      guard column.count == y.count else {
        throw FitError("\(name) has \(column.count) values and y has \(y.count): one y is needed for each \(name).")
      }
      if let row = column.firstIndex(where: { !$0.isFinite }) {
        throw FitError("\(name) of observation \(row) is \(column[row]), not a finite number.")
      }
    }
    if let row = y.firstIndex(where: { !$0.isFinite }) {
      throw FitError("y of observation \(row) is \(y[row]), not a finite number.")
    }
  }
}

/// A law to be judged, and its predictions of what a round holds out.
private struct HoldoutCandidate {
  let law: String
  let predict: (HoldoutRound) throws -> [Double]
}

/// One split of the observations by a predictor.
private struct HoldoutRound {
  let count: Int
  let kept: [Int]
  /// By the predictor, then by place.
  let heldOut: [Int]
  let largestKept: Double
  let smallestHeldOut: Double

  static func all(_ axis: [Double], rows: [Int], count: Int, predictor: String) throws -> [HoldoutRound] {
    let values = Set(rows.map { axis[$0] }).sorted()
    guard count > 0 else {
      throw FitError("\(count) values of \(predictor) cannot be held out: hold out at least one.")
    }
    guard values.count - count >= 2 else {
      throw FitError(
        "Holding out \(count) of \(values.count) distinct values of \(predictor) leaves fewer than the two that any law needs."
      )
    }
    return (1...count).map { round in
      let last = values[values.count - round - 1]
      return HoldoutRound(
        count: round, kept: rows.filter { axis[$0] <= last },
        heldOut: rows.filter { axis[$0] > last }.sorted { (axis[$0], $0) < (axis[$1], $1) }, largestKept: last,
        smallestHeldOut: values[values.count - round])
    }
  }
}

extension ObservationErrors {
  /// Whether a point is not left out by a weight of 0.
  fileprivate func carriesWeight(_ row: Int) -> Bool {
    if case .weights(let weights) = self { return weights[row] > 0 }
    return true
  }

  /// The errors of some of the points.
  fileprivate func at(_ rows: [Int]) -> ObservationErrors {
    switch self {
    case .equal: .equal
    case .weights(let weights): .weights(rows.map { weights[$0] })
    case .standardDeviations(let deviations): .standardDeviations(rows.map { deviations[$0] })
    case .covariance(let matrix): .covariance(rows.map { i in rows.map { matrix[i][$0] } })
    }
  }
}
