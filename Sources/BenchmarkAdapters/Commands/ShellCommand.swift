/// A command for a POSIX shell: its words, the files it leaves, and the contexts that must stand beside them.
public struct ShellCommand: Sendable, Hashable {
  /// A variable that is set for this command alone.
  public struct Variable: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value.
    public var value: String

    /// Creates a variable.
    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  /// What the command is for, in a few words.
  public var purpose: String
  /// The variables set for it.
  public var environment: [Variable]
  /// The program and its arguments, unquoted.
  public var words: [String]
  /// The files it leaves, relative to where it runs; a `*` stands for what only the tool knows, such as the time.
  public var leaves: [String]
  /// The context that must stand beside those files; `nil` where it leaves none.
  public var sidecar: ContextSidecar?

  /// Creates a command.
  public init(
    purpose: String,
    environment: [Variable] = [],
    words: [String],
    leaves: [String] = [],
    sidecar: ContextSidecar? = nil
  ) {
    self.purpose = purpose
    self.environment = environment
    self.words = words
    self.leaves = leaves
    self.sidecar = sidecar
  }

  /// The command as one line, each word quoted where a POSIX shell would read it as anything but itself.
  public var text: String {
    (environment.map { "\($0.name)=\(Self.quoted($0.value))" } + words.map(Self.quoted)).joined(separator: " ")
  }

  /// Returns a word as a shell reads it back unchanged: as it is where that is safe, else in single quotes.
  public static func quoted(_ word: String) -> String {
    let isSafe =
      !word.isEmpty
      && word.unicodeScalars.allSatisfy { scalar in
        switch scalar {
        case "a"..."z", "A"..."Z", "0"..."9", "_", "@", "%", "+", ":", ",", ".", "/", "-": true
        // A "=" is safe within a word, but a command's first word with one would be taken for a variable.
        default: false
        }
      }
    guard !isSafe else { return word }
    // Scalars, not characters: a quote joined with a combining mark is a quote to the shell all the same.
    var quoted = "'"
    for scalar in word.unicodeScalars {
      if scalar == "'" { quoted += "'\\''" } else { quoted.unicodeScalars.append(scalar) }
    }
    return quoted + "'"
  }
}
