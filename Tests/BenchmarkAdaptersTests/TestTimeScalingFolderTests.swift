import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// A folder typed by hand, of other hardware, strategies and models than the shipped one: nothing of the shipped one may
/// come out of it.
@Suite struct TestTimeScalingFolderTests {
  private static let files: [String: String] = [
    "context.json": """
    {
      "formatVersion": 1,
      "hardware": {
        "accelerator": "AMD Instinct MI300X",
        "acceleratorCount": 4,
        "memory": 192e9,
        "topology": {"acceleratorsPerNode": 4, "nodes": 1, "linkInsideNode": {"name": "Infinity Fabric"}}
      },
      "serving": {
        "plain": {"engine": "vLLM", "tensorParallel": 4, "precision": "fp8", "speculation": "off"},
        "eagle": {
          "engine": "vLLM", "tensorParallel": 4, "precision": "fp8",
          "speculation": {"method": "eagle", "draftTokens": 3}
        }
      },
      "workload": {"task": "sums", "load": {"kind": "concurrency", "value": 8}, "sampling": 0.7},
      "models": {
        "small": {"family": "f", "parameters": 1000},
        "large": {
          "parameters": 2000,
          "shape": {
            "layers": 2, "hiddenSize": 8, "attentionHeads": 4, "keyValueHeads": 2, "headDimension": 2,
            "feedForwardSize": 16, "vocabularySize": 32, "tiedEmbeddings": true
          }
        }
      },
      "decodeStepRepeats": 7,
      "decodeStepExecution": "eager",
      "limitations": ["Three problems show little.", "The sums are short."],
      "notes": ["The memory is the vendor's figure."]
    }

    """,
    "requests.csv": """
    model,parameters,strategy,problem,cold,setup_ms,prompt_tokens,output_tokens,forward_passes,draft_tokens,\
    accepted_tokens,correct,latency_ms,latency_ms_at_8_tokens
    small,1000,plain,a,1,4,3,10,10,0,0,1,20,16
    small,1000,plain,b,0,0,3,8,8,0,0,0,12,12
    small,1000,plain,c,0,0,3,9,9,0,0,1,13,12
    small,1000,eagle,a,0,0,3,10,4,12,6,1,9,8
    small,1000,eagle,b,0,0,3,8,3,9,5,0,7,7
    small,1000,eagle,c,0,0,3,9,5,15,4,1,11,10
    large,2000,plain,a,0,0,3,10,10,0,0,1,40,32
    large,2000,plain,b,0,0,3,8,8,0,0,1,32,32
    large,2000,plain,c,0,0,3,9,9,0,0,1,36,32

    """,
    "greedy.csv": """
    model,parameters,problem,sample,output_tokens,correct
    small,1000,a,0,10,1
    small,1000,b,0,8,0
    small,1000,c,0,9,1
    large,2000,a,0,10,1
    large,2000,b,0,8,1
    large,2000,c,0,9,1

    """,
    "samples.csv": "model,parameters,problem,sample,output_tokens,correct\nsmall,1000,a,0,10,1\n",
    "training.csv": "model,parameters,step,tokens,loss\nlarge,2000,1,64,3.5\n",
    "power.csv": """
    model,strategy,seconds,requests,output_tokens,mean_watts
    small,plain,2,10,90,300
    small,eagle,2,15,135,320

    """,
    "decode_steps.csv": """
    model,shard,params,weight_bytes_read,batch,context,query,step_ms_median,step_ms_p10,step_ms_p90
    large,1,2000,4000,1,16,1,3,2,4

    """,
    "tp_delay.csv": """
    model,shard,batch,context,injected_delay_us,delays_per_step,step_ms_median,step_ms_p10,step_ms_p90
    large,2,1,16,5,4,2,1,3

    """,
    "decode_verify.csv": """
    model,mode,batch,context,query,step_ms_median,step_ms_p10,step_ms_p90
    large,graph,1,16,4,2,1,3

    """,
    "decode_generations.csv": "model,output_tokens,latency_s\nlarge,8,1\nlarge,16,2.5\n",
  ]

  private static let small = ModelDescription(name: "small", family: "f", parameters: 1_000)
  private static let large = ModelDescription(
    name: "large", parameters: 2_000,
    shape: ModelShape(
      layers: 2, hiddenSize: 8, attentionHeads: 4, keyValueHeads: 2, headDimension: 2, feedForwardSize: 16,
      vocabularySize: 32, tiedEmbeddings: true))

  @Test func `Runs carry what the context states and nothing else`() throws {
    let runs = try SmallFolder.read(Self.files).runs
    #expect(runs.map(\.identifier) == ["small plain", "small eagle", "large plain"])
    #expect(runs.map(\.model) == [Self.small, Self.small, Self.large])
    let hardware = HardwareDescription(
      accelerator: "AMD Instinct MI300X", memory: 192e9,
      topology: Topology(acceleratorsPerNode: 4, nodes: 1, linkInsideNode: Link(name: "Infinity Fabric")),
      acceleratorCount: 4)
    let workload = Workload(
      task: "sums", problemCount: 3, samplesPerProblem: 1, load: .concurrency(8), sampling: .temperature(0.7))
    for run in runs { #expect(run.hardware == hardware && run.workload == workload) }
    let off = ServingConfiguration(engine: "vLLM", tensorParallel: 4, precision: .fp8, speculation: .off)
    var on = off
    on.speculation = .on(Speculation(method: .eagle, draftTokens: 3))
    #expect(runs.map(\.serving) == [off, on, off])
  }

  @Test func `Requests and answers are those of the tables`() throws {
    let runs = try SmallFolder.read(Self.files).runs
    #expect(runs[0].requests?.latency == [0.02, 0.012, 0.013])
    #expect(runs[0].requests?.setupTime == [0.004, 0, 0])
    #expect(runs[1].requests?.problems == ["a", "b", "c"])
    #expect(runs[1].requests?.acceptedTokens == [6, 5, 4])
    #expect(runs[2].requests?.latencyAtTokenCap.map(\.tokenCap) == [8])
    #expect(runs.map { $0.answers?.isCorrect } == [[true, false, true], [true, false, true], [true, true, true]])
    #expect(runs.allSatisfy { $0.notes.count == 1 })
  }

  @Test func `Steps, generations and power belong to the stated models`() throws {
    let result = try SmallFolder.read(Self.files)
    #expect(result.decodeSteps.allSatisfy { $0.model == Self.large })
    #expect(result.decodeSteps.map(\.repeats) == [7, nil, nil])
    #expect(result.decodeSteps.map(\.execution) == [.eager, .eager, .graph])
    #expect(result.decodeSteps.map(\.median) == [0.003, 0.002, 0.002])
    #expect(result.generations.map(\.model) == [Self.large])
    #expect(result.generations.first?.latency == [1, 2.5])
    #expect(result.power.map(\.model) == [Self.small, Self.small])
    #expect(
      result.power.map(\.speculation) == [.off, .on(Speculation(method: .eagle, draftTokens: 3))])
    // By hand: 300 W x 2 s = 600 J.
    #expect(result.power.first?.joules == 600)
  }

  @Test func `Limitations, notes and sources are its own`() throws {
    let result = try SmallFolder.read(Self.files)
    #expect(result.limitations == ["Three problems show little.", "The sums are short."])
    #expect(
      result.notes.map(\.message) == [
        "requests.csv: There are no requests of large under strategy eagle, which other models have.",
        "samples.csv: The file was read and checked (1 row), but not used.",
        "training.csv: The file was read and checked (1 row), but not used.",
        "The memory is the vendor's figure.",
      ])
    #expect(result.sources.map(\.rows) == [9, 6, 1, 1, 1, 2, 2, 1, 1, 1])
    #expect(result.sources.last?.name == "context.json")
    // FNV-1a anew: the definition over the bytes, 64 bits.
    let text = try #require(Self.files["context.json"])
    let hash = text.utf8.reduce(14_695_981_039_346_656_037 as UInt64) { ($0 ^ UInt64($1)) &* 1_099_511_628_211 }
    let digits = String(hash, radix: 16)
    #expect(result.sources.last?.fingerprint == String(repeating: "0", count: 16 - digits.count) + digits)
    // Nothing that only the shipped folder knows.
    let archive = String(decoding: try JSONEncoder().encode(result), as: UTF8.self)
    for word in ["H100", "NVIDIA", "torch", "97", "Qwen", "ngram"] { #expect(!archive.contains(word)) }
  }
}
