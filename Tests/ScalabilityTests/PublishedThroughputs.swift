/// Throughputs that are published with their scalability laws, typed here with their source.
enum PublishedThroughputs {
  /// SPEC SDM91 on a Sun SPARCcenter 2000 (October 1994): scripts an hour by concurrent users.
  ///
  /// N. J. Gunther, Guerrilla Capacity Planning (2007), as the R package usl ships it (data set specsdm91).
  static let specUsers: [Double] = [1, 18, 36, 72, 108, 144, 216]
  static let specThroughput = [64.9, 995.9, 1652.4, 1853.2, 1828.9, 1775.0, 1702.2]
  /// The BRL-CAD ray tracer on an SGI Origin 2000 with 64 R12000 processors, in krays a second.
  ///
  /// The same book (data set raytracer).
  static let rayProcessors: [Double] = [1, 4, 8, 12, 16, 20, 24, 28, 32, 48, 64]
  static let rayThroughput: [Double] = [20, 78, 130, 170, 190, 200, 210, 230, 260, 280, 310]
}

/// Whether two numbers agree to a relative tolerance.
func agree(_ found: Double?, _ expected: Double, _ tolerance: Double) -> Bool {
  found.map { abs($0 - expected) <= tolerance * abs(expected) } ?? false
}
