# psycopg 3: parameters on the server's side, pipelines, binary results, COPY row
# by row. Argument: a connection string without user.
import sys
import psycopg
from psycopg.types.json import Jsonb
from report import ok, same

base = sys.argv[1]
db = psycopg.connect(base + " user=dept_1")
cur = db.cursor()
company = cur.execute("SELECT code, name FROM city.code ORDER BY n").fetchall()
detail = {"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA",
          "title": "示范", "level": "市级"}
one = ("INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) "
       "VALUES ('honour', %s, %s, %s, %s, %s)")


def honour(i, doc_no):
    return (company[i % 20][0], company[i % 20][1], doc_no, "2026-05-20", Jsonb(detail))


before = cur.execute("SELECT count(*) FROM credit.batch").fetchone()[0]
cur.executemany(one, [honour(i, f"荣{i}") for i in range(10)])
db.commit()
same(cur.execute("SELECT count(*) FROM credit.batch").fetchone()[0], before + 10,
     "executemany: ten statements make ten batches (open one first)")
batch = cur.execute("SELECT credit.open_batch('psycopg')").fetchone()[0]
with db.pipeline():
    for i in range(10):
        cur.execute(one, honour(i, f"管{i}"))
same(cur.execute("SELECT rows, accepted FROM credit.close_batch(%s)", (batch,)).fetchone(), (10, 10), "a pipeline in an open batch")
db.commit()

# the same statement prepared on the server: more than five times
for i in range(8):
    cur.execute(one, honour(i, f"备{i}"), prepare=True)
db.commit()
same(cur.execute("SELECT count(*) FROM credit.record WHERE doc_no LIKE '备%%'", ()).fetchone()[0], 8, "a statement prepared on the server")

try:
    cur.execute(one, (company[0][0], company[0][1], "坏", "2026-05-20", Jsonb({"title": "示范"})))
    ok(False, "a bad row is refused")
except psycopg.Error as e:
    same(e.sqlstate, "CR002", "a bad row is refused with its SQLSTATE")
    ok("authority_code" in e.diag.message_detail, "DETAIL names the field")
    db.rollback()

# types of the extension have no adapter: text, or their own bytes when asked for in binary
text = cur.execute("SELECT uscc FROM credit.subject WHERE uscc = %s::credit.uscc", (company[3][0],)).fetchone()[0]
same(text, company[3][0], "a code in text")
raw = db.cursor(binary=True).execute("SELECT uscc, uscc::text FROM credit.subject WHERE uscc = %s::credit.uscc", (company[3][0],)).fetchone()
ok(isinstance(raw[0], bytes) and len(raw[0]) == 12 and raw[1] == company[3][0], "in binary it is twelve bytes: cast it to text")
same(cur.execute("SELECT count(*) FROM credit.subject WHERE uscc = %s", (company[3][0],)).fetchone()[0], 1, "a parameter of unknown type is a code")

with cur.copy("COPY credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) FROM STDIN") as copy:
    for i in range(5):
        copy.write_row(("honour",) + honour(i, f"拷{i}"))
db.commit()
same(cur.execute("SELECT rows, accepted FROM credit.batch ORDER BY batch_id DESC LIMIT 1").fetchone(), (5, 5), "COPY row by row is one batch")

heard = psycopg.connect(base + " user=dept_1", autocommit=True)
heard.execute("LISTEN credit_event")
ok(True, "a client may listen to events")
print("done")
