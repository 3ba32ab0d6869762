import CLinearAlgebra

/// Least squares of a floor and two falling powers, eight curves side by side; curves that do not settle are left to the general solver.
struct TwoPowerBatch {
  let predictors: [PredictorColumn]
  let box: [ShapeRange]

  /// Columns with one number for each curve, in working coordinates.
  struct Solution {
    /// Five columns: the floor, both amplitudes, both exponents.
    var values: [Double]
    var squares: [Double]
    /// Seven columns: floor-floor, then for each power amplitude-amplitude, amplitude-exponent, exponent-exponent.
    var information: [Double]
    var settled: [UInt8]

    /// The working parameters of a settled curve.
    func working(_ curve: Int) -> [Double] { (0..<5).map { values[$0 * settled.count + curve] } }
  }

  /// The exponents of the scan along each axis.
  private static let cells = 24

  func solve(_ input: BatchInput, threads: Int) throws -> Solution {
    let count = input.curves
    let points = input.points
    let buffers = BatchColumns(
      columns: 13, curves: count,
      shared: [
        predictors[0].centeredLogs, predictors[1].centeredLogs, box[0].steps(Self.cells), box[1].steps(Self.cells),
      ])
    let isComplete = input.withColumns { data in
      BatchBlocks.run(curves: count, threads: threads) { block in
        let start = block.lowerBound
        return cla_two_exponential_batch(
          Int32(Self.cells), buffers.sharedColumn(2), buffers.sharedColumn(3), Int64(points), buffers.sharedColumn(0),
          buffers.sharedColumn(1), Int64(block.count), data.responses + start * data.responseStride,
          Int64(data.responseStride), data.weights.map { $0 + start * data.weightStride }, Int64(data.weightStride),
          Int64(count), buffers.column(0, from: start), buffers.column(5, from: start), buffers.column(6, from: start),
          buffers.settled(from: start))
      }
    }
    guard isComplete else { throw FitError("There is not enough memory for a batch of \(count) curves.") }
    return Solution(
      values: buffers.array(0..<5), squares: buffers.array(5), information: buffers.array(6..<13),
      settled: buffers.settledArray)
  }
}
