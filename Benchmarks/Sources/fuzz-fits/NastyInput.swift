import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Data as nobody would wish it: a curve of some scale, then spoilt in up to three ways; and choices as odd.
struct NastyInput {
  var x: [Double] = []
  /// A second predictor.
  var z: [Double] = []
  var y: [Double] = []
  /// Weights, standard deviations or none.
  var sizes: [Double] = []
  /// What is left to draw.
  var numbers: SeededGenerator

  /// Makes input number `index`, always the same.
  init(_ index: Int) {
    numbers = SeededGenerator(seed: 0xBAD, stream: UInt64(index))
    let isLong = numbers.nextIndex(below: 5_000) == 0
    let count = isLong ? 2_000 + numbers.nextIndex(below: 8_000) : numbers.nextIndex(below: 14)
    let (xScale, yScale) = (Self.scale(&numbers), Self.scale(&numbers))
    let exponent = -3 + 6 * numbers.nextUniform()
    for i in 0..<count {
      let u = Double(i + 1) + numbers.nextUniform()
      x.append(u * xScale)
      z.append(exp(numbers.nextNormal()) * xScale)
      y.append((pow(u, exponent) + 0.1 * numbers.nextNormal()) * yScale)
      sizes.append(exp(3 * numbers.nextNormal()))
    }
    guard count > 0 else { return }
    for _ in 0..<numbers.nextIndex(below: 4) { spoil() }
  }

  /// One of some things.
  mutating func pick<Value>(_ values: [Value]) -> Value { values[numbers.nextIndex(below: values.count)] }

  /// A number as nobody would ask for: special, near the data or plain.
  mutating func oddNumber() -> Double {
    switch numbers.nextIndex(below: 4) {
    case 0: Self.special(&numbers)
    case 1: (x + y).isEmpty ? 1 : pick(x + y)
    default: exp(3 * numbers.nextNormal())
    }
  }

  /// Errors of any kind, with the sizes as they are.
  mutating func errors() -> ObservationErrors {
    switch numbers.nextIndex(below: 8) {
    case 0: .weights(sizes)
    case 1: .standardDeviations(sizes)
    case 2: x.count > 100 ? .equal : .covariance(covariance())
    default: .equal
    }
  }

  /// A covariance matrix that may not be one: correlations of 1 and beyond, asymmetry, missing rows, entries of any kind.
  private mutating func covariance() -> [[Double]] {
    let correlation = pick([0, 0.3, 0.9, 1, 1 + 1e-15, -0.5, -1, 1.5])
    var matrix = x.indices.map { i in
      x.indices.map { j in (i == j ? 1 : correlation) * (abs(sizes[i]) * abs(sizes[j])).squareRoot() }
    }
    guard let row = matrix.indices.last else { return matrix }
    switch numbers.nextIndex(below: 8) {
    case 0: matrix[row][0] = Self.special(&numbers)
    case 1: matrix.removeLast()
    case 2: matrix[0].removeLast()
    default: break
    }
    return matrix
  }

  /// Mostly 1, sometimes anything that a Double can hold.
  private static func scale(_ numbers: inout SeededGenerator) -> Double {
    switch numbers.nextIndex(below: 9) {
    case 0...5: 1
    case 6: 0x1p-1030 * numbers.nextUniform()
    default: pow(10, -300 + 600 * numbers.nextUniform())
    }
  }

  private mutating func spoil() {
    let row = numbers.nextIndex(below: x.count)
    switch numbers.nextIndex(below: 17) {
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
    case 15: z[row] = Self.special(&numbers)
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
