# ODBC through pyodbc: parameters, executemany, metadata, types, errors.
# Argument: a connection string without user.
import datetime
import decimal
import sys
import pyodbc
from report import ok, same

base = sys.argv[1]
columns = ("cf_xdr_mc cf_xdr_lb cf_xdr_shxym cf_frdb cf_wsh cf_wfxw cf_sy cf_yj cf_cflb cf_nr cf_nr_fk cf_jdrq "
           "cf_cfjg cf_cfjgdm cf_sjly cf_sjlydm").split()
db = pyodbc.connect(base + "UID=dept_1;", autocommit=False)
cur = db.cursor()
company = [tuple(r) for r in cur.execute("SELECT code, name FROM city.code ORDER BY n").fetchall()]


def row(i, doc_no, fine="1"):
    return (company[i % 20][1], "法人及非法人组织", company[i % 20][0], "张三", doc_no, "无证经营", "事实", "依据", "罚款",
            "罚款一万元", fine, "2026-05-20", "甲局", "1122010001350000BA", "甲局", "1122010001350000BA")


one = f"INSERT INTO credit.penalty_entry ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
cur.execute("SELECT credit.open_batch('odbc')")
batch = cur.fetchone()[0]
cur.executemany(one, [row(i, f"欧{i}") for i in range(30)])
cur.execute("SELECT rows, accepted FROM credit.close_batch(?)", batch)
same(tuple(cur.fetchone()), (30, 30), "executemany: thirty statements in an open batch")
cur.fast_executemany = True
cur.executemany(one, [row(i, f"快{i}") for i in range(30)])
same(cur.execute("SELECT count(*) FROM credit.penalty_entry WHERE cf_wsh LIKE '快%'").fetchone()[0], 30, "an array of parameters")
cur.fast_executemany = False
db.commit()

try:
    cur.execute(one, row(0, "坏", "一万"))
    ok(False, "a bad row is refused")
except pyodbc.Error as e:
    same(e.args[0], "CR002", "a bad row is refused with its SQLSTATE")
    ok("cf_nr_fk" in e.args[1], "DETAIL is in the message")
    db.rollback()

cur.execute("SELECT subject_code, severity, decided_on, amount, detail, received_at FROM credit.record WHERE doc_no = '欧0'")
got = cur.fetchone()
same((got[0], got[1]), (company[0][0], "general"), "a code and an enum are strings")
same(got[2], datetime.date(2026, 5, 20), "a date is a date")
ok(isinstance(got[3], decimal.Decimal) and got[3] == 10000, "an amount is a decimal")
ok(got[4].startswith("{"), "JSON is a string")
ok(isinstance(got[5], datetime.datetime), "a time is a time")
cur.execute("SELECT name FROM credit.subject WHERE uscc = ?::credit.uscc", company[4][0])
same(cur.fetchone()[0], company[4][1], "a code as a parameter, cast")
cur.execute("SELECT uscc FROM credit.subject WHERE subject_id = (SELECT min(subject_id) FROM credit.subject)")
same(cur.fetchone()[0], company[0][0], "a column of type credit.uscc is a string")
db.rollback()

bi = pyodbc.connect(base + "UID=bi;", autocommit=True)
cur = bi.cursor()
views = [r.table_name for r in cur.tables(schema="credit_bi").fetchall()]
ok(len(views) > 40, "metadata lists the views of credit_bi")
words = cur.columns(schema="credit_bi", table="subject_overview").fetchall()
unknown = [r.column_name for r in words if r.data_type == pyodbc.SQL_BINARY]
ok(len(words) > 10 and not unknown, "and their columns")
same(len(cur.execute("SELECT * FROM credit_bi.subject_overview").fetchall()), 20, "an analyst reads a view")
failed = []
for view in views:
    try:
        cur.execute(f"SELECT * FROM credit_bi.{view}").fetchall()
    except pyodbc.Error as e:
        if e.args[0] != "42501":
            failed.append((view, e.args))
same(failed, [], "every view comes through whole, or is refused")
print("done")
