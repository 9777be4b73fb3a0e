# LibreOffice Base's PostgreSQL driver (SDBC), without a window: lists the views
# of credit_bi, runs a query, sees an error. Argument: port. Run by a Python that
# has the module uno.
import os
import subprocess
import sys
import tempfile
import time
import uno
from report import ok, same

port = sys.argv[1]
home = tempfile.mkdtemp()
pipe = f"credit{os.getpid()}"
office = subprocess.Popen(["soffice", "--headless", "--invisible", "--norestore", "--nologo", f"-env:UserInstallation=file://{home}",
                           f"--accept=pipe,name={pipe};urp;"], stdin=subprocess.DEVNULL, env=dict(os.environ, HOME=home))
try:
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = None
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            break
        except Exception:
            time.sleep(0.5)
    ok(context is not None, "LibreOffice starts without a window")
    manager = context.ServiceManager.createInstanceWithContext("com.sun.star.sdbc.DriverManager", context)

    def connect(user):
        property = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        property.Name, property.Value = "user", user
        return manager.getConnectionWithInfo(f"sdbc:postgresql:host=127.0.0.1 port={port} dbname=credit", (property,))

    def rows(connection, query):
        r = connection.createStatement().executeQuery(query)
        found = []
        while r.next():
            found.append(tuple(r.getString(i + 1) for i in range(r.getMetaData().getColumnCount())))
        return found

    bi = connect("bi")
    listed = bi.getMetaData().getTables(None, "credit_bi", "%", ("VIEW",))
    views, commented = [], 0
    while listed.next():
        views.append(listed.getString(3))
        commented += any(ord(c) >= 0x4e00 for c in listed.getString(5))
    ok(len(views) > 40 and "subject_overview" in views, "the views of credit_bi are listed")
    same(commented, len(views), "each with its comment, Chinese included")
    columns = bi.getMetaData().getColumns(None, "credit_bi", "subject_overview", "%")
    names = []
    while columns.next():
        names.append(columns.getString(4))
    ok("code" in names and "grade" in names, "and the columns of one")
    same(len(rows(bi, "SELECT * FROM credit_bi.subject_overview")), 20, "a query runs")
    same(rows(bi, 'SELECT "name" FROM "credit_bi"."subject_overview" WHERE "name" LIKE \'望岚第2_公司\''), [("望岚第20公司",)], "as Base quotes it, with Chinese")
    failed = []
    for view in views:
        try:
            rows(bi, f'SELECT * FROM "credit_bi"."{view}"')
        except Exception as e:
            if "permission denied" not in str(e):
                failed.append((view, str(e)))
    same(failed, [], "every view comes through whole, or is refused")
    # what a form with a list of tables asks at the start
    tables = bi.getTables()
    ok(tables.hasByName("credit_bi.subject_overview"), "the list of tables that Base shows has the view")

    dept = connect("dept_1")
    try:
        dept.createStatement().executeUpdate("INSERT INTO credit.penalty_entry (cf_wsh, cf_jdrq) VALUES ('坏', '2026-05-20')")
        ok(False, "a bad row is refused")
    except Exception as e:
        ok("is refused" in str(e), "a bad row is refused with its message")
        print("  " + str(e)[:300].replace("\n", " | "))
    insert = dept.prepareStatement(
        "INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) "
        "SELECT 'honour', code, name, 'LO1', DATE '2026-05-20', CAST(? AS jsonb) FROM city.code WHERE n = 1")
    insert.setString(1, '{"subject_category": "法人及非法人组织", "authority_name": "甲局", "authority_code": "1122010001350000BA", "title": "示范", "level": "市级"}')
    same(insert.executeUpdate(), 1, "a prepared statement enters a record")
    bi.close()
    dept.close()
finally:
    try:
        desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        desktop.terminate()
    except Exception:
        pass
    try:
        office.wait(30)
    except subprocess.TimeoutExpired:
        office.kill()
print("done")
