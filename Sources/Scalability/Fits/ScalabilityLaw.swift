import ScalingStatistics

/// A scalability law by name, for fits and comparisons.
public enum ScalabilityLaw: Sendable, Hashable, Codable {
  /// Throughput in proportion to the processors, γ N.
  case linear
  /// Amdahl's law, γ N / (1 + a (N - 1)): `AmdahlLaw`.
  case amdahl
  /// The universal scalability law, γ N / (1 + α (N - 1) + β N (N - 1)): `UniversalScalabilityLaw`.
  case universal
  /// Gustafson's law for work that grows with the processors, γ (N - a (N - 1)): `GustafsonLaw`.
  case gustafson
  /// Sun and Ni's law for parallel work that grows as a stated power of the processors: `SunNiLaw`.
  case memoryBounded(growthExponent: Double)

  /// The law's name in sentences.
  public var name: String {
    switch self {
    case .linear: "linear scaling"
    case .amdahl: "Amdahl's law"
    case .universal: "universal scalability law"
    case .gustafson: "Gustafson's law"
    case .memoryBounded(let exponent): "Sun and Ni's law with growth p^\(DecimalText.significant(exponent, 3))"
    }
  }

  /// The name with its article.
  var phrase: String { self == .universal ? "the \(name)" : name }

  /// The names of the parameters after the throughput of one.
  public var parameterNames: [String] {
    switch self {
    case .linear: []
    case .amdahl, .memoryBounded: ["serial fraction"]
    case .universal: ["contention", "coherency"]
    case .gustafson: ["serial share"]
    }
  }

  /// The name of the throughput of one, the first parameter of every law.
  static let throughputOfOne = "throughput of one"
}

/// Where a fit takes the throughput of one processor from.
public enum ThroughputOfOne: String, Sendable, Hashable, Codable, CaseIterable {
  /// It is fitted with the other parameters, the three-parameter form of the universal scalability law: no measurement at 1 is needed, and an unlucky one does not bend the curve.
  case fitted
  /// It is the throughput measured at 1, which the curve then passes through: the two-parameter form of the normalised law. That measurement counts as no observation, and its error is not in the intervals: unless it was repeated until it is exact, they are far too narrow
  /// (the guide has the coverage).
  case measured
}
