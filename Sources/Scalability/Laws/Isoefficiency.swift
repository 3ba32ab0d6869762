import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How fast work must grow with the processors for their efficiency to stay.
///
/// With W the work in time on one processor and T(W, p) the total overhead in the same unit, efficiency is 1 / (1 + T/W), so that W = K T(W, p) with K = E / (1 - E). The slower W must grow, the better a program
/// scales; an exponent above that of the memory means that it cannot be kept up. A. Grama, A. Gupta and V. Kumar, "Isoefficiency: Measuring the Scalability of Parallel Algorithms and
/// Architectures", IEEE Parallel and Distributed Technology 1 (1993).
public struct Isoefficiency: Sendable, Hashable, Codable, CustomStringConvertible {
  /// How much work keeps the efficiency, and how fast it grows, in a sentence.
  public let headline: String
  /// The efficiency that is kept, between 0 and 1.
  public let efficiency: Double
  /// The processor counts, as given.
  public let processors: [Int]
  /// The least work that has the efficiency, in the unit of the overhead; nil where none in the range does.
  public let work: [Double?]
  /// The slope of ln W by ln p between the last two processor counts that have work: how fast it grows there; nil for fewer than two of them.
  public let growthExponent: Double?

  /// The rounded headline.
  public var description: String { headline }

  /// Solves for the work at each processor count.
  ///
  /// `overhead` is p T(p) - T(1) for work and processors, in the unit of work, and must grow more slowly than the work; where it does not, no work has the efficiency. A negative overhead counts as
  /// none. `range` is where work is looked for. Throws `ScalabilityError` for an efficiency not between 0 and 1, no counts, counts that do not rise from 1 or more, a range that is not
  /// positive, and an overhead that is not a number. About 60 calls of `overhead` for each count.
  public init(
    efficiency: Double, processors: [Int], within range: ClosedRange<Double> = 1e-12...1e24,
    overhead: (_ work: Double, _ processors: Double) -> Double
  ) throws {
    guard !processors.isEmpty else {
      throw ScalabilityError("An isoefficiency needs processor counts; there are none.")
    }
    guard processors[0] >= 1, zip(processors, processors.dropFirst()).allSatisfy({ $0 < $1 }) else {
      throw ScalabilityError(
        "The processor counts must rise from 1 or more; they are \(processors.map(String.init).joined(separator: ", "))."
      )
    }
    let work = try processors.map {
      try Self.work(efficiency: efficiency, processors: Double($0), within: range, overhead: overhead)
    }
    self.efficiency = efficiency
    self.processors = processors
    self.work = work
    let solved = zip(processors, work).compactMap { count, work -> (log: Double, count: Int, work: Double)? in
      guard let work, work > range.lowerBound else { return nil }
      return (log(Double(count)), count, work)
    }
    let share = "\(DecimalText.significant(100 * efficiency, 3)) %"
    guard let last = solved.last, solved.count > 1 else {
      growthExponent = nil
      headline =
        solved.last.map {
          "Efficiency \(share) needs \(DecimalText.significant($0.work, 4)) of work on \($0.count) processors."
        } ?? "No work within the range is bound to an efficiency of \(share)."
      return
    }
    let before = solved[solved.count - 2]
    let exponent = log(last.work / before.work) / (last.log - before.log)
    growthExponent = exponent
    let missing = work.count { $0 == nil }
    headline =
      "Efficiency \(share) needs \(DecimalText.significant(solved[0].work, 4)) of work on \(solved[0].count) and "
      + "\(DecimalText.significant(last.work, 4)) on \(last.count) processors, growing there as p^\(DecimalText.fixed(exponent, 2))"
      + (missing > 0 ? "; no work has it on \(missing) of the \(work.count) counts." : ".")
  }

  /// The least work that has an efficiency on some processors, in the unit of the overhead; nil where none in the range does, its lower end where all does.
  ///
  /// Bisection in the logarithm of the work, to rounding; throws as the initializer does.
  public static func work(
    efficiency: Double, processors: Double, within range: ClosedRange<Double> = 1e-12...1e24,
    overhead: (_ work: Double, _ processors: Double) -> Double
  ) throws -> Double? {
    guard efficiency > 0, efficiency < 1 else {
      throw ScalabilityError("An efficiency of \(efficiency) was asked for; it lies between 0 and 1, ends excluded.")
    }
    guard processors >= 1, processors.isFinite else {
      throw ScalabilityError("\(processors) processors were given; their number must be finite, 1 or more.")
    }
    guard range.lowerBound > 0, range.upperBound.isFinite else {
      throw ScalabilityError(
        "Work is looked for from \(range.lowerBound) to \(range.upperBound); both ends must be positive and finite.")
    }
    let factor = efficiency / (1 - efficiency)
    func isEnough(_ work: Double) throws -> Bool {
      let loss = overhead(work, processors)
      guard !loss.isNaN else {
        throw ScalabilityError(
          "The overhead of \(work) of work on \(processors) processors is not a number: narrow the range of work.")
      }
      return factor * loss <= work
    }
    guard try isEnough(range.upperBound) else { return nil }
    if try isEnough(range.lowerBound) { return range.lowerBound }
    var low = log(range.lowerBound)
    var high = log(range.upperBound)
    while true {
      let middle = 0.5 * (low + high)
      guard middle > low, middle < high, high - low > 1e-15 * abs(high) else { return exp(high) }
      if try isEnough(exp(middle)) { high = middle } else { low = middle }
    }
  }
}
