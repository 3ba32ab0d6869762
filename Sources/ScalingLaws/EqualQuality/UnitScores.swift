import CurveFitting

/// What the units of a study (problems, seeds) scored along x: the rows behind a curve of means.
///
/// A unit is what was sampled independently. Two systems that ran on the same problems, or from the same seeds, have units of the same names, and share their luck.
public struct UnitScores: Sendable, Hashable, Codable {
  /// The metric's name: scores of different metrics are not compared.
  public let metric: String
  /// The predictor of each row, such as compute or a token cap.
  public let x: [Double]
  /// The unit of each row.
  public let units: [String]
  /// The score of each row.
  public let scores: [Double]

  /// Creates scores from columns of equal length; throws `FitError` for other lengths, x that are not positive and numbers that are not finite.
  public init(metric: String, x: [Double], units: [String], scores: [Double]) throws {
    guard x.count == units.count, x.count == scores.count, !x.isEmpty else {
      throw FitError(
        "\(x.count) values of x, \(units.count) units and \(scores.count) scores: one of each is needed for every row.")
    }
    for row in x.indices where !(x[row] > 0 && x[row].isFinite && scores[row].isFinite) {
      throw FitError(
        "Row \(row) has x \(x[row]) and the score \(scores[row]): x is positive, and both are finite numbers.")
    }
    self.metric = metric
    self.x = x
    self.units = units
    self.scores = scores
  }

  /// The means at the distinct x, under a weight for each unit, and the weight behind each.
  struct Means {
    let x: [Double]
    /// The rows of each x, and the place of each row's unit among those paired.
    private let rows: [[(score: Double, unit: Int)]]

    init(_ scores: UnitScores, units: [String]) {
      let places = Dictionary(units.enumerated().map { ($1, $0) }) { first, _ in first }
      var rows: [Double: [(score: Double, unit: Int)]] = [:]
      for row in scores.x.indices {
        guard let place = places[scores.units[row]] else { continue }
        rows[scores.x[row], default: []].append((scores.scores[row], place))
      }
      x = rows.keys.sorted()
      self.rows = x.map { rows[$0] ?? [] }
    }

    /// An x at which nothing was drawn has the weight 0 and the score of its first row.
    func callAsFunction(_ weights: [Double]) -> (y: [Double], weights: [Double]) {
      var y: [Double] = []
      var totals: [Double] = []
      for rows in rows {
        var (sum, total) = (0.0, 0.0)
        for row in rows {
          sum += weights[row.unit] * row.score
          total += weights[row.unit]
        }
        y.append(total > 0 ? sum / total : rows[0].score)
        totals.append(total)
      }
      return (y, totals)
    }
  }
}
