#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Evenly spaced ticks at simple numbers, by the extended Wilkinson search.
///
/// Talbot, Lin and Hanrahan (2010), "An Extension of Wilkinson's Algorithm for Positioning Tick Labels on Axes",
/// IEEE TVCG 16(6), with their steps Q and weights. A labelling is k ticks, every j-th multiple of q times a power of
/// ten; the best one weighs simplicity, coverage and density, and the search stops where no bound can win any more.
/// Legibility is constant here, since labels that do not fit are handled by asking for fewer.
enum LinearTicks {
  /// The preferred steps in order, ten times over so that 2.5 is a whole number.
  private static let steps = [10, 50, 20, 25, 40, 30]

  private struct Search {
    let lower: Double
    let upper: Double
    let target: Int
    let isInside: Bool
    var bestScore = -2.0
    var best: [DecimalNumber] = []
  }

  /// Returns at least two ticks in ascending order for a range whose bounds differ.
  ///
  /// With `isInside`, no tick lies outside the range; otherwise the outermost may lie a little beyond it. `target` is
  /// the number of ticks wished for.
  static func make(lower: Double, upper: Double, target: Int, isInside: Bool) -> [DecimalNumber] {
    var search = Search(lower: lower, upper: upper, target: max(2, target), isInside: isInside)
    // The bound on simplicity ends the search by itself long before twenty.
    search: for skip in 1...20 {
      for (rank, step) in steps.enumerated() {
        let simplicity = 2 - Double(rank) / Double(steps.count - 1) - Double(skip)
        if score(simplicity, 1, 1) < search.bestScore { break search }
        searchCounts(&search, skip: skip, step: step, simplicity: simplicity)
      }
    }
    return search.best.count >= 2 ? search.best : inner(lower: lower, upper: upper)
  }

  private static func score(_ simplicity: Double, _ coverage: Double, _ density: Double) -> Double {
    0.2 * simplicity + 0.25 * coverage + 0.5 * density + 0.05
  }

  private static func searchCounts(_ search: inout Search, skip: Int, step: Int, simplicity: Double) {
    let span = search.upper - search.lower
    for count in 2...max(12, 4 * search.target) {
      let crowding = Double(count - 1) / Double(search.target - 1)
      let density = count >= search.target ? 2 - crowding : 1
      if score(simplicity, 1, density) < search.bestScore { return }
      let first = Int((log10(span / Double((count + 1) * skip * step)) + 1).rounded(.up))
      for power in first...(first + 6) {
        let width = Double(skip) * DecimalNumber(mantissa: step, exponent: power - 1).value
        // In shares of the span, since the square of a huge or tiny span is no number.
        let excess = max(0, width * Double(count - 1) / span - 1) / 2
        let coverage = 1 - 100 * excess * excess
        if score(simplicity, coverage, density) < search.bestScore { break }
        searchStarts(&search, skip: skip, step: step, power: power, count: count, width: width)
      }
    }
  }

  private static func searchStarts(
    _ search: inout Search, skip: Int, step: Int, power: Int, count: Int, width: Double
  ) {
    guard let last = Int(exactly: (search.upper / width).rounded(.down)),
      let early = Int(exactly: (search.lower / width).rounded(.up)),
      max(last.magnitude, early.magnitude) < 1_000_000_000_000_000
    else { return }
    let earliest = last * skip - (count - 1) * skip
    let latest = early * skip
    guard earliest <= latest else { return }
    let rank = steps.firstIndex(of: step) ?? 0
    let span = search.upper - search.lower
    for start in earliest...latest {
      let ticks = (0..<count).map { DecimalNumber(mantissa: (start + $0 * skip) * step, exponent: power - 1) }
      let (low, high) = (ticks[0].value, ticks[count - 1].value)
      if search.isInside, low < search.lower || high > search.upper { continue }
      let hasZero = start % skip == 0 && low <= 0 && high >= 0
      let simplicity = 1 - Double(rank) / Double(steps.count - 1) - Double(skip) + (hasZero ? 1 : 0)
      let (below, above) = ((search.lower - low) / span, (search.upper - high) / span)
      let coverage = 1 - 50 * (below * below + above * above)
      let rate = Double(count - 1) / (high - low)
      let wish = Double(search.target - 1) / (max(high, search.upper) - min(low, search.lower))
      let total = score(simplicity, coverage, 2 - max(rate / wish, wish / rate))
      if total > search.bestScore {
        search.bestScore = total
        search.best = ticks
      }
    }
  }

  /// Returns the multiples of the widest of 1, 2 or 5 times a power of ten that has two of them in the range.
  private static func inner(lower: Double, upper: Double) -> [DecimalNumber] {
    let top = Int(log10(upper - lower).rounded(.up))
    for power in stride(from: top, through: top - 2, by: -1) {
      for factor in [5, 2, 1] {
        let width = DecimalNumber(mantissa: factor, exponent: power).value
        guard let first = Int(exactly: (lower / width).rounded(.up)),
          let last = Int(exactly: (upper / width).rounded(.down)), last > first, last.magnitude < 1 << 59
        else { continue }
        let ticks = (first...last).map { DecimalNumber(mantissa: $0 * factor, exponent: power) }
          .filter { $0.value >= lower && $0.value <= upper }
        if ticks.count >= 2 { return ticks }
      }
    }
    return []
  }
}
