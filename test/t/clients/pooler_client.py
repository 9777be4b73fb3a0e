# psycopg 3 behind pgbouncer in transaction mode: without statements prepared on
# the server, since the session changes under the client.
import sys
import psycopg
from report import ok, same

db = [psycopg.connect(sys.argv[1], prepare_threshold=None) for _ in range(6)]
for turn in range(10):
    for number, connection in enumerate(db):
        with connection.transaction():
            cur = connection.cursor()
            cur.execute(f"SET LOCAL ROLE dept_{1 + number % 2}")
            cur.execute("SELECT count(*) FILTER (WHERE dept_id <> %s) FROM credit.batch", (1 + number % 2,))
            if cur.fetchone()[0]:
                ok(False, "a department sees its own batches only")
same(turn, 9, "six connections take turns; each sees its own")
print("done")
