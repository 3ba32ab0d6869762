/// Many curves over the same predictors, read from a file that all sides share.
///
/// The file holds four 8-byte integers (curves, points, predictors, parameters), then predictor after predictor, curve after curve, and the starts of
/// the rivals, which are not for us.
public struct ProblemSet: Sendable {
  /// One column for each predictor.
  public let predictors: [[Double]]
  /// One column for each curve.
  public let curves: [[Double]]

  /// The x of a set with one predictor.
  public var x: [Double] { predictors[0] }

  /// Reads `NAME.curves` from a folder; nil where it is missing or cut short.
  public init?(_ name: String, in folder: String) {
    guard let bytes = Files.bytes(of: "\(folder)/\(name).curves"), bytes.count >= 32 else { return nil }
    let words = bytes.withUnsafeBytes { buffer in
      (0..<buffer.count / 8).map { buffer.loadUnaligned(fromByteOffset: $0 * 8, as: UInt64.self).littleEndian }
    }
    let (curveCount, count, predictorCount) = (Int(words[0]), Int(words[1]), Int(words[2]))
    guard words.count >= 4 + (predictorCount + curveCount) * count else { return nil }
    let columns = (0..<predictorCount + curveCount).map { column in
      words[(4 + column * count)..<(4 + (column + 1) * count)].map { Double(bitPattern: $0) }
    }
    predictors = Array(columns[..<predictorCount])
    curves = Array(columns[predictorCount...])
  }
}
