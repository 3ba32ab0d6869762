import CurveFitting
import ScalingLaws
import ScalingStatistics

/// Nested shares: few problems, none or all of them solved, caps as nasty as any x.
enum FuzzedShares {
  static func run(_ input: inout NastyInput, _ outcome: inout FuzzOutcome) {
    let problems = input.pick([0, 1, 2, 7, 50, 400, 1e6, 2.5, -1, .nan, 1e300])
    var share = 0.0
    var counts: [Double] = []
    for _ in input.x.prefix(14) {
      if input.numbers.nextIndex(below: 3) > 0 { share += (1 - share) * input.numbers.nextUniform() * 0.6 }
      counts.append((share * problems).rounded(.down))
    }
    if input.numbers.nextIndex(below: 8) == 0 { counts = counts.map { _ in problems } }
    if input.numbers.nextIndex(below: 8) == 0, !counts.isEmpty {
      counts[input.numbers.nextIndex(below: counts.count)] = input.oddNumber()
    }
    guard let shares = outcome.attempt({ try NestedShares(counts: counts, problemCount: problems) }) else { return }
    let (model, x) = (input.pick(FuzzedFit.models), Array(input.x.prefix(14)))
    guard let fit = outcome.attempt({ try model.fit(x: x, shares: shares) }) else { return }
    outcome.check(fit)
    let name = input.pick(fit.parameters.map(\.name))
    switch input.numbers.nextIndex(below: 16) {
    case 0: outcome.check("profile of shares", outcome.attempt { try fit.interval(of: name) })
    case 1:
      guard problems <= 400 else { return }
      FuzzedQuestion.bootstrap(fit, name, [], at: input.oddNumber(), &input, &outcome)
    default: FuzzedQuestion.ask(fit, &input, &outcome, isLong: problems > 400)
    }
  }
}
