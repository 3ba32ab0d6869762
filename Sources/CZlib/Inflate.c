#include "CZlib.h"

#include <limits.h>
#include <zlib.h>

int czlib_inflate(const uint8_t *data, size_t count, uint8_t *output, size_t size) {
  z_stream stream = {0};
  // Negative: no header of zlib's own, as in ZIP archives.
  if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) return -1;
  uint8_t none;
  size_t taken = 0, given = 0;
  int state = Z_OK;
  // The counts of a stream have fewer bits than those of memory.
  while (state == Z_OK) {
    if (stream.avail_in == 0) {
      size_t part = count - taken < INT_MAX ? count - taken : INT_MAX;
      stream.next_in = (Bytef *)(data + taken);
      stream.avail_in = (uInt)part;
      taken += part;
    }
    size_t room = size - given < INT_MAX ? size - given : INT_MAX;
    stream.next_out = size > given ? output + given : &none;
    stream.avail_out = (uInt)room;
    state = inflate(&stream, Z_NO_FLUSH);
    given += room - stream.avail_out;
  }
  int isWhole = state == Z_STREAM_END && given == size && taken - stream.avail_in == count;
  inflateEnd(&stream);
  return isWhole ? 0 : 1;
}

uint32_t czlib_crc32(const uint8_t *bytes, size_t count) {
  uLong sum = crc32(0, NULL, 0);
  while (count > 0) {
    size_t part = count < INT_MAX ? count : INT_MAX;
    sum = crc32(sum, bytes, (uInt)part);
    bytes += part;
    count -= part;
  }
  return (uint32_t)sum;
}
