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

/// The least sum of squares of a random problem by other means than the library's: the same box, a fine grid of shapes with normal equations for the amplitudes, a pattern search from
/// its local minima and from the truth.
struct ReferenceOptimum {
  let problem: RandomProblem
  private let predictors: [PredictorColumn]
  private let box: [ShapeRange]
  private let terms: UnsafeMutablePointer<Double>
  private let offset: Double

  private init(_ problem: RandomProblem) {
    self.problem = problem
    predictors = problem.columns.map { PredictorColumn($0) }
    box = problem.law.model.shapeBox(for: predictors.map(\.reference))
    offset = problem.y.reduce(0, +) / Double(problem.y.count)
    terms = .allocate(capacity: problem.y.count * 3)
  }

  /// The least sum of squares found with so many grid points an axis.
  static func squares(_ problem: RandomProblem, steps: Int) -> Double {
    let search = ReferenceOptimum(problem)
    defer { search.terms.deallocate() }
    var best = search.descend(from: search.truthShape)
    var grid: [(Double, [Double])] = []
    let axes = search.box.map { range in (0..<steps).map { search.point($0, steps, range) } }
    if axes.count == 1 {
      for a in axes[0] { grid.append((search.least([a]), [a])) }
    } else {
      for b in axes[1] { for a in axes[0] { grid.append((search.least([a, b]), [a, b])) } }
    }
    var minima: [(Double, [Double])] = []
    for cell in grid.indices {
      var isLowest = true
      var stride = 1
      for _ in axes {
        let place = cell / stride % steps
        if place > 0, grid[cell - stride].0 < grid[cell].0 { isLowest = false }
        if place < steps - 1, grid[cell + stride].0 < grid[cell].0 { isLowest = false }
        stride *= steps
      }
      if isLowest { minima.append(grid[cell]) }
    }
    for minimum in minima.sorted(by: { $0.0 < $1.0 }).prefix(12) { best = min(best, search.descend(from: minimum.1)) }
    return best
  }

  private var truthShape: [Double] {
    let truth = problem.truth
    switch problem.law {
    case .powerLawWithFloor: return [truth[2]]
    case .saturatingExponential: return [predictors[0].reference.range / truth[2]]
    case .logistic: return [log(truth[2]) - predictors[0].reference.meanLog, truth[3]]
    case .chinchilla: return [truth[3], truth[4]]
    }
  }

  private func point(_ k: Int, _ steps: Int, _ range: ShapeRange) -> Double {
    let share = Double(k) / Double(steps - 1)
    return range.spacing == .linear
      ? range.lower + share * (range.upper - range.lower)
      : min(max(range.lower * pow(range.upper / range.lower, share), range.lower), range.upper)
  }

  private func place(_ value: Double, _ range: ShapeRange) -> Double {
    range.spacing == .linear
      ? (value - range.lower) / (range.upper - range.lower) : log(value / range.lower) / log(range.upper / range.lower)
  }

  /// Compass search in the spacing of the box, the step halved until nothing changes.
  private func descend(from shape: [Double]) -> Double {
    var at = zip(shape, box).map { min(max(place($0, $1), 0), 1) }
    func value(_ at: [Double]) -> Double {
      least(
        zip(at, box).map { share, range in
          range.spacing == .linear
            ? range.lower + share * (range.upper - range.lower)
            : range.lower * pow(range.upper / range.lower, share)
        })
    }
    var best = value(at)
    var step = 2e-3
    let directions: [[Double]] =
      box.count == 1 ? [[1], [-1]] : [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [1, -1], [-1, 1]]
    while step > 1e-10 {
      var moved = false
      for direction in directions {
        let candidate = zip(at, direction).map { min(max($0 + step * $1, 0), 1) }
        let next = value(candidate)
        if next < best {
          best = next
          at = candidate
          moved = true
        }
      }
      step *= moved ? 1.5 : 0.4
    }
    return best
  }

  /// The terms in working coordinates, written out here and not taken from the model.
  private func fillTerms(_ shape: [Double]) {
    let n = problem.y.count
    for i in 0..<n {
      terms[i] = 1
      switch problem.law {
      case .powerLawWithFloor: terms[n + i] = exp(-shape[0] * predictors[0].centeredLogs[i])
      case .saturatingExponential: terms[n + i] = -exp(-shape[0] * predictors[0].scaled[i])
      case .logistic: terms[n + i] = 1 / (1 + exp(-shape[1] * (predictors[0].centeredLogs[i] - shape[0])))
      case .chinchilla:
        terms[n + i] = exp(-shape[0] * predictors[0].centeredLogs[i])
        terms[2 * n + i] = exp(-shape[1] * predictors[1].centeredLogs[i])
      }
    }
  }

  /// The least sum of squares over the amplitudes at a shape, by the normal equations of every face of their bounds.
  private func least(_ shape: [Double]) -> Double {
    let n = problem.y.count
    let model = problem.law.model
    let bounds = model.amplitudes
    let size = bounds.count
    fillTerms(shape)
    var best = Double.infinity
    for face in 0..<(1 << size) {
      let free = (0..<size).filter { face >> $0 & 1 == 0 }
      if (0..<size).contains(where: { face >> $0 & 1 == 1 && bounds[$0].lower != 0 }) { continue }
      // Centred where there is an offset, so that the equations keep their digits.
      let hasOffset = free.first == 0
      let shaped = free.filter { $0 > 0 }
      var means = [Double](repeating: 0, count: size)
      let mean = hasOffset ? offset : 0
      if hasOffset { for j in shaped { for i in 0..<n { means[j] += terms[j * n + i] / Double(n) } } }
      func dot(_ a: Int, _ b: Int?) -> Double {
        var sum = 0.0
        for i in 0..<n {
          let other = b.map { terms[$0 * n + i] - means[$0] } ?? (problem.y[i] - mean)
          sum += (terms[a * n + i] - means[a]) * other
        }
        return sum
      }
      var c = [Double](repeating: 0, count: size)
      if shaped.count == 1 {
        c[shaped[0]] = dot(shaped[0], nil) / dot(shaped[0], shaped[0])
      } else if shaped.count == 2 {
        let (a, b) = (shaped[0], shaped[1])
        let (aa, ab, bb, ay, by) = (dot(a, a), dot(a, b), dot(b, b), dot(a, nil), dot(b, nil))
        let determinant = aa * bb - ab * ab
        guard determinant > 1e-14 * aa * bb else { continue }
        c[a] = (ay * bb - by * ab) / determinant
        c[b] = (by * aa - ay * ab) / determinant
      }
      if hasOffset { c[0] = mean - shaped.reduce(0) { $0 + c[$1] * means[$1] } }
      guard (0..<size).allSatisfy({ c[$0] >= bounds[$0].lower && c[$0].isFinite }) else { continue }
      var sum = 0.0
      for i in 0..<n {
        var rest = problem.y[i]
        for j in 0..<size { rest -= c[j] * terms[j * n + i] }
        sum += rest * rest
      }
      best = min(best, sum)
    }
    return best
  }
}

/// What a run over random problems of a law found.
struct RandomProblemTally: Sendable {
  var problems = 0
  /// Those whose objective is within 1e-9 of the best known.
  var reached = 0
  /// Seeds of the others.
  var missed: [UInt64] = []
  /// The largest relative excess over the best known objective.
  var worstExcess = 0.0
  /// Seeds whose fit says that it did not converge.
  ///
  /// A step between two points, whose slope the data do not hold. Their parameters are not compared.
  var unsettled: [UInt64] = []
  /// The largest relative change of a parameter by units, and the count above 1e-9.
  var worstUnitError = 0.0
  var unitErrors = 0

  /// Runs problems with seeds from `first`, against a reference of `steps` grid points an axis.
  static func run(
    _ law: RandomProblem.Law, first: UInt64 = 1, count: Int, steps: Int, objective: FitObjective = .squares,
    units: Bool = true
  ) throws -> RandomProblemTally {
    var tally = RandomProblemTally()
    for seed in first..<(first + UInt64(count)) {
      let problem = RandomProblem(law, seed: seed)
      let fit = try problem.fit(objective: objective)
      let reference =
        objective == .squares
        ? ReferenceOptimum.squares(problem, steps: steps)
        : try fit.certificate(starts: Self.starts(around: problem.truth, count: steps, seed: seed)).lowestObjective
      let excess = fit.objectiveValue / min(fit.objectiveValue, reference) - 1
      tally.problems += 1
      tally.worstExcess = max(tally.worstExcess, excess)
      if excess <= 1e-9 { tally.reached += 1 } else { tally.missed.append(seed) }
      guard fit.termination.isConverged else {
        tally.unsettled.append(seed)
        continue
      }
      guard units else { continue }
      for (xFactor, yFactor) in [(1e9, 1), (1e-9, 1), (1, 1e9), (1, 1e-9)] {
        // A threshold has the unit of y where the residual is not one of logarithms.
        let error = try problem.unitError(objective: objective, xFactor: xFactor, yFactor: yFactor)
        tally.worstUnitError = max(tally.worstUnitError, error)
        if error > 1e-9 { tally.unitErrors += 1 }
      }
    }
    return tally
  }

  /// The truth, and starts around it: exponents and floor times 1/2 to 2, amplitudes so that the excess at x = 1 follows the exponent.
  private static func starts(around truth: [Double], count: Int, seed: UInt64) -> [[Double]] {
    var generator = SeededGenerator(seed: seed &+ 0x9E37)
    func factor(_ most: Double) -> Double { pow(most, 2 * generator.nextUniform() - 1) }
    return [truth]
      + (1..<max(1, count)).map { _ in
        let alpha = truth[3] * factor(3)
        let beta = truth[4] * factor(3)
        // Excesses of about the size of the truth's where x is near the middle of the data.
        let a = truth[1] * pow(truth[1] / 0.4, alpha / truth[3] - 1) * factor(4)
        let b = truth[2] * pow(truth[2] / 0.4, beta / truth[4] - 1) * factor(4)
        return [truth[0] * factor(1.5), a, b, alpha, beta]
      }
  }
}
