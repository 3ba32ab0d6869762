#include <stdlib.h>

#include "CTextScanning.h"
#include "Decimal.h"
#include "Variants.h"

// The places of quotes, brackets and commas of a line; what strings hold is left out.
struct places {
  uint32_t *at;
  size_t room;
  size_t count;
};

// Bits that a backslash before them makes part of a string, of 64 bytes.
static inline uint64_t escapedOf(uint64_t backslashes, uint64_t *carry) {
  backslashes &= ~*carry;
  uint64_t follows = backslashes << 1 | *carry;
  const uint64_t even = UINT64_C(0x5555555555555555);
  uint64_t oddStarts = backslashes & ~even & ~follows;
  uint64_t sequences;
  *carry = (uint64_t)__builtin_add_overflow(oddStarts, backslashes, &sequences);
  return (even ^ (sequences << 1)) & follows;
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static inline __attribute__((always_inline)) void jsonMasksAVX2(const uint8_t *text, uint64_t masks[4]) {
  uint64_t parts[4][2];
  for (int p = 0; p < 2; p++) {
    __m256i bytes = _mm256_loadu_si256((const __m256i *)(text + 32 * p)), folded = _mm256_or_si256(bytes, _mm256_set1_epi8(0x20));
    __m256i brackets = _mm256_or_si256(_mm256_cmpeq_epi8(folded, _mm256_set1_epi8('{')), _mm256_cmpeq_epi8(folded, _mm256_set1_epi8('}')));
    __m256i structure = _mm256_or_si256(brackets, _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8(',')));
    parts[0][p] = (uint32_t)_mm256_movemask_epi8(structure);
    parts[1][p] = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')));
    parts[2][p] = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\')));
    parts[3][p] = (uint32_t)_mm256_movemask_epi8(bytes);
  }
  for (int m = 0; m < 4; m++) masks[m] = parts[m][0] | parts[m][1] << 32;
}
#endif

static inline __attribute__((always_inline)) void jsonMasksNarrow(const uint8_t *text, uint64_t masks[4]) {
  const uint8_t first[4] = {',', '{', '}', '['}, second[3] = {']', '"', '\\'};
  struct masks structure = NARROW_MASKS(text, first, 4), others = NARROW_MASKS(text, second, 3);
  masks[0] = structure.of[0] | structure.of[1] | structure.of[2] | structure.of[3] | others.of[0];
  masks[1] = others.of[1];
  masks[2] = others.of[2];
  masks[3] = structure.high;
}

typedef void (*jsonClassifier)(const uint8_t *, uint64_t[4]);

// Finds the places of a line; returns 0 for a string without an end, 2 where backslashes are, else 1. `hasHigh` says whether a byte is no ASCII.
BODY int findPlaces(const uint8_t *text, size_t length, struct places *places, int *hasHigh, jsonClassifier classify) {
  uint64_t carry = 0, escapeCarry = 0, high = 0, backslashes = 0;
  uint32_t *out = places->at;
  for (size_t block = 0; block < length; block += 64) {
    uint64_t masks[4];
    classify(text + block, masks);
    uint64_t valid = length - block >= 64 ? ~UINT64_C(0) : (UINT64_C(1) << (length - block)) - 1;
    high |= masks[3] & valid;
    uint64_t quotes = masks[1] & valid;
    if (masks[2] & valid || escapeCarry) {
      backslashes = 1;
      quotes &= ~escapedOf(masks[2] & valid, &escapeCarry);
    }
    uint64_t inside = prefixParity(quotes) ^ carry;
    carry = (uint64_t)((int64_t)inside >> 63);
    uint64_t bits = (masks[0] & valid & ~inside) | quotes;
    int count = __builtin_popcountll(bits);
    uint32_t base = (uint32_t)block;
    // Eight at a time, the last ones for nothing: the room has slack for them.
    uint32_t *end = out + count;
    while (out < end) {
      for (int k = 0; k < 8; k++) {
        out[k] = base + (uint32_t)(bits ? __builtin_ctzll(bits) : 0);
        bits &= bits - 1;
      }
      out += 8;
    }
    out = end;
  }
  places->count = (size_t)(out - places->at);
  *hasHigh = high != 0;
  return carry ? 0 : backslashes ? 2 : 1;
}

struct line {
  const uint8_t *text; // of the batch
  size_t start, end;   // of the line
  const uint32_t *at;  // places, from the start of the line
  size_t count, next;
  const struct ctext_key *keys;
  struct ctext_column *columns;
  size_t row;
  int hasBackslashes;
};

static inline int isSpace(uint8_t byte) { return byte == ' ' || byte == '\t' || byte == '\r'; }

static inline size_t skipSpace(const uint8_t *text, size_t at) {
  while (isSpace(text[at])) at++;
  return at;
}

static inline void store(const struct line *line, int32_t slot, size_t start, size_t end, int isText, int isEscaped) {
  struct ctext_column *column = &line->columns[slot];
  uint8_t *state = &column->states[line->row];
  uint64_t *payload = &column->payloads[line->row];
  const uint8_t *text = line->text + start;
  size_t length = end - start;
  if (!isText && length == 4 && memcmp(text, "null", 4) == 0) return;
  if (!isText || (column->kind != ctext_slice && !isEscaped)) {
    if (column->kind == ctext_number && numberOf(text, length, column->exponent, payload)) {
      *state = ctext_value;
      return;
    }
    if (column->kind == ctext_integer && integerOf(text, length, payload)) {
      *state = ctext_value;
      return;
    }
  }
  *state = !isText ? ctext_other : isEscaped ? ctext_escaped : ctext_text;
  *payload = placeOf(start, length);
}

// Reads the object that begins at the next place; 0 for what is none, or needs a slower reading.
static int readObject(struct line *line, const struct ctext_key *keys, size_t count, int depth) {
  const uint8_t *text = line->text + line->start;
  const uint32_t *at = line->at;
  uint64_t lengths = 0;
  for (size_t k = 0; k < count; k++) lengths |= UINT64_C(1) << (keys[k].length & 63);
  size_t next = line->next + 1, total = line->count;
  if (next >= total) return 0;
  if (text[at[next]] == '}') {
    line->next = next + 1;
    return 1;
  }
  size_t hint = 0;
  for (;;) {
    if (next + 2 >= total || text[at[next]] != '"') return 0;
    size_t keyStart = at[next] + 1, keyEnd = at[next + 1];
    size_t length = keyEnd - keyStart;
    next += 2;
    size_t value = keyEnd + 1;
    if (text[value] != ':') {
      value = skipSpace(text, value);
      if (text[value] != ':') return 0;
    }
    value++;
    if (isSpace(text[value])) value = skipSpace(text, value);
    if (line->hasBackslashes && memchr(text + keyStart, '\\', length)) return 0;
    const struct ctext_key *key = NULL;
    if (lengths >> (length & 63) & 1) {
      // Records have their keys in one order.
      for (size_t k = 0; k < count; k++) {
        size_t candidate = hint + k < count ? hint + k : hint + k - count;
        if (keys[candidate].length == length && memcmp(keys[candidate].name, text + keyStart, length) == 0) {
          key = &keys[candidate];
          hint = candidate + 1 < count ? candidate + 1 : 0;
          break;
        }
      }
    }
    // A key that is there twice is for the slower reading to judge.
    if (key && key->column >= 0 && line->columns[key->column].states[line->row] != ctext_absent) return 0;
    uint8_t first = text[value];
    if (first == '"') {
      if (at[next] != value || next + 1 >= total) return 0;
      size_t end = at[next + 1];
      next += 2;
      if (key && key->column >= 0) {
        int isEscaped = line->hasBackslashes && memchr(text + value, '\\', end - value) != NULL;
        store(line, key->column, line->start + value + 1, line->start + end, 1, isEscaped);
      }
    } else if (first == '{' || first == '[') {
      if (at[next] != value) return 0;
      if (key && key->column >= 0) {
        line->columns[key->column].states[line->row] = ctext_other;
        line->columns[key->column].payloads[line->row] = placeOf(line->start + value, 1);
      }
      if (first == '{' && key && key->firstChild >= 0 && depth < 32) {
        line->next = next;
        if (!readObject(line, line->keys + key->firstChild, (size_t)key->childCount, depth + 1)) return 0;
        next = line->next;
      } else {
        // Brackets are counted, not matched by kind; quotes come in pairs.
        int open = 0;
        do {
          if (next >= total) return 0;
          uint8_t byte = text[at[next++]];
          if (byte == '"') {
            next++;
          } else if (byte != ',') {
            open += (byte | 0x20) == '{' ? 1 : -1;
          }
        } while (open > 0);
      }
    } else {
      if (next >= total) return 0;
      size_t end = at[next];
      while (end > value && isSpace(text[end - 1])) end--;
      if (end == value) return 0;
      if (key && key->column >= 0) store(line, key->column, line->start + value, line->start + end, 0, 0);
    }
    if (next >= total) return 0;
    uint8_t last = text[at[next++]];
    if (last == '}') break;
    if (last != ',') return 0;
  }
  line->next = next;
  return 1;
}

BODY struct ctext_batch scanJSONLines(const uint8_t *text, size_t length, int isLast, const struct ctext_key *keys, size_t topCount,
                                      struct ctext_column *columns, size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets,
                                      jsonClassifier classify) {
  struct ctext_batch batch = {0, 0, 0};
  struct places places = {NULL, 0, 0};
  while (batch.consumed < length && batch.rows < capacity) {
    size_t start = batch.consumed;
    const uint8_t *newline = memchr(text + start, '\n', length - start);
    if (!newline && !isLast) break;
    size_t end = newline ? (size_t)(newline - text) : length;
    size_t next = newline ? end + 1 : end;
    size_t first = start;
    while (first < end && isSpace(text[first])) first++;
    while (end > first && isSpace(text[end - 1])) end--;
    batch.consumed = next;
    if (first < end) {
      if (places.room < end - first + 80) {
        // Lines are of one kind, so that this happens a few times and no more.
        places.room = 2 * (end - first) + 4096;
        free(places.at);
        places.at = malloc(places.room * sizeof(uint32_t));
        if (!places.at) {
          places.room = 0;
          batch.consumed = start;
          break;
        }
      }
      for (size_t c = 0; c < columnCount; c++) columns[c].states[batch.rows] = ctext_absent;
      int hasHigh = 0;
      int found = findPlaces(text + first, end - first, &places, &hasHigh, classify);
      struct line line = {text, first, end, places.at, places.count, 0, keys, columns, batch.rows, found == 2};
      uint8_t fault = 0;
      if (hasHigh && !isUTF8(text + first, end - first)) {
        fault = ctext_encoding;
      } else if (found == 0 || places.count == 0 || places.at[0] != 0 || text[first] != '{' || !readObject(&line, keys, topCount, 0) ||
                 line.next != places.count || places.at[places.count - 1] + 1 != end - first) {
        fault = ctext_syntax;
      }
      faults[batch.rows] = fault;
      lineOffsets[batch.rows] = (uint32_t)batch.lines;
      // Where the line stands, for the slower reading: the first column may be overwritten then.
      if (fault && columnCount > 0) columns[0].payloads[batch.rows] = placeOf(first, end - first);
      batch.rows++;
    }
    if (newline) batch.lines++;
  }
  free(places.at);
  return batch;
}

#if defined(__x86_64__)
WIDE static struct ctext_batch scanJSONLinesWide(const uint8_t *text, size_t length, int isLast, const struct ctext_key *keys, size_t topCount,
                                                 struct ctext_column *columns, size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets) {
  return scanJSONLines(text, length, isLast, keys, topCount, columns, columnCount, capacity, faults, lineOffsets, jsonMasksAVX2);
}
#endif

struct ctext_batch ctext_scan_json_lines(const uint8_t *text, size_t length, int isLast, const struct ctext_key *keys, size_t topCount,
                                         struct ctext_column *columns, size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets) {
#if defined(__x86_64__)
  if (hasWideLanes()) return scanJSONLinesWide(text, length, isLast, keys, topCount, columns, columnCount, capacity, faults, lineOffsets);
#endif
  return scanJSONLines(text, length, isLast, keys, topCount, columns, columnCount, capacity, faults, lineOffsets, jsonMasksNarrow);
}
