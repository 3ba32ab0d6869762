/// The parameters that a model's closure reads, with their derivatives.
public struct DualValues: Sendable {
  @usableFromInline var storage: [Dual]

  init(count: Int) { storage = [Dual](repeating: Dual(0), count: count) }

  /// The number of parameters.
  @inlinable
  public var count: Int { storage.count }

  /// The parameter at an index, in the order of the model's names; NaN beyond them.
  @inlinable
  public subscript(index: Int) -> Dual {
    index >= 0 && index < storage.count ? storage[index] : Dual(.nan)
  }
}

/// Numbers that a model's closure reads: the predictors of one observation, or plain parameters.
public struct PlainValues: Sendable {
  @usableFromInline var storage: [Double]
  @usableFromInline var offset = 0
  /// The number of values.
  public let count: Int

  /// Rows of `count` numbers, one after the other.
  init(rows: [Double], count: Int) {
    storage = rows
    self.count = count
  }

  /// The value at an index, in the order of the model's names; NaN beyond them.
  @inlinable
  public subscript(index: Int) -> Double {
    let position = offset + index
    return index >= 0 && index < count && position < storage.count ? storage[position] : .nan
  }
}
