import BenchmarkAdapters
import Foundation
import Testing

@Suite struct ShellCommandTests {
  static let words = [
    "plain-1.2_/x", "", "two words", "it's", "''", "$HOME", "`id`", "a\"b", "*", "[ngram]", "a=b", "back\\slash", "~",
    "line\nbreak", "#", "é", "'\u{301}x", "-", "{\"a\": [1, 2]}",
  ]

  @Test func `safe words stay as they are, others are put in single quotes`() {
    #expect(ShellCommand.quoted("plain-1.2_/x") == "plain-1.2_/x")
    #expect(ShellCommand.quoted("") == "''")
    #expect(ShellCommand.quoted("two words") == "'two words'")
    #expect(ShellCommand.quoted("it's") == "'it'\\''s'")
    #expect(ShellCommand.quoted("[ngram]") == "'[ngram]'")
  }

  @Test func `a shell reads every word back unchanged`() throws {
    let command = ShellCommand(purpose: "print", words: ["printf", "%s\\0"] + Self.words)
    let (status, output) = try TestShell.run(command.text)
    #expect(status == 0)
    #expect(output == Self.words.map { $0 + "\0" }.joined())
  }

  @Test func `variables are set for the command alone`() throws {
    let command = ShellCommand(
      purpose: "print", environment: [ShellCommand.Variable(name: "WORD", value: "two words")],
      words: ["sh", "-c", "printf %s \"$WORD\""])
    #expect(command.text == "WORD='two words' sh -c 'printf %s \"$WORD\"'")
    #expect(try TestShell.run(command.text + "; printf %s \"$WORD\"").output == "two words")
  }
}
