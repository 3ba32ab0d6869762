import ScalingExperiments

extension CommandLines {
  /// Returns a script for a POSIX shell that measures cells one after another; all of the plan's where none are given.
  ///
  /// Each cell gets a server of its own, waited for and ended; its contexts are written before its results. A cell that
  /// was finished is passed over, so that the script may be started again. Throws `CommandLineError` for what the
  /// version has no flag for.
  public func script(for cells: [SweepCell]? = nil) throws(CommandLineError) -> String {
    let cells = cells ?? plan.cells
    var lines = [
      "#!/bin/sh",
      "# \(Self.comment(plan.name)): \(Wording.count(cells.count, "cell")) with vLLM \(version.rawValue) and lm-eval "
        + "\(Self.harnessVersion).",
      "# The context files state what the plan says; on other hardware or another build, change the plan first.",
      "set -eu",
      "",
      "mkdir -p \([resultsDirectory, problemsDirectory, logsDirectory].map(ShellCommand.quoted).joined(separator: " "))",
      "",
      "# The prompts, once, as the harness writes them.",
      problems,
      "",
      "server=",
      "trap 'test -z \"$server\" || kill \"$server\"' EXIT",
      "trap 'exit 1' HUP INT TERM",
    ]
    for (index, cell) in cells.enumerated() {
      lines += ["", "# Cell \(index + 1) of \(cells.count): \(cell.identifier)"]
      lines += try steps(cell)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func steps(_ cell: SweepCell) throws(CommandLineError) -> [String] {
    let mark = ShellCommand.quoted("\(logsDirectory)/\(cell.identifier).done")
    let log = ShellCommand.quoted("\(logsDirectory)/\(cell.identifier).server.log")
    let server = try server(for: cell)
    let health = ShellCommand.quoted("\(baseURL)/health")
    var lines = [
      "if test ! -e \(mark); then",
      "\(server.text) > \(log) 2>&1 &",
      "server=$!",
      // Loading may take minutes; a server that died would be waited for in vain.
      "until curl --silent --fail --output /dev/null \(health); do kill -0 \"$server\"; sleep 5; done",
    ]
    for command in [try serving(for: cell), try metrics(for: cell), try accuracy(for: cell)] {
      if let sidecar = command.sidecar { lines += Self.writing(sidecar) }
      lines.append(command.text)
    }
    return lines + ["kill \"$server\"", "wait \"$server\" || true", "server=", "touch \(mark)", "fi"]
  }

  private static func writing(_ sidecar: ContextSidecar) -> [String] {
    let folder = sidecar.path.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/")
    // A line of JSON starts with a bracket or a space, never with the mark that ends the text.
    return (folder.isEmpty ? [] : ["mkdir -p \(ShellCommand.quoted(folder))"])
      + ["cat > \(ShellCommand.quoted(sidecar.path)) <<'CONTEXT'\n\(sidecar.text)CONTEXT"]
  }

  /// The Python program that writes the prompts, for both versions of the benchmark.
  ///
  /// Conversations go into Parquet, which says its columns; streamed from JSON Lines they would have none, and the
  /// benchmark of 0.7.3 looks for them.
  private var problems: String {
    let arguments = [
      "-", task.dataset, task.split, task.problemField, task.promptPrefix, task.promptSuffix, conversationsDirectory,
      problemsFile,
    ].map(ShellCommand.quoted).joined(separator: " ")
    return """
      python3 \(arguments) <<'PROGRAM'
      import json, os, sys
      from datasets import Dataset, load_dataset
      name, split, field, before, after, folder, file = sys.argv[1:]
      prompts = [before + row[field] + after for row in load_dataset(name, split=split)]
      os.makedirs(folder, exist_ok=True)
      turns = [[{"from": "human", "value": prompt}, {"from": "gpt", "value": ""}] for prompt in prompts]
      Dataset.from_dict({"conversations": turns}).to_parquet(os.path.join(folder, "train.parquet"))
      with open(file, "w", encoding="utf-8") as lines:
          for prompt in prompts:
              lines.write(json.dumps({"prompt": prompt}) + "\\n")
      PROGRAM
      """
  }

  private static func comment(_ text: String) -> String {
    text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}
