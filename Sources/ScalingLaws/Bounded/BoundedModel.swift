import CurveFitting
import ScalingStatistics

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// How the share of the way from floor to ceiling depends on x; what the bounded laws differ in.
enum BoundedForm: Sendable {
  /// u / (1 - u) = amplitude · x^-exponent.
  case rational
  /// u / (1 - u)^curvature = amplitude · x^-exponent.
  case curvedRational
  /// u = (1 + x / shift)^-exponent.
  case shiftedPower

  var law: String {
    switch self {
    case .rational: "bounded rational law"
    case .curvedRational: "M4 law"
    case .shiftedPower: "bounded shifted power law"
    }
  }

  var share: String {
    switch self {
    case .rational: "u / (1 - u) = amplitude · x^-exponent"
    case .curvedRational: "u / (1 - u)^curvature = amplitude · x^-exponent"
    case .shiftedPower: "u = (1 + x / shift)^-exponent"
    }
  }
}

/// The model behind the laws between two bounds: y = floor · (1 - u) + ceiling · u, with a share u that falls from 1 to 0 as x grows, or 1 less it where y rises.
///
/// Both ends are amplitudes, so that bounds on either are met exactly: floor and ceiling lie where the metric can be. In working coordinates v = ln x less its mean; the shapes of the
/// rational forms are k and the exponent in ln(amplitude · x^-exponent) = k - exponent · v, that of the shifted one is m = ln(shift) less the mean of ln x.
struct BoundedModel: ModelWithEnds {
  let form: BoundedForm
  let trend: Trend
  let floor: ClosedRange<Double>
  let ceiling: ClosedRange<Double>

  var name: String {
    let pins = [("floor", floor), ("ceiling", ceiling)].compactMap { name, range in
      range.lowerBound == range.upperBound ? "\(name) \(DecimalText.significant(range.lowerBound, 4))" : nil
    }
    return ([form.law] + pins).joined(separator: ", ")
  }
  var formula: String {
    switch trend {
    case .falling: "y = floor + (ceiling - floor) · u, \(form.share)"
    case .rising: "y = ceiling - (ceiling - floor) · u, \(form.share)"
    }
  }
  // Not marked as offsets: neither end multiplies a constant.
  var amplitudes: [AmplitudeDescription] {
    [
      AmplitudeDescription("floor", lower: floor.lowerBound, upper: floor.upperBound),
      AmplitudeDescription("ceiling", lower: ceiling.lowerBound, upper: ceiling.upperBound),
    ]
  }
  /// The end that a large x approaches; the other one may stand for a bend of the data and keeps the range that it was given.
  var endNames: [String] { [trend == .falling ? "floor" : "ceiling"] }
  var shapeNames: [String] {
    switch form {
    case .rational: ["amplitude", "exponent"]
    case .curvedRational: ["amplitude", "exponent", "curvature"]
    case .shiftedPower: ["shift", "exponent"]
    }
  }
  var needsPositivePredictor: Bool { true }

  func shapeBox(for references: [PredictorReference]) -> [ShapeRange] {
    let span = references[0].logSpan
    let mean = references[0].meanLog
    switch form {
    case .rational, .curvedRational:
      // Below the first exponent the curve is straight in ln x, above the second it is a step; the amplitude must stay a number.
      let extent = max(span, abs(mean) + span)
      let exponent = ShapeRange(1e-2 / span, min(60 / span, 650 / extent), spacing: .logarithmic)
      let middle = ShapeRange(-15, 15)
      return form == .rational ? [middle, exponent] : [middle, exponent, ShapeRange(0.05, 20, spacing: .logarithmic)]
    case .shiftedPower:
      return [
        ShapeRange(max(-span - 6, -700 - mean), min(span + 4, 700 - mean)),
        ShapeRange(1e-2 / span, 60, spacing: .logarithmic),
      ]
    }
  }

  func evaluate(_ predictors: [PredictorColumn], shape: UnsafePointer<Double>, order: Int, into columns: BasisColumns) {
    let n = columns.count
    let shapes = shapeNames.count
    let pairs = shapes * (shapes + 1) / 2
    // The end that a large x approaches takes 1 - u, the other one u.
    let near = trend == .falling ? 1 : 0
    let far = 1 - near
    predictors[0].centeredLogs.withUnsafeBufferPointer { logs in
      for i in 0..<n {
        let share: BoundedShare
        switch form {
        case .rational: share = BoundedShare(logs[i], k: shape[0], exponent: shape[1], curvature: 1)
        case .curvedRational: share = BoundedShare(logs[i], k: shape[0], exponent: shape[1], curvature: shape[2])
        case .shiftedPower: share = BoundedShare(logs[i], m: shape[0], exponent: shape[1])
        }
        columns.terms[near * n + i] = share.u
        columns.terms[far * n + i] = share.complement
        guard order >= 1 else { continue }
        for a in 0..<shapes {
          columns.first[(near * shapes + a) * n + i] = share.first[a]
          columns.first[(far * shapes + a) * n + i] = -share.first[a]
        }
        guard order >= 2 else { continue }
        var pair = 0
        for a in 0..<shapes {
          for b in a..<shapes {
            columns.second[(near * pairs + pair) * n + i] = share.second[a, b]
            columns.second[(far * pairs + pair) * n + i] = -share.second[a, b]
            pair += 1
          }
        }
      }
    }
  }

  func reported(working: [Double], references: [PredictorReference]) -> [Double] {
    let mean = references[0].meanLog
    var values = working
    values[2] = exp(form == .shiftedPower ? working[2] + mean : working[2] + working[3] * mean)
    return values
  }

  func reportedJacobian(working: [Double], references: [PredictorReference]) -> [[Double]] {
    let mean = references[0].meanLog
    var rows = working.indices.map { row in working.indices.map { $0 == row ? 1.0 : 0 } }
    let value = reported(working: working, references: references)[2]
    rows[2][2] = value
    rows[2][3] = form == .shiftedPower ? 0 : value * mean
    return rows
  }
}
