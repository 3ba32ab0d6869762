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
    let buffers = BatchColumns(columns: 7, curves: count, shared: [t, box.steps(Self.cells)])
    let isComplete = input.withColumns { data in
      BatchBlocks.run(curves: count, threads: threads) { block in
        let start = block.lowerBound
        // Offset, amplitude, shape, squares, and the three errors in this order.
        let columns = cla_exponential_columns(
          offset: buffers.column(0, from: start), amplitude: buffers.column(1, from: start),
          shape: buffers.column(2, from: start), squares: buffers.column(3, from: start),
          offset_error: buffers.column(4, from: start), amplitude_error: buffers.column(5, from: start),
          shape_error: buffers.column(6, from: start), settled: buffers.settled(from: start))
        return withUnsafePointer(to: law) { law in
          withUnsafePointer(to: columns) { columns in
            cla_exponential_batch(
              law, Int32(Self.cells), buffers.sharedColumn(1), Int64(points), buffers.sharedColumn(0),
              Int64(block.count), data.responses + start * data.responseStride, Int64(data.responseStride),
              data.weights.map { $0 + start * data.weightStride }, Int64(data.weightStride), columns)
          }
        }
      }
    }
    guard isComplete else { throw FitError("There is not enough memory for a batch of \(count) curves.") }
    let kept = Array(first..<4) + Array((4 + first)..<7)
    return Solution(columns: kept.map { buffers.array($0) }, settled: buffers.settledArray)
  }

  /// The working parameters of a settled curve: the offset where there is one, the amplitude, the rate.
  func working(_ solution: Solution, _ curve: Int) -> [Double] {
    let first = form.hasOffset ? 1 : 0
    var rate = solution.columns[first + 1][curve]
    if case .lengthOverRate(let length) = form.reportedShape { rate = length / rate }
    let amplitude = solution.columns[first][curve] * exp(-rate * form.amplitudeShift)
    return form.hasOffset ? [solution.columns[0][curve], amplitude, rate] : [amplitude, rate]
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
