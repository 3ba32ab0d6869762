import ScalingStatistics

/// How often a choice from k of the sampled answers is right, over all subsets or a random share of them; ties count in equal parts.
struct SubsetSelection {
  /// The mean over subsets.
  struct Value {
    var probability: Double
    /// The variance of the mean from drawing subsets at random; 0 where all were counted.
    var variance = 0.0
    /// Whether all subsets were counted.
    var isExact = true
  }

  let samples: ProblemSamples
  let k: Int
  let draws: Int
  var generator: SeededGenerator

  /// Up to so many subsets are all counted.
  static let mostSubsets = 20_000
  /// Up to so many multiplications a majority is computed exactly.
  static let mostWork = 2e7

  mutating func majority() -> Value {
    let vote = MajorityVote(samples, k: k)
    if vote.work <= Self.mostWork { return Value(probability: vote.probability()) }
    return mean { Self.shareOfTop($0, subset: $1) { _ in 1 } }
  }

  mutating func weightedVote() -> Value {
    mean { samples, subset in
      Self.shareOfTop(samples, subset: subset) { samples.scores[$0] }
    }
  }

  /// The highest score wins: exact, because a subset's winner depends on ranks alone.
  func bestOfN() -> Value {
    let order = (0..<samples.count).sorted { samples.scores[$0] < samples.scores[$1] }
    var sum = 0.0
    var start = 0
    while start < order.count {
      var end = start
      while end < order.count, samples.scores[order[end]] == samples.scores[order[start]] { end += 1 }
      let right = order[start..<end].count { samples.isRightSample($0) }
      // The highest score lies in this group; within it every sample is as likely.
      sum += (below(end) - below(start)) * Double(right) / Double(end - start)
      start = end
    }
    return Value(probability: min(1, sum))
  }

  /// The probability that a subset lies within the `count` samples of lowest score.
  private func below(_ count: Int) -> Double {
    guard count >= k else { return 0 }
    return (0..<k).reduce(1) { $0 * Double(count - $1) / Double(samples.count - $1) }
  }

  /// The mean of a value over all subsets, or over `draws` of them.
  private mutating func mean(_ value: (ProblemSamples, [Int]) -> Double) -> Value {
    let n = samples.count
    if Self.subsets(n, k) <= Double(Self.mostSubsets) {
      var sum = 0.0
      var count = 0.0
      var subset = Array(0..<k)
      while true {
        sum += value(samples, subset)
        count += 1
        guard let place = subset.indices.last(where: { subset[$0] < n - k + $0 }) else { break }
        subset[place] += 1
        for next in subset.indices where next > place { subset[next] = subset[next - 1] + 1 }
      }
      return Value(probability: sum / count)
    }
    var pool = Array(0..<n)
    var sum = 0.0
    var squares = 0.0
    for _ in 0..<draws {
      for index in 0..<k { pool.swapAt(index, index + generator.nextIndex(below: n - index)) }
      let share = value(samples, Array(pool[..<k]))
      sum += share
      squares += share * share
    }
    let mean = sum / Double(draws)
    let variance = max(0, squares / Double(draws) - mean * mean) / Double(draws - 1)
    return Value(probability: mean, variance: variance, isExact: false)
  }

  /// n over k, infinite where it is beyond a double.
  static func subsets(_ n: Int, _ k: Int) -> Double {
    (0..<min(k, n - k)).reduce(1.0) { $0 * Double(n - $1) / Double($1 + 1) }
  }

  /// The share of right ones among the answers of the greatest weight in a subset; 0 where none has an answer.
  private static func shareOfTop(_ samples: ProblemSamples, subset: [Int], weight: (Int) -> Double) -> Double {
    var sums = [Double](repeating: 0, count: samples.counts.count)
    var isPresent = [Bool](repeating: false, count: samples.counts.count)
    for sample in subset.sorted() where samples.answers[sample] >= 0 {
      sums[samples.answers[sample]] += weight(sample)
      isPresent[samples.answers[sample]] = true
    }
    var top = -1.0
    for answer in sums.indices where isPresent[answer] { top = max(top, sums[answer]) }
    guard top >= 0 else { return 0 }
    var ties = 0.0
    var right = 0.0
    // Sums of the same weights in another order differ by rounding.
    for answer in sums.indices where isPresent[answer] && sums[answer] >= top * (1 - 1e-12) {
      ties += 1
      if samples.isRight[answer] { right += 1 }
    }
    return right / ties
  }
}
