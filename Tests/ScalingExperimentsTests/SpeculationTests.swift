import ScalingExperiments
import Testing

@Suite struct SpeculationTests {
  @Test func `No speculation is not unknown speculation`() {
    #expect(ServingConfiguration().speculation == nil)
    #expect(ServingConfiguration(speculation: .off).speculation == .off)
    #expect(SpeculationSetting.off.isOn == false && SpeculationSetting.off.speculation == nil)
    let setting = SpeculationSetting.on(Speculation(method: .ngram, draftTokens: 5))
    #expect(setting.isOn && setting.speculation?.draftTokens == 5)
  }

  @Test func `A method outside the list has its name`() {
    #expect(SpeculationMethod.other("lookahead") == "lookahead")
    #expect(SpeculationMethod.other("ngram") == .ngram)
  }
}
