import ScalingStatistics

/// One measurement beside what was predicted for it.
public struct PredictionRow: Sendable, Hashable, Codable {
  /// What was measured.
  public let label: String
  /// The prediction.
  public let predicted: Double
  /// The measurement, in the same unit.
  public let measured: Double
  /// Predicted over measured, less 1.
  public var relativeError: Double { predicted / measured - 1 }
}

/// Predictions beside measurements, with their relative errors.
public struct PredictionCheck: Sendable, Hashable, Codable {
  /// How far predictions are off, in a sentence.
  public let headline: String
  /// What was predicted.
  public let subject: String
  /// The rows, in the order given.
  public let rows: [PredictionRow]
  /// The median of the sizes of the relative errors.
  public let medianRelativeError: Double
  /// The largest size of a relative error.
  public let maximumRelativeError: Double
  /// The row of the largest size.
  public let worst: PredictionRow
  /// The median relative error with its sign: above 0 predictions are too long.
  public let medianBias: Double

  /// Lines predictions up with measurements.
  ///
  /// Throws `ServingModelError` for columns of unequal length, no rows, a prediction that is negative or not finite, or a measurement that is not positive and finite.
  public init(_ subject: String, labels: [String], predicted: [Double], measured: [Double]) throws {
    guard labels.count == predicted.count, predicted.count == measured.count else {
      throw ServingModelError(
        "\(predicted.count) predictions, \(measured.count) measurements and \(labels.count) labels were given: one of each is needed for a row."
      )
    }
    for row in labels.indices {
      guard predicted[row] >= 0, predicted[row].isFinite else {
        throw ServingModelError("The prediction of \(labels[row]) is \(predicted[row]); it must be finite, 0 or more.")
      }
      try ServingModelError.checkPositive(measured[row], "measurement of \(labels[row])")
    }
    let rows = labels.indices.map {
      PredictionRow(label: labels[$0], predicted: predicted[$0], measured: measured[$0])
    }
    guard var worst = rows.first else {
      throw ServingModelError("A check of \(subject) needs measurements; there are none.")
    }
    for row in rows where abs(row.relativeError) > abs(worst.relativeError) { worst = row }
    self.subject = subject
    self.rows = rows
    self.worst = worst
    medianRelativeError = SampleQuantile.ofSorted(rows.map { abs($0.relativeError) }.sorted(), at: 0.5)
    medianBias = SampleQuantile.ofSorted(rows.map(\.relativeError).sorted(), at: 0.5)
    maximumRelativeError = abs(worst.relativeError)
    func percent(_ value: Double) -> String { "\(DecimalText.fixed(100 * value, 1)) %" }
    headline =
      "\(rows.count) \(subject) predicted with a relative error of \(percent(medianRelativeError)) in the median and \(percent(maximumRelativeError)) at most (\(worst.label))."
  }
}
