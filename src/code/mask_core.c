/*
 * mask_core.c
 *	  Masking for display. Calls fold_core.
 */
#include "code/mask_core.h"

#include <stdbool.h>
#include <string.h>

#include "code/fold_core.h"

/*
 * Document numbers: of 15 and more symbols the first 3 and the last 2 stay,
 * which hides the birth date and all but one digit of the sequence; of 7 to 14
 * the first and the last 2; of shorter ones none.
 */
size_t
mask_id_text(const char *s, size_t len, char *out)
{
	size_t		count = fold_symbols(s, len, NULL, 0);
	size_t		head = count >= 15 ? 3 : count >= 7 ? 1 : 0;
	size_t		tail = count >= 7 ? 2 : 0;
	size_t		used = 0;

	fold_trim(&s, &len);
	for (size_t i = 0; i < count; i++)
	{
		int			nbytes = fold_symbol_length(s, len);

		if (i < head || i >= count - tail)
		{
			memcpy(out + used, s, nbytes);
			used += nbytes;
		}
		else
			out[used++] = '*';
		s += nbytes;
		len -= nbytes;
	}
	return used;
}

/* surnames of two characters in use today; a fixed fact of the language */
static const char *const compound_surnames[] = {
	"欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙", "慕容",
	"令狐", "宇文", "长孙", "司徒", "司空", "夏侯", "轩辕", "端木", "独孤",
	"南宫", "东郭", "西门", "百里", "呼延", "闻人", "申屠", "太史", "拓跋",
	"公冶", "濮阳", "澹台", "赫连", "钟离", "鲜于", "闾丘", "即墨", "完颜",
	"第五", "纳兰", "叶赫", "爱新"
};

/* U+00B7, U+2022, U+2027, U+30FB, U+FF0E: between the parts of a name */
static bool
is_middle_dot(const char *s, int nbytes)
{
	return (nbytes == 2 && memcmp(s, "\xC2\xB7", 2) == 0) ||
		(nbytes == 3 && (memcmp(s, "\xE2\x80\xA2", 3) == 0 ||
						 memcmp(s, "\xE2\x80\xA7", 3) == 0 ||
						 memcmp(s, "\xE3\x83\xBB", 3) == 0 ||
						 memcmp(s, "\xEF\xBC\x8E", 3) == 0));
}

static bool
is_separator(const char *s, int nbytes)
{
	const char *start = s;
	size_t		left = nbytes;

	fold_trim(&start, &left);
	return left == 0 || *s == '-' || *s == '.' || *s == '\'' || is_middle_dot(s, nbytes);
}

/*
 * Persons' names: a Chinese name shows its surname (two characters when the
 * surname is a compound one and a given name follows), a name in parts the
 * first character of the first part, a name in Latin letters its initials.
 * A single character says all, so nothing of it is shown.
 */
size_t
mask_name_text(const char *s, size_t len, char *out)
{
	size_t		used = 0;
	size_t		count = fold_symbols(s, len, NULL, 0);
	size_t		shown = 1;
	bool		latin;
	bool		at_start = true;

	fold_trim(&s, &len);
	if (len == 0)
		return 0;
	/* letters below U+0250 and their marks are written in alphabets */
	latin = (unsigned char) s[0] <= 0xC9;
	if (count == 1)
		shown = 0;
	else if (count >= 3 && len >= 6)
		for (size_t i = 0; i < sizeof(compound_surnames) / sizeof(compound_surnames[0]); i++)
			if (memcmp(s, compound_surnames[i], 6) == 0)
				shown = 2;

	for (size_t i = 0; i < count; i++)
	{
		int			nbytes = fold_symbol_length(s, len);
		bool		separator = is_separator(s, nbytes);
		bool		show = latin ? at_start && count > 1 : i < shown;

		if (separator || show)
		{
			memcpy(out + used, s, nbytes);
			used += nbytes;
		}
		else
			out[used++] = '*';
		at_start = separator;
		s += nbytes;
		len -= nbytes;
	}
	return used;
}
