import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The share of problems solved by at least one of k answers: c(k) = exp(-a k^-b), an exponentiated power law, a, b > 0.
///
/// -ln c falls as a power of k. Brown et al. 2024, "Large Language Monkeys" (arXiv:2407.21787), section 3.1, there with the sign of b inside; Schaeffer et al. 2025
/// (arXiv:2502.17578) derive it from a density of pass@1 that goes as p^(b-1) near 0. It fails where that density has no such tail: then -ln c falls exponentially. a is -ln of
/// pass@1; both are without a unit, and positive. The coverage lies in 0 to 1 of itself, chance is taken off by the fit.
public struct CoverageLaw: Sendable, Hashable, Codable {
  /// -ln of the coverage at k = 1, a.
  public var amplitude: Double
  /// The exponent of k, b.
  public var exponent: Double

  /// Creates the law from its parameters.
  public init(amplitude: Double, exponent: Double) {
    self.amplitude = amplitude
    self.exponent = exponent
  }

  /// The coverage at a positive number of answers.
  public func value(at k: Double) -> Double { exp(-amplitude * pow(k, -exponent)) }

  /// The number of answers at which the coverage is reached, not rounded up; nil for a coverage outside 0 to 1.
  public func samples(reaching coverage: Double) -> Double? {
    guard coverage > 0, coverage < 1, amplitude > 0, exponent != 0 else { return nil }
    return exp(log(amplitude / -log(coverage)) / exponent)
  }

  /// What the distance between law and data is measured in.
  public enum Scale: String, Sendable, Hashable, Codable, CaseIterable {
    /// The coverage itself: least squares of c - exp(-a k^-b).
    case coverage
    /// The logarithm of -ln c: a straight line in ln k, which counts small and near-complete coverages most.
    case logarithms
  }
}

/// A fitted coverage law, on the scale that was asked for.
///
/// It has no interval: the values at different k come from the same answers, so that standard errors over k would be far too small. `SampledProblems.coverageLaw` has intervals, from a
/// bootstrap over problems.
public struct CoverageFit: Sendable, Hashable, Codable, CustomStringConvertible {
  /// The law and its error, rounded for reading.
  public let headline: String
  /// The fitted law; with a guessing probability, the law of the coverage above chance.
  public let law: CoverageLaw
  /// The scale that was fitted on.
  public let scale: CoverageLaw.Scale
  /// The probability that one guess is right; 0 where chance was not taken off.
  public let guessing: Double
  /// The number of values of k that were fitted.
  public let pointCount: Int
  /// Values of k that were left out, because coverage above chance was not strictly between 0 and 1 there and has no double logarithm.
  public let dropped: [Double]
  /// The share of variance explained on the scale of the fit.
  public let rSquared: Double
  /// The root mean square of the fitted coverage's error.
  public let rootMeanSquareError: Double

  /// The coverage at a number of answers, chance included.
  public func value(at k: Double) -> Double {
    let chance = guessing > 0 ? PassAtK.chance(guessing: guessing, k: k) : 0
    return chance + (1 - chance) * law.value(at: k)
  }

  /// The headline.
  public var description: String { headline }
}

extension CoverageLaw {
  /// Fits the law to coverages at numbers of answers, without an initial guess.
  ///
  /// `k` and `coverage` are columns of equal length. `guessing` is the probability that one guess is right: the law is then of (c - g) / (1 - g), g = 1 - (1 - guessing)^k, the
  /// coverage above chance. Values without a double logarithm are left out on both scales and listed. Throws `FitError` for unequal lengths, k <= 0, a coverage outside 0 to 1, a guessing
  /// probability outside 0 to 1, and fewer than two distinct k that can be used. O(n) for an iteration, about ten iterations on the scale of coverage.
  public static func fit(
    k: [Double], coverage: [Double], scale: Scale = .coverage, guessing: Double = 0
  ) throws -> CoverageFit {
    guard k.count == coverage.count else {
      throw FitError("\(k.count) numbers of answers and \(coverage.count) coverages: the columns differ in length.")
    }
    guard (0..<1).contains(guessing) else {
      throw FitError("A guess is right with probability \(guessing); it lies in 0 to 1, 1 excluded.")
    }
    for index in k.indices {
      guard k[index] > 0, k[index].isFinite else {
        throw FitError("The number of answers \(index) is \(k[index]): it must be positive.")
      }
      guard (0...1).contains(coverage[index]) else {
        throw FitError("Coverage \(index) is \(coverage[index]): a share lies in 0 to 1.")
      }
    }
    let above = Self.aboveChance(k: k, coverage: coverage, guessing: guessing)
    let kept = above.indices.filter { above[$0] > 0 && above[$0] < 1 }
    let points = CoveragePoints(logs: kept.map { log(k[$0]) }, shares: kept.map { above[$0] })
    guard let law = points.fit(scale) else {
      throw FitError(
        "\(kept.count) of \(k.count) coverages lie above chance and below 1: the law needs two at distinct k.")
    }
    let isLogarithmic = scale == .logarithms
    let observed = isLogarithmic ? points.shares.map { log(-log($0)) } : points.shares
    let fitted = kept.map { index -> Double in
      let value = law.value(at: k[index])
      return isLogarithmic ? log(-log(value)) : value
    }
    let mean = SampleMoments.mean(observed)
    let total = SampleMoments.sum(observed.map { ($0 - mean) * ($0 - mean) })
    let rest = SampleMoments.sum(zip(observed, fitted).map { ($0 - $1) * ($0 - $1) })
    let squares = kept.map { index -> Double in
      let chance = guessing > 0 ? PassAtK.chance(guessing: guessing, k: k[index]) : 0
      let error = coverage[index] - (chance + (1 - chance) * law.value(at: k[index]))
      return error * error
    }
    let root = SampleMoments.mean(squares).squareRoot()
    return CoverageFit(
      headline:
        "coverage = exp(-\(DecimalText.significant(law.amplitude, 4)) · k^-\(DecimalText.significant(law.exponent, 4))), off by \(DecimalText.significant(root, 2)) over \(kept.count) values of k",
      law: law, scale: scale, guessing: guessing, pointCount: kept.count,
      dropped: above.indices.filter { !(above[$0] > 0 && above[$0] < 1) }.map { k[$0] },
      rSquared: total > 0 ? 1 - rest / total : .nan, rootMeanSquareError: root)
  }

  static func aboveChance(k: [Double], coverage: [Double], guessing: Double) -> [Double] {
    guard guessing > 0 else { return coverage }
    return zip(k, coverage).map { k, share in
      let chance = PassAtK.chance(guessing: guessing, k: k)
      return (share - chance) / (1 - chance)
    }
  }
}

/// Coverages strictly between 0 and 1 with ln k, and the two fits.
struct CoveragePoints {
  let logs: [Double]
  let shares: [Double]

  func fit(_ scale: CoverageLaw.Scale) -> CoverageLaw? {
    guard let line = line() else { return nil }
    return scale == .logarithms ? line : leastSquares(from: line)
  }

  /// The straight line of ln(-ln c) in ln k.
  private func line() -> CoverageLaw? {
    guard shares.count > 1 else { return nil }
    let heights = shares.map { log(-log($0)) }
    let x = SampleMoments.mean(logs)
    let y = SampleMoments.mean(heights)
    var squares = 0.0
    var products = 0.0
    for i in logs.indices {
      squares += (logs[i] - x) * (logs[i] - x)
      products += (logs[i] - x) * (heights[i] - y)
    }
    guard squares > 0 else { return nil }
    let slope = products / squares
    return CoverageLaw(amplitude: exp(y - slope * x), exponent: -slope)
  }

  /// Least squares of the coverage by Levenberg's steps in ln a (at the mean of ln k) and b; nil where nothing finite is found.
  private func leastSquares(from start: CoverageLaw) -> CoverageLaw? {
    let middle = SampleMoments.mean(logs)
    let centered = logs.map { $0 - middle }
    var p = log(start.amplitude) - start.exponent * middle
    var q = start.exponent
    func sum(_ p: Double, _ q: Double) -> Double {
      var sum = 0.0
      for i in shares.indices {
        let r = shares[i] - exp(-exp(p - q * centered[i]))
        sum += r * r
      }
      return sum
    }
    var value = sum(p, q)
    var damping = 0.0
    for _ in 0..<200 {
      var (pp, pq, qq, gp, gq) = (0.0, 0.0, 0.0, 0.0, 0.0)
      for i in shares.indices {
        let t = exp(p - q * centered[i])
        let c = exp(-t)
        let byP = -c * t
        let byQ = c * t * centered[i]
        let r = shares[i] - c
        pp += byP * byP
        pq += byP * byQ
        qq += byQ * byQ
        gp += byP * r
        gq += byQ * r
      }
      var isDone = false
      var isLower = false
      for _ in 0..<60 {
        let (a, d) = (pp * (1 + damping), qq * (1 + damping))
        let determinant = a * d - pq * pq
        guard determinant > 0 else {
          damping = max(1e-3, damping * 10)
          continue
        }
        let stepP = (d * gp - pq * gq) / determinant
        let stepQ = (a * gq - pq * gp) / determinant
        let next = sum(p + stepP, q + stepQ)
        isDone = abs(stepP) < 1e-13 * max(1, abs(p)) && abs(stepQ) < 1e-13 * max(1, abs(q))
        if next <= value {
          p += stepP
          q += stepQ
          value = next
          damping = damping < 1e-6 ? 0 : damping / 10
          isLower = true
          break
        }
        if isDone { break }
        damping = max(1e-3, damping * 10)
      }
      if isDone || !isLower { break }
    }
    let law = CoverageLaw(amplitude: exp(p + q * middle), exponent: q)
    return law.amplitude.isFinite && q.isFinite ? law : nil
  }
}
