# psycopg2 as a department's tool uses it: batches, errors, types. Argument: a
# connection string without user.
import sys
import psycopg2
import psycopg2.extras
from report import ok, same

base = sys.argv[1]
columns = ("cf_xdr_mc cf_xdr_lb cf_xdr_shxym cf_frdb cf_wsh cf_wfxw cf_sy cf_yj cf_cflb cf_nr cf_nr_fk cf_jdrq "
           "cf_cfjg cf_cfjgdm cf_sjly cf_sjlydm").split()


def row(company, **change):
    r = dict(zip(columns, (company[1], "法人及非法人组织", company[0], "张三", "罚", "无证经营", "事实", "依据", "罚款",
                           "罚款一万元", "1", "2026-05-20", "甲局", "1122010001350000BA", "甲局", "1122010001350000BA")))
    r.update(change)
    return tuple(r[c] for c in columns)


db = psycopg2.connect(base + " user=dept_1")
cur = db.cursor()
cur.execute("SELECT code, name FROM city.code ORDER BY n")
company = cur.fetchall()
insert = f"INSERT INTO credit.penalty_entry ({', '.join(columns)}) VALUES "
one = insert + "(" + ", ".join(["%s"] * len(columns)) + ")"

cur.execute("SELECT count(*) FROM credit.batch")
before = cur.fetchone()[0]
psycopg2.extras.execute_values(cur, insert + "%s", [row(company[i % 20], cf_wsh=f"二{i}") for i in range(50)], page_size=100)
db.commit()
cur.execute("SELECT count(*) FROM credit.batch")
same(cur.fetchone()[0], before + 1, "execute_values: fifty rows are one batch")

cur.execute("SELECT credit.open_batch('psycopg2')")
batch = cur.fetchone()[0]
cur.executemany(one, [row(company[i], cf_wsh=f"三{i}") for i in range(5)])
cur.execute("SELECT rows, accepted FROM credit.close_batch(%s)", (batch,))
same(cur.fetchone(), (5, 5), "executemany: five statements in an open batch")
db.commit()

try:
    cur.execute(one, row(company[0], cf_wsh="坏", cf_nr_fk="一万", cf_jdrq="昨天"))
    ok(False, "a bad row is refused")
except psycopg2.Error as e:
    same(e.pgcode, "CR002", "a bad row is refused with its SQLSTATE")
    ok("cf_jdrq" in e.diag.message_detail and "cf_nr_fk" in e.diag.message_detail, "DETAIL names both fields")
    ok(e.diag.message_hint is not None, "and there is a hint")
    db.rollback()

cur.execute("SELECT subject_code, severity, decided_on, amount, detail FROM credit.record WHERE doc_no = '二0'")
got = cur.fetchone()
same((got[0], got[1], str(got[2]), float(got[3]), type(got[4]).__name__), (company[0][0], "general", "2026-05-20", 10000.0, "dict"),
     "code, enum, date, number and JSON come as Python has them")
cur.execute("SELECT credit.check_subject(%s, 'procurement', 'x')", (company[0][0],))
ok(company[0][0] in cur.fetchone()[0], "a composite comes as text")
cur.execute("SELECT (c).verdict, (c).reasons FROM credit.check_subject(%s, 'procurement', 'x') c", (company[0][0],))
same(type(cur.fetchone()[1]).__name__, "list", "and its array as a list")
db.commit()

# COPY from a file object
import io
text = "\n".join(",".join(row(company[i], cf_wsh=f"四{i}")) for i in range(3)) + "\n"
cur.copy_expert(f"COPY credit.penalty_entry ({', '.join(columns)}) FROM STDIN (FORMAT csv)", io.StringIO(text))
db.commit()
cur.execute("SELECT count(*) FROM credit.penalty_entry WHERE cf_wsh LIKE '四%'")
same(cur.fetchone()[0], 3, "copy_expert goes through the door")

bi = psycopg2.connect(base + " user=bi")
cur = bi.cursor(name="server_side")
cur.itersize = 7
cur.execute("SELECT code, name, grade FROM credit_bi.subject_overview ORDER BY code")
same(len(list(cur)), 20, "an analyst reads a view by a server-side cursor")
print("done")
