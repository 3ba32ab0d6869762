import CurveFitting
import ScalingStatistics

/// A number as a record stores it: JSON has no infinity, so what is not finite is the string "inf", "-inf" or "nan".
struct StoredNumber: Codable {
  let value: Double

  init(_ value: Double) { self.value = value }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let text = try? container.decode(String.self) else {
      value = try container.decode(Double.self)
      return
    }
    switch text {
    case "inf": value = .infinity
    case "-inf": value = -.infinity
    case "nan": value = .nan
    default:
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "\"\(text)\" is no number: one that is not finite reads inf, -inf or nan.")
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if value.isFinite {
      try container.encode(value)
    } else {
      try container.encode(value.isNaN ? "nan" : value > 0 ? "inf" : "-inf")
    }
  }
}

extension FitRecord.Value {
  private enum CodingKeys: String, CodingKey { case name, value, lower, upper, level, method }

  /// Decodes the name, the value and its interval; a number that is not finite is the string "inf", "-inf" or "nan".
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func number(_ key: CodingKeys) throws -> Double { try container.decode(StoredNumber.self, forKey: key).value }
    name = try container.decode(String.self, forKey: .name)
    value = try number(.value)
    interval =
      container.contains(.lower)
      ? Estimate(
        value: value, lower: try number(.lower), upper: try number(.upper),
        level: try container.decode(Double.self, forKey: .level),
        method: try container.decode(String.self, forKey: .method)) : nil
  }

  /// Encodes the name, the value and its interval; a number that is not finite is the string "inf", "-inf" or "nan".
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(StoredNumber(value), forKey: .value)
    guard let interval else { return }
    try container.encode(StoredNumber(interval.lower), forKey: .lower)
    try container.encode(StoredNumber(interval.upper), forKey: .upper)
    try container.encode(interval.level, forKey: .level)
    try container.encode(interval.method, forKey: .method)
  }
}

extension FitRecord {
  private enum CodingKeys: String, CodingKey {
    case headline, law, formula, data, counting, objective, bounds, level, solver, parameters, objectiveValue, procedure
    case warnings
  }

  /// Decodes a record; an objective that is not finite is the string "inf", "-inf" or "nan".
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    headline = try container.decode(String.self, forKey: .headline)
    law = try container.decode(String.self, forKey: .law)
    formula = try container.decode(String.self, forKey: .formula)
    data = try container.decode(FitData.self, forKey: .data)
    counting = try container.decode(CountingConvention.self, forKey: .counting)
    objective = try container.decode(FitObjective.self, forKey: .objective)
    bounds = try container.decode([Bound].self, forKey: .bounds)
    level = try container.decode(Double.self, forKey: .level)
    solver = try container.decode(String.self, forKey: .solver)
    parameters = try container.decode([Value].self, forKey: .parameters)
    objectiveValue = try container.decode(StoredNumber.self, forKey: .objectiveValue).value
    procedure = try container.decodeIfPresent(FitProcedure.self, forKey: .procedure)
    warnings = try container.decode([String].self, forKey: .warnings)
  }

  /// Encodes the record; JSON has no infinity, so an objective that is not finite is the string "inf", "-inf" or "nan".
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(headline, forKey: .headline)
    try container.encode(law, forKey: .law)
    try container.encode(formula, forKey: .formula)
    try container.encode(data, forKey: .data)
    try container.encode(counting, forKey: .counting)
    try container.encode(objective, forKey: .objective)
    try container.encode(bounds, forKey: .bounds)
    try container.encode(level, forKey: .level)
    try container.encode(solver, forKey: .solver)
    try container.encode(parameters, forKey: .parameters)
    try container.encode(StoredNumber(objectiveValue), forKey: .objectiveValue)
    try container.encodeIfPresent(procedure, forKey: .procedure)
    try container.encode(warnings, forKey: .warnings)
  }
}
