import ScalingExperiments

/// What happens to prompts, answers and the names of machines and people in results files.
public enum FreeTextPolicy: Sendable, Hashable {
  /// They are dropped, and a note counts them.
  case drop
  /// They are kept with the run as written.
  case keep
}

/// What counts as free text: it is private, often large, and no analysis here needs it.
enum FreeText {
  /// Names under which tools keep prompts, answers, addresses and names, in small letters.
  private static let names: Set<String> = [
    "prompt", "prompts", "response", "responses", "answer", "answers", "completion", "completions", "generated_text",
    "generated_texts", "gen_text", "gen_texts", "output_text", "input_text", "text", "messages", "message", "choices",
    "request_inputs", "response_outputs", "request_args", "response_args", "payload", "payloads", "full_prompt",
    "host", "hostname", "host_name", "user", "username", "user_name", "ip", "ip_address", "url", "urls", "base_url",
    "server_url", "endpoint_url", "api_key", "cwd", "target", "error_message", "traceback", "traceback_ansi",
    "explanation", "reasoning", "environment", "env", "cli_command", "command_line",
  ]

  /// The length in bytes above which a text is taken for prose.
  private static let longest = 400

  /// Whether a member is free text, by its name or its length, or holds an address.
  static func isFree(_ key: String, _ value: JSONValue) -> Bool {
    if names.contains(key.lowercased()) { return holdsText(value) }
    guard case .text(let text) = value.content else { return false }
    return text.utf8.count > longest || text.contains("://")
  }

  private static func holdsText(_ value: JSONValue) -> Bool {
    switch value.content {
    case .text: true
    case .list(let elements): elements.contains(where: holdsText)
    case .object(let members): members.contains { holdsText($0.value) }
    default: false
    }
  }

  /// The value without free text, or `nil` where nothing is left; `dropped` counts what went.
  static func removed(from value: JSONValue, key: String, dropped: inout Int) -> JSONValue? {
    if isFree(key, value) {
      dropped += 1
      return nil
    }
    switch value.content {
    case .object(let members):
      let kept = members.compactMap { member in
        removed(from: member.value, key: member.key, dropped: &dropped).map {
          JSONMember(key: member.key, line: member.line, value: $0)
        }
      }
      return kept.isEmpty && !members.isEmpty ? nil : JSONValue(line: value.line, content: .object(kept))
    case .list(let elements):
      let kept = elements.compactMap { removed(from: $0, key: "", dropped: &dropped) }
      return kept.isEmpty && !elements.isEmpty ? nil : JSONValue(line: value.line, content: .list(kept))
    default: return value
    }
  }
}
