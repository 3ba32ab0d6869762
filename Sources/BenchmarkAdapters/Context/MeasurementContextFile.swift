import ScalingExperiments

/// Reading a context from its file.
extension MeasurementContext {
  static let currentFormatVersion = 1

  /// Reads a sidecar file; `name` stands in messages in the place of the path.
  ///
  /// Throws `ImportError` for a file that is missing, not valid JSON, of another version, has an unknown key or a value
  /// of the wrong kind; the message names file, line and key.
  public init(contentsOf path: String, name: String? = nil) throws(ImportError) {
    try self.init(bytes: FileBytes.read(path, expected: "JSON"), name: name ?? path)
  }

  /// Reads bytes; throws what `init(contentsOf:name:)` throws.
  init(bytes: [UInt8], name: String) throws(ImportError) {
    let file = ContextField(file: name, path: "", value: try JSONScanner.value(bytes: bytes, name: name))
    try file.checkVersion(Self.currentFormatVersion)
    let object = try file.object(["formatVersion", "model", "hardware", "serving", "workload", "price", "conflicts"])
    self.init()
    if let model = try object["model"]?.object(["name", "family", "parameters", "shape"]) {
      modelName = try model["name"]?.text()
      modelFamily = try model["family"]?.text()
      modelParameters = try model["parameters"]?.count()
      modelShape = try model["shape"]?.shape()
    }
    if let hardware = try object["hardware"]?.object(ContextField.hardwareKeys) {
      accelerator = try hardware["accelerator"]?.text()
      acceleratorCount = try hardware["acceleratorCount"]?.count()
      memory = try hardware["memory"]?.positiveNumber()
      memoryBandwidth = try hardware["memoryBandwidth"]?.positiveNumber()
      peakRates = try hardware["peakRates"]?.peakRates()
      topology = try hardware["topology"]?.topology()
    }
    serving = try object["serving"]?.serving(speculationIsRequired: false) ?? ServingConfiguration()
    workload = try object["workload"]?.partialWorkload() ?? Workload()
    price = try object["price"]?.price()
    conflicts = try object["conflicts"]?.word(among: ConflictRule.allCases)
  }
}

extension ContextField {
  // Before the keys: those of another version are not ours to judge.
  func checkVersion(_ current: Int) throws(ImportError) {
    let object = ContextObject(field: self, members: try members())
    let field = try object.required("formatVersion", "the version of its format, which is \(current)")
    let version = try field.count()
    guard version == current else {
      throw field.fault("is \(version), but this library reads version \(current) only.")
    }
  }

  fileprivate func partialWorkload() throws(ImportError) -> Workload {
    let object = try object([
      "task", "problemCount", "tokenCap", "samplesPerProblem", "promptLength", "outputLength", "load", "sampling",
    ])
    return Workload(
      task: try object["task"]?.text(),
      problemCount: try object["problemCount"]?.count(),
      tokenCap: try object["tokenCap"]?.count(),
      samplesPerProblem: try object["samplesPerProblem"]?.count(),
      promptLength: try object["promptLength"]?.count(),
      outputLength: try object["outputLength"]?.count(),
      load: try object["load"]?.load(),
      sampling: try object["sampling"]?.sampling())
  }

  fileprivate func price() throws(ImportError) -> AcceleratorPrice {
    let object = try object(["currency", "perHour"])
    let field = try object.required("currency", "the ISO 4217 code of the currency")
    let currency = try field.text()
    guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) else {
      throw field.mustBe("the three capital letters of an ISO 4217 code")
    }
    return AcceleratorPrice(
      currency: currency,
      perHour: try object.required("perHour", "the price of one accelerator for one hour").nonnegativeNumber())
  }
}
