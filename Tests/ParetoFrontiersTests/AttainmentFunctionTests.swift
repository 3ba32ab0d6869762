import ParetoFrontiers
import ScalingStatistics
import Testing

@Suite struct AttainmentFunctionTests {
  private func run(_ points: [(Double, Double)]) -> [Objective] {
    [
      Objective(name: "latency", values: points.map(\.0), sense: .minimize),
      Objective(name: "cost", values: points.map(\.1), sense: .minimize),
    ]
  }

  @Test func `random runs agree with a count at every corner`() throws {
    var generator = SeededGenerator(seed: 11)
    for _ in 0..<200 {
      let runs = (0..<(1 + generator.nextIndex(below: 5))).map { _ in
        (0..<(1 + generator.nextIndex(below: 6))).map { _ in
          (Double(generator.nextIndex(below: 7)), Double(generator.nextIndex(below: 7)))
        }
      }
      let function = try AttainmentFunction(runs.map(run))
      #expect(function.surfaces.count == runs.count)
      for surface in function.surfaces {
        for x in 0..<7 {
          for y in 0..<7 {
            let attaining = runs.filter { $0.contains { $0.0 <= Double(x) && $0.1 <= Double(y) } }.count
            let isReached = zip(surface.first, surface.second).contains { $0 <= Double(x) && $1 <= Double(y) }
            #expect(isReached == (attaining >= surface.runs))
          }
        }
      }
    }
  }

  @Test func `a share names the least number of runs that makes it`() throws {
    let function = try AttainmentFunction([run([(1, 3)]), run([(2, 2)]), run([(3, 1)])])
    #expect(function.surface(share: 0.5)?.runs == 2)
    #expect(function.surface(share: 0.5)?.first == [2, 3])
    #expect(function.surface(share: 0.5)?.second == [3, 2])
    #expect(function.surface(share: 1)?.first == [3])
    #expect(function.surface(share: 0) == nil)
  }
}
