import ScalingStatistics
import Testing

@Suite struct StatisticsErrorTests {
  @Test func `an error describes itself by its sentence`() {
    let error = StatisticsError("Three values are needed.")
    #expect(error.message == "Three values are needed.")
    #expect("\(error)" == "Three values are needed.")
    #expect(error == StatisticsError("Three values are needed."))
  }
}
