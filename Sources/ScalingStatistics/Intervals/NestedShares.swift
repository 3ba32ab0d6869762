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

  /// The covariance of the shares if their expectations were these; a step of less than 1e-4 between neighbours counts as 1e-4, so that it stays positive definite.
  public func covariance(at expected: [Double]) -> [[Double]] {
    let cells = Self.cells(expected)
    var sum = 0.0
    return matrix(
      cells.dropLast().map { cell in
        sum += cell
        return sum
      })
  }

  /// The multinomial log-likelihood of the observed counts if the expectations of the shares were these, without the multinomial coefficient.
  public func logLikelihood(at expected: [Double]) -> Double {
    let observed = zip(shares + [1], [0] + shares).map { ($0 - $1) * problemCount }
    return zip(observed, Self.cells(expected)).reduce(0) { $1.0 > 0 ? $0 + $1.0 * log($1.1) : $0 }
  }

  /// The probabilities between neighbouring caps, floored and scaled to a sum of 1.
  private static func cells(_ expected: [Double]) -> [Double] {
    var previous = 0.0
    let cells = (expected + [1]).map { share -> Double in
      let cell = max(share - previous, 1e-4)
      previous = max(previous, share)
      return cell
    }
    let total = cells.reduce(0, +)
    return cells.map { $0 / total }
  }

  private func matrix(_ p: [Double]) -> [[Double]] {
    p.indices.map { i in p.indices.map { j in min(p[i], p[j]) * (1 - max(p[i], p[j])) / problemCount } }
  }
}
