/// The checks that the speculation models share; every sentence names the field and its value.
enum SpeculationInput {
  static func checkProbability(_ value: Double, _ name: String) throws {
    guard value >= 0, value <= 1 else {
      throw ServingModelError("The \(name) is \(value); a probability lies in 0 to 1.")
    }
  }

  static func checkDrafts(_ count: Int, least: Int = 0) throws {
    guard count >= least else {
      throw ServingModelError("The number of draft tokens is \(count); it must be \(least) or more.")
    }
  }

  /// Times and relative costs that may be 0: drafts by lookup cost nothing.
  static func checkCost(_ value: Double, _ name: String) throws {
    guard value.isFinite, value >= 0 else {
      throw ServingModelError("The \(name) is \(value); it must be finite, 0 or more.")
    }
  }

  static func checkPositive(_ value: Double, _ name: String) throws {
    guard value.isFinite, value > 0 else {
      throw ServingModelError("The \(name) is \(value); it must be finite and positive.")
    }
  }
}
