import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// What `TestTimeScalingDirectory` reads from `context.json`, and what it says to a wrong one.
@Suite struct TestTimeScalingContextTests {
  private func message(_ old: String, _ new: String) -> String? { SmallFolder.contextMessage(old, new) }

  @Test func `Without a context nothing is assumed`() throws {
    try TemporaryDirectory.use { directory in
      let error = #expect(throws: ImportError.self) { try TestTimeScalingDirectory(directory.path).read() }
      #expect(
        error?.message
          == "The file context.json is missing from the folder \(directory.path); it must state what no table says: "
          + "hardware (accelerator and acceleratorCount), serving (each strategy with its speculation), workload (task, "
          + "load and sampling), models (each with its parameters) and limitations.")
      #expect(error?.file == "context.json")
    }
  }

  @Test func `A context of another version is refused before its keys are judged`() {
    #expect(
      message("\"formatVersion\": 1,", "\"formatVersion\": 2, \"price\": 3,")
        == "context.json:2: formatVersion is 2, but this library reads version 1 only.")
    #expect(
      message("  \"formatVersion\": 1,\n", "")
        == "context.json:1: The file lacks the key \"formatVersion\": the version of its format, which is 1.")
    #expect(
      message("\"formatVersion\": 1,", "\"formatVersion\": \"1\",")
        == "context.json:2: formatVersion must be a whole number of 1 or more, not the text \"1\".")
  }

  @Test func `An unknown key is refused by name`() {
    #expect(
      message("\"notes\"", "\"note\"")
        == "context.json:15: \"note\" is not a key of the file; the keys are formatVersion, hardware, serving, workload, "
        + "models, decodeStepRepeats, decodeStepExecution, limitations and notes.")
    #expect(
      message("\"acceleratorCount\"", "\"gpuCount\"")
        == "context.json:3: \"gpuCount\" is not a key of hardware; the keys are accelerator, acceleratorCount, memory, "
        + "memoryBandwidth, peakRates and topology.")
    #expect(
      message("\"draftTokens\": 5", "\"draft\": 5")
        == "context.json:6: \"draft\" is not a key of serving[\"ngram\"].speculation; the keys are method, draftTokens, "
        + "ngramMinimum, ngramMaximum and positionsPerPass.")
    #expect(
      message("\"m\": {\"parameters\": 10}", "\"m\": {\"parameters\": 10, \"params\": 10}")
        == "context.json:10: \"params\" is not a key of models[\"m\"]; the keys are family, parameters and shape.")
  }

  @Test func `A key that occurs twice is refused`() {
    #expect(
      message("\"7B\": {", "\"m\": {")
        == "context.json:11: The key \"m\" occurs twice in models: before on line 10.")
    #expect(
      message("\"notes\": [", "\"limitations\": [")
        == "context.json:15: The key \"limitations\" occurs twice in the file: before on line 14.")
    #expect(message("\"m\": {", "\" \": {") == "context.json:10: A key of models is empty.")
  }

  @Test(
    arguments: [
      (
        ", \"acceleratorCount\": 2", "",
        "3: hardware lacks the key \"acceleratorCount\": the number of accelerators in use, in all."
      ),
      (
        "\"accelerator\": \"A\", ", "",
        "3: hardware lacks the key \"accelerator\": the name of the accelerator, as its driver gives it."
      ),
      (
        "  \"hardware\": {\"accelerator\": \"A\", \"acceleratorCount\": 2},\n", "",
        "1: The file lacks the key \"hardware\": the accelerator and how many of them were in use."
      ),
      (
        "\"speculation\": \"off\"", "\"engine\": \"e\"",
        "5: serving[\"baseline\"] lacks the key \"speculation\": \"off\", or an object with the method of speculation."
      ),
      (
        "\"method\": \"ngram\", ", "",
        "6: serving[\"ngram\"].speculation lacks the key \"method\": where the drafts come from."
      ),
      ("\"task\": \"t\", ", "", "8: workload lacks the key \"task\": the task or data set."),
      (", \"sampling\": \"greedy\"", "", "8: workload lacks the key \"sampling\": \"greedy\" or the temperature."),
      (
        ", \"value\": 1", "",
        "8: workload.load lacks the key \"value\": the number that belongs to \"batch\"."
      ),
      (
        "{\"parameters\": 40}", "{}", "11: models[\"7B\"] lacks the key \"parameters\": the total number of parameters."
      ),
      (
        "  \"limitations\": [\"Two problems show little.\"],\n", "",
        "1: The file lacks the key \"limitations\": what the data cannot show, one sentence each, or [] to state that "
          + "nothing is known."
      ),
    ])
  func `A missing field is asked for, with what it would say`(old: String, new: String, expected: String) {
    #expect(message(old, new) == "context.json:" + expected)
  }

  @Test(
    arguments: [
      (
        "\"acceleratorCount\": 2", "\"acceleratorCount\": 0",
        "3: hardware.acceleratorCount must be a whole number of 1 or more, not 0."
      ),
      (
        "\"acceleratorCount\": 2", "\"acceleratorCount\": 1.5",
        "3: hardware.acceleratorCount must be a whole number of 1 or more, not 1.5."
      ),
      (
        "\"acceleratorCount\": 2", "\"acceleratorCount\": null",
        "3: hardware.acceleratorCount must be a whole number of 1 or more, not null; leave out an optional key whose "
          + "value is unknown."
      ),
      (
        "\"acceleratorCount\": 2", "\"acceleratorCount\": 2, \"memory\": -1",
        "3: hardware.memory must be a finite number of more than 0, not -1."
      ),
      (
        "\"acceleratorCount\": 2", "\"acceleratorCount\": 2, \"memory\": 1e999",
        "3: hardware.memory must be a finite number of more than 0, not 1e999."
      ),
      ("\"accelerator\": \"A\"", "\"accelerator\": \" \"", "3: hardware.accelerator must not be an empty text."),
      ("\"accelerator\": \"A\"", "\"accelerator\": true", "3: hardware.accelerator must be a text, not true."),
      (
        "\"speculation\": \"off\"", "\"speculation\": \"on\"",
        "5: serving[\"baseline\"].speculation must be \"off\" or an object, not the text \"on\"."
      ),
      (
        "\"draftTokens\": 5", "\"ngramMinimum\": 5, \"ngramMaximum\": 4",
        "6: serving[\"ngram\"].speculation has an ngramMinimum of 5, which is more than its ngramMaximum of 4."
      ),
      (
        "\"kind\": \"batch\"", "\"kind\": \"burst\"",
        "8: workload.load.kind must be one of \"batch\", \"concurrency\", \"requestRate\" and \"saturating\", not the "
          + "text \"burst\"."
      ),
      (
        "\"kind\": \"batch\"", "\"kind\": \"saturating\"", "8: workload.load is saturating, which has no value."
      ),
      (
        "\"sampling\": \"greedy\"", "\"sampling\": \"hot\"",
        "8: workload.sampling must be \"greedy\" or a temperature, not the text \"hot\"."
      ),
      (
        "\"sampling\": \"greedy\"", "\"sampling\": -0.5",
        "8: workload.sampling must be a finite number of 0 or more, not -0.5."
      ),
      (
        "\"decodeStepExecution\": \"graph\"", "\"decodeStepExecution\": \"lazy\"",
        "13: decodeStepExecution must be one of \"eager\" and \"graph\", not the text \"lazy\"."
      ),
      (
        "[\"Two problems show little.\"]", "\"none\"", "14: limitations must be a list, not the text \"none\"."
      ),
      ("[\"Two problems show little.\"]", "[\"\"]", "14: limitations[0] must not be an empty text."),
      ("{\"parameters\": 40}", "40", "11: models[\"7B\"] must be an object, not 40."),
      (
        "{\"parameters\": 40}", "{\"parameters\": 40, \"shape\": {\"layers\": 1}}",
        "11: models[\"7B\"].shape lacks the key \"hiddenSize\": the width of the residual stream."
      ),
    ])
  func `A value of the wrong kind is named with its line`(old: String, new: String, expected: String) {
    #expect(message(old, new) == "context.json:" + expected)
  }

  @Test func `A peak rate is stated once`() {
    let rate = "{\"precision\": \"bf16\", \"sparsity\": \"dense\", \"floatingPointOperationsPerSecond\": 1e15}"
    #expect(
      message("\"acceleratorCount\": 2", "\"acceleratorCount\": 2, \"peakRates\": [\(rate),\n\(rate)]")
        == "context.json:4: hardware.peakRates[1] states the dense peak rate of bf16 a second time.")
    #expect(
      message("\"acceleratorCount\": 2", "\"acceleratorCount\": 2, \"peakRates\": [{\"precision\": \"bf16\"}]")
        == "context.json:3: hardware.peakRates[0] lacks the key \"sparsity\": whether the vendor counts zeros as work.")
  }

  @Test func `One strategy has to be without speculation`() {
    #expect(
      message("\"off\"", "{\"method\": \"eagle\"}")
        == "context.json:4: serving has no strategy with \"speculation\": \"off\", against which the others can be "
        + "compared; the strategies are baseline and ngram.")
  }

  @Test func `A strategy or model that the context lacks is refused in every table`() {
    #expect(
      SmallFolder.message("power.csv", "m,baseline", "m,eagle")
        == "power.csv:2, column strategy: The strategy \"eagle\" is not stated in context.json, where serving has "
        + "baseline and ngram.")
    for (file, old) in [
      ("requests.csv", "m,10,baseline,0"), ("greedy.csv", "m,10,0"), ("samples.csv", "m,10,0,0"),
      ("training.csv", "m,10"), ("power.csv", "m,baseline"), ("decode_steps.csv", "7B,1"), ("tp_delay.csv", "7B,2"),
      ("decode_verify.csv", "7B,eager"), ("decode_generations.csv", "7B,896"),
    ] {
      let new = "x" + old.drop { $0 != "," }
      #expect(
        SmallFolder.message(file, old, new)
          == "\(file):2, column model: The model \"x\" is not stated in context.json, where models has m and 7B.")
    }
  }

  @Test func `A parameter count that contradicts the context is refused in every table that has one`() {
    for file in ["requests.csv", "greedy.csv", "samples.csv", "training.csv"] {
      #expect(
        SmallFolder.message(file, "m,10", "m,12")
          == "\(file):2, column parameters: Model m has 12 parameters here, but 10 in context.json:10, "
          + "models[\"m\"].parameters.")
    }
    // What a shard holds is less than the model and contradicts nothing; the whole model does.
    #expect(
      SmallFolder.message("decode_steps.csv", "7B,1,40", "7B,1,41")
        == "decode_steps.csv:2, column params: Model 7B has 41 parameters here, but 40 in context.json:11, "
        + "models[\"7B\"].parameters.")
  }

  @Test func `One row with another count is a bad row, all rows are a wrong context`() throws {
    let result = try SmallFolder.read("requests.csv", "m,10,ngram,4", "m,11,ngram,4", badRows: .skipAndReport)
    #expect(result.runs.map { $0.requests?.count } == [2, 1])
    #expect(
      result.notes.first?.message
        == "requests.csv:5, column parameters: Model m has 11 parameters here, but 10 in context.json:10, "
        + "models[\"m\"].parameters. The row was left out.")
    let error = #expect(throws: ImportError.self) {
      try SmallFolder.read("context.json", "{\"parameters\": 10}", "{\"parameters\": 12}", badRows: .skipAndReport)
    }
    #expect(
      error?.message
        == "requests.csv:2, column parameters: Model m has 10 parameters here, but 12 in context.json:10, "
        + "models[\"m\"].parameters.")
  }

  @Test func `An empty list of limitations is a statement, and a note says so`() throws {
    let result = try SmallFolder.read("context.json", "[\"Two problems show little.\"]", "[]")
    #expect(result.limitations.isEmpty)
    #expect(
      result.notes.contains(
        ImportNote(
          severity: .missing, file: "context.json",
          reason: "No limitations are stated: limitations is an empty list.")))
  }

  @Test func `What may be left out stays unknown`() throws {
    let result = try SmallFolder.read("context.json", "  \"decodeStepExecution\": \"graph\",\n", "")
    #expect(result.decodeSteps.map(\.execution) == [nil, nil, nil, .eager])
    #expect(result.decodeSteps.allSatisfy { $0.repeats == nil })
    #expect(
      result.notes.map(\.message).contains(
        "context.json: decodeStepExecution is not stated, so it is unknown how the kernels of decode_steps.csv and "
          + "tp_delay.csv were launched."))
    let serving = result.runs[0].serving
    #expect(serving == ServingConfiguration(speculation: .off))
    #expect(result.runs[0].hardware == HardwareDescription(accelerator: "A", acceleratorCount: 2))
  }

  @Test func `The keys are those that the encoders of the values write`() throws {
    let hardware = HardwareDescription(
      accelerator: "A/B \"x\"", memory: 1.5e11, memoryBandwidth: 0.1,
      peakRates: [PeakRate(precision: .fp8, sparsity: .sparse, floatingPointOperationsPerSecond: 2e15)],
      topology: Topology(
        acceleratorsPerNode: 8, nodes: 2, linkInsideNode: Link(name: "L", bytesPerSecondPerDirection: 4.5e11),
        linkBetweenNodes: Link(name: "N", latency: 0)),
      acceleratorCount: 16)
    let serving = ServingConfiguration(
      engine: "e", version: "1", attentionBackend: "a", cudaVersion: "c", torchVersion: "t", tensorParallel: 2,
      pipelineParallel: 3, dataParallel: 4, precision: .int4, execution: .eager,
      speculation: .on(
        Speculation(method: .ngram, draftTokens: 1, ngramMinimum: 2, ngramMaximum: 3, positionsPerPass: 4)))
    let loads: [LoadDescription] = [.batch(2), .concurrency(3), .requestRate(0.5), .saturating]
    for load in loads {
      let workload = Workload(task: "é\n", load: load, sampling: .temperature(0.7))
      func encoded(_ value: some Encodable) throws -> String {
        String(decoding: try JSONEncoder().encode(value), as: UTF8.self)
      }
      var files = SmallFolder.files
      files["context.json"] = """
        {"formatVersion": 1, "hardware": \(try encoded(hardware)), "workload": \(try encoded(workload)),
        "serving": {"ngram": \(try encoded(serving)), "baseline": {"speculation": "off"}},
        "models": {"m": {"parameters": 1e1}, "7B": {"parameters": 40}}, "limitations": []}
        """
      let runs = try SmallFolder.read(files).runs
      #expect(runs[0].hardware == hardware && runs[1].serving == serving && runs[0].model.parameters == 10)
      #expect(
        runs[0].workload
          == Workload(
            task: "é\n", problemCount: 2, samplesPerProblem: 1, load: load, sampling: .temperature(0.7)))
    }
  }
}
