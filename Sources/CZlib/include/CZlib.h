#ifndef C_ZLIB_H
#define C_ZLIB_H

#include <stddef.h>
#include <stdint.h>

// Inflates raw deflate data into a buffer of exactly `size` bytes. Returns 0 where the data end with it and with the buffer, else a code that is not 0.
int czlib_inflate(const uint8_t *data, size_t count, uint8_t *output, size_t size);

// The CRC-32 of bytes, as ZIP archives have it.
uint32_t czlib_crc32(const uint8_t *bytes, size_t count);

#endif
