#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The words at ticks.
///
/// Large numbers take k, M, G or T; small ones stay decimal, since "100m" for 0.1 is read as a hundred million or a
/// hundred metres. Beyond 1e15 and below 1e-4 the form is "2e-7".
enum NumberLabels {
  private static let suffixes: [(power: Int, letter: String)] = [(12, "T"), (9, "G"), (6, "M"), (3, "k")]

  /// Returns labels of one precision and one suffix for evenly spaced ticks.
  static func shared(_ ticks: [DecimalNumber], style: ChartAxis.NumberStyle) -> [String] {
    let numbers = ticks.map { style == .percent ? DecimalNumber(mantissa: $0.mantissa, exponent: $0.exponent + 2) : $0 }
    let unit = style == .percent ? "%" : ""
    let used = numbers.filter { $0.mantissa != 0 }.map(\.reduced)
    guard let order = used.map(\.order).max(), let finest = used.map(\.exponent).min() else {
      return numbers.map { $0.reduced.text() + unit }
    }
    if order > 15 || (order < -3 && finest < -6) {
      return numbers.map { scientific($0, power: order - 1, decimals: max(0, order - 1 - finest)) + unit }
    }
    // Below ten thousand the digits themselves are short; a suffix that costs many decimals is no help.
    if style == .plain, order >= 5,
      let suffix = suffixes.first(where: { order > $0.power && $0.power - finest <= 2 })
    {
      let decimals = max(0, suffix.power - finest)
      return numbers.map {
        $0.mantissa == 0 ? "0" : shifted($0, by: -suffix.power).text(decimals: decimals) + suffix.letter
      }
    }
    return numbers.map { $0.reduced.text(decimals: max(0, -finest)) + unit }
  }

  /// Returns the shortest label of one number, for the ticks of a logarithmic axis.
  static func single(_ tick: DecimalNumber, style: ChartAxis.NumberStyle) -> String {
    var number = tick.reduced
    if style == .percent { number.exponent += 2 }
    let unit = style == .percent ? "%" : ""
    if number.order > 15 || number.order < -3 {
      return scientific(number, power: number.order - 1, decimals: 0) + unit
    }
    if style == .plain, let suffix = suffixes.first(where: { number.order > $0.power }) {
      return shifted(number, by: -suffix.power).text() + suffix.letter
    }
    return number.text() + unit
  }

  /// Returns a value to three significant digits, for the ends of a key.
  static func rounded(_ value: Double, style: ChartAxis.NumberStyle) -> String {
    guard value != 0, value.isFinite else { return style == .percent ? "0%" : "0" }
    let exponent = Int(log10(abs(value)).rounded(.down)) - 2
    let scaled = exponent >= 0 ? value / pow(10, Double(exponent)) : value * pow(10, Double(-exponent))
    guard let mantissa = Int(exactly: scaled.rounded()) else { return "\(value)" }
    return single(DecimalNumber(mantissa: mantissa, exponent: exponent), style: style)
  }

  private static func shifted(_ number: DecimalNumber, by power: Int) -> DecimalNumber {
    let short = number.reduced
    return DecimalNumber(mantissa: short.mantissa, exponent: short.exponent + power)
  }

  private static func scientific(_ number: DecimalNumber, power: Int, decimals: Int) -> String {
    number.mantissa == 0 ? "0" : shifted(number, by: -power).text(decimals: decimals) + "e\(power)"
  }
}
