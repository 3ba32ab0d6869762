import BenchmarkAdapters
import Foundation
import ScalingExperiments
import Testing

/// A small folder of measurements that is right, and what the adapter says to one change in it.
enum SmallFolder {
  /// One model and two strategies over two problems, and one shape.
  static let files: [String: String] = [
    "context.json": """
    {
      "formatVersion": 1,
      "hardware": {"accelerator": "A", "acceleratorCount": 2},
      "serving": {
        "baseline": {"speculation": "off"},
        "ngram": {"speculation": {"method": "ngram", "draftTokens": 5}}
      },
      "workload": {"task": "t", "load": {"kind": "batch", "value": 1}, "sampling": "greedy"},
      "models": {
        "m": {"parameters": 10},
        "7B": {"parameters": 40}
      },
      "decodeStepExecution": "graph",
      "limitations": ["Two problems show little."],
      "notes": ["Typed by hand."]
    }

    """,
    "requests.csv": """
    model,parameters,strategy,problem,cold,setup_ms,prompt_tokens,output_tokens,forward_passes,draft_tokens,\
    accepted_tokens,correct,latency_ms,latency_ms_at_8_tokens,latency_ms_at_16_tokens
    m,10,baseline,0,1,50,5,20,20,0,0,1,80,60,70
    m,10,baseline,4,0,0,5,12,12,0,0,0,30,20,30
    m,10,ngram,0,0,0,5,20,9,40,11,1,20,9,15
    m,10,ngram,4,0,0,5,12,8,30,4,0,18,9,18

    """,
    "greedy.csv": "model,parameters,problem,sample,output_tokens,correct\nm,10,0,0,20,1\nm,10,4,0,12,0\n",
    "samples.csv": "model,parameters,problem,sample,output_tokens,correct\nm,10,0,0,,1\nm,10,0,1,12,0\n",
    "training.csv": "model,parameters,step,tokens,loss\nm,10,50,1000,2.5\n",
    "power.csv": "model,strategy,seconds,requests,output_tokens,mean_watts\nm,baseline,3,5,100,140\n",
    "decode_steps.csv": """
    model,shard,params,weight_bytes_read,batch,context,query,step_ms_median,step_ms_p10,step_ms_p90
    7B,1,40,80,1,256,1,3,2,4
    7B,2,25,50,1,256,1,2,1,3

    """,
    "tp_delay.csv": """
    model,shard,batch,context,injected_delay_us,delays_per_step,step_ms_median,step_ms_p10,step_ms_p90
    7B,2,1,4096,5,56,3,2,4

    """,
    "decode_verify.csv": """
    model,mode,batch,context,query,step_ms_median,step_ms_p10,step_ms_p90
    7B,eager,1,1024,1,3,2,4

    """,
    "decode_generations.csv": "model,output_tokens,latency_s\n7B,896,2.5\n7B,1920,6\n",
  ]

  /// Reads the folder after one replacement in one file.
  static func read(
    _ file: String = "power.csv", _ old: String = "", _ new: String = "", badRows: BadRowPolicy = .refuse
  ) throws -> TestTimeScalingMeasurements {
    var files = files
    let text = try #require(files[file])
    if !old.isEmpty {
      try #require(text.contains(old))
      files[file] = text.replacingOccurrences(of: old, with: new)
    }
    return try read(files, badRows: badRows)
  }

  /// Reads a folder of these files.
  static func read(
    _ files: [String: String], badRows: BadRowPolicy = .refuse
  ) throws -> TestTimeScalingMeasurements {
    var result: Result<TestTimeScalingMeasurements, any Error> = .success(TestTimeScalingMeasurements())
    try TemporaryDirectory.use { directory in
      for (name, text) in files { try Data(text.utf8).write(to: directory.appendingPathComponent(name)) }
      result = Result { try TestTimeScalingDirectory(directory.path, badRows: badRows).read() }
    }
    return try result.get()
  }

  /// The sentence of the refusal after one replacement in one file.
  static func message(_ file: String, _ old: String, _ new: String) -> String? {
    #expect(throws: ImportError.self) { try read(file, old, new) }?.message
  }

  /// The sentence of the refusal after one replacement in the context.
  static func contextMessage(_ old: String, _ new: String) -> String? { message("context.json", old, new) }

  /// The sentence of the refusal of a whole context.
  static func contextMessage(_ text: String) -> String? {
    var files = files
    files["context.json"] = text
    return #expect(throws: ImportError.self) { try read(files) }?.message
  }
}
