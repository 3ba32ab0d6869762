#ifndef C_TEXT_SCANNING_H
#define C_TEXT_SCANNING_H

#include <stddef.h>
#include <stdint.h>

// What a field is to be read as.
enum {
  ctext_number = 0,  // the payload is a double
  ctext_integer = 1, // the payload is a whole number of at most 2^53
  ctext_slice = 2,   // the payload is the place of the text
};

// What was found in a field.
enum {
  ctext_absent = 0,   // the field is empty, null, or not there
  ctext_value = 1,    // the payload is the value
  ctext_text = 2,     // the payload is the place of the bytes, which have no escapes
  ctext_escaped = 3,  // the payload is the place of the bytes, quotes around them excluded, which have escapes
  ctext_other = 4,    // the payload is the place of something that is no such value
  ctext_repeated = 5, // the key is there more than once
};

// A column that is kept: room for `capacity` rows of a batch, filled by a scan.
struct ctext_column {
  int32_t kind;
  int32_t exponent; // the power of ten between the unit of the file and the canonical one
  uint8_t *states;
  uint64_t *payloads; // bits of a double, a whole number, or (start << 32 | length) in the batch
};

// What a scan of a batch found.
struct ctext_batch {
  size_t rows;     // rows written, those at fault included
  size_t consumed; // bytes of whole rows
  size_t lines;    // ends of lines in them
};

// Faults of rows; a row without one has the fault 0.
enum { ctext_ragged = 1, ctext_quote = 2, ctext_syntax = 3, ctext_encoding = 4 };

// Reads rows of delimited text (RFC 4180) until the batch or the room ends. `text` has 64 readable bytes after its end. `slots[f]` is the column of field f, or -1.
// `isLast` says that no text follows. `faults` and `lineOffsets` (ends of lines before a row in this batch) have room for `capacity` rows.
struct ctext_batch ctext_scan_delimited(const uint8_t *text, size_t length, int isLast, uint8_t delimiter, const int32_t *slots, size_t fields,
                                        struct ctext_column *columns, size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets);

// A key that is wanted at some depth of an object: its bytes, the keys below it, and the column of its value.
struct ctext_key {
  const uint8_t *name;
  uint32_t length;
  int32_t column;     // or -1
  int32_t firstChild; // a place among the keys, or -1
  int32_t childCount;
};

// Reads objects, one a line, until the batch or the room ends; `keys[0 ..< topCount]` are those of the object itself.
struct ctext_batch ctext_scan_json_lines(const uint8_t *text, size_t length, int isLast, const struct ctext_key *keys, size_t topCount, struct ctext_column *columns,
                                         size_t columnCount, size_t capacity, uint8_t *faults, uint32_t *lineOffsets);

// A number as JSON and delimited text write it, times a power of ten, rounded once. Returns 0 where only a slower reading can tell.
int ctext_number_of(const uint8_t *text, size_t length, int exponent, double *value);

// A hash of bytes, eight at a time, for telling files apart; starts with `state` 0.
uint64_t ctext_fingerprint(uint64_t state, const uint8_t *bytes, size_t count);

#endif
