/// SplitMix64 (Steele, Lea and Flood 2014), one stream for each input: input 7 is the same whoever starts where.
struct Generator {
  private var state: UInt64

  init(stream: Int) {
    state = UInt64(truncatingIfNeeded: stream) &* 0xD1B5_4A32_D192_ED03
    for _ in 0..<3 { _ = bits() }
  }

  private mutating func bits() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
    return mixed ^ mixed >> 31
  }

  /// A number from 0 to one below a bound.
  mutating func next(below bound: Int) -> Int { bound < 1 ? 0 : Int(bits() % UInt64(bound)) }

  /// One of some things.
  mutating func one<Element>(of elements: [Element]) -> Element { elements[next(below: elements.count)] }
}
