#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The probability that the most frequent of k answers, drawn without replacement from those sampled, is right; ties count in equal parts.
///
/// The counts of the answers in a subset are multivariate hypergeometric: independent binomials with p = k / n, given that they sum to k. For a right answer with t votes, the others' counts are
/// summed over with at most t votes each, together with how many of them have exactly t. Products of positive terms only, so nothing cancels.
struct MajorityVote {
  private let counts: [Int]
  private let isRight: [Bool]
  private let abstentions: Int
  private let k: Int
  private let n: Int

  init(_ samples: ProblemSamples, k: Int) {
    counts = samples.counts
    isRight = samples.isRight
    abstentions = samples.abstentions
    self.k = k
    n = samples.count
  }

  /// About how many multiplications `probability` takes.
  var work: Double {
    var total = 0.0
    for answer in counts.indices where isRight[answer] {
      for votes in stride(from: 1, through: min(k, counts[answer]), by: 1) {
        let rest = k - votes
        let ties = min(counts.count - 1, rest / votes) + 1
        total += Double((rest + 1) * ties) * Double(counts.reduce(0) { $0 + min(votes, $1) + 1 })
      }
    }
    return total
  }

  /// The exact probability.
  func probability() -> Double {
    let logFactorials = Self.logFactorials(n)
    let p = Double(k) / Double(n)
    func binomial(_ count: Int) -> [Double] {
      (0...min(k, count)).map { v in
        if k == n { return v == count ? 1 : 0 }
        let ways = logFactorials[count] - logFactorials[v] - logFactorials[count - v]
        return exp(ways + Double(v) * log(p) + Double(count - v) * log1p(-p))
      }
    }
    let tables = counts.map(binomial)
    let none = binomial(abstentions)
    var sum = 0.0
    for answer in counts.indices where isRight[answer] {
      for votes in stride(from: 1, through: min(k, counts[answer]), by: 1) where tables[answer][votes] > 0 {
        sum += tables[answer][votes] * share(of: answer, votes: votes, tables, none)
      }
    }
    return min(1, sum / binomial(n)[k])
  }

  /// The sum over what the others may have, of the probability over the number of answers that tie.
  private func share(of answer: Int, votes: Int, _ tables: [[Double]], _ none: [Double]) -> Double {
    let rest = k - votes
    let most = min(counts.count - 1, rest / votes)
    let width = most + 1
    // Entry (v, j): the others have v votes in all, j of them exactly as many as the answer.
    var table = [Double](repeating: 0, count: (rest + 1) * width)
    for v in 0...rest where v < none.count { table[v * width] = none[v] }
    for other in counts.indices where other != answer {
      var next = [Double](repeating: 0, count: table.count)
      for v in 0...rest {
        for j in 0...most where table[v * width + j] > 0 {
          for w in 0...min(votes, counts[other], rest - v) {
            let ties = w == votes ? j + 1 : j
            guard ties <= most else { continue }
            next[(v + w) * width + ties] += table[v * width + j] * tables[other][w]
          }
        }
      }
      table = next
    }
    return (0...most).reduce(0) { $0 + table[rest * width + $1] / Double($1 + 1) }
  }

  private static func logFactorials(_ n: Int) -> [Double] {
    var values = [0.0]
    for i in stride(from: 1, through: n, by: 1) { values.append(values[i - 1] + log(Double(i))) }
    return values
  }
}
