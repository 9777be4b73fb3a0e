// JDBC as an exchange tool and a BI tool use it: metadata with comments, batched
// inserts through a door, types of the extension in results, errors.
// Run by: java -cp postgresql.jar JdbcClient.java port
import java.sql.*;
import java.time.LocalDate;
import java.util.*;
import org.postgresql.util.PGobject;
import org.postgresql.util.PSQLException;

public class JdbcClient {
    static final String[] COLUMNS = ("cf_xdr_mc cf_xdr_lb cf_xdr_shxym cf_frdb cf_wsh cf_wfxw cf_sy cf_yj cf_cflb cf_nr cf_nr_fk cf_jdrq "
        + "cf_cfjg cf_cfjgdm cf_sjly cf_sjlydm").split(" ");
    static final List<String[]> company = new ArrayList<>();
    static String url;

    static void ok(boolean condition, String words) {
        System.out.println((condition ? "ok - " : "not ok - ") + words);
    }

    static void same(Object got, Object expected, String words) {
        ok(Objects.equals(got, expected), words);
        if (!Objects.equals(got, expected)) System.out.println("  got " + got + ", expected " + expected);
    }

    static Connection connect(String user, String options) throws SQLException {
        return DriverManager.getConnection(url + "?user=" + user + options);
    }

    static String one(Connection db, String query) throws SQLException {
        try (Statement s = db.createStatement(); ResultSet r = s.executeQuery(query)) {
            r.next();
            return r.getString(1);
        }
    }

    static void bind(PreparedStatement s, int n, String document, String fine) throws SQLException {
        String[] c = company.get(n % 20);
        String[] values = { c[1], "法人及非法人组织", c[0], "张三", document, "无证经营", "事实", "依据", "罚款", "罚款一万元", fine,
            "2026-05-20", "甲局", "1122010001350000BA", "甲局", "1122010001350000BA" };
        for (int i = 0; i < values.length; i++) s.setString(i + 1, values[i]);
    }

    static final String INSERT = "INSERT INTO credit.penalty_entry (" + String.join(", ", COLUMNS) + ") VALUES ("
        + String.join(", ", Collections.nCopies(COLUMNS.length, "?")) + ")";

    static void metadata(Connection db) throws SQLException {
        DatabaseMetaData m = db.getMetaData();
        int views = 0, commented = 0;
        try (ResultSet r = m.getTables(null, "credit\\_bi", "%", new String[] { "VIEW" })) {
            while (r.next()) {
                views++;
                String remarks = r.getString("REMARKS");
                if (remarks != null && remarks.codePoints().anyMatch(ch -> ch >= 0x4e00)) commented++;
            }
        }
        ok(views > 40, "metadata lists the views of credit_bi: more than 40");
        same(commented, views, "each with its comment, Chinese included");
        int columns = 0, words = 0, builtIn = 0;
        try (ResultSet r = m.getColumns(null, "credit\\_bi", "%", "%")) {
            while (r.next()) {
                columns++;
                if (r.getString("REMARKS") != null) words++;
                int type = r.getInt("DATA_TYPE");
                if (type != Types.OTHER && type != Types.STRUCT && type != Types.DISTINCT) builtIn++;
                else System.out.println("  " + r.getString("TABLE_NAME") + "." + r.getString("COLUMN_NAME") + " is " + r.getString("TYPE_NAME"));
            }
        }
        ok(columns > 300, "and their columns");
        same(words, columns, "each column with its comment");
        same(builtIn, columns, "all of them of types that JDBC knows");
        int doorColumns = 0;
        try (ResultSet r = m.getColumns(null, "credit", "penalty\\_entry", "%")) {
            while (r.next()) if (r.getInt("DATA_TYPE") == Types.VARCHAR) doorColumns++;
        }
        ok(doorColumns >= COLUMNS.length, "the columns of a door are texts");
        try (ResultSet r = m.getPrimaryKeys(null, "credit", "subject")) {
            r.next();
            same(r.getString("COLUMN_NAME"), "subject_id", "and keys of tables");
        }
    }

    // rows through a door, 100 of them; how many batches they make
    static void batch(String options, String prefix, int expectedBatches, boolean open) throws SQLException {
        try (Connection db = connect("dept_1", options)) {
            db.setAutoCommit(false);
            long before = Long.parseLong(one(db, "SELECT count(*) FROM credit.batch"));
            String number = open ? one(db, "SELECT credit.open_batch('jdbc')") : null;
            try (PreparedStatement s = db.prepareStatement(INSERT)) {
                for (int i = 0; i < 100; i++) {
                    bind(s, i, prefix + i, "1");
                    s.addBatch();
                }
                int[] counts = s.executeBatch();
                same(counts.length, 100, prefix + ": a count for each row");
            }
            if (open) same(one(db, "SELECT rows || ' ' || accepted FROM credit.close_batch(" + number + ")"), "100 100", prefix + ": the batch counts all");
            db.commit();
            long batches = Long.parseLong(one(db, "SELECT count(*) FROM credit.batch")) - before;
            same(batches, (long) expectedBatches, prefix + ": batches made");
            same(one(db, "SELECT count(*) FROM credit.penalty_entry WHERE cf_wsh ~ '^" + prefix + "[0-9]+$'"), "100", prefix + ": all rows are in");
        }
    }

    static void errors() throws SQLException {
        for (String options : new String[] { "&reWriteBatchedInserts=false", "&reWriteBatchedInserts=true" }) {
            try (Connection db = connect("dept_1", options)) {
                db.setAutoCommit(false);
                try (PreparedStatement s = db.prepareStatement(INSERT)) {
                    for (int i = 0; i < 10; i++) {
                        bind(s, i, "错" + i, i == 6 ? "一万" : "1");
                        s.addBatch();
                    }
                    s.executeBatch();
                    ok(false, "a bad row in a batch is refused");
                } catch (BatchUpdateException e) {
                    PSQLException cause = (PSQLException) e.getCause();
                    same(e.getSQLState(), "CR002", "a bad row in a batch: SQLSTATE" + options);
                    ok(cause.getServerErrorMessage().getDetail().contains("cf_nr_fk"), "and DETAIL names the field" + options);
                    ok(cause.getServerErrorMessage().getHint() != null, "and there is a hint" + options);
                    same(cause.getServerErrorMessage().getMessage(), "row " + (options.endsWith("false") ? 1 : 7) + " of item \"penalty\" is refused",
                        "the row is counted within the statement that the driver made" + options);
                }
                db.rollback();
                same(one(db, "SELECT count(*) FROM credit.penalty_entry WHERE cf_wsh LIKE '错%'"), "0", "nothing of it is in" + options);
                // the same rows, bad ones set aside
                db.createStatement().execute("SET LOCAL credit.on_reject = quarantine");
                try (PreparedStatement s = db.prepareStatement(INSERT)) {
                    for (int i = 0; i < 10; i++) {
                        bind(s, i, "错" + i, i == 6 ? "一万" : "1");
                        s.addBatch();
                    }
                    int[] counts = s.executeBatch();
                    // SUCCESS_NO_INFO for each where the driver joined rows
                    same(counts[6], options.endsWith("false") ? 0 : Statement.SUCCESS_NO_INFO, "the count of the row set aside" + options);
                }
                same(one(db, "SELECT count(*) FROM credit.penalty_entry WHERE cf_wsh LIKE '错%'"), "9", "with quarantine the nine are in" + options);
                db.rollback();
            }
        }
    }

    static void types() throws SQLException {
        try (Connection db = connect("dept_1", "")) {
            try (Statement s = db.createStatement();
                 ResultSet r = s.executeQuery("SELECT s.uscc, r.severity, r.detail, r.decided_on, r.amount, r.warnings, r.received_at, 'B'::credit.grade AS grade"
                     + " FROM credit.record r JOIN credit.subject s USING (subject_id) WHERE r.doc_no = '罚1号' AND r.dept_id = 1")) {
                r.next();
                ok(r.getObject(1) instanceof PGobject, "a code is a PGobject");
                same(r.getString(1), company.get(0)[0], "and a string when asked for one");
                same(r.getString(2), "general", "an enum is a string");
                same(r.getObject(2).getClass(), String.class, "by getObject as well");
                ok(r.getString(3).startsWith("{"), "JSON is a string");
                same(r.getObject(4, LocalDate.class), LocalDate.of(2026, 5, 20), "a date is a LocalDate");
                same(r.getBigDecimal(5).intValue(), 10000, "an amount is a BigDecimal");
                same(r.getArray(6) == null || r.getArray(6).getArray() instanceof String[], true, "warnings are a String[]");
                ok(r.getObject(7, java.time.OffsetDateTime.class) != null, "a time is an OffsetDateTime");
                same(r.getString(8), "B", "a grade is a string");
            }
            // a code as a parameter: a typed string has to be cast
            try (PreparedStatement s = db.prepareStatement("SELECT name FROM credit.subject WHERE uscc = ?::credit.uscc")) {
                s.setString(1, company.get(4)[0]);
                ResultSet r = s.executeQuery();
                ok(r.next() && r.getString(1).equals(company.get(4)[1]), "a code as a parameter, cast");
            }
            try (PreparedStatement s = db.prepareStatement("SELECT name FROM credit.subject WHERE uscc = ?")) {
                s.setObject(1, company.get(4)[0], Types.OTHER);
                ResultSet r = s.executeQuery();
                ok(r.next(), "or of type OTHER");
            }
            try (PreparedStatement s = db.prepareStatement("INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) VALUES ('honour', ?, ?, ?, ?, ?)")) {
                s.setString(1, company.get(0)[0]);
                s.setString(2, company.get(0)[1]);
                s.setString(3, "荣1");
                s.setString(4, "2026-05-20");
                s.setString(5, "{}");
                s.execute();
                ok(false, "strings for a date and JSON are refused");
            } catch (SQLException e) {
                same(e.getSQLState(), "42804", "credit.record: a string is no date for JDBC");
            }
            try (PreparedStatement s = db.prepareStatement("INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail) VALUES ('honour', ?, ?, ?, ?, ?::jsonb)")) {
                s.setString(1, company.get(0)[0]);
                s.setString(2, company.get(0)[1]);
                s.setString(3, "荣1");
                s.setObject(4, LocalDate.of(2026, 5, 20));
                s.setString(5, "{\"subject_category\": \"法人及非法人组织\", \"authority_name\": \"甲局\", \"authority_code\": \"1122010001350000BA\", \"title\": \"示范\", \"level\": \"市级\"}");
                same(s.executeUpdate(), 1, "a LocalDate and a cast are taken");
            }
        }
        try (Connection db = connect("dept_1", "&stringtype=unspecified")) {
            try (PreparedStatement s = db.prepareStatement("SELECT name FROM credit.subject WHERE uscc = ?")) {
                s.setString(1, company.get(4)[0]);
                ok(s.executeQuery().next(), "stringtype=unspecified needs no casts");
            }
            // prepared on the server after five uses
            for (int i = 0; i < 10; i++)
                try (PreparedStatement s = db.prepareStatement("SELECT (c).verdict FROM credit.check_subject(?, 'procurement', 'x') c")) {
                    s.setString(1, company.get(i)[0]);
                    ResultSet r = s.executeQuery();
                    ok(r.next() && r.getString(1) != null, "check_subject, call " + i);
                }
        }
    }

    static void analyst() throws SQLException {
        try (Connection db = connect("bi", "")) {
            db.setAutoCommit(false);
            db.setReadOnly(true);
            try (PreparedStatement s = db.prepareStatement("SELECT code, name, grade, score FROM credit_bi.subject_overview ORDER BY code")) {
                s.setFetchSize(7);
                int rows = 0;
                try (ResultSet r = s.executeQuery()) {
                    while (r.next()) rows++;
                }
                same(rows, 20, "an analyst's read-only connection fetches a view by portions");
            }
            try (PreparedStatement s = db.prepareStatement(INSERT)) {
                bind(s, 0, "越权", "1");
                s.execute();
                ok(false, "an analyst enters nothing");
            } catch (SQLException e) {
                ok(e.getSQLState().equals("42501") || e.getSQLState().equals("25006"), "an analyst enters nothing: " + e.getSQLState());
            }
            db.rollback();
            try (Statement s = db.createStatement(); ResultSet r = s.executeQuery("SELECT credit.mask_name('张三')")) {
                ok(r.next(), "functions work");
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        url = "jdbc:postgresql://127.0.0.1:" + arguments[0] + "/credit";
        try (Connection db = connect("dept_1", ""); Statement s = db.createStatement();
             ResultSet r = s.executeQuery("SELECT code, name FROM city.code ORDER BY n")) {
            while (r.next()) company.add(new String[] { r.getString(1), r.getString(2) });
        }
        try (Connection db = connect("bi", "")) {
            metadata(db);
        }
        batch("&reWriteBatchedInserts=false", "甲", 100, false);
        // 64 + 32 + 4
        batch("&reWriteBatchedInserts=true", "乙", 3, false);
        batch("&reWriteBatchedInserts=false", "丙", 1, true);
        batch("&reWriteBatchedInserts=true", "丁", 1, true);
        batch("&reWriteBatchedInserts=true&preferQueryMode=simple", "戊", 1, true);
        errors();
        types();
        analyst();
        System.out.println("done");
    }
}
