/// How far a number is off, relative to the one expected; infinite where it is not a number.
func relativeError(_ found: Double, _ expected: Double) -> Double {
  if found == expected { return 0 }
  let error = abs(found - expected) / abs(expected)
  return error.isNaN ? .infinity : error
}

/// The sentence of the error that some work throws; nil where it throws none.
func message<Result>(_ work: () throws -> Result) -> String? {
  do {
    _ = try work()
    return nil
  } catch {
    return "\(error)"
  }
}
