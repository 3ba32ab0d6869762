import CurveFitting
import ScalingLaws
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A random problem of the size and noise of real scaling studies, with the law that made it.
struct RandomProblem: Sendable {
  /// The laws that problems are made for.
  enum Law: String, Sendable, CaseIterable {
    case powerLawWithFloor = "power law with floor"
    case saturatingExponential = "saturating exponential"
    case logistic = "logistic law"
    case chinchilla = "Chinchilla law"

    var model: any SeparableModel {
      switch self {
      case .powerLawWithFloor: PowerLawWithFloor.model
      case .saturatingExponential: SaturatingExponential.model
      case .logistic: LogisticLaw.model
      case .chinchilla: ChinchillaLaw.model
      }
    }
  }

  let law: Law
  /// A column for each predictor, in the model's order.
  let columns: [[Double]]
  let y: [Double]
  /// The parameters that made the data, in the fit's order and units.
  let truth: [Double]

  /// A problem from a seed.
  ///
  /// 6 to 40 points (8 to 40 for the laws of four and five parameters) over 1.5 to 4 decades that begin at 10^-3 to 10^9, relative errors of 0.1 to 3 %, log-uniform.
  /// Power with floor: floor .5 to 3, excess at the middle of ln x .2 to 2 floors, exponent .1 to 1.2. Saturating exponential: plateau .3 to 1, distance at the first point .3 to 1
  /// plateaus, 2 to 10 scales in the range, x evenly spaced or in equal ratios. Logistic: lower 0 to .3, rise .3 to 1, slope .5 to 4, midpoint in the middle three fifths of ln x.
  /// Chinchilla: E 1.5 to 2, excesses at the middle .1 to 1, exponents .2 to .6, 1 to 200 tokens a parameter.
  init(_ law: Law, seed: UInt64) {
    self.law = law
    var generator = SeededGenerator(seed: seed)
    func uniform(_ low: Double, _ high: Double) -> Double { low + (high - low) * generator.nextUniform() }
    let isLarge = law == .logistic || law == .chinchilla
    let count = Int(uniform(isLarge ? 8 : 6, 41))
    let decades = uniform(1.5, 4)
    let noise = exp(uniform(log(1e-3), log(3e-2)))
    let start = pow(10, uniform(-3, 9))
    var x = (0..<count).map { start * pow(10, decades * Double($0) / Double(count - 1)) }
    let middle = start * pow(10, decades / 2)
    var second: [Double] = []
    let values: [Double]
    switch law {
    case .powerLawWithFloor:
      let floor = uniform(0.5, 3)
      let exponent = uniform(0.1, 1.2)
      let own = PowerLawWithFloor(
        floor: floor, amplitude: floor * uniform(0.2, 2) * pow(middle, exponent), exponent: exponent)
      truth = own.parameters
      values = x.map { own.value(at: $0) }
    case .saturatingExponential:
      if uniform(0, 1) < 0.5 {
        let range = x[count - 1] - x[0]
        x = (0..<count).map { x[0] + range * Double($0) / Double(count - 1) }
      }
      let plateau = uniform(0.3, 1)
      let scale = (x[count - 1] - x[0]) / uniform(2, 10)
      let own = SaturatingExponential(
        plateau: plateau, amplitude: plateau * uniform(0.3, 1) * exp(x[0] / scale), scale: scale)
      truth = own.parameters
      values = x.map { own.value(at: $0) }
    case .logistic:
      let own = LogisticLaw(
        lower: uniform(0, 0.3), rise: uniform(0.3, 1), midpoint: start * pow(10, decades * uniform(0.2, 0.8)),
        slope: uniform(0.5, 4))
      truth = own.parameters
      values = x.map { own.value(at: $0) }
    case .chinchilla:
      let alpha = uniform(0.2, 0.6)
      let beta = uniform(0.2, 0.6)
      second = x.map { $0 * exp(uniform(0, log(200))) }
      let own = ChinchillaLaw(
        floor: uniform(1.5, 2), parameterAmplitude: uniform(0.1, 1) * pow(middle, alpha),
        tokenAmplitude: uniform(0.1, 1) * pow(middle * 14, beta), parameterExponent: alpha, tokenExponent: beta)
      truth = own.parameters
      values = zip(x, second).map { own.value(parameters: $0, tokens: $1) }
    }
    columns = second.isEmpty ? [x] : [x, second]
    y = values.map { $0 * (1 + noise * generator.nextNormal()) }
  }

  /// Fits the problem without a guess, with its units multiplied.
  func fit(objective: FitObjective = .squares, xFactor: Double = 1, yFactor: Double = 1) throws -> Fit {
    let scaled = columns.map { $0.map { $0 * xFactor } }
    let named = Dictionary(uniqueKeysWithValues: zip(law.model.predictorNames, scaled))
    return try law.model.fit(columns: named, y: y.map { $0 * yFactor }, objective: objective)
  }

  /// The parameters of a fit in other units of x and y, from those in the problem's own units.
  func parameters(_ p: [Double], xFactor: Double, yFactor: Double) -> [Double] {
    switch law {
    case .powerLawWithFloor: [p[0] * yFactor, p[1] * yFactor * pow(xFactor, p[2]), p[2]]
    case .saturatingExponential: [p[0] * yFactor, p[1] * yFactor, p[2] * xFactor]
    case .logistic: [p[0] * yFactor, p[1] * yFactor, p[2] * xFactor, p[3]]
    case .chinchilla:
      [p[0] * yFactor, p[1] * yFactor * pow(xFactor, p[3]), p[2] * yFactor * pow(xFactor, p[4]), p[3], p[4]]
    }
  }

  /// The largest relative change of a parameter when x and y are multiplied, after the units.
  func unitError(objective: FitObjective = .squares, xFactor: Double, yFactor: Double) throws -> Double {
    let own = try fit(objective: objective).parameters.map(\.value)
    let moved = try fit(objective: objective, xFactor: xFactor, yFactor: yFactor).parameters.map(\.value)
    let expected = parameters(own, xFactor: xFactor, yFactor: yFactor)
    return zip(moved, expected).reduce(0) { worst, pair in
      let size = max(abs(pair.0), abs(pair.1))
      return size == 0 ? worst : max(worst, abs(pair.0 - pair.1) / size)
    }
  }
}
