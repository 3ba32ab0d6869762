import CTextScanning

/// A column that grows batch by batch.
struct ColumnBuilder {
  private let mapping: ColumnMapping
  private let buffers: Buffers
  private let factor: Double
  private let exponent: Int
  private var numbers: [Double?] = []
  private var integers: [Int?] = []
  private var texts: [String?] = []
  private var flags: [Bool?] = []
  /// Values of a batch that the scan could not read, by row: those of a line that was read again.
  private var slow: [Int: JSONValue?] = [:]
  /// The rows of the batch, before those at fault go.
  private var batchNumbers: [Double?] = []
  private var batchIntegers: [Int?] = []
  private var batchTexts: [String?] = []
  private var batchFlags: [Bool?] = []
  private var known: [UInt64: String] = [:]

  /// What the scan writes.
  private final class Buffers {
    let states: UnsafeMutablePointer<UInt8>
    let payloads: UnsafeMutablePointer<UInt64>

    init(capacity: Int) {
      states = .allocate(capacity: capacity)
      payloads = .allocate(capacity: capacity)
      states.initialize(repeating: 0, count: capacity)
      payloads.initialize(repeating: 0, count: capacity)
    }

    deinit {
      states.deallocate()
      payloads.deallocate()
    }
  }

  init(_ mapping: ColumnMapping, capacity: Int) {
    self.mapping = mapping
    buffers = Buffers(capacity: capacity)
    if case .number(let unit) = mapping.kind {
      factor = unit.factor
      exponent = unit.decimalExponent
    } else {
      factor = 1
      exponent = 0
    }
  }

  var slot: ctext_column {
    let kind =
      switch mapping.kind {
      case .number: 0
      case .integer: 1
      case .text, .flag: 2
      }
    return ctext_column(
      kind: Int32(kind), exponent: Int32(exponent), states: buffers.states, payloads: buffers.payloads)
  }

  var column: TypedColumn {
    switch mapping.kind {
    case .number: .numbers(numbers)
    case .integer: .integers(integers)
    case .text: .texts(texts)
    case .flag: .flags(flags)
    }
  }

  func payload(_ row: Int) -> UInt64 { buffers.payloads[row] }

  /// Puts the value of a line that was read again in the place of what the scan found.
  mutating func set(row: Int, _ value: JSONValue?) { slow[row] = .some(value) }

  mutating func reserve(_ rows: Int) {
    switch mapping.kind {
    case .number: numbers.reserveCapacity(rows)
    case .integer: integers.reserveCapacity(rows)
    case .text: texts.reserveCapacity(rows)
    case .flag: flags.reserveCapacity(rows)
    }
  }

  /// Adds the rows of the batch, except those at fault.
  mutating func keep(rows: Int, except faults: [Int: RowFault]?) {
    func sound<Value>(_ values: [Value]) -> [Value] {
      guard let faults else { return values }
      return values.indices.filter { faults[$0] == nil }.map { values[$0] }
    }
    switch mapping.kind {
    case .number: numbers += sound(batchNumbers)
    case .integer: integers += sound(batchIntegers)
    case .text: texts += sound(batchTexts)
    case .flag: flags += sound(batchFlags)
    }
  }

  // MARK: Conversion

  /// Reads the rows of a batch; a bad field becomes a fault of its row unless that has one.
  mutating func convert(
    rows: Int, _ text: UnsafePointer<UInt8>, isJSON: Bool, faults: inout [Int: RowFault]
  ) {
    switch mapping.kind {
    case .number: convertNumbers(rows, text, isJSON, &faults)
    case .integer:
      batchIntegers.removeAll(keepingCapacity: true)
      each(rows, text, isJSON, &faults, into: &batchIntegers) { state, payload in
        state == 1 ? Int(Int64(bitPattern: payload)) : nil
      } slowly: { field throws(FieldFault) in
        try field.integer(mapping)
      }
    case .text:
      batchTexts.removeAll(keepingCapacity: true)
      var cache = known
      let allowed = mapping.allowedTexts
      each(rows, text, isJSON, &faults, into: &batchTexts) { state, payload in
        guard state == 2, allowed.isEmpty else { return nil }
        let bytes = UnsafeBufferPointer(start: text + Int(payload >> 32), count: Int(payload & 0xFFFF_FFFF))
        // Short texts need no memory of their own.
        if bytes.count < 16 { return String(decoding: bytes, as: UTF8.self) }
        let hash = ctext_fingerprint(0, bytes.baseAddress, bytes.count)
        if let text = cache[hash], text.utf8.elementsEqual(bytes) { return text }
        let text = String(decoding: bytes, as: UTF8.self)
        if cache.count < 1 << 14 { cache[hash] = text }
        return text
      } slowly: { field throws(FieldFault) in
        try field.text(mapping)
      }
      known = cache
    case .flag:
      batchFlags.removeAll(keepingCapacity: true)
      each(rows, text, isJSON, &faults, into: &batchFlags) { _, _ in
        nil
      } slowly: { field throws(FieldFault) in
        try field.flag()
      }
    }
    slow.removeAll(keepingCapacity: true)
  }

  /// The loop for numbers, of which most files consist.
  private mutating func convertNumbers(
    _ rows: Int, _ text: UnsafePointer<UInt8>, _ isJSON: Bool, _ faults: inout [Int: RowFault]
  ) {
    batchNumbers.removeAll(keepingCapacity: true)
    let lower = mapping.bounds.lower ?? -.infinity
    let upper = mapping.bounds.upper ?? .infinity
    let excludesLower = mapping.bounds.excludesLower
    let factor = factor
    each(rows, text, isJSON, &faults, into: &batchNumbers) { state, payload in
      guard state == 1 else { return nil }
      let value = factor == 1 ? Double(bitPattern: payload) : Double(bitPattern: payload) * factor
      // What is out of bounds gets its sentence on the slower way.
      guard value >= lower, value <= upper, value.isFinite, !(excludesLower && value == lower) else { return nil }
      return value
    } slowly: { field throws(FieldFault) in
      try field.number(mapping)
    }
  }

  private func each<Value>(
    _ rows: Int, _ text: UnsafePointer<UInt8>, _ isJSON: Bool, _ faults: inout [Int: RowFault],
    into values: inout [Value?], fast: (UInt8, UInt64) -> Value?,
    slowly: (StreamedField) throws(FieldFault) -> Value
  ) {
    let isSlow = !slow.isEmpty
    for row in 0..<rows {
      let state = buffers.states[row]
      let payload = buffers.payloads[row]
      if !isSlow || slow[row] == nil {
        if let value = fast(state, payload) {
          values.append(value)
          continue
        }
        if state == 0, mapping.allowsEmpty {
          values.append(nil)
          continue
        }
      }
      values.append(nil)
      if faults[row] != nil { continue }
      let field =
        (slow[row] ?? nil).map(StreamedField.init)
        ?? StreamedField(
          state: slow[row] == nil ? state : 0, payload: payload, kind: mapping.kind, text, isJSON: isJSON)
      if field.isEmpty, mapping.allowsEmpty { continue }
      do throws(FieldFault) {
        values[row] = try slowly(field)
      } catch {
        let subject = field.isEmpty ? "The field" : Wording.quoted(field.shown)
        faults[row] = RowFault(row: row, column: mapping.name, reason: "\(subject) \(error.reason).")
      }
    }
  }
}
