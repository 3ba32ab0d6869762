/// A random number generator with a stated seed: xoshiro256** (Blackman and Vigna 2018), seeded through SplitMix64.
///
/// The same seed and stream give the same numbers on every platform and for any number of threads: replicate r of a
/// bootstrap draws from stream r, whoever computes it.
public struct SeededGenerator: RandomNumberGenerator, Sendable, Hashable {
  private var s0: UInt64
  private var s1: UInt64
  private var s2: UInt64
  private var s3: UInt64

  /// Creates a generator from a seed and the number of a stream.
  public init(seed: UInt64, stream: UInt64 = 0) {
    var state = seed ^ Self.mixed(stream &+ 0x9E37_79B9_7F4A_7C15)
    func next() -> UInt64 {
      state &+= 0x9E37_79B9_7F4A_7C15
      return Self.mixed(state)
    }
    s0 = next()
    s1 = next()
    s2 = next()
    s3 = next()
  }

  private static func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// The next 64 random bits.
  public mutating func next() -> UInt64 {
    let product = s1 &* 5
    let result = ((product << 7) | (product >> 57)) &* 9
    let shifted = s1 << 17
    s2 ^= s0
    s3 ^= s1
    s1 ^= s2
    s0 ^= s3
    s2 ^= shifted
    s3 = (s3 << 45) | (s3 >> 19)
    return result
  }

  /// A uniform number in 0 to 1, 1 excluded, with 53 random bits.
  public mutating func nextUniform() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A uniform whole number from 0 up to, not including, a bound; 0 for a bound below 1.
  ///
  /// Lemire's multiply-and-shift with rejection (2019): exactly uniform, and independent of the standard library's own method.
  public mutating func nextIndex(below bound: Int) -> Int {
    guard bound > 1 else { return 0 }
    let range = UInt64(bound)
    var product = next().multipliedFullWidth(by: range)
    if product.low < range {
      let threshold = (0 &- range) % range
      while product.low < threshold { product = next().multipliedFullWidth(by: range) }
    }
    return Int(product.high)
  }

  /// A number from the standard normal distribution, by inversion.
  public mutating func nextNormal() -> Double {
    // Half a step above 0, so that no draw is infinite.
    NormalDistribution.standard.quantile(Double(next() >> 11) * 0x1p-53 + 0x1p-54)
  }
}
