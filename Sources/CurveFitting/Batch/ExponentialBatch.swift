import CLinearAlgebra

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// Least squares of one exponential term, eight curves side by side; curves that do not settle are left to the general solver.
struct ExponentialBatch {
  let form: ExponentialForm
  let column: PredictorColumn
  let box: ShapeRange
  /// The sign that e's factor must have, or 0.
  let sign: Double

  /// As reported, with one number for each curve; those of curves that did not settle mean nothing.
  struct Solution {
    /// Offset where there is one, amplitude, shape; then the squares; then the standard errors.
    var columns: [[Double]]
    var settled: [UInt8]
  }

  /// The shapes of the scan: a multiple of the kernels' eight lanes.
  private static let cells = 32

  func solve(_ input: BatchInput, threads: Int) throws -> Solution {
    let count = input.curves
    let points = input.points
    let first = form.hasOffset ? 0 : 1
    var length = 0.0
    if case .lengthOverRate(let reported) = form.reportedShape { length = reported }
    let law = cla_exponential_law(
      has_offset: form.hasOffset ? 1 : 0, sign: sign, direction: form.direction, term_sign: form.termSign,
      amplitude_shift: form.amplitudeShift, reciprocal_length: length)
    let t = form.coordinate == .scaled ? column.scaled : column.centeredLogs
    let outputs = BatchColumns(columns: 7, curves: count)
    let isComplete = t.withUnsafeBufferPointer { t in
      box.steps(Self.cells).withUnsafeBufferPointer { rates in
        input.responses.withUnsafeBufferPointer { responses in
          (input.weights ?? []).withUnsafeBufferPointer { weights -> Bool in
            guard let t = t.baseAddress, let rates = rates.baseAddress, let y = responses.baseAddress else {
              return false
            }
            let yStride = input.hasOneResponse ? 0 : points
            let weightStride = input.hasOwnWeights ? points : 0
            nonisolated(unsafe) let pointers = (
              t: t, rates: rates, y: y, w: input.weights == nil ? nil : weights.baseAddress
            )
            return BatchBlocks.run(curves: count, threads: threads) { block in
              let start = block.lowerBound
              // Offset, amplitude, shape, squares, and the three errors in this order.
              let columns = cla_exponential_columns(
                offset: outputs.column(0, from: start), amplitude: outputs.column(1, from: start),
                shape: outputs.column(2, from: start), squares: outputs.column(3, from: start),
                offset_error: outputs.column(4, from: start), amplitude_error: outputs.column(5, from: start),
                shape_error: outputs.column(6, from: start), settled: outputs.settled(from: start))
              return withUnsafePointer(to: law) { law in
                withUnsafePointer(to: columns) { columns in
                  cla_exponential_batch(
                    law, Int32(Self.cells), pointers.rates, Int64(points), pointers.t, Int64(block.count),
                    pointers.y + start * yStride, Int64(yStride), pointers.w.map { $0 + start * weightStride },
                    Int64(weightStride), columns)
                }
              }
            }
          }
        }
      }
    }
    guard isComplete else { throw FitError("There is not enough memory for a batch of \(count) curves.") }
    let kept = Array(first..<4) + Array((4 + first)..<7)
    return Solution(columns: kept.map { outputs.array($0) }, settled: outputs.settledArray)
  }
}

extension ShapeRange {
  /// So many values from end to end, spaced as the range says.
  func steps(_ count: Int) -> [Double] {
    (0..<count).map { cell in
      let share = Double(cell) / Double(count - 1)
      switch spacing {
      case .linear: return lower + share * (upper - lower)
      case .logarithmic: return exp(log(lower) + share * (log(upper) - log(lower)))
      }
    }
  }
}
