/// The values of one column.
enum TypedColumn: Sendable {
  case texts([String?])
  case integers([Int?])
  case numbers([Double?])
  case flags([Bool?])

  /// The column with these rows only.
  func rows(_ rows: [Int]) -> TypedColumn {
    switch self {
    case .texts(let values): .texts(rows.map { values[$0] })
    case .integers(let values): .integers(rows.map { values[$0] })
    case .numbers(let values): .numbers(rows.map { values[$0] })
    case .flags(let values): .flags(rows.map { values[$0] })
    }
  }

  /// Reads a column; a bad field becomes `nil` and a fault.
  static func read(
    _ table: DelimitedTable, column: Int, mapping: ColumnMapping, faults: inout [RowFault]
  ) -> TypedColumn {
    switch mapping.kind {
    case .text:
      var known: [String: String] = [:]
      for text in mapping.allowedTexts { known[text] = text }
      return .texts(
        collect(table, column, mapping, &faults) { buffer, start, end throws(FieldFault) in
          guard start < end else { throw FieldFault(reason: DecimalField.Fault.empty.reason) }
          let text = String(decoding: buffer[start..<end], as: UTF8.self)
          guard known.isEmpty || known[text] != nil else {
            throw FieldFault(reason: "is not one of \(Wording.list(mapping.allowedTexts))")
          }
          return text
        })
    case .integer:
      return .integers(
        collect(table, column, mapping, &faults) { buffer, start, end throws(FieldFault) in
          let value: Int
          do throws(DecimalField.Fault) {
            value = try DecimalField.integer(buffer, start, end)
          } catch {
            throw FieldFault(reason: error.reason)
          }
          if let reason = mapping.bounds.reasonAgainst(Double(value)) { throw FieldFault(reason: reason) }
          return value
        })
    case .number(let unit):
      let exponent = unit.decimalExponent
      let factor = unit.factor
      return .numbers(
        collect(table, column, mapping, &faults) { buffer, start, end throws(FieldFault) in
          let value: Double
          do throws(DecimalField.Fault) {
            value = try DecimalField.number(buffer, start, end, decimalExponent: exponent) * factor
          } catch {
            throw FieldFault(reason: error.reason)
          }
          guard value.isFinite else { throw FieldFault(reason: DecimalField.Fault.tooLarge.reason) }
          if let reason = mapping.bounds.reasonAgainst(value) { throw FieldFault(reason: reason) }
          return value
        })
    case .flag:
      return .flags(
        collect(table, column, mapping, &faults) { buffer, start, end throws(FieldFault) in
          guard start < end else { throw FieldFault(reason: DecimalField.Fault.empty.reason) }
          guard end == start + 1, buffer[start] == 0x30 || buffer[start] == 0x31 else {
            throw FieldFault(reason: "is not a flag, which is 0 or 1")
          }
          return buffer[start] == 0x31
        })
    }
  }

  private static func collect<Value>(
    _ table: DelimitedTable, _ column: Int, _ mapping: ColumnMapping, _ faults: inout [RowFault],
    _ read: (UnsafeBufferPointer<UInt8>, Int, Int) throws(FieldFault) -> Value
  ) -> [Value?] {
    let columnCount = table.columnNames.count
    let rowCount = table.rowCount
    var values: [Value?] = []
    values.reserveCapacity(rowCount)
    var found: [RowFault] = []
    table.storage.withUnsafeBufferPointer { buffer in
      for row in 0..<rowCount {
        let field = row * columnCount + column
        let start = table.starts[field]
        let end = table.ends[field]
        if start == end, mapping.allowsEmpty {
          values.append(nil)
          continue
        }
        do throws(FieldFault) {
          values.append(try read(buffer, start, end))
        } catch {
          values.append(nil)
          let subject = start == end ? "The field" : Wording.quoted(table.text(row: row, column: column))
          found.append(RowFault(row: row, column: mapping.name, reason: "\(subject) \(error.reason)."))
        }
      }
    }
    faults += found
    return values
  }
}
