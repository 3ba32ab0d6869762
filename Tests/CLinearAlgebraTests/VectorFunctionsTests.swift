import CLinearAlgebra
import Testing

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

@Suite struct VectorFunctionsTests {
  private func vectorExp(_ x: [Double]) -> [Double] {
    var y = [Double](repeating: -7, count: x.count)
    cla_exp(Int64(x.count), x, &y)
    return y
  }

  private func vectorLog(_ x: [Double]) -> [Double] {
    var y = [Double](repeating: -7, count: x.count)
    cla_log(Int64(x.count), x, &y)
    return y
  }

  /// Distance in units of the last place of the reference; equal specials count as 0.
  private func distance(_ value: Double, _ reference: Double) -> Double {
    if value.isNaN || reference.isNaN { return value.isNaN && reference.isNaN ? 0 : .infinity }
    if value == reference { return 0 }
    return abs(value - reference) / reference.ulp
  }

  // glibc states at most 4 units in the last place for its vector functions, vForce about 1.
  private let tolerance = 4.0

  @Test func `exp agrees with libm on 10,000 values over its whole range`() {
    let x = (0..<10_000).map { -745.5 + 1455.5 * Double($0) / 9999 }
    let worst = zip(vectorExp(x), x).map { distance($0, exp($1)) }.max() ?? .infinity
    #expect(worst <= tolerance)
  }

  @Test func `log agrees with libm on 10,000 values from the subnormal to the largest`() {
    let x = (0..<10_000).map { exp2(-1074 + 2097.9 * Double($0) / 9999) }
    let worst = zip(vectorLog(x), x).map { distance($0, log($1)) }.max() ?? .infinity
    #expect(worst <= tolerance)
    // Around 1, where the result is small and a relative error would show.
    let near = (0..<10_000).map { 0.99 + 0.02 * Double($0) / 9999 }
    let worstNear = zip(vectorLog(near), near).map { distance($0, log($1)) }.max() ?? .infinity
    #expect(worstNear <= tolerance)
  }

  @Test func `zeros, infinities, NaN and subnormals are treated as libm treats them, in every lane`() {
    let forExp: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, 709.782712893384, 709.9,
      1e300, -745.2, -708.5, -745, -1e300,
    ]
    let forLog: [Double] = [
      0, -0.0, .infinity, -.infinity, .nan, .leastNonzeroMagnitude, 0x1p-1023, -1, .greatestFiniteMagnitude, 1,
    ]
    for lane in 0..<9 {
      for special in forExp {
        var x = [Double](repeating: 0.5, count: 9)
        x[lane] = special
        let y = vectorExp(x)
        #expect(distance(y[lane], exp(special)) <= tolerance, "exp(\(special)) = \(y[lane]) in lane \(lane)")
        #expect(y.indices.allSatisfy { $0 == lane || distance(y[$0], exp(0.5)) <= tolerance })
      }
      for special in forLog {
        var x = [Double](repeating: 3, count: 9)
        x[lane] = special
        let y = vectorLog(x)
        #expect(distance(y[lane], log(special)) <= tolerance, "log(\(special)) = \(y[lane]) in lane \(lane)")
        #expect(y.indices.allSatisfy { $0 == lane || distance(y[$0], log(3)) <= tolerance })
      }
    }
  }

  @Test(arguments: 0...17) func `every length is written whole and not beyond`(count: Int) {
    let x = (0..<count).map { 0.25 + 0.37 * Double($0) }
    var y = [Double](repeating: -7, count: count + 8)
    cla_exp(Int64(count), x, &y)
    #expect((0..<count).allSatisfy { distance(y[$0], exp(x[$0])) <= tolerance })
    #expect(y[count...].allSatisfy { $0 == -7 })
    y = [Double](repeating: -7, count: count + 8)
    cla_log(Int64(count), x, &y)
    #expect((0..<count).allSatisfy { distance(y[$0], log(x[$0])) <= tolerance })
    #expect(y[count...].allSatisfy { $0 == -7 })
  }

  @Test func `an element's bits do not depend on its place or on the length`() {
    let values = (0..<40).map { 0.013 + 1.7 * Double($0) }
    let expected = values.map { (vectorExp([$0])[0].bitPattern, vectorLog([$0])[0].bitPattern) }
    for count in 1...17 {
      for start in 0..<(values.count - count) {
        let part = Array(values[start..<(start + count)])
        let exponentials = vectorExp(part)
        let logarithms = vectorLog(part)
        #expect((0..<count).allSatisfy { exponentials[$0].bitPattern == expected[start + $0].0 })
        #expect((0..<count).allSatisfy { logarithms[$0].bitPattern == expected[start + $0].1 })
      }
    }
  }

  @Test func `source and target may be the same array`() {
    let x = (0..<17).map { 0.5 + Double($0) }
    var inPlace = x
    inPlace.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { cla_exp(Int64(buffer.count), base, base) }
    }
    #expect(inPlace == vectorExp(x))
    inPlace = x
    inPlace.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { cla_log(Int64(buffer.count), base, base) }
    }
    #expect(inPlace == vectorLog(x))
  }

  @Test func `the instruction set in use is named`() {
    #expect(["avx512", "avx2", "plain"].contains(String(cString: cla_vector_variant())))
  }
}
