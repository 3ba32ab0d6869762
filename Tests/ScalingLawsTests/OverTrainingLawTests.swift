import CurveFitting
import Foundation
import ScalingLaws
import Testing

@Suite struct OverTrainingLawTests {
  /// The RedPajama fit of Gadre and others, 2024, in the amplitudes of their code.
  private let law = OverTrainingLaw(
    floor: 1.83664839, parameterAmplitude: 166.210986, tokenAmplitude: 366.687181, exponent: 0.272850703)

  @Test func `runs of one number of tokens per parameter lie on lines of one slope in compute`() {
    for ratio in [5.0, 20, 640] {
      let low = law.value(compute: 1e19, tokensPerParameter: ratio) - law.floor
      let high = law.value(compute: 1e21, tokensPerParameter: ratio) - law.floor
      #expect(abs(log(low / high) / log(100) - 0.5 * law.exponent) < 1e-12)
    }
    #expect(
      abs(law.value(compute: 6e20, tokensPerParameter: 1) - law.value(parameters: 1e10, tokensPerParameter: 1)) < 1e-12)
  }

  @Test func `exact losses give the law back without a guess`() throws {
    let n: [Double] = [1e7, 8e7, 1.5e8, 4e8, 1e7, 4e8]
    let m: [Double] = [20, 20, 20, 20, 320, 80]
    let loss = zip(n, m).map { law.value(parameters: $0, tokensPerParameter: $1) }
    let fit = try OverTrainingLaw.fit(parameters: n, tokensPerParameter: m, loss: loss)
    for (parameter, truth) in zip(fit.parameters, law.parameters) {
      #expect(abs(parameter.value / truth - 1) < 1e-8, "\(parameter.name) is \(parameter.value)")
    }
  }

  static let referenceData = ProcessInfo.processInfo.environment["SCALING_REFERENCE_DATA"]

  struct Published: Sendable {
    let dataset: String
    let parameters: [Double]
    /// Relative errors in percent at (1.4B, M = 640) and (6.9B, M = 20); NaN where none is printed.
    let errors: [Double]
  }

  /// Gadre and others, 2024 (arXiv:2403.08540), notebook of mlfoundations/scaling: E, alpha, beta, -b, and the errors of the abstract for RedPajama.
  static let published = [
    Published(
      dataset: "rpj", parameters: [1.83664839, 166.210986, 366.687181, 0.272850703], errors: [0.7103, 0.7320]),
    Published(
      dataset: "c4_original", parameters: [1.50826053, 113.69260154, 189.51551763, 0.24247224], errors: [.nan, 4.2952]),
    Published(
      dataset: "rw_original", parameters: [1.73446208, 125.0956946, 246.20668419, 0.25439484], errors: [.nan, 1.6193]),
  ]

  @Test(
    .enabled(if: referenceData != nil, "Set SCALING_REFERENCE_DATA to a folder that holds gadre_overtraining."),
    arguments: published)
  func `five small models predict the large ones as printed (needs SCALING_REFERENCE_DATA)`(_ published: Published)
    throws
  {
    let path = (Self.referenceData ?? "") + "/gadre_overtraining/models_losses.csv"
    let lines = try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let names = ["name", "params", "tokens", "loss_c4_val"].compactMap { lines[0].firstIndex(of: $0) }
    func row(_ name: String) throws -> (n: Double, m: Double, loss: Double) {
      let row = try #require(lines.first { $0[names[0]] == "\(published.dataset)-\(name)" })
      let n = try #require(Double(row[names[1]]))
      return (n, try #require(Double(row[names[2]])) / n, try #require(Double(row[names[3]])))
    }
    let small = try [
      "d=96_l=8_h=4-1.0", "d=512_l=8_h=4-1.0", "d=576_l=24_h=8-1.0", "d=1024_l=24_h=8-1.0", "d=96_l=8_h=4-16.0",
    ]
    .map(row)
    let fit = try OverTrainingLaw.fit(
      parameters: small.map(\.n), tokensPerParameter: small.map(\.m), loss: small.map(\.loss))
    let law = try OverTrainingLaw(fit)
    for (value, printed) in zip(law.parameters, published.parameters) {
      #expect(abs(value / printed - 1) < 3e-5, "\(value) for \(printed)")
    }
    for (name, printed) in zip(["open_lm_1b-32.0", "open_lm_7b-1.0"], published.errors) where printed.isFinite {
      let large = try row(name)
      let error = abs(law.value(parameters: large.n, tokensPerParameter: large.m) / large.loss - 1) * 100
      #expect(abs(error - printed) < 6e-5, "\(name): \(error) %")
    }
  }

  /// The 17 tasks of the authors' average (scaling/constants.py of mlfoundations/scaling).
  static let tasks = [
    "bigbench_operators", "pubmed_qa_labeled", "hellaswag_zeroshot", "boolq", "arc_easy", "coqa",
    "bigbench_dyck_languages", "lambada_openai", "bigbench_novel_concepts", "winograd", "bigbench_cs_algorithms",
    "commonsense_qa", "bigbench_qa_wikidata", "hellaswag", "copa", "squad", "piqa",
  ]

  @Test(.enabled(if: referenceData != nil, "Set SCALING_REFERENCE_DATA to a folder that holds gadre_overtraining."))
  func `the Top-1 error of 17 tasks is forecast through the loss as printed (needs SCALING_REFERENCE_DATA)`() throws {
    func read(_ file: String) throws -> [[String]] {
      let path = (Self.referenceData ?? "") + "/gadre_overtraining/" + file
      return try String(contentsOfFile: path, encoding: .utf8).split(whereSeparator: \.isNewline).map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    let losses = try read("models_losses.csv")
    let accuracies = try read("downstream_accuracy_46tasks.csv")
    func run(_ name: String) throws -> (n: Double, m: Double, loss: Double, error: Double) {
      let first = try #require(losses.first { $0[0] == "rpj-\(name)" })
      let second = try #require(accuracies.first { $0[0] == "rpj-\(name)" })
      func number(_ column: String, _ header: [String], _ row: [String]) throws -> Double {
        let index = try #require(header.firstIndex(of: column))
        return try #require(Double(row[index]))
      }
      let numbers = try ["params", "tokens", "loss_c4_val"].map { try number($0, losses[0], first) }
      let errors = try Self.tasks.map { 1 - (try number($0, accuracies[0], second)) }
      return (numbers[0], numbers[1] / numbers[0], numbers[2], errors.reduce(0, +) / 17)
    }
    let small = try [
      "d=96_l=8_h=4-1.0", "d=512_l=8_h=4-1.0", "d=576_l=24_h=8-1.0", "d=1024_l=24_h=8-1.0", "d=96_l=8_h=4-16.0",
    ].map(run)
    let loss = try OverTrainingLaw(
      OverTrainingLaw.fit(
        parameters: small.map(\.n), tokensPerParameter: small.map(\.m), loss: small.map(\.loss)))
    // Gadre and others, eq. 5: Err = eps - k exp(-gamma L), with the 1.4B model at 20 tokens per parameter besides.
    let all = small + [try run("open_lm_1b-1.0")]
    let error = try SaturatingExponential(
      SaturatingExponential.fit(x: all.map(\.loss), y: all.map(\.error)))
    for (name, printed) in [("open_lm_1b-32.0", 3.6365), ("open_lm_7b-1.0", 0.0464)] {
      let large = try run(name)
      let forecast = error.value(at: loss.value(parameters: large.n, tokensPerParameter: large.m))
      let off = abs(forecast / large.error - 1) * 100
      #expect(abs(off - printed) < 6e-5, "\(name): \(off) %")
    }
  }
}
