import CurveFitting

/// A law that says which of its quantities are ends: values that it approaches, and that lie where the metric can.
///
/// `LawComparison` asks every law of its family to keep its ends within the metric's natural bounds; a law that is not of this kind has no ends and is left as it is.
public protocol ModelWithEnds: SeparableModel {
  /// The names of the amplitudes that are ends.
  var endNames: [String] { get }
  /// The law with its ends inside a metric's natural bounds.
  ///
  /// Unless the law says otherwise its amplitudes among `endNames` are narrowed, under the law's own name. A law whose end is a sum of amplitudes gives the form in which the end is one.
  func within(_ range: ClosedRange<Double>) -> any SeparableModel
}

extension ModelWithEnds {
  /// The law with the amplitudes among `endNames` inside the range; the law itself where that changes nothing.
  public func within(_ range: ClosedRange<Double>) -> any SeparableModel {
    let narrowed = LawWithinBounds(law: self, ends: endNames, range: range)
    return narrowed.narrowed.isEmpty ? self : narrowed
  }
}
