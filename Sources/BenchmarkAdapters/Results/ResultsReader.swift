import ScalingExperiments

/// The reading of a folder tree, folder by folder.
struct ResultsReader {
  let directory: ResultsDirectory
  private(set) var result = ResultsDirectoryContents()
  /// The contexts of the folders read so far, each completed by those above it.
  private var contexts: [String: MeasurementContext] = [:]
  /// The file in which each content was found first.
  private var contents: [String: String] = [:]
  /// The identifier of the run in which each result was found first.
  private var found: [Run: String] = [:]

  init(directory: ResultsDirectory) { self.directory = directory }

  mutating func read(_ folder: ResultsDirectory.Folder) throws(ImportError) {
    let context = try folderContext(folder)
    let sidecars = folder.files.filter { $0.hasSuffix(MeasurementContext.sidecarSuffix) }
    var sidecarsUsed: Set<String> = []
    var files: [(file: MeasurementFile, context: MeasurementContext)] = []
    func sidecar(of name: String) -> String {
      (folder.path.isEmpty ? "" : "\(folder.path)/") + MeasurementContext.sidecarName(name)
    }
    let results = folder.files.filter { !isContext($0) }
    // "cell copy.json" comes before "cell.json", but only the latter has a context: of two copies that one is read.
    let order =
      results.filter { sidecars.contains(sidecar(of: $0)) } + results.filter { !sidecars.contains(sidecar(of: $0)) }
    for name in order {
      guard let file = try measurementFile(name, in: folder) else { continue }
      let sidecar = sidecar(of: name)
      guard sidecars.contains(sidecar) else {
        files.append((file, context))
        continue
      }
      let own = try MeasurementContext(contentsOf: directory.fullPath(sidecar), name: sidecar)
      if sidecarsUsed.insert(sidecar).inserted { try list(sidecar) }
      files.append((file, own.completed(by: context)))
    }
    files.sort { $0.file.name < $1.file.name }
    for sidecar in sidecars where !sidecarsUsed.contains(sidecar) {
      note(.information, sidecar, "The context belongs to no results file beside it.")
    }
    for (index, entry) in files.enumerated() {
      let neighbours = files.indices.filter { $0 != index }.map { files[$0].file }
      try take(entry.file, beside: neighbours, context: entry.context)
    }
  }

  private func isContext(_ name: String) -> Bool {
    FileBytes.name(name) == MeasurementContext.fileName || name.hasSuffix(MeasurementContext.sidecarSuffix)
  }

  private mutating func note(_ severity: ImportNote.Severity, _ file: String, _ reason: String) {
    result.notes.append(ImportNote(severity: severity, file: file, reason: reason))
  }

  // MARK: Contexts

  private mutating func folderContext(_ folder: ResultsDirectory.Folder) throws(ImportError) -> MeasurementContext {
    var context = directory.context
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
    if folder.files.contains(name) {
      context = try MeasurementContext(contentsOf: directory.fullPath(name), name: name).completed(by: context)
      try list(name)
    }
    contexts[folder.path] = context
    return context
  }

  private mutating func list(_ name: String) throws(ImportError) {
    let bytes = try FileBytes.read(directory.fullPath(name), expected: "JSON")
    result.sources.append(SourceFile(name: name, rows: 1, fingerprint: FileBytes.fingerprint(bytes)))
  }

  // MARK: Files

  /// A file that may hold results; `nil`, with a note, for what does not, for a damaged one and for a copy.
  private mutating func measurementFile(
    _ name: String, in folder: ResultsDirectory.Folder
  ) throws(ImportError) -> MeasurementFile? {
    do {
      let bytes = try FileBytes.read(directory.fullPath(name), expected: "results")
      guard MeasurementFile.Kind(bytes) != nil else {
        note(.skipped, name, "The file holds neither JSON objects nor metrics in Prometheus text format.")
        return nil
      }
      let file = try MeasurementFile(bytes: bytes, name: name)
      // The length too: 64 bits alone may collide.
      var content = "\(file.source.fingerprint) \(bytes.count)"
      // Samples say nothing of how the model was served: two servers that answer alike leave equal files.
      if LMEvalSamples().matches(file.keys) { content += " \(folder.path)" }
      if let first = contents[content] {
        note(.information, name, "The file has the same content as \(first) and was read once.")
        return nil
      }
      contents[content] = name
      return file
    } catch {
      try skip(error, name)
      return nil
    }
  }

  private mutating func skip(_ error: ImportError, _ name: String) throws(ImportError) {
    guard directory.badFiles == .skipAndReport else { throw error }
    let reason = error.message.hasPrefix(name) ? String(error.message.dropFirst(name.count)) : error.message
    let text = reason.drop { $0 == ":" || $0 == " " }
    let line = error.line.map { "\($0): " } ?? ""
    let sentence = text.hasPrefix(line) ? text.dropFirst(line.count) : text
    result.notes.append(
      ImportNote(
        severity: .skipped, file: name, line: error.line, reason: "\(sentence) The file was left out."))
  }

  private mutating func take(
    _ file: MeasurementFile, beside neighbours: [MeasurementFile], context: MeasurementContext
  ) throws(ImportError) {
    let matching = directory.formats.filter { $0.matches(file.keys) }
    guard let source = matching.first, matching.count == 1 else {
      let known = matching.isEmpty ? "No format" : Wording.list(matching.map(\.name))
      note(
        .skipped, file.name,
        "\(known) \(matching.count > 1 ? "match" : "matches") the keys of the file (\(keys(file))), so that it was left "
          + "out; which tool wrote it? Read it with that tool's source.")
      return
    }
    do {
      let read = try source.runs(from: file, beside: neighbours, context: context)
      result.sources.append(file.source)
      result.notes += read.notes
      for run in read.runs { add(run) }
    } catch {
      // A context that is contradicted is the reader's to correct, whatever happens to damaged files.
      if error.isContradiction { throw error }
      try skip(error, file.name)
    }
  }

  private func keys(_ file: MeasurementFile) -> String {
    Wording.shortList(file.keys.sorted(), longest: 6)
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
    // A rewriting lists the same figures in another order.
    bare.outcomes = run.outcomes.map { (key: Self.key($0.metric), value: $0) }.sorted { $0.key < $1.key }.map(\.value)
    if let first = found[bare] {
      note(
        .information, run.source?.file ?? run.identifier,
        "The run \(run.identifier) has the same figures as \(first) and was listed once.")
      return
    }
    found[bare] = run.identifier
    result.runs.append(run)
  }
}
