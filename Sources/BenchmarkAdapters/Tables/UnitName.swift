import ScalingExperiments

/// A unit as tools write it beside their figures: `ms`, `sec`, `tokens/sec/user`, `%`.
///
/// The canonical unit and what lies between; a word that is not in the table is no unit, and nothing is guessed from the
/// size of a number.
public struct UnitName: Sendable, Hashable {
  /// The unit in which values come out.
  public let canonical: MetricUnit
  /// The power of ten between the unit and the canonical one, which is applied without rounding.
  let decimalExponent: Int
  /// What else lies between.
  let factor: Double

  /// Reads a unit, capital letters or not (but mJ is not MJ); `nil` for a word that is not in the table.
  ///
  /// `MB` is 10^6 bytes and `MiB` 2^20 bytes; a ratio is a fraction, and counts are plain numbers.
  public init?(_ name: some StringProtocol) {
    guard
      let entry = Self.table[String(name)] ?? Self.table[name.lowercased().split(separator: " ").joined(separator: "_")]
    else { return nil }
    canonical = entry.0
    decimalExponent = entry.1
    factor = entry.2
  }

  /// The value of a JSON number in the canonical unit; `nil` for what is no finite number.
  ///
  /// Powers of ten are applied to the digits, so that 79.3519 ms are the `Double` 0.0793519.
  public func value(of number: JSONValue) -> Double? {
    number.number(timesTenTo: decimalExponent).map { factor == 1 ? $0 : $0 * factor }
  }

  private static let table: [String: (MetricUnit, Int, Double)] = {
    var table: [String: (MetricUnit, Int, Double)] = [:]
    func add(_ unit: MetricUnit, _ names: String, exponent: Int = 0, factor: Double = 1) {
      for name in names.split(separator: " ") { table[String(name)] = (unit, exponent, factor) }
    }
    add(.seconds, "s sec secs second seconds")
    add(.seconds, "ms msec millisecond milliseconds", exponent: -3)
    add(.seconds, "us µs μs usec microsecond microseconds", exponent: -6)
    add(.seconds, "ns nsec nanosecond nanoseconds", exponent: -9)
    add(.seconds, "min minute minutes", factor: 60)
    add(.seconds, "h hr hour hours", factor: 3_600)
    // A time for each token is a time.
    add(.seconds, "s/token sec/token seconds/token s/tok")
    add(.seconds, "ms/token milliseconds/token ms/tok", exponent: -3)
    add(.tokens, "token tokens tok")
    add(.tokensPerSecond, "tokens/s tokens/sec tokens/second tok/s tok/sec t/s token/s tokens_per_second tps")
    add(.tokensPerSecond, "tokens/sec/user tokens/s/user tok/s/user tokens/second/user")
    add(.tokensPerSecond, "tokens/sec/gpu tokens/s/gpu tok/s/gpu")
    add(.requestsPerSecond, "requests/s requests/sec requests/second req/s req/sec per_sec queries/s qps queries/sec")
    add(.requestsPerSecond, "samples/s samples/sec")
    add(.fraction, "fraction ratio")
    add(.fraction, "% percent percentage pct", exponent: -2)
    add(.joules, "j joule joules ws")
    add(.joules, "mJ millijoule millijoules", exponent: -3)
    add(.joules, "kj kilojoule kilojoules", exponent: 3)
    add(.joules, "MJ megajoule megajoules", exponent: 6)
    add(.joules, "wh", factor: 3_600)
    add(.joules, "kwh", exponent: 3, factor: 3_600)
    add(.watts, "w watt watts")
    add(.watts, "kw kilowatt kilowatts", exponent: 3)
    add(.bytes, "b byte bytes")
    add(.bytes, "kb", exponent: 3)
    add(.bytes, "mb megabyte megabytes", exponent: 6)
    add(.bytes, "gb gigabyte gigabytes", exponent: 9)
    add(.bytes, "tb", exponent: 12)
    add(.bytes, "kib", factor: 1_024)
    add(.bytes, "mib", factor: 1_048_576)
    add(.bytes, "gib", factor: 1_073_741_824)
    add(.bytesPerSecond, "b/s bytes/s bytes/sec")
    add(.bytesPerSecond, "kb/s kb/sec", exponent: 3)
    add(.bytesPerSecond, "mb/s mb/sec", exponent: 6)
    add(.bytesPerSecond, "gb/s gb/sec", exponent: 9)
    add(.floatingPointOperations, "flop")
    add(.dimensionless, "count requests request users user samples images queries errors none")
    return table
  }()
}
