import Foundation
import ScalingExperiments

/// `context.json`: what is known about the measurements of a folder but stands in none of its tables.
struct TestTimeScalingContext {
  static let fileName = "context.json"
  static let currentFormatVersion = 1

  /// The file with its fingerprint; it is one record.
  let source: SourceFile
  let hardware: HardwareDescription
  let workload: Workload
  /// The steps behind each row of `decode_steps.csv`; `nil` where unknown.
  let decodeStepRepeats: Int?
  /// How kernels were launched in `decode_steps.csv` and `tp_delay.csv`; `nil` where unknown.
  let decodeStepExecution: ExecutionMode?
  /// What the data cannot show.
  let limitations: [String]
  /// The remarks of the file, and those on what it leaves open.
  let notes: [ImportNote]

  private let strategies: [(name: String, serving: ServingConfiguration)]
  /// The models, each with the line of its parameter count.
  private let models: [(model: ModelDescription, line: Int)]

  /// Reads the file of a folder; throws `ImportError` where it is missing or not as its format says.
  init(folder: String, path: String) throws(ImportError) {
    guard FileManager.default.fileExists(atPath: path) else {
      throw ImportError(
        message: "The file \(Self.fileName) is missing from the folder \(folder); it must state what no table says: "
          + "hardware (accelerator and acceleratorCount), serving (each strategy with its speculation), workload (task, "
          + "load and sampling), models (each with its parameters) and limitations.",
        file: Self.fileName)
    }
    try self.init(bytes: FileBytes.read(path, expected: "JSON"))
  }

  init(bytes: [UInt8]) throws(ImportError) {
    let file = ContextField(
      file: Self.fileName, path: "", value: try JSONScanner.value(bytes: bytes, name: Self.fileName))
    source = SourceFile(name: Self.fileName, rows: 1, fingerprint: FileBytes.fingerprint(bytes))
    try file.checkVersion(Self.currentFormatVersion)
    let object = try file.object([
      "formatVersion", "hardware", "serving", "workload", "models", "decodeStepRepeats", "decodeStepExecution",
      "limitations", "notes",
    ])
    hardware = try object.required("hardware", "the accelerator and how many of them were in use").hardware()
    strategies = try Self.strategies(object.required("serving", "how each strategy was served, by its name"))
    workload = try object.required("workload", "task, load and sampling").workload()
    var models: [(model: ModelDescription, line: Int)] = []
    for (name, field) in try object.required("models", "the parameters of each model, by its name").named() {
      let line = try field.members().first { $0.key == "parameters" }?.line ?? field.value.line
      models.append((try field.model(name: name), line))
    }
    self.models = models
    decodeStepRepeats = try object["decodeStepRepeats"]?.count()
    decodeStepExecution = try object["decodeStepExecution"]?.execution()
    limitations = try object.required(
      "limitations", "what the data cannot show, one sentence each, or [] to state that nothing is known"
    ).texts()
    var notes: [ImportNote] = []
    if limitations.isEmpty {
      notes.append(
        ImportNote(
          severity: .missing, file: Self.fileName,
          reason: "No limitations are stated: limitations is an empty list."))
    }
    if decodeStepExecution == nil {
      notes.append(
        ImportNote(
          severity: .missing, file: Self.fileName,
          reason: "decodeStepExecution is not stated, so it is unknown how the kernels of decode_steps.csv and "
            + "tp_delay.csv were launched."))
    }
    for text in try object["notes"]?.texts() ?? [] { notes.append(ImportNote(severity: .information, reason: text)) }
    self.notes = notes
  }

  private static func strategies(
    _ field: ContextField
  ) throws(ImportError) -> [(name: String, serving: ServingConfiguration)] {
    var strategies: [(name: String, serving: ServingConfiguration)] = []
    for (name, field) in try field.named() { strategies.append((name, try field.serving())) }
    guard strategies.contains(where: { $0.serving.speculation == .off }) else {
      throw field.fault(
        "has no strategy with \"speculation\": \"off\", against which the others can be compared; the strategies are "
          + "\(Wording.list(strategies.map(\.name))).")
    }
    return strategies
  }

  // MARK: What belongs to a name

  func serving(_ strategy: String) throws(ImportError) -> ServingConfiguration {
    guard let serving = strategies.first(where: { $0.name == strategy })?.serving else {
      throw .at(source.name, nil, lacks("strategy", strategy))
    }
    return serving
  }

  func model(_ name: String) throws(ImportError) -> ModelDescription {
    guard let model = models.first(where: { $0.model.name == name })?.model else {
      throw .at(source.name, nil, lacks("model", name))
    }
    return model
  }

  private func lacks(_ what: String, _ name: String) -> String {
    let isModel = what == "model"
    let known = isModel ? models.map(\.model.name) : strategies.map(\.name)
    return "The \(what) \(Wording.quoted(name)) is not stated in \(source.name), where "
      + "\(isModel ? "models" : "serving") has \(Wording.list(known))."
  }

  // MARK: Checks of the tables

  /// Returns a fault for each row whose model or strategy is not stated.
  func faults(_ table: TypedTable) throws(ImportError) -> [RowFault] {
    let knownModels = Set(models.map(\.model.name))
    var faults = try table.texts("model").enumerated().filter { !knownModels.contains($0.element) }.map {
      RowFault(row: $0.offset, column: "model", reason: lacks("model", $0.element))
    }
    if table.mappedColumns.contains("strategy") {
      let knownStrategies = Set(strategies.map(\.name))
      faults += try table.texts("strategy").enumerated().filter { !knownStrategies.contains($0.element) }.map {
        RowFault(row: $0.offset, column: "strategy", reason: lacks("strategy", $0.element))
      }
    }
    return faults
  }

  /// Returns a fault for each row with another parameter count than the context.
  ///
  /// Throws `ImportError` where all rows of a model have another one: then it is not the rows that are bad, and leaving
  /// them out would drop the model.
  func parameterFaults(_ table: TypedTable) throws(ImportError) -> [RowFault] {
    let names = try table.texts("model")
    // `params` is what a shard holds; only the whole model can be compared.
    let isSharded = table.mappedColumns.contains("params")
    let column = isSharded ? "params" : "parameters"
    guard table.mappedColumns.contains(column) else { return [] }
    let counts = try table.integers(column)
    let shards = isSharded ? try table.integers("shard") : []
    var faults: [RowFault] = []
    for (name, rows) in RowGroups.rows(of: names) {
      guard let stated = models.first(where: { $0.model.name == name }), let expected = stated.model.parameters else {
        continue
      }
      let whole = rows.filter { !isSharded || shards[$0] == 1 }
      let contradictions = whole.filter { counts[$0] != expected }.map { row in
        RowFault(
          row: row, column: column,
          reason: "Model \(name) has \(counts[row]) parameters here, but \(expected) in \(source.name):\(stated.line), "
            + "models[\(Wording.quoted(name))].parameters.")
      }
      if contradictions.count == whole.count, let first = contradictions.first {
        let line = table.lineNumbers[first.row]
        throw ImportError(
          message: "\(table.name):\(line), column \(column): \(first.reason)", file: table.name, line: line)
      }
      faults += contradictions
    }
    return faults
  }
}
