# credit: public-credit regulation inside PostgreSQL
#
#   make demo    the main job on a fictional city, from an empty machine
#   make test    every test, from an empty machine
#   make clients  tests with real clients, all of them installed
#   make soak    departments, analysts, maintenance and dumps at once, SOAK_SECONDS
#   make locales  tests of regress in EUC_CN, and under the locales C and zh_CN
#   make coverage  lines of C that the tests of regress run
#   make fuzz    fuzz targets, FUZZ_SECONDS (10) each
#   make bench   one table of ratios against named peers; SCALE=0.1 of a tenth
#   make lint    the lints alone
#   make valgrind  tests of entry in a server under valgrind
#   make dist    an archive for PGXN, tried
#   make deb     a Debian package
#
# make test T="regress uscc" runs one test; test/run.sh tells more.
# PACKAGES= as an argument installs nothing; PG_CONFIG=/path names a PostgreSQL.

EXTENSION   = credit
MODULE_big  = credit
DATA        = credit--1.0.sql

# What a bare Debian or Ubuntu lacks: the one list, read by test/packages.sh.
# % stands for the major version of the PostgreSQL that pg_config tells.
PACKAGES       = build-essential postgresql postgresql-server-dev-all \
                 libxml2-dev libxml2-utils libicu-dev gettext locales libipc-run-perl postgresql-%-plpgsql-check \
                 postgresql-%-cron python3-psycopg2 python3-psycopg pgbouncer
# Clients too big for make test; node-postgres comes by npm into build/clients.
CLIENT_PACKAGES = default-jdk-headless libpostgresql-jdbc-java odbc-postgresql unixodbc \
                 python3-pyodbc r-cran-rpostgresql libreoffice-base \
                 libreoffice-sdbc-postgresql python3-uno
BENCH_PACKAGES = postgresql-%-orafce
# what a Debian package of it is built with, debhelper aside
BUILD_PACKAGES = postgresql-server-dev-% libxml2-dev libicu-dev gettext
# and what making one calls: git archive, and pg_config to know the version
DEB_PACKAGES   = git build-essential debhelper fakeroot postgresql-server-dev-all
FUZZ_PACKAGES  = clang libclang-rt-dev

# The script's parts in the order they run: a part uses only what stands above.
SQL_PARTS = \
	src/install.sql \
	src/message.sql \
	src/roles.sql \
	src/code/code.sql \
	src/code/identifier.sql \
	src/grade/grade.sql \
	src/calendar/workcal_type.sql \
	src/calendar/calendar.sql \
	src/calendar/calendar_functions.sql \
	src/calendar/calendar_seed.sql \
	src/calendar/calendar_notice_seed.sql \
	src/calendar/calendar_guard.sql \
	src/name/name.sql \
	src/name/name_word.sql \
	src/name/name_word_seed.sql \
	src/registry/maintenance.sql \
	src/registry/region.sql \
	src/registry/region_seed.sql \
	src/registry/industry_seed.sql \
	src/registry/legal_basis_seed.sql \
	src/registry/department.sql \
	src/registry/subject.sql \
	src/registry/subject_change.sql \
	src/registry/subject_merge.sql \
	src/registry/person.sql \
	src/registry/search.sql \
	src/catalogue/catalogue.sql \
	src/catalogue/rules.sql \
	src/catalogue/checks.sql \
	src/catalogue/define.sql \
	src/catalogue/catalogue_seed.sql \
	src/catalogue/licence_seed.sql \
	src/catalogue/penalty_seed.sql \
	src/catalogue/regime_seed.sql \
	src/catalogue/code_seed.sql \
	src/catalogue/item_seed.sql \
	src/catalogue/power.sql \
	src/record/record.sql \
	src/record/batch.sql \
	src/record/follow_up.sql \
	src/record/view.sql \
	src/record/fact_due.sql \
	src/record/partition.sql \
	src/record/publication.sql \
	src/record/change.sql \
	src/record/verification.sql \
	src/procedure/event.sql \
	src/procedure/procedure.sql \
	src/procedure/procedure_seed.sql \
	src/procedure/transition_seed.sql \
	src/procedure/proceeding.sql \
	src/procedure/step.sql \
	src/procedure/deadline.sql \
	src/procedure/effect.sql \
	src/procedure/effect_entry.sql \
	src/procedure/item_procedure.sql \
	src/procedure/report.sql \
	src/evaluation/model.sql \
	src/evaluation/indicator.sql \
	src/evaluation/evaluation.sql \
	src/evaluation/evaluate.sql \
	src/evaluation/fact.sql \
	src/evaluation/evaluation_version.sql \
	src/evaluation/grade_source.sql \
	src/evaluation/commitment_source.sql \
	src/evaluation/freshness.sql \
	src/evaluation/snapshot.sql \
	src/evaluation/compare.sql \
	src/evaluation/bins.sql \
	src/evaluation/inspection.sql \
	src/evaluation/inspection_plan.sql \
	src/evaluation/inspection_draw.sql \
	src/evaluation/inspection_publish.sql \
	src/evaluation/inspection_report.sql \
	src/evaluation/alert.sql \
	src/evaluation/alert_detect.sql \
	src/evaluation/alert_maintain.sql \
	src/list/list.sql \
	src/list/entry.sql \
	src/list/measure.sql \
	src/list/ban.sql \
	src/list/measures_for.sql \
	src/list/change.sql \
	src/list/end.sql \
	src/list/joint.sql \
	src/list/effect.sql \
	src/list/impose.sql \
	src/list/candidate.sql \
	src/list/query.sql \
	src/list/check.sql \
	src/list/check_many.sql \
	src/list/unchecked.sql \
	src/list/programme.sql \
	src/list/list_views.sql \
	src/list/statistics.sql \
	src/list/list_seed.sql \
	src/exchange/report.sql \
	src/exchange/report_seed.sql \
	src/exchange/report_part.sql \
	src/exchange/report_compose.sql \
	src/exchange/report_style.sql \
	src/exchange/report_html.sql \
	src/exchange/report_page.sql \
	src/exchange/import.sql \
	src/exchange/change.sql \
	src/exchange/export.sql \
	src/exchange/package.sql \
	src/exchange/recipient.sql \
	src/exchange/agency.sql \
	src/exchange/recognition.sql \
	src/exchange/xsd.sql \
	src/ledger/ledger.sql \
	src/ledger/watch.sql \
	src/ledger/evaluation_leaf.sql \
	src/ledger/seal.sql \
	src/ledger/verify.sql \
	src/ledger/as_of.sql \
	src/ledger/sources.sql \
	src/statistics/dimension.sql \
	src/statistics/tally.sql \
	src/statistics/rejection_tally.sql \
	src/statistics/disclosure_fault.sql \
	src/statistics/subject_overview.sql \
	src/statistics/coverage.sql \
	src/statistics/grade_statistics.sql \
	src/statistics/query_statistics.sql \
	src/statistics/inspection_count.sql \
	src/statistics/case_statistics.sql \
	src/statistics/publicity.sql \
	src/statistics/assessment_figure.sql \
	src/statistics/assessment.sql \
	src/statistics/disclosure_quality.sql \
	src/operations/worklist.sql \
	src/operations/maintain.sql \
	src/operations/health.sql \
	src/operations/replication.sql \
	src/operations/node.sql \
	src/operations/node_seed.sql \
	src/operations/node_send.sql \
	src/operations/node_by.sql \
	src/operations/distribute.sql \
	src/operations/restore.sql

OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c)))

PG_CPPFLAGS = -I$(srcdir)/src $(shell xml2-config --cflags 2>/dev/null)
PG_CFLAGS   = -Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare \
              -Wno-missing-field-initializers -Wno-cast-function-type -Wno-clobbered
SHLIB_LINK  = -lxml2 $(ICU_LIBS) -lm

# the extension comes into the database first; the lints look at all of it
TESTS          = $(sort $(patsubst test/sql/%.sql,%,$(wildcard test/sql/*.sql)))
REGRESS        = install $(filter-out install lint_%,$(TESTS)) $(filter lint_%,$(TESTS))
REGRESS_OPTS   = --inputdir=test --launcher=$(srcdir)/test/fresh.sh
ISOLATION      = $(sort $(patsubst test/isolation/specs/%.spec,%,$(wildcard test/isolation/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test/isolation --load-extension=credit --launcher=$(srcdir)/test/fresh.sh
MESSAGES       = $(patsubst %/,%.mo,$(wildcard src/po/*/))
EXTRA_CLEAN    = build $(MESSAGES) results output_iso regression.diffs regression.out

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifneq ($(wildcard $(PGXS)),)
include $(PGXS)

# PGXS names others, which fresh.sh would not know
CONTRIB_TESTDB   = credit_regress
ISOLATION_TESTDB = credit_regress

# PGXS knows no header dependencies, so every object depends on every header.
$(OBJS): $(wildcard src/*.h src/*/*.h)
all: $(DATA)

# Catalogues of messages, where PostgreSQL was built to show them (src/po).
ifeq ($(enable_nls),yes)
ifneq ($(shell command -v $(MSGFMT) 2>/dev/null),)
all: $(MESSAGES)
install: install-messages
uninstall: uninstall-messages
else
all: ; @echo "There is no msgfmt (gettext): messages will be in English only"
endif
endif
mo_of = '$(DESTDIR)$(localedir)/$(basename $(notdir $(1)))/LC_MESSAGES/credit-$(MAJORVERSION).mo'
$(MESSAGES): %.mo: $(wildcard src/po/*/*.po)
	msgcat --use-first $*/*.po | $(MSGFMT) -c -o $@ -
install-messages: $(MESSAGES)
	$(foreach mo,$(MESSAGES),$(MKDIR_P) $(dir $(call mo_of,$(mo)))' && $(INSTALL_DATA) $(mo) $(call mo_of,$(mo)) &&) :
uninstall-messages:
	rm -f $(foreach mo,$(MESSAGES),$(call mo_of,$(mo)))
.PHONY: install-messages uninstall-messages
else
all install installcheck:
	@echo "There is no PostgreSQL to build with ($(PG_CONFIG) --pgxs): make packages, or PG_CONFIG=/path/to/pg_config"; exit 1
clean:
	rm -rf $(OBJS) $(EXTRA_CLEAN)
.PHONY: all install installcheck clean
endif

assemble = for part in $(SQL_PARTS); do \
	printf '\n-- ==== %s ====\n\n' "$$part"; cat "$$part" || exit 1; done

# mtimes after a clone are arbitrary: rewrite only what differs
$(DATA): $(SQL_PARTS) Makefile
	@{ $(assemble); } > $@.tmp
	@if cmp -s $@.tmp $@; then rm $@.tmp; touch $@; else mv $@.tmp $@; echo "assembled $@"; fi

check-sql:
	@{ $(assemble); } | cmp -s - $(DATA) || { echo "$(DATA) is stale: run make $(DATA)"; exit 1; }
	@for part in $$(find src -name '*.sql'); do \
		case ' $(strip $(SQL_PARTS)) ' in *" $$part "*) ;; \
		*) echo "$$part is not listed in SQL_PARTS"; exit 1;; esac; done
	@echo "$(DATA) is fresh"

# after a change of messages: takes what is new into src/po, to be translated
messages:
	test/messages.sh update

# after a change of objects or comments: doc/dictionary
dictionary: $(DATA)
	test/dictionary.sh
# what the guides show, after a change of it; read the difference
guides: $(DATA)
	test/guide.sh
# the pictures of doc/diagrams, by graphviz
diagrams: $(DATA)
	test/diagrams.sh

# The scripts call make again once the packages are there.
script = +@MAKEFLAGS= PACKAGES='$(PACKAGES)' PG_CONFIG='$(PG_CONFIG)'

packages:
	$(script) test/packages.sh
test:
	$(script) test/run.sh $(T)
lint:
	$(script) test/run.sh lint
demo:
	$(script) test/demo.sh
dist:
	+@MAKEFLAGS= PACKAGES='$(if $(PACKAGES),$(PACKAGES) git)' PG_CONFIG='$(PG_CONFIG)' sh -c 'test/packages.sh && test/package.sh dist'
deb:
	+@MAKEFLAGS= PACKAGES='$(if $(PACKAGES),$(DEB_PACKAGES) $(BUILD_PACKAGES))' PG_CONFIG='$(PG_CONFIG)' sh -c 'test/packages.sh && test/package.sh deb'
valgrind:
	+@MAKEFLAGS= PACKAGES='$(PACKAGES) valgrind' PG_CONFIG='$(PG_CONFIG)' test/valgrind.sh $(T)
clients:
	+@MAKEFLAGS= PACKAGES='$(PACKAGES)' CLIENT_PACKAGES='$(CLIENT_PACKAGES)' PG_CONFIG='$(PG_CONFIG)' test/clients.sh $(T)
soak:
	$(script) test/soak.sh
locales:
	$(script) test/locales.sh $(T)
coverage:
	$(script) test/coverage.sh $(T)
fuzz:
	+@MAKEFLAGS= PACKAGES='$(if $(PACKAGES),$(PACKAGES) $(FUZZ_PACKAGES))' PG_CONFIG='$(PG_CONFIG)' test/fuzz/run.sh $(T)
bench:
	$(script) BENCH_PACKAGES='$(BENCH_PACKAGES)' test/bench.sh $(T)

.PHONY: check-sql messages dictionary diagrams guides packages test lint demo dist deb valgrind clients soak locales coverage fuzz bench
