import CLinearAlgebra

/// The search for the lowest minimum of a law with one exponential term, where it is a plain one.
///
/// The kernels that fit curves in batches search one curve: cells of the scan lie side by side, then the starts from its best local maxima. Minima on a bound, residuals at
/// rounding, nearly dependent derivatives and dependent errors are left to `SeparableSolver`.
enum ExponentialSearch {
  static func solution(
    of model: any SeparableModel, predictors: [PredictorColumn], y: [Double], whitening: Whitening,
    bounds: [ClosedRange<Double>]
  ) -> FitSolution? {
    let references = [predictors[0].reference]
    guard predictors.count == 1, bounds.allSatisfy({ $0.lowerBound < $0.upperBound }),
      let form = model.exponentialForm(for: references),
      let weights = whitening.independentWeights
    else { return nil }
    let box = model.shapeBox(for: references)
    guard box.count == 1, box[0].lower < box[0].upper else { return nil }
    let first = form.hasOffset ? 1 : 0
    let range = bounds[first]
    let sign = range.lowerBound == 0 ? form.termSign : (range.upperBound == 0 ? -form.termSign : 0)
    var law = cla_exponential_law(
      has_offset: form.hasOffset ? 1 : 0, sign: sign, direction: form.direction, term_sign: form.termSign,
      amplitude_shift: form.amplitudeShift, reciprocal_length: 0)
    var found = cla_exponential_minimum()
    let t = form.coordinate == .scaled ? predictors[0].scaled : predictors[0].centeredLogs
    let isPlain = t.withUnsafeBufferPointer { t in
      y.withUnsafeBufferPointer { y in
        weights.withUnsafeBufferPointer { weights -> Bool in
          guard let t = t.baseAddress, let response = y.baseAddress else { return false }
          return cla_exponential_search(
            &law, Int64(y.count), t, response, weights.isEmpty ? nil : weights.baseAddress, box[0].lower,
            box[0].upper, box[0].spacing == .logarithmic ? 1 : 0, &found) == 1
        }
      }
    }
    let amplitude = found.amplitude * form.termSign
    guard isPlain, range.contains(amplitude), !form.hasOffset || bounds[0].contains(found.offset) else { return nil }
    let (oo, aa, ar, rr, oa, or) = found.information
    // The term's sign belongs to the model: its amplitude counts along it.
    let s = form.termSign
    let information =
      form.hasOffset
      ? [[oo, s * oa, or], [s * oa, aa, s * ar], [or, s * ar, rr]] : [[aa, s * ar], [s * ar, rr]]
    let count = first + 2
    return FitSolution(
      predictors: predictors, box: box,
      working: form.hasOffset ? [found.offset, amplitude, found.rate] : [amplitude, found.rate],
      sumOfSquares: found.squares, isExact: false, termination: .nextStepBelowRounding,
      amplitudeOnBound: [Bool](repeating: false, count: first + 1), shapeOnBound: [false],
      inverseInformation: information, unidentified: [Bool](repeating: false, count: count),
      evaluations: Int(found.cells) + 6, scanCells: Int(found.cells), gridMinimum: found.lowest_on_scan)
  }
}
