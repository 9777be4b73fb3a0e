/*
 * uscc.h
 *	  Room code/: the unified social credit code and the other identifiers, as
 *	  the rooms below it use them. Calls only the root.
 */
#ifndef CREDIT_USCC_H
#define CREDIT_USCC_H

#include "credit.h"
#include "code/uscc_core.h"

#define DatumGetUsccP(X)		((Uscc *) DatumGetPointer(X))
#define UsccPGetDatum(X)		PointerGetDatum(X)
#define PG_GETARG_USCC_P(n)		DatumGetUsccP(PG_GETARG_DATUM(n))
#define PG_RETURN_USCC_P(x)		return UsccPGetDatum(x)

/*
 * Reads a code in the server encoding, len bytes, as typed: blanks around it,
 * full-width forms and lower case are folded. False when it is not acceptable.
 * verdict may be NULL, which is faster; nothing is raised either way.
 */
extern bool credit_uscc_read(const char *s, size_t len, Uscc *code, UsccVerdict *verdict);

/*
 * What is wrong, as one full English sentence or two (palloc'd, server
 * encoding); for a sound code its warning, NULL when there is none.
 */
extern char *credit_uscc_explain(const UsccVerdict *verdict, bool in_own_words);

/* how to mend it (a constant), NULL when there is nothing to say */
extern const char *credit_uscc_hint(const UsccVerdict *verdict);

/* raises 22P02 as the type's input does, softly where escontext allows */
extern void credit_uscc_refuse(const char *s, size_t len, const UsccVerdict *verdict,
							   struct Node *escontext);

/* palloc'd, terminated */
extern char *credit_uscc_text(const Uscc *code);

/* the enum value of credit.subject_kind with this label */
extern Oid	credit_subject_kind_oid(SubjectKind kind);

/*
 * The same text in UTF-8 for the cores: s itself when the server encoding is
 * UTF-8 or s is ASCII, else a palloc'd conversion, cut at the first byte that
 * converts to nothing.
 */
extern const char *credit_utf8_view(const char *s, size_t *len);

/* a varlena of len bytes of UTF-8, in the server encoding; never raises on
 * text that credit_utf8_view() gave */
extern text *credit_text_from_utf8(const char *s, size_t len);

/* SQL functions that other rooms call (identifier.c) */
extern Datum credit_mask_id(PG_FUNCTION_ARGS);
extern Datum credit_mask_name(PG_FUNCTION_ARGS);

/* true for zh, false for en; raises 22023 for others */
extern bool credit_is_chinese(text *lang);

#endif
