import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A collective by a table of measured times, interpolated between payloads on logarithmic scales, and never between numbers of accelerators.
public struct MeasuredCollective: Collective, Hashable {
  /// What is done with a payload outside the table.
  public enum Beyond: String, Sendable, Hashable, Codable {
    /// It is refused.
    case refuse
    /// Below the table the time of its least payload is taken, above it the time grows like the payload; `place(ofBytes:accelerators:)` says so.
    case extend
  }

  /// Where a payload lies in the table.
  public enum Place: String, Sendable, Hashable, Codable {
    /// Below the least payload measured.
    case below
    /// Among the payloads measured.
    case inside
    /// Above the largest payload measured.
    case above
  }

  /// Where the times come from.
  public let source: String
  /// What is done with a payload outside the table.
  public let beyond: Beyond
  /// The numbers of accelerators measured, rising.
  public let accelerators: [Int]

  private struct Series: Sendable, Hashable {
    var logBytes: [Double] = []
    var logSeconds: [Double] = []
  }
  private let series: [Series]

  /// Creates a table from columns: accelerators, bytes and seconds of each measurement, in any order.
  ///
  /// Of several times for one payload the median is taken. Throws `ServingModelError` for columns of unequal length, no rows, fewer than two accelerators, or bytes or a time that are not positive
  /// and finite, with the row.
  public init(
    accelerators: [Int], bytes: [Double], seconds: [Double], source: String, beyond: Beyond = .refuse
  ) throws {
    guard accelerators.count == bytes.count, bytes.count == seconds.count else {
      throw ServingModelError(
        "\(accelerators.count) accelerator counts, \(bytes.count) payloads and \(seconds.count) times were given: one of each is needed for a measurement."
      )
    }
    guard !bytes.isEmpty else { throw ServingModelError("A table of collectives needs measurements; there are none.") }
    for row in bytes.indices {
      guard accelerators[row] > 1 else {
        throw ServingModelError("Row \(row) has \(accelerators[row]) accelerators; a collective takes at least two.")
      }
      try ServingModelError.checkPositive(bytes[row], "payload of row \(row)")
      try ServingModelError.checkPositive(seconds[row], "time of row \(row)")
    }
    self.source = source
    self.beyond = beyond
    let counts = Set(accelerators).sorted()
    self.accelerators = counts
    series = counts.map { count in
      let rows = bytes.indices.filter { accelerators[$0] == count }
      var own = Series()
      for payload in Set(rows.map { bytes[$0] }).sorted() {
        let times = rows.filter { bytes[$0] == payload }.map { seconds[$0] }.sorted()
        own.logBytes.append(log(payload))
        own.logSeconds.append(log(SampleQuantile.ofSorted(times, at: 0.5)))
      }
      return own
    }
  }

  /// The source, for a sentence.
  public var words: String { "measured: \(source)" }

  /// Returns where a payload lies among those measured; nil for a number of accelerators that was not measured.
  public func place(ofBytes bytes: Double, accelerators count: Int) -> Place? {
    guard let index = accelerators.firstIndex(of: count), let least = series[index].logBytes.first,
      let greatest = series[index].logBytes.last
    else { return nil }
    let x = log(bytes)
    return x < least ? .below : x > greatest ? .above : .inside
  }

  /// The time of a payload; 0 for one accelerator.
  ///
  /// Throws `ServingModelError` for a number of accelerators that was not measured and, where `beyond` refuses, a payload outside the table.
  public func seconds(bytes: Double, accelerators count: Int) throws -> Double {
    try AllReduceTime.check(bytes: bytes, accelerators: count)
    guard count > 1 else { return 0 }
    guard let index = accelerators.firstIndex(of: count) else {
      throw ServingModelError(
        "No collective among \(count) accelerators was measured (\(source)); there are times for \(accelerators.map { "\($0)" }.joined(separator: ", "))."
      )
    }
    let own = series[index]
    let last = own.logBytes.count - 1
    let x = log(bytes)
    if beyond == .refuse, x < own.logBytes[0] || x > own.logBytes[last] {
      throw ServingModelError(
        "A payload of \(DecimalText.significant(bytes, 6)) bytes lies outside the \(DecimalText.significant(exp(own.logBytes[0]), 6)) to \(DecimalText.significant(exp(own.logBytes[last]), 6)) bytes measured among \(count) accelerators (\(source))."
      )
    }
    if x <= own.logBytes[0] { return exp(own.logSeconds[0]) }
    if x >= own.logBytes[last] { return exp(own.logSeconds[last] + (x - own.logBytes[last])) }
    var low = 0
    var high = last
    while high - low > 1 {
      let middle = (low + high) / 2
      if own.logBytes[middle] <= x { low = middle } else { high = middle }
    }
    let share = (x - own.logBytes[low]) / (own.logBytes[high] - own.logBytes[low])
    return exp(own.logSeconds[low] + share * (own.logSeconds[high] - own.logSeconds[low]))
  }
}
