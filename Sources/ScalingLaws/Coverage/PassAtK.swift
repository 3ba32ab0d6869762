import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The probability that at least one of k answers is right, estimated from n answers of which c are.
///
/// Chen et al. 2021, "Evaluating Large Language Models Trained on Code", eq. 1: 1 - C(n - c, k) / C(n, k), which is unbiased; 1 - (1 - c/n)^k is too low.
public enum PassAtK {
  /// The unbiased estimate for one problem, 1 - Π (1 - k/j) over j from n - c + 1 to n.
  ///
  /// Throws `FitError` for counts that contradict each other (c outside 0 to n) and for k outside 1 to n: more answers than were sampled are a matter of a law. Exact to rounding
  /// for small probabilities too, because the product is taken in logarithms. O(min(c, k)).
  public static func estimate(samples n: Int, correct c: Int, k: Int) throws -> Double {
    guard n > 0, (0...n).contains(c) else {
      throw FitError("\(c) of \(n) answers cannot be right: pass@k needs 0 <= correct <= samples and a sample.")
    }
    guard (1...n).contains(k) else {
      throw FitError("pass@\(k) cannot be estimated from \(n) answers: k lies in 1 to the number of samples.")
    }
    return unchecked(n, c, k)
  }

  /// The estimate for counts that were checked.
  static func unchecked(_ n: Int, _ c: Int, _ k: Int) -> Double {
    if c == 0 { return 0 }
    if n - c < k { return 1 }
    // C(n - c, k) / C(n, k) is the same with c and k exchanged: the shorter product.
    let (count, other) = c < k ? (c, k) : (k, c)
    var sum = 0.0
    for j in (n - count + 1)...n { sum += log1p(-Double(other) / Double(j)) }
    return -expm1(sum)
  }

  /// What k independent guesses reach, 1 - (1 - p)^k, where one is right with probability p: the chance floor of coverage.
  ///
  /// For four choices p = 1/4, and ten guesses cover 94 % of problems without any skill. NaN for p outside 0 to 1.
  public static func chance(guessing p: Double, k: Double) -> Double {
    (0...1).contains(p) ? -expm1(k * log1p(-p)) : .nan
  }
}

/// Problems with the number of answers sampled for each and how many of them were right.
public struct SampledProblems: Sendable, Hashable, Codable {
  /// The number of answers sampled, problem by problem.
  public let samples: [Int]
  /// The number of right answers, problem by problem.
  public let correct: [Int]

  /// Creates a set of problems; throws `FitError` for columns of unequal length, none, and counts that contradict each other.
  public init(samples: [Int], correct: [Int]) throws {
    guard samples.count == correct.count, !samples.isEmpty else {
      throw FitError("\(samples.count) counts of samples and \(correct.count) of right answers: one of each a problem.")
    }
    for index in samples.indices where samples[index] < 1 || !(0...samples[index]).contains(correct[index]) {
      throw FitError(
        "Problem \(index) has \(correct[index]) right answers of \(samples[index]): it needs 0 <= correct <= samples and a sample."
      )
    }
    self.samples = samples
    self.correct = correct
  }

  /// The number of problems.
  public var count: Int { samples.count }

  /// The number of problems without a right answer.
  ///
  /// Where it is large the small probabilities that decide the coverage at large k were not seen, and an exponent fitted to the curve is biased.
  public var unsolvedCount: Int { correct.count { $0 == 0 } }

  /// The largest k that every problem allows: the least number of samples.
  public var largestK: Int { samples.min() ?? 0 }

  /// The mean of pass@k over the problems; throws `FitError` for k outside 1 to `largestK`.
  public func coverage(at k: Int) throws -> Double { SampleMoments.mean(try column(at: k)) }

  /// The mean of pass@k with its interval; problems are what is resampled, because the values at different k share all their answers.
  ///
  /// Throws `FitError` for k outside 1 to `largestK`, a single problem, fewer than 50 replicates and a level outside 0 to 1.
  public func coverage(
    at k: Int, level: Double, replicates: Int = 2_000, seed: UInt64 = 1
  ) throws -> Estimate {
    let column = try column(at: k)
    do {
      let design = try Bootstrap(unitCount: count, unitName: "problems", replicates: replicates, seed: seed)
      return try design.distribution { [Self.mean(column, weights: $0)] }.percentileInterval(level: level)
    } catch let error as StatisticsError {
      throw FitError(error.message)
    }
  }

  /// pass@k of each problem; throws `FitError` for k outside 1 to `largestK`.
  public func column(at k: Int) throws -> [Double] {
    guard (1...max(1, largestK)).contains(k) else {
      throw FitError("Coverage at k = \(k) cannot be estimated: the problem with fewest samples has \(largestK).")
    }
    return samples.indices.map { PassAtK.unchecked(samples[$0], correct[$0], k) }
  }

  static func mean(_ column: [Double], weights: [Double]) -> Double {
    var sum = 0.0
    var total = 0.0
    for i in column.indices {
      sum += weights[i] * column[i]
      total += weights[i]
    }
    return sum / total
  }
}

extension SampledProblems {
  private enum CodingKeys: String, CodingKey { case samples, correct }

  /// Decodes the two columns and checks them as `init(samples:correct:)` does.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      samples: try container.decode([Int].self, forKey: .samples),
      correct: try container.decode([Int].self, forKey: .correct))
  }
}
