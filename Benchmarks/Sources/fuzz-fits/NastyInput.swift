import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Data as nobody would wish it: a curve of some scale, then spoilt in up to three ways.
struct NastyInput {
  var x: [Double] = []
  var y: [Double] = []
  /// Weights, standard deviations or none.
  var sizes: [Double] = []
  let choice: Int

  /// Makes input number `index`, always the same.
  init(_ index: Int) {
    var numbers = SeededGenerator(seed: 0xBAD, stream: UInt64(index))
    choice = numbers.nextIndex(below: 1 << 20)
    let count = numbers.nextIndex(below: 14)
    let (xScale, yScale) = (Self.scale(&numbers), Self.scale(&numbers))
    let exponent = -3 + 6 * numbers.nextUniform()
    for i in 0..<count {
      let u = Double(i + 1) + numbers.nextUniform()
      x.append(u * xScale)
      y.append((pow(u, exponent) + 0.1 * numbers.nextNormal()) * yScale)
      sizes.append(exp(3 * numbers.nextNormal()))
    }
    guard count > 0 else { return }
    for _ in 0..<numbers.nextIndex(below: 4) { spoil(&numbers) }
  }

  /// Mostly 1, sometimes anything that a Double can hold.
  private static func scale(_ numbers: inout SeededGenerator) -> Double {
    numbers.nextIndex(below: 3) > 0 ? 1 : pow(10, -300 + 600 * numbers.nextUniform())
  }

  private mutating func spoil(_ numbers: inout SeededGenerator) {
    let row = numbers.nextIndex(below: x.count)
    switch numbers.nextIndex(below: 16) {
    case 0: x[row] = Self.special(&numbers)
    case 1: y[row] = Self.special(&numbers)
    case 2: sizes[row] = Self.special(&numbers)
    case 3: x = x.map { _ in x[row] }
    case 4: y = y.map { _ in y[row] }
    case 5: sizes = sizes.map { _ in 0 }
    case 6: x = x.map { -$0 }
    case 7: y = y.map { -$0 }
    case 8: x = x.map { $0 + 1e16 * x[row] }
    case 9: y = y.map { $0 + 1e16 * y[row] }
    case 10: x.reverse()
    case 11: x.removeLast()
    case 12: y.sort()
    case 13: y[row] *= 1e12
    case 14: x = x.map { $0 > x[row] ? $0 : x[row] }
    default: y = y.map { $0 > y[row] ? $0 : y[row] }
    }
    if x.isEmpty { x = [1] }
  }

  private static func special(_ numbers: inout SeededGenerator) -> Double {
    let values: [Double] = [
      .nan, .infinity, -.infinity, 0, -0.0, -1, 1e300, -1e300, 1e-300, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
      .leastNormalMagnitude,
    ]
    return values[numbers.nextIndex(below: values.count)]
  }
}
