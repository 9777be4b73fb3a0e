/*
 * fold_core.h
 *	  Reading identifiers as people type them: blanks around them, full-width
 *	  forms and lower case are the same symbols. Works on UTF-8; bytes that are
 *	  no UTF-8 count as one foreign symbol each, so any input is safe.
 */
#ifndef CREDIT_FOLD_CORE_H
#define CREDIT_FOLD_CORE_H

#include <stdbool.h>
#include <stddef.h>

/* stands in a folded string for a symbol that is not ASCII */
#define FOLD_FOREIGN '\x7f'

/* moves *s and *len past blanks at both ends, wide and no-break ones too */
extern void fold_trim(const char **s, size_t *len);

/* bytes of the symbol at s, at least 1, at most 4 */
extern int	fold_symbol_length(const char *s, size_t len);

/*
 * Writes at most keep folded symbols to out (no terminator) and returns how
 * many there are in all. The input is trimmed first.
 */
extern size_t fold_symbols(const char *s, size_t len, char *out, size_t keep);

/*
 * Copies the symbol at 1-based position of the trimmed input, as typed, to
 * out (5 bytes, terminated; empty when there is none).
 */
extern void fold_symbol_at(const char *s, size_t len, size_t position, char out[5]);

/* folds into out (n bytes); false unless the input has exactly n symbols */
extern bool fold_exactly(const char *s, size_t len, char *out, size_t n);

#endif
