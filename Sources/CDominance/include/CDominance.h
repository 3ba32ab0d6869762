// Fronts of rows that are compared in several columns at once: the hot part of ParetoFrontiers.
#ifndef C_DOMINANCE_H
#define C_DOMINANCE_H

#include <stddef.h>
#include <stdint.h>

// Working memory that grows and is used again; set both fields to zero before the first call.
typedef struct {
  void *memory;
  size_t size;
} dominance_scratch;

// Frees the working memory; the scratch may be used again afterwards.
void dominance_release(dominance_scratch *scratch);

// The first row that is NaN, or -1.
ptrdiff_t dominance_first_missing(const double *column, ptrdiff_t count);

// The rows that no other row dominates, in lexicographic order of the signed columns; rows that are equal in all of them follow each other in the order they were given.
//
// columns: two or more, column-major, without NaN. signs: 1 where less is better, -1 where more is. rows: those that take part, ascending, or NULL for 0..<count;
// count: how many take part, less than 2^32. members: room for count rows. Returns how many members there are, or -1 where memory ran out.
ptrdiff_t dominance_front(
    const double *const *columns, const double *signs, ptrdiff_t objectives, const uint32_t *rows, ptrdiff_t count,
    dominance_scratch *scratch, uint32_t *members);

// How many rows are on the front of two columns, and the area between it and a reference, given in signed columns; rows that are not below the reference add nothing. Returns -1 where memory ran out.
ptrdiff_t dominance_area(
    const double *const *columns, const double *signs, const uint32_t *rows, ptrdiff_t count, const double *reference,
    dominance_scratch *scratch, double *area);

// The front that each given row of two columns belongs to, counted from 0, by position in `rows` (NULL: 0..<count). Returns how many fronts there are, or -1 where memory ran out.
ptrdiff_t dominance_ranks_of_two(
    const double *const *columns, const double *signs, const uint32_t *rows, ptrdiff_t count, uint32_t *ranks);

// The volume between records and a reference that exceeds each of them in every column: exact for 2 to 4 columns.
//
// records: row-major, ascending in the last column. floor: what each value is raised to first, or NULL. Returns -1 where memory ran out.
double dominance_hypervolume(
    const double *records, ptrdiff_t objectives, ptrdiff_t count, const double *floor, const double *reference);

#endif
