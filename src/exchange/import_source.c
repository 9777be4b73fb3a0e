/*
 * import_source.c
 *	  Where a document's bytes come from: a value, a large object, a file of
 *	  the server. The last two are read piece by piece.
 */
#include "exchange/exchange.h"

#include <sys/stat.h>

#include "catalog/pg_authid.h"
#include "libpq/libpq-fs.h"
#include "miscadmin.h"
#include "pgstat.h"
#include "storage/fd.h"
#include "storage/large_object.h"
#include "utils/acl.h"
#include "utils/fmgrprotos.h"

struct ImportSource
{
	const char *bytes;			/* a value */
	int			object;			/* descriptor of a large object, -1 none */
	File		file;			/* -1 none; survives a commit */
	int64		total;
	int64		place;
};

static ImportSource *
new_source(void)
{
	ImportSource *source = palloc0(sizeof(ImportSource));

	source->file = source->object = -1;
	return source;
}

ImportSource *
credit_source_bytes(const char *bytes, int64 len)
{
	ImportSource *source = new_source();

	source->bytes = bytes;
	source->total = len;
	return source;
}

static int64
seek(ImportSource *source, int64 offset, int whence)
{
	return DatumGetInt64(DirectFunctionCall3(be_lo_lseek64, Int32GetDatum(source->object),
											 Int64GetDatum(offset), Int32GetDatum(whence)));
}

/* raises as lo_open() does for an object that is not there or not the role's to read */
ImportSource *
credit_source_large_object(Oid loid)
{
	ImportSource *source = new_source();

	/* the functions of SQL keep what must be undone at the end of the transaction */
	source->object = DatumGetInt32(DirectFunctionCall2(be_lo_open, ObjectIdGetDatum(loid), Int32GetDatum(INV_READ)));
	source->total = seek(source, 0, SEEK_END);
	(void) seek(source, 0, SEEK_SET);
	return source;
}

/* a regular file by its absolute path, for roles with pg_read_server_files */
ImportSource *
credit_source_file(const char *path)
{
	ImportSource *source;
	struct stat about;

	if (!has_privs_of_role(GetUserId(), ROLE_PG_READ_SERVER_FILES))
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("must be superuser or have privileges of the pg_read_server_files role to read a file of the server"),
				 errhint("Send the document itself to credit.import_xml().")));
	if (!is_absolute_path(path))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_NAME),
				 errmsg("path \"%s\" is not absolute", path)));
	if (stat(path, &about) != 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not open file \"%s\" for reading: %m", path)));
	/* a pipe or a device could keep the server waiting */
	if (!S_ISREG(about.st_mode))
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a regular file", path)));
	source = new_source();
	source->file = PathNameOpenFile(path, O_RDONLY | PG_BINARY);
	if (source->file < 0)
		ereport(ERROR,
				(errcode_for_file_access(),
				 errmsg("could not open file \"%s\" for reading: %m", path)));
	source->total = about.st_size;
	return source;
}

int
credit_source_read(ImportSource *source, char *buffer, int size)
{
	int			got;

	if (source->file >= 0)
	{
		got = FileRead(source->file, buffer, size, source->place, PG_WAIT_EXTENSION);
		if (got < 0)
			ereport(ERROR,
					(errcode_for_file_access(),
					 errmsg("could not read file: %m")));
	}
	else if (source->object >= 0)
	{
		bytea	   *piece = DatumGetByteaPP(DirectFunctionCall2(be_loread, Int32GetDatum(source->object), Int32GetDatum(size)));

		got = VARSIZE_ANY_EXHDR(piece);
		memcpy(buffer, VARDATA_ANY(piece), got);
		pfree(piece);
	}
	else
	{
		got = (int) Min((int64) size, source->total - source->place);
		memcpy(buffer, source->bytes + source->place, got);
	}
	source->place += got;
	return got;
}

void
credit_source_rewind(ImportSource *source)
{
	if (source->object >= 0)
		(void) seek(source, 0, SEEK_SET);
	source->place = 0;
}

void
credit_source_close(ImportSource *source)
{
	if (source->file >= 0)
		FileClose(source->file);
	if (source->object >= 0)
		(void) DirectFunctionCall1(be_lo_close, Int32GetDatum(source->object));
	source->file = source->object = -1;
}

int64
credit_source_total(const ImportSource *source)
{
	return source->total;
}

int64
credit_source_place(const ImportSource *source)
{
	return source->place;
}
