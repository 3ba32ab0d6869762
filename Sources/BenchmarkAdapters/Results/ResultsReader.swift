import ScalingExperiments

/// The reading of a folder tree, folder by folder.
struct ResultsReader {
  /// What the files of a folder have in common.
  private enum FolderContext {
    case known(MeasurementContext)
    /// The name of the context that is wrong.
    case wrong(String)
  }

  /// A file that waits for its neighbours.
  private struct Waiting {
    let file: MeasurementFile
    let context: MeasurementContext
  }

  /// What became of a file.
  private struct Outcome {
    let name: String
    var source: SourceFile?
    var imported = MeasurementImport()
    var loss: ImportNote?
  }

  let directory: ResultsDirectory
  private(set) var result = ResultsDirectoryContents()
  /// The contexts of the folders read so far, each completed by those above it.
  private var contexts: [String: FolderContext] = [:]
  /// The file in which each content was found first, and the places of the notes on its copies.
  private var contents: [String: String] = [:]
  private var copies: [String: [Int]] = [:]
  /// The run in which each result was found first, and what its notes say.
  private var found: [Run: (identifier: String, reasons: Set<String>)] = [:]

  init(directory: ResultsDirectory, notes: [ImportNote]) {
    self.directory = directory
    result.notes = notes
  }

  /// Reads the files of a folder; throws only where faults are refused.
  mutating func read(_ folder: ResultsFolders.Folder) throws(ImportError) {
    let results = folder.files.filter { !isContext($0) }
    let context: MeasurementContext
    switch try folderContext(folder, results: results) {
    case .known(let known): context = known
    case .wrong: return
    }
    let sidecars = folder.files.filter { $0.hasSuffix(MeasurementContext.sidecarSuffix) }
    func sidecar(of name: String) -> String {
      (folder.path.isEmpty ? "" : "\(folder.path)/") + MeasurementContext.sidecarName(name)
    }
    var sidecarsUsed: Set<String> = []
    var waiting: [Waiting] = []
    var outcomes: [Outcome] = []
    // "cell copy.json" comes before "cell.json", but only the latter has a context: of two copies that one is read.
    let order =
      results.filter { sidecars.contains(sidecar(of: $0)) } + results.filter { !sidecars.contains(sidecar(of: $0)) }
    for name in order {
      let sidecar = sidecar(of: name)
      let hasSidecar = sidecars.contains(sidecar)
      if hasSidecar { sidecarsUsed.insert(sidecar) }
      guard let file = try measurementFile(name, in: folder) else { continue }
      var facts = context
      if hasSidecar {
        guard let own = try self.context(sidecar, of: name) else { continue }
        facts = own.completed(by: context)
      }
      if let source = source(of: file), !source.readsNeighbours {
        outcomes.append(try outcome(of: file, source: source, beside: [], context: facts))
      } else {
        waiting.append(Waiting(file: file, context: facts))
      }
    }
    waiting.sort { $0.file.name < $1.file.name }
    for sidecar in sidecars where !sidecarsUsed.contains(sidecar) {
      note(.information, sidecar, "The context belongs to no results file beside it.")
    }
    for (index, entry) in waiting.enumerated() {
      let neighbours = waiting.indices.filter { $0 != index }.map { waiting[$0].file }
      outcomes.append(
        try outcome(of: entry.file, source: source(of: entry.file), beside: neighbours, context: entry.context))
    }
    for outcome in outcomes.sorted(by: { $0.name < $1.name }) { add(outcome) }
  }

  private func isContext(_ name: String) -> Bool {
    FileBytes.name(name) == MeasurementContext.fileName || name.hasSuffix(MeasurementContext.sidecarSuffix)
  }

  // MARK: Notes

  private mutating func note(_ severity: ImportNote.Severity, _ file: String, _ reason: String) {
    result.notes.append(ImportNote(severity: severity, file: file, reason: reason))
  }

  private mutating func noteLoss(_ note: ImportNote) {
    result.notes.append(note)
    result.losses.append(note)
  }

  /// A note on an error that costs files; throws the error where faults are refused.
  private func loss(_ error: ImportError, _ name: String, _ consequence: String) throws(ImportError) -> ImportNote {
    guard directory.badFiles == .skipAndReport else { throw error }
    return ImportNote(
      severity: .skipped, file: name, line: error.line, reason: "\(error.reason(in: name)) \(consequence)")
  }

  // MARK: Contexts

  private mutating func folderContext(
    _ folder: ResultsFolders.Folder, results: [String]
  ) throws(ImportError) -> FolderContext {
    var context = FolderContext.known(directory.context)
    // The nearest folder above that has files; one without files has no context.
    var above = folder.path
    while !above.isEmpty {
      above = above.lastIndex(of: "/").map { String(above[..<$0]) } ?? ""
      if let known = contexts[above] {
        context = known
        break
      }
    }
    let name = (folder.path.isEmpty ? "" : "\(folder.path)/") + MeasurementContext.fileName
    switch context {
    case .wrong(let wrong):
      let count = Wording.count(results.count, "file")
      if !results.isEmpty {
        noteLoss(
          ImportNote(
            severity: .skipped, file: folder.path,
            reason: "\(count) of this folder left out, because \(wrong) above it is wrong: \(Self.names(results))."))
      }
    case .known(let wider) where folder.files.contains(name):
      do {
        context = .known(
          try MeasurementContext(contentsOf: directory.fullPath(name), name: name).completed(by: wider))
        try list(name)
      } catch {
        let left = results.isEmpty ? "" : " The files of its folder were left out: \(Self.names(results))."
        noteLoss(try loss(error, name, "The context holds for no file.\(left)"))
        context = .wrong(name)
      }
    case .known: break
    }
    contexts[folder.path] = context
    return context
  }

  private static func names(_ files: [String]) -> String { Wording.shortList(files.map(FileBytes.name)) }

  /// The context beside a file; `nil`, with a note, for a wrong one.
  private mutating func context(
    _ sidecar: String, of name: String
  ) throws(ImportError) -> MeasurementContext? {
    do {
      let context = try MeasurementContext(contentsOf: directory.fullPath(sidecar), name: sidecar)
      if !result.sources.contains(where: { $0.name == sidecar }) { try list(sidecar) }
      return context
    } catch {
      noteLoss(try loss(error, sidecar, "\(FileBytes.name(name)) was left out with its context."))
      forget(name)
      return nil
    }
  }

  private mutating func list(_ name: String) throws(ImportError) {
    let bytes = try FileBytes.read(directory.fullPath(name), expected: "JSON")
    result.sources.append(SourceFile(name: name, rows: 1, fingerprint: FileBytes.fingerprint(bytes)))
  }

  // MARK: Files

  /// A file that may hold results; `nil`, with a note, for what does not, for a damaged one and for a copy.
  private mutating func measurementFile(
    _ name: String, in folder: ResultsFolders.Folder
  ) throws(ImportError) -> MeasurementFile? {
    do {
      let bytes = try FileBytes.read(directory.fullPath(name), expected: "results")
      if case .unknown(let reason) = try MeasurementFile.Kind(bytes, name: name) {
        note(.skipped, name, reason)
        return nil
      }
      var file = try MeasurementFile(bytes: bytes, name: name, freeText: directory.freeText)
      file.leavesOutBadRecords = directory.badFiles == .skipAndReport
      // The length too: 64 bits alone may collide.
      var content = "\(file.source.fingerprint) \(bytes.count)"
      // Samples say nothing of how the model was served: two servers that answer alike leave equal files.
      if LMEvalSamples().matches(file.keys) { content += " \(folder.path)" }
      if let first = contents[content] {
        copies[first, default: []].append(result.notes.count)
        note(.information, name, "The file has the same content as \(first) and was read once.")
        return nil
      }
      contents[content] = name
      return file
    } catch {
      noteLoss(try loss(error, name, "The file was left out."))
      return nil
    }
  }

  /// Takes a file that was left out from among those whose copies need no reading.
  private mutating func forget(_ name: String) {
    contents = contents.filter { $0.value != name }
    for place in copies.removeValue(forKey: name) ?? [] {
      result.notes[place].severity = .skipped
      result.notes[place].reason =
        "The file has the same content as \(name), which was left out, and was left out as well."
    }
  }

  /// The one format of a file; `nil` if there is none or more than one.
  private func source(of file: MeasurementFile) -> (any MeasurementSource)? {
    let matching = directory.formats.filter { $0.matches(file.keys) }
    return matching.count == 1 ? matching.first : nil
  }

  private mutating func outcome(
    of file: MeasurementFile, source: (any MeasurementSource)?, beside neighbours: [MeasurementFile],
    context: MeasurementContext
  ) throws(ImportError) -> Outcome {
    var outcome = Outcome(name: file.name)
    guard let source else {
      outcome.loss = ImportNote(severity: .skipped, file: file.name, reason: unknownFormat(file))
      return outcome
    }
    do {
      outcome.imported = try source.runs(from: file, beside: neighbours, context: context)
      outcome.imported.notes = file.notes + outcome.imported.notes
      outcome.source = file.source
    } catch {
      outcome.imported.notes = file.notes
      outcome.loss = try loss(error, file.name, "The file was left out.")
      forget(file.name)
    }
    return outcome
  }

  private func unknownFormat(_ file: MeasurementFile) -> String {
    MeasurementSources.reasonUnknown(
      file, matching: directory.formats.filter { $0.matches(file.keys) }.map(\.name))
  }

  // MARK: Runs

  private mutating func add(_ outcome: Outcome) {
    if let source = outcome.source { result.sources.append(source) }
    result.notes += outcome.imported.notes
    result.losses += outcome.imported.losses
    if let loss = outcome.loss {
      noteLoss(loss)
    } else if outcome.imported.runs.isEmpty {
      // Whatever was skipped is why nothing is left.
      result.losses += outcome.imported.notes.filter { $0.severity == .skipped }
    }
    for run in outcome.imported.runs { add(run) }
  }

  private static func key(_ metric: Metric) -> String {
    "\(metric.quantity.rawValue), \(metric.statistic.name), \(metric.definition)"
  }

  /// Adds a run unless one with the same results is there: a rewriting of the same file, or a line written twice.
  private mutating func add(_ run: Run) {
    var bare = run
    bare.identifier = ""
    bare.source = nil
    bare.notes = []
    bare.unmapped = []
    // A rewriting lists the same figures in another order.
    bare.outcomes = run.outcomes.map { (key: Self.key($0.metric), value: $0) }.sorted { $0.key < $1.key }.map(\.value)
    if let first = found[bare] {
      note(
        .information, run.source?.file ?? run.identifier,
        "The run \(run.identifier) has the same figures as \(first.identifier) and was listed once.")
      // What was left out of it may be why the figures are the same.
      result.notes += run.notes.filter { $0.severity != .information && !first.reasons.contains($0.reason) }
      return
    }
    found[bare] = (run.identifier, Set(run.notes.map(\.reason)))
    result.runs.append(run)
  }
}
