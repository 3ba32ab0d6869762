import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Every scalability law as one amplitude, the throughput of one, times a capacity of one or two shapes.
///
/// Shapes are shares from 0 to 1 that are small as a rule. They are searched as v with θ = s (e^v - 1): logarithmic above s, linear towards 0, which is a value like any other, since
/// 0 is a fact here and not the end of a search. s is a hundredth of the share that would matter at the largest N.
struct CapacityModel: SeparableModel {
  enum Form: Sendable, Hashable {
    /// N / (1 + θ₁ (N - 1) + θ₂ N (N - 1)).
    case rational
    /// The same with θ₂ = (1 - θ₁) / P², which has its peak at P.
    case peak(Double)
    /// (θ + (1 - θ) G) / (θ + (1 - θ) G / N) with G = N^g.
    case memoryBounded(Double)
  }

  let law: ScalabilityLaw
  let form: Form
  /// The values of shapes that are held, nil for the free ones; as many as the form has shapes.
  let held: [Double?]
  /// The throughput of one where it is held.
  let throughputOfOne: Double?

  /// The model of a law with everything free but a throughput of one that is given.
  init(_ law: ScalabilityLaw, throughputOfOne: Double? = nil) {
    self.law = law
    self.throughputOfOne = throughputOfOne
    switch law {
    case .linear: (form, held) = (.rational, [0, 0])
    case .amdahl: (form, held) = (.rational, [nil, 0])
    case .universal: (form, held) = (.rational, [nil, nil])
    case .gustafson: (form, held) = (.memoryBounded(1), [nil])
    case .memoryBounded(let exponent): (form, held) = (.memoryBounded(exponent), [nil])
    }
  }

  private init(_ law: ScalabilityLaw, _ form: Form, _ held: [Double?], _ throughputOfOne: Double?) {
    self.law = law
    self.form = form
    self.held = held
    self.throughputOfOne = throughputOfOne
  }

  /// The same model with a shape held; the index counts the form's shapes.
  func holding(_ index: Int, at value: Double) -> CapacityModel {
    var held = held
    held[index] = value
    return CapacityModel(law, form, held, throughputOfOne)
  }

  /// The same model with the throughput of one held.
  func holdingThroughputOfOne(at value: Double) -> CapacityModel { CapacityModel(law, form, held, value) }

  /// The universal law with its peak held.
  func holdingPeak(at peak: Double) -> CapacityModel { CapacityModel(law, .peak(peak), [nil], throughputOfOne) }

  private var free: [Int] { held.indices.filter { held[$0] == nil } }

  // Names tell models apart for a search near an earlier fit: the same ones must be free.
  var name: String {
    if case .peak = form { return "\(law.name), peak held" }
    let names = held.indices.filter { held[$0] != nil }.map { "\($0)" }.joined()
    return throughputOfOne == nil && free.count == law.parameterNames.count
      ? law.name : "\(law.name), held \(names)\(throughputOfOne == nil ? "" : "γ")"
  }
  var formula: String {
    switch form {
    case .rational, .peak: "X = γ N / (1 + α (N - 1) + β N (N - 1))"
    case .memoryBounded: "X = γ (a + (1 - a) G) / (a + (1 - a) G / N), G = N^g"
    }
  }
  var amplitudes: [AmplitudeDescription] {
    [
      AmplitudeDescription(
        ScalabilityLaw.throughputOfOne, lower: throughputOfOne ?? 0, upper: throughputOfOne ?? .infinity)
    ]
  }
  var shapeNames: [String] { free.map { $0 < law.parameterNames.count ? law.parameterNames[$0] : "coherency" } }
  var needsPositivePredictor: Bool { true }

  private func scale(_ shape: Int, _ reference: PredictorReference) -> Double {
    let most = reference.maximum
    return 0.01 / max(shape == 0 ? most - 1 : most * (most - 1), 1)
  }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    free.map { ShapeRange(0, log1p(1 / scale($0, references[0]))) }
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    let free = free
    let reference = predictors[0].reference
    var values = held.map { $0 ?? 0 }
    // dθ/dv and d²θ/dv² are both θ + s.
    var slopes = [Double](repeating: 0, count: 2)
    for (k, index) in free.enumerated() {
      let scale = scale(index, reference)
      values[index] = scale * expm1(shape[k])
      slopes[index] = values[index] + scale
    }
    let n = columns.count
    for i in 0..<n {
      let point = point(predictors[0].values[i], values)
      columns.terms[i] = point.value
      guard order >= 1 else { continue }
      for (k, index) in free.enumerated() {
        let first = index == 0 ? point.first.0 : point.first.1
        columns.first[k * n + i] = first * slopes[index]
        guard order >= 2 else { continue }
        for (l, other) in free.enumerated() where l >= k {
          let second =
            index == other ? (index == 0 ? point.second.0 : point.second.2) : point.second.1
          let bend = k == l ? first * slopes[index] : 0
          columns.second[(l * (l + 1) / 2 + k) * n + i] = second * slopes[index] * slopes[other] + bend
        }
      }
    }
  }

  /// The capacity at N with its derivatives by the form's shapes: (11, 12, 22) the second ones.
  func point(_ n: Double, _ shapes: [Double]) -> (
    value: Double, first: (Double, Double), second: (Double, Double, Double)
  ) {
    var base = 1.0
    var slope = (n - 1, n * (n - 1))
    switch form {
    case .memoryBounded(let exponent):
      let growth = pow(n, exponent)
      let share = shapes[0]
      let above = share + (1 - share) * growth
      let below = share + (1 - share) * growth / n
      // U'V - UV' does not depend on the share: both are straight lines in it.
      let first = growth * (1 / n - 1) / (below * below)
      return (above / below, (first, 0), (-2 * first * (1 - growth / n) / below, 0, 0))
    case .peak(let peak):
      base += n * (n - 1) / (peak * peak)
      slope = ((n - 1) * (1 - n / (peak * peak)), 0)
    case .rational: break
    }
    let below = base + shapes[0] * slope.0 + (shapes.count > 1 ? shapes[1] * slope.1 : 0)
    let value = n / below
    let unit = -value / below
    let bend = -2 * unit / below
    return (
      value, (unit * slope.0, unit * slope.1),
      (bend * slope.0 * slope.0, bend * slope.0 * slope.1, bend * slope.1 * slope.1)
    )
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    let shapes = free.enumerated().map { k, index in
      // e^v - 1 at the end of the range is 1/s but for rounding.
      min(scale(index, references[0]) * expm1(working[1 + k]), 1)
    }
    return [working[0]] + shapes
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    var rows = (0...free.count).map { row in (0...free.count).map { $0 == row ? 1.0 : 0 } }
    for (k, index) in free.enumerated() { rows[1 + k][1 + k] = scale(index, references[0]) * exp(working[1 + k]) }
    return rows
  }
}
