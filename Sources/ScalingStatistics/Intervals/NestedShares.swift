#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Shares of the same problems at growing caps: every problem solved at a cap counts at all larger caps too.
///
/// Their errors are correlated: two shares p <= q over n problems have covariance p (1 - q) / n (the covariance of nested indicator variables); the counts
/// between the caps are multinomial. Evaluated at the observed shares that matrix is correlated with their errors, and intervals made from it cover 91 to 93 % instead of
/// 95 %; evaluated at the shares of a fitted curve they cover 95 to 96 %. So `covariance(at:)` takes the shares to evaluate it at.
public struct NestedShares: Sendable, Hashable {
  /// The shares and the number of problems, rounded for reading.
  public let headline: String
  /// The share of problems at each cap.
  public let shares: [Double]
  /// The number of problems; a sum of weights in a bootstrap.
  public let problemCount: Double

  /// Creates nested shares from how many problems count at each cap.
  ///
  /// Counts may be weighted, as in a bootstrap. Throws `StatisticsError` where there are no problems, a count is negative or above their number, or the counts fall.
  public init(counts: [Double], problemCount: Double) throws {
    guard problemCount > 0, !counts.isEmpty else {
      throw StatisticsError("Nested shares need at least one problem and one cap.")
    }
    var previous = 0.0
    for (index, count) in counts.enumerated() {
      guard count >= 0, count <= problemCount else {
        throw StatisticsError(
          "\(count) of \(problemCount) problems at cap number \(index): a share lies between 0 and 1.")
      }
      guard count >= previous else {
        throw StatisticsError(
          "\(count) problems at cap number \(index) after \(previous) at a smaller cap: nested counts do not fall.")
      }
      previous = count
    }
    shares = counts.map { $0 / problemCount }
    self.problemCount = problemCount
    let first = DecimalText.significant(shares[0], 3)
    let last = DecimalText.significant(shares[shares.count - 1], 3)
    headline =
      "\(counts.count) nested shares of \(DecimalText.significant(problemCount, 6)) problems, \(first) to \(last)"
  }

  /// The covariance of the shares at their observed values, with half a problem added to every cell (Jeffreys' prior), which keeps it positive definite.
  public var covariance: [[Double]] {
    let total = problemCount + 0.5 * Double(shares.count + 1)
    return matrix(shares.enumerated().map { ($1 * problemCount + 0.5 * Double($0 + 1)) / total })
  }

  /// The covariance of the shares if their expectations were these: the multinomial one of the cells that `logLikelihood(at:)` uses, positive definite for any shares.
  public func covariance(at expected: [Double]) -> [[Double]] {
    let cells = cells(expected)
    var sum = 0.0
    return matrix(
      cells.dropLast().map { cell in
        sum += cell
        return sum
      })
  }

  /// The multinomial log-likelihood of the observed counts if the expectations of the shares were these, without the multinomial coefficient.
  ///
  /// A law may leave 0 to 1 or rise too little for the problems that a cap added. So shares are clipped to 0 to 1, a step between neighbours counts as at
  /// least δ = min(1e-4, 1 / (25 n)), and the cells are scaled to a sum of 1. Clip and floor are joined smoothly (`SmoothRamp`), which leaves shares from 2 δ to 1 - 2 δ
  /// and steps of at least 2 δ as they are: the likelihood is twice continuously differentiable, and its maximum never hangs on a kink.
  public func logLikelihood(at expected: [Double]) -> Double {
    zip(cellCounts, cells(expected)).reduce(0) { $1.0 > 0 ? $0 + $1.0 * log($1.1) : $0 }
  }

  /// The problems between neighbouring caps: below the first cap, then up to each further one, then beyond the last.
  package var cellCounts: [Double] { zip(shares + [1], [0] + shares).map { ($0 - $1) * problemCount } }

  /// The least probability of a cell before scaling: 1e-4, and for more than 400 problems a twenty-fifth of one problem.
  package var leastCell: Double { min(1e-4, 1 / (25 * problemCount)) }

  /// The probabilities between neighbouring caps, floored and scaled to a sum of 1.
  private func cells(_ expected: [Double]) -> [Double] {
    let least = leastCell
    var previous = 0.0
    var cells: [Double] = []
    for share in expected.map({ SmoothRamp.share($0, width: least).value }) + [1] {
      cells.append(SmoothRamp.cell(share - previous, least: least).value)
      previous = share
    }
    let total = cells.reduce(0, +)
    return cells.map { $0 / total }
  }

  private func matrix(_ p: [Double]) -> [[Double]] {
    p.indices.map { i in p.indices.map { j in min(p[i], p[j]) * (1 - max(p[i], p[j])) / problemCount } }
  }
}
