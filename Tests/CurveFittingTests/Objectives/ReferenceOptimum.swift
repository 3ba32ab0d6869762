import CurveFitting

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

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
