import ScalingStatistics
import Testing

@Suite struct RankCorrelationTests {
  /// Whole numbers from a linear congruential generator with Knuth's MMIX constants, so that SciPy can be given the same columns.
  private static func columns(_ seed: UInt64, _ count: Int, _ kinds: Int, _ others: Int) -> ([Double], [Double]) {
    var state = seed
    func next() -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % 1_000_000_000)
    }
    var first: [Double] = []
    var second: [Double] = []
    for _ in 0..<count {
      let x = next() % kinds
      first.append(Double(x))
      second.append(Double(next() % others + x))
    }
    return (first, second)
  }

  // scipy.stats.kendalltau and spearmanr, SciPy 1.17.1.
  @Test(arguments: [
    (UInt64(1), 10, 4, 5, 0.8427953808926898, 0.8928911651523594),
    (2, 50, 1_000_000, 1_000_000, 0.5134693877551021, 0.6841296518607443),
    (3, 200, 7, 1_000, 0.04488740603740355, 0.057925388649229435),
    (4, 1_000, 3, 3, 0.6143494737948764, 0.6953016283080289),
    (5, 1_001, 50, 1_000_000_000, -0.008684750082484332, -0.013189713520143012),
  ])
  func `both coefficients are SciPy's, ties or none`(
    seed: UInt64, count: Int, kinds: Int, others: Int, tau: Double, rho: Double
  ) throws {
    let (first, second) = Self.columns(seed, count, kinds, others)
    #expect(abs(try #require(try RankCorrelation.kendall(first, second)) - tau) < 1e-14)
    #expect(abs(try #require(try RankCorrelation.spearman(first, second)) - rho) < 1e-14)
    // Neither depends on which column comes first.
    #expect(abs(try #require(try RankCorrelation.kendall(second, first)) - tau) < 1e-14)
  }

  @Test func `the example of SciPy's manual comes out`() throws {
    let tau = try #require(try RankCorrelation.kendall([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]))
    #expect(abs(tau + 0.47140452079103173) < 1e-15)
  }

  @Test func `equal and opposite orders are the ends`() throws {
    #expect(try RankCorrelation.kendall([1, 2, 3], [10, 20, 90]) == 1)
    #expect(try RankCorrelation.kendall([1, 2, 3], [3, 2, 1]) == -1)
    #expect(try RankCorrelation.spearman([1, 2, 3], [10, 20, 90]) == 1)
    #expect(try RankCorrelation.spearman([1, 2, 3], [-1, -8, -.infinity]) == -1)
    // Plus and minus zero tie.
    #expect(try RankCorrelation.kendall([0, -0.0, 1], [2, 2, 3]) == 1)
  }

  @Test func `a column without an order has no correlation`() throws {
    #expect(try RankCorrelation.kendall([1, 1, 1], [1, 2, 3]) == nil)
    #expect(try RankCorrelation.spearman([1, 2, 3], [4, 4, 4]) == nil)
  }

  @Test func `counting pairs one by one gives the same`() throws {
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<300 {
      let count = 2 + generator.nextIndex(below: 30)
      let kinds = 1 + generator.nextIndex(below: 8)
      let first = (0..<count).map { _ in Double(generator.nextIndex(below: kinds)) }
      let second = (0..<count).map { _ in Double(generator.nextIndex(below: 6)) }
      var same = 0.0
      var freeFirst = 0.0
      var freeSecond = 0.0
      for i in 0..<count {
        for j in 0..<i {
          let x = first[i] == first[j] ? 0.0 : (first[i] < first[j] ? -1 : 1)
          let y = second[i] == second[j] ? 0.0 : (second[i] < second[j] ? -1 : 1)
          same += x * y
          freeFirst += abs(x)
          freeSecond += abs(y)
        }
      }
      let tau = try RankCorrelation.kendall(first, second)
      if freeFirst * freeSecond == 0 {
        #expect(tau == nil)
      } else {
        #expect(abs(try #require(tau) - same / (freeFirst * freeSecond).squareRoot()) < 1e-14)
      }
    }
  }

  @Test func `faulty columns are refused in words`() {
    func message(_ first: [Double], _ second: [Double]) -> String? {
      do {
        _ = try RankCorrelation.kendall(first, second)
        return nil
      } catch {
        return "\(error)"
      }
    }
    #expect(
      message([1, 2], [1])
        == "A rank correlation of 2 and 1 values was asked for: each row needs one of both.")
    #expect(message([1], [1]) == "A rank correlation of 1 rows says nothing: at least two are needed.")
    #expect(message([1, 2], [3, .nan]) == "Value 1 of the second column is not a number: it has no rank.")
  }
}
