#include "CTextScanning.h"
#include "Decimal.h"
#include "Variants.h"

// What a scan carries from block to block.
struct scan {
  const uint8_t *text;
  const int32_t *slots;
  size_t fields;
  struct ctext_column *columns;
  size_t columnCount;
  uint8_t *faults;
  uint32_t *lineOffsets;
  size_t rows, lines;
  size_t rowStart, rowLines; // rowLines: ends of lines before the row
  size_t fieldStart, field;
};

BODY void takeField(struct scan *scan, size_t end) {
  size_t field = scan->field++, start = scan->fieldStart;
  if (field >= scan->fields) return;
  int32_t slot = scan->slots[field];
  if (slot < 0) return;
  struct ctext_column *column = &scan->columns[slot];
  uint8_t *state = &column->states[scan->rows];
  uint64_t *payload = &column->payloads[scan->rows];
  if (start == end) {
    *state = ctext_absent;
    return;
  }
  int isEscaped = 0;
  if (scan->text[start] == '"') {
    // Whether the quotes are in order is checked for the row as a whole.
    start++;
    if (end > start) end--;
    isEscaped = memchr(scan->text + start, '"', end - start) != NULL;
    if (start == end) {
      *state = ctext_absent;
      return;
    }
  }
  const uint8_t *text = scan->text + start;
  if (column->kind == ctext_number && numberOf(text, end - start, column->exponent, payload)) {
    *state = ctext_value;
    return;
  }
  if (column->kind == ctext_integer && integerOf(text, end - start, payload)) {
    *state = ctext_value;
    return;
  }
  *state = isEscaped ? ctext_escaped : ctext_text;
  *payload = placeOf(start, end - start);
}

// Whether quotes stand only around whole fields, and doubled inside them.
static int hasSoundQuotes(const uint8_t *text, size_t length, uint8_t delimiter) {
  for (size_t at = 0; at < length; at++) {
    if (text[at] == '"') {
      at++;
      for (;; at++) {
        if (at >= length) return 0;
        if (text[at] != '"') continue;
        if (at + 1 < length && text[at + 1] == '"') {
          at++;
          continue;
        }
        at++;
        break;
      }
      if (at < length && text[at] != delimiter) return 0;
    } else {
      for (; at < length && text[at] != delimiter; at++)
        if (text[at] == '"') return 0;
    }
  }
  return 1;
}

// Ends the row at `end`, of which `ended` bytes belong to it with its end of line.
BODY void endRow(struct scan *scan, size_t end, size_t next, uint8_t delimiter, int hasQuotes, int hasHigh) {
  if (end == scan->rowStart && scan->fields != 1) {
    scan->field = 0;
  } else {
    takeField(scan, end);
    size_t row = scan->rows;
    uint8_t fault = scan->field == scan->fields ? 0 : ctext_ragged;
    if (hasQuotes && !hasSoundQuotes(scan->text + scan->rowStart, end - scan->rowStart, delimiter)) fault = ctext_quote;
    if (hasHigh && !isUTF8(scan->text + scan->rowStart, end - scan->rowStart)) fault = ctext_encoding;
    // A short row leaves columns as the row before left them.
    for (size_t f = scan->field; f < scan->fields; f++)
      if (scan->slots[f] >= 0) scan->columns[scan->slots[f]].states[row] = ctext_absent;
    scan->faults[row] = fault;
    scan->lineOffsets[row] = (uint32_t)scan->rowLines;
    scan->rows++;
    scan->field = 0;
  }
  scan->rowStart = scan->fieldStart = next;
}

BODY struct ctext_batch scanDelimited(const uint8_t *text, size_t length, int isLast, uint8_t delimiter, const int32_t *slots, size_t fields,
                                      struct ctext_column *columns, size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets,
                                      classifier classify) {
  struct scan scan = {text, slots, fields, columns, columnCount, faults, lineOffsets, 0, 0, 0, 0, 0, 0};
  const uint8_t characters[4] = {delimiter, '\n', '\r', '"'};
  uint64_t carry = 0;
  size_t skip = SIZE_MAX; // a line feed that belongs to the carriage return before it
  int hasQuotes = 0, hasHigh = 0;
  for (size_t block = 0; block < length; block += 64) {
    struct masks masks = classify(text + block, characters, 4);
    uint64_t valid = length - block >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << (length - block)) - 1;
    uint64_t quotes = masks.of[3] & valid;
    uint64_t inside = prefixParity(quotes) ^ carry;
    carry = (uint64_t)((int64_t)inside >> 63);
    uint64_t high = masks.high & valid;
    hasQuotes |= quotes != 0;
    hasHigh |= high != 0;
    uint64_t newlines = (masks.of[1] | masks.of[2]) & valid;
    uint64_t ends = ((masks.of[0] & valid) | newlines) & ~inside;
    // Ends of lines inside quotes count as lines, a carriage return with its line feed once.
    uint64_t returns = masks.of[2] & valid & inside & ~(masks.of[1] >> 1);
    if (returns >> 63 && text[block + 64] == '\n') returns &= ~(UINT64_C(1) << 63);
    uint64_t quotedLines = (masks.of[1] & valid & inside) | returns;
    while (ends) {
      unsigned bit = (unsigned)__builtin_ctzll(ends);
      ends &= ends - 1;
      size_t at = block + bit;
      if (!(newlines >> bit & 1)) {
        takeField(&scan, at);
        scan.fieldStart = at + 1;
        continue;
      }
      if (at == skip) continue;
      size_t next = at + 1;
      if (text[at] == '\r') {
        if (next == length && !isLast) goto done;
        if (next < length && text[next] == '\n') skip = next++;
      }
      if (scan.rows == capacity) goto done;
      uint64_t before = (UINT64_C(1) << bit) - 1;
      scan.lines += (size_t)__builtin_popcountll(quotedLines & before);
      quotedLines &= ~before;
      endRow(&scan, at, next, delimiter, hasQuotes, hasHigh);
      scan.lines++;
      scan.rowLines = scan.lines;
      uint64_t after = bit == 63 ? 0 : ~UINT64_C(0) << (bit + 1);
      hasQuotes = (quotes & after) != 0;
      hasHigh = (high & after) != 0;
    }
    scan.lines += (size_t)__builtin_popcountll(quotedLines);
  }
  if (isLast && scan.rowStart < length && scan.rows < capacity) {
    size_t start = scan.rowStart;
    endRow(&scan, length, length, delimiter, hasQuotes || carry != 0, hasHigh);
    (void)start;
  }
done:;
  struct ctext_batch batch = {scan.rows, scan.rowStart, scan.rowLines};
  return batch;
}

#if defined(__x86_64__)
WIDE static struct ctext_batch scanDelimitedWide(const uint8_t *text, size_t length, int isLast, uint8_t delimiter, const int32_t *slots, size_t fields,
                                                 struct ctext_column *columns, size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets) {
  return scanDelimited(text, length, isLast, delimiter, slots, fields, columns, columnCount, capacity, faults, lineOffsets, masksAVX2);
}
#endif

struct ctext_batch ctext_scan_delimited(const uint8_t *text, size_t length, int isLast, uint8_t delimiter, const int32_t *slots, size_t fields,
                                        struct ctext_column *columns, size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets) {
#if defined(__x86_64__)
  if (hasWideLanes())
    return scanDelimitedWide(text, length, isLast, delimiter, slots, fields, columns, columnCount, capacity, faults, lineOffsets);
#endif
  return scanDelimited(text, length, isLast, delimiter, slots, fields, columns, columnCount, capacity, faults, lineOffsets, NARROW_MASKS);
}

int ctext_number_of(const uint8_t *text, size_t length, int exponent, double *value) {
  uint64_t bits;
  if (!numberOf(text, length, exponent, &bits)) return 0;
  *value = doubleOf(bits);
  return 1;
}

uint64_t ctext_fingerprint(uint64_t state, const uint8_t *bytes, size_t count) {
  const uint64_t prime = UINT64_C(0x100000001B3);
  uint64_t hash = state ^ UINT64_C(0xCBF29CE484222325);
  for (; count >= 8; count -= 8, bytes += 8) {
    uint64_t word;
    memcpy(&word, bytes, 8);
    hash = (hash ^ word) * prime;
    hash ^= hash >> 29;
  }
  for (; count > 0; count--, bytes++) hash = (hash ^ *bytes) * prime;
  return hash ^ UINT64_C(0xCBF29CE484222325);
}
