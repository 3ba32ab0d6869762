/// Why a field of a streamed table cannot be, as the end of a sentence that starts with its value.
struct FieldFault: Error {
  let reason: String
}

/// A field that the fast scan left to a closer look.
struct StreamedField {
  private let bytes: [UInt8]
  /// Whether the value is an object, a list, or stated twice: nothing that a column holds.
  private let isOther: Bool
  let isEmpty: Bool
  /// Whether it is a number that stands in JSON without quotes.
  private let isNumberOfJSON: Bool

  /// The value in messages.
  var shown: String { String(decoding: bytes.prefix(60), as: UTF8.self) }

  /// A field of the scan: its state says what the payload is.
  init(state: UInt8, payload: UInt64, kind: ColumnKind, _ text: UnsafePointer<UInt8>, isJSON: Bool) {
    isEmpty = state == 0
    isNumberOfJSON = isJSON && state == 4
    guard state >= 2 else {
      // A value that is out of bounds: its digits are gone, and the number is shown as the file has it.
      bytes = state == 0 ? [] : Array(Self.digits(payload, kind).utf8)
      isOther = false
      return
    }
    let slice = Array(UnsafeBufferPointer(start: text + Int(payload >> 32), count: Int(payload & 0xFFFF_FFFF)))
    isOther = isJSON && (slice.first == 0x7B || slice.first == 0x5B) && state == 4
    guard state == 3 else {
      bytes = slice
      return
    }
    if isJSON {
      let quoted = [0x22] + slice + [0x22]
      bytes = (try? JSONScanner.value(bytes: quoted, name: ""))?.text.map { Array($0.utf8) } ?? slice
    } else {
      var plain: [UInt8] = []
      var index = 0
      while index < slice.count {
        plain.append(slice[index])
        index += slice[index] == 0x22 ? 2 : 1
      }
      bytes = plain
    }
  }

  /// A number in the unit of the file.
  private static func digits(_ payload: UInt64, _ kind: ColumnKind) -> String {
    guard case .number(let unit) = kind else { return "\(Int64(bitPattern: payload))" }
    let canonical = Double(bitPattern: payload)
    // The shortest digits, their point moved, and not a product with its rounding.
    let moved = JSONValue(line: 1, content: .number("\(canonical)")).number(timesTenTo: -unit.decimalExponent)
    let value = moved ?? canonical
    let digits = "\(value)"
    return digits.hasSuffix(".0") ? String(digits.dropLast(2)) : digits
  }

  /// A value of a line that was read again.
  init(_ value: JSONValue) {
    isEmpty = value.isNull
    if case .number = value.content { isNumberOfJSON = true } else { isNumberOfJSON = false }
    switch value.content {
    case .text(let text):
      bytes = Array(text.utf8)
      isOther = false
    case .number(let digits):
      bytes = Array(digits.utf8)
      isOther = false
    case .flag(let flag):
      bytes = Array((flag ? "true" : "false").utf8)
      isOther = false
    case .null:
      bytes = []
      isOther = false
    case .object, .list, .ambiguous:
      bytes = Array(value.description.utf8)
      isOther = true
    }
  }

  // MARK: Values

  func number(_ mapping: ColumnMapping) throws(FieldFault) -> Double {
    guard case .number(let unit) = mapping.kind else { throw FieldFault(reason: "is not a number") }
    let value = try decimal { buffer throws(DecimalField.Fault) in
      try DecimalField.number(buffer, 0, buffer.count, decimalExponent: unit.decimalExponent) * unit.factor
    }
    guard value.isFinite else { throw FieldFault(reason: DecimalField.Fault.tooLarge.reason) }
    if let reason = mapping.bounds.reasonAgainst(value) { throw FieldFault(reason: reason) }
    return value
  }

  func integer(_ mapping: ColumnMapping) throws(FieldFault) -> Int {
    let value: Int
    if let wholeNumber {
      value = wholeNumber
    } else {
      value = try decimal { buffer throws(DecimalField.Fault) in
        try DecimalField.integer(buffer, 0, buffer.count)
      }
    }
    if let reason = mapping.bounds.reasonAgainst(Double(value)) { throw FieldFault(reason: reason) }
    return value
  }

  /// A whole number as JSON may write it, "12.0" or "1e3"; delimited text has no such.
  private var wholeNumber: Int? {
    guard isNumberOfJSON else { return nil }
    return JSONValue(line: 1, content: .number(String(decoding: bytes, as: UTF8.self))).integer
  }

  func text(_ mapping: ColumnMapping) throws(FieldFault) -> String {
    guard !isEmpty else { throw FieldFault(reason: DecimalField.Fault.empty.reason) }
    guard !isOther else { throw FieldFault(reason: "is not a text") }
    let text = String(decoding: bytes, as: UTF8.self)
    guard mapping.allowedTexts.isEmpty || mapping.allowedTexts.contains(text) else {
      throw FieldFault(reason: "is not one of \(Wording.list(mapping.allowedTexts))")
    }
    return text
  }

  func flag() throws(FieldFault) -> Bool {
    guard !isEmpty else { throw FieldFault(reason: DecimalField.Fault.empty.reason) }
    switch shown {
    case "1", "true": return true
    case "0", "false": return false
    default: throw FieldFault(reason: "is not a flag, which is 0 or 1")
    }
  }

  private func decimal<Value>(
    _ read: (UnsafeBufferPointer<UInt8>) throws(DecimalField.Fault) -> Value
  ) throws(FieldFault) -> Value {
    guard !isEmpty else { throw FieldFault(reason: DecimalField.Fault.empty.reason) }
    guard !isOther else { throw FieldFault(reason: DecimalField.Fault.notANumber.reason) }
    var result: Result<Value, DecimalField.Fault>?
    bytes.withUnsafeBufferPointer { buffer in
      do throws(DecimalField.Fault) {
        result = .success(try read(buffer))
      } catch {
        result = .failure(error)
      }
    }
    switch result {
    case .success(let value): return value
    case .failure(let fault): throw FieldFault(reason: fault.reason)
    case nil: throw FieldFault(reason: DecimalField.Fault.notANumber.reason)
    }
  }
}
