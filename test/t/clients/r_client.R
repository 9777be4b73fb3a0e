# R: views as data frames, a data frame appended through a door. Argument: port.
library(DBI)
library(RPostgreSQL)
port <- as.integer(commandArgs(trailingOnly = TRUE)[1])
ok <- function(condition, words) cat(if (isTRUE(condition)) "ok - " else "not ok - ", words, "\n", sep = "")
same <- function(got, expected, words) {
  ok(identical(got, expected), words)
  if (!identical(got, expected)) cat("  got", format(got), "expected", format(expected), "\n")
}
connect <- function(user) dbConnect(PostgreSQL(), host = "127.0.0.1", port = port, dbname = "credit", user = user)

bi <- connect("bi")
d <- dbGetQuery(bi, "SELECT * FROM credit_bi.subject_overview ORDER BY code")
same(nrow(d), 20L, "dbGetQuery reads a view")
same(d$name[d$code == dbGetQuery(bi, "SELECT code FROM city.code WHERE n = 7")$code], "望岚第7公司", "Chinese comes through")
ok(is.numeric(d$active_records), "counts are numbers")
s <- dbGetQuery(bi, "SELECT * FROM credit_bi.record_statistics")
ok(nrow(s) > 0, "another view")
views <- dbGetQuery(bi, "SELECT viewname FROM pg_views WHERE schemaname = 'credit_bi' AND has_table_privilege('credit_bi.' || viewname, 'SELECT')")$viewname
bad <- character()
kinds <- character()
for (v in views) {
  r <- withCallingHandlers(tryCatch(dbGetQuery(bi, paste0("SELECT * FROM credit_bi.", v)), error = function(e) NULL),
    warning = function(w) { kinds <<- c(kinds, conditionMessage(w)); invokeRestart("muffleWarning") })
  if (is.null(r)) bad <- c(bad, v)
}
same(bad, character(), "every view an analyst may read becomes a data frame")
if (length(kinds)) cat("  warnings:", unique(kinds), "\n")

dept <- connect("dept_1")
company <- dbGetQuery(dept, "SELECT code, name FROM city.code ORDER BY n")
rows <- data.frame(cf_xdr_mc = company$name, cf_xdr_lb = "法人及非法人组织", cf_xdr_shxym = company$code, cf_frdb = "张三",
  cf_wsh = paste0("表", 1:20), cf_wfxw = "无证经营", cf_sy = "事实", cf_yj = "依据", cf_cflb = "罚款", cf_nr = "罚款一万元", cf_nr_fk = "1",
  cf_jdrq = "2026-05-20", cf_cfjg = "甲局", cf_cfjgdm = "1122010001350000BA", cf_sjly = "甲局", cf_sjlydm = "1122010001350000BA",
  stringsAsFactors = FALSE)
count <- function() dbGetQuery(dept, "SELECT count(*)::int AS n FROM credit.penalty_entry WHERE cf_wsh LIKE '表%'")$n
latest <- function() {
  b <- dbGetQuery(dept, "SELECT accepted::int AS a, rejected::int AS r FROM credit.batch ORDER BY batch_id DESC LIMIT 1")
  c(b$a, b$r)
}
# a door is a view, and dbWriteTable looks among tables only
written <- suppressWarnings(tryCatch(dbWriteTable(dept, c("credit", "penalty_entry"), rows, append = TRUE, row.names = FALSE), error = function(e) FALSE))
same(c(isTRUE(written), count() > 0), c(FALSE, FALSE), "dbWriteTable cannot append to a view")

# a table of the session, then one statement
names <- paste(names(rows), collapse = ", ")
send <- function(d) {
  dbWriteTable(dept, c("pg_temp", "sent"), d, row.names = FALSE)
  on.exit(dbGetQuery(dept, "DROP TABLE pg_temp.sent"))
  done <- tryCatch({ dbClearResult(dbSendQuery(dept, paste0("INSERT INTO credit.penalty_entry (", names, ") SELECT ", names, " FROM pg_temp.sent"))); "" },
    error = function(e) conditionMessage(e))
  done
}
same(send(rows), "", "dbWriteTable into a table of the session, then INSERT … SELECT")
same(count(), 20L, "its rows are in")
same(latest(), c(20L, 0L), "as one batch")

# or COPY, the faster way for many rows
copy <- function(d) {
  suppressWarnings(dbSendQuery(dept, paste0("COPY credit.penalty_entry (", names, ") FROM STDIN")))
  suppressWarnings(tryCatch(postgresqlCopyInDataframe(dept, d), error = function(e) conditionMessage(e)))
}
rows$cf_wsh <- paste0("拷", 1:20)
invisible(copy(rows))
same(latest(), c(20L, 0L), "COPY with postgresqlCopyInDataframe")

rows$cf_wsh <- paste0("错", 1:20)
rows$cf_nr_fk[3] <- "一万"
said <- send(rows)
ok(grepl('row 3 of item "penalty" is refused', said) && grepl("cf_nr_fk", said), "a bad row: the error names row and field")
same(dbGetQuery(dept, "SELECT count(*)::int AS n FROM credit.penalty_entry WHERE cf_wsh LIKE '错%'")$n, 0L, "and nothing of the data frame is in")
invisible(dbGetQuery(dept, "SELECT set_config('credit.on_reject', 'quarantine', false)"))
same(send(rows), "", "with quarantine")
same(latest(), c(19L, 1L), "the bad row is set aside, the others are in")
dbDisconnect(dept)
dbDisconnect(bi)
cat("done\n")
