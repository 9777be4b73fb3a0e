# credit: public-credit regulation inside PostgreSQL
#
#   make demo    the main job on a fictional city, from an empty machine
#   make test    every test, from an empty machine
#   make bench   ratios against named peers
#   make lint    catalogue lint, plpgsql_check, fresh install script

EXTENSION   = credit
MODULE_big  = credit
DATA        = credit--1.0.sql

# What a bare Debian or Ubuntu lacks. The one list; test/install.sh reads it.
PACKAGES    = build-essential postgresql postgresql-contrib postgresql-server-dev-all \
              libxml2-dev libicu-dev libipc-run-perl clang libclang-rt-14-dev

# The script's parts in the order they run: a part uses only what stands above.
SQL_PARTS = \
	src/install.sql \
	src/code/code.sql \
	src/code/identifier.sql \
	src/grade/grade.sql \
	src/name/name.sql \
	src/name/name_word.sql \
	src/name/name_word_seed.sql \
	src/registry/region.sql \
	src/registry/region_seed.sql \
	src/registry/industry_seed.sql \
	src/registry/legal_basis_seed.sql \
	src/registry/department.sql \
	src/registry/subject.sql \
	src/registry/subject_change.sql \
	src/registry/search.sql \
	src/catalogue/catalogue.sql \
	src/catalogue/rules.sql \
	src/catalogue/checks.sql \
	src/catalogue/catalogue_seed.sql \
	src/catalogue/licence_seed.sql \
	src/catalogue/penalty_seed.sql \
	src/catalogue/regime_seed.sql

OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c src/*/*.c)))

PG_CPPFLAGS = -I$(srcdir)/src $(shell xml2-config --cflags 2>/dev/null)
PG_CFLAGS   = -Wall -Wextra -Werror -Wno-unused-parameter -Wno-sign-compare \
              -Wno-missing-field-initializers -Wno-cast-function-type -Wno-clobbered
SHLIB_LINK  = -lxml2 $(ICU_LIBS) -lm

REGRESS        = $(sort $(patsubst test/sql/%.sql,%,$(wildcard test/sql/*.sql)))
REGRESS_OPTS   = --inputdir=test
ISOLATION      = $(sort $(patsubst test/isolation/specs/%.spec,%,$(wildcard test/isolation/specs/*.spec)))
ISOLATION_OPTS = --inputdir=test/isolation
EXTRA_CLEAN    = build results output_iso regression.diffs regression.out

PG_CONFIG ?= pg_config
PGXS := $(shell $(PG_CONFIG) --pgxs 2>/dev/null)
ifneq ($(PGXS),)
include $(PGXS)

# PGXS knows no header dependencies, so every object depends on every header.
$(OBJS): $(wildcard src/*.h src/*/*.h)
all: $(DATA)
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

packages:
	@echo $(PACKAGES)

.PHONY: check-sql packages
