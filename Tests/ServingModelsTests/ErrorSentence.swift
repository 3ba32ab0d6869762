/// The sentence of the error that some work throws; nil where it throws none.
func message<Result>(_ work: () throws -> Result) -> String? {
  do {
    _ = try work()
    return nil
  } catch {
    return "\(error)"
  }
}
