-- calendar_guard.sql: what the calendar tables refuse, and the triggers that
-- keep sessions' copies and shipped rows in order.
-- Requires: calendar.sql.

-- After the statement, so that rows of one statement may come in any order.
CREATE FUNCTION credit.check_calendar_parent() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	above text;
	child text;
BEGIN
	IF TG_OP <> 'INSERT' AND NOT EXISTS (
			SELECT FROM credit.calendar c WHERE c.calendar = OLD.calendar) THEN
		SELECT c.calendar INTO child FROM credit.calendar c
		WHERE c.parent = OLD.calendar ORDER BY c.calendar LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION '%', credit.message('calendar "%s" is still the parent of another', OLD.calendar)
				USING ERRCODE = 'CR008',
					DETAIL = credit.message('Calendar "%s" builds on it.', child),
					HINT = credit.message('Give that calendar another parent first.');
		END IF;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN NULL;
	END IF;

	above := NEW.parent;
	FOR depth IN 1 .. 7 LOOP
		IF above IS NULL THEN
			RETURN NULL;
		END IF;
		EXIT WHEN above = NEW.calendar;
		SELECT c.parent INTO above FROM credit.calendar c WHERE c.calendar = above;
		IF NOT FOUND THEN
			RAISE EXCEPTION '%', credit.message('calendar "%s" builds on a calendar that does not exist', NEW.calendar)
				USING ERRCODE = 'CR008',
					DETAIL = credit.message('Its parent is given as "%s".', NEW.parent),
					HINT = credit.message('Enter the parent calendar first.');
		END IF;
	END LOOP;
	IF above IS NULL THEN
		RETURN NULL;
	END IF;
	RAISE EXCEPTION '%', credit.message('calendar "%s" stands above itself or too deep', NEW.calendar)
		USING ERRCODE = 'CR008',
			DETAIL = credit.message('At most 8 calendars may build on one another, and none on itself.'),
			HINT = credit.message('Correct column parent.');
END
$$;
COMMENT ON FUNCTION credit.check_calendar_parent() IS 'Row trigger: no calendar builds on itself. 行级触发器：日历不得以自身为上级。';
REVOKE ALL ON FUNCTION credit.check_calendar_parent() FROM PUBLIC;
CREATE TRIGGER check_parent AFTER INSERT OR UPDATE OF calendar, parent OR DELETE ON credit.calendar
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_parent();

-- A year has one notice; all others of the year amend one that exists.
CREATE FUNCTION credit.check_calendar_notice() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	other record;
BEGIN
	IF TG_OP <> 'INSERT' AND NOT EXISTS (
			SELECT FROM credit.calendar_notice n
			WHERE n.calendar = OLD.calendar AND n.doc_no = OLD.doc_no) THEN
		SELECT n.doc_no INTO other FROM credit.calendar_notice n
		WHERE n.calendar = OLD.calendar AND n.amends = OLD.doc_no LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION '%', credit.message('notice %s is amended by another', OLD.doc_no)
				USING ERRCODE = 'CR008',
					DETAIL = credit.message('Notice %s amends it.', other.doc_no),
					HINT = credit.message('Remove or correct the amending notice first.');
		END IF;
	END IF;
	IF TG_OP = 'DELETE' THEN
		RETURN NULL;
	END IF;

	IF NEW.amends IS NULL THEN
		SELECT n.doc_no INTO other FROM credit.calendar_notice n
		WHERE n.calendar = NEW.calendar AND n.year = NEW.year
			AND n.amends IS NULL AND n.doc_no <> NEW.doc_no
		LIMIT 1;
		IF FOUND THEN
			RAISE EXCEPTION '%', credit.message('year %s of calendar "%s" is already announced', NEW.year, NEW.calendar)
				USING ERRCODE = 'CR008',
					DETAIL = credit.message('Notice %s arranges that year.', other.doc_no),
					HINT = credit.message('Name that notice in amends if this one changes or adds to it.');
		END IF;
		RETURN NULL;
	END IF;
	SELECT n.year, n.issued_on INTO other FROM credit.calendar_notice n
	WHERE n.calendar = NEW.calendar AND n.doc_no = NEW.amends;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('notice %s amends a notice that does not exist', NEW.doc_no)
			USING ERRCODE = 'CR008',
				DETAIL = credit.message('Calendar "%s" has no notice %s.', NEW.calendar, NEW.amends),
				HINT = credit.message('Announce the amended notice first, and write its document number as it stands there.');
	ELSIF other.year <> NEW.year OR other.issued_on > NEW.issued_on THEN
		RAISE EXCEPTION '%', credit.message('notice %s cannot amend notice %s', NEW.doc_no, NEW.amends)
			USING ERRCODE = 'CR008',
				DETAIL = credit.message('The amended notice arranges %s and was issued on %s.', other.year, other.issued_on),
				HINT = credit.message('An amending notice arranges the same year and is not issued earlier.');
	END IF;
	RETURN NULL;
END
$$;
COMMENT ON FUNCTION credit.check_calendar_notice() IS 'Row trigger: one arranging notice a year, and amendments of existing notices. 行级触发器：每年一个安排通知，修改须指向已有通知。';
REVOKE ALL ON FUNCTION credit.check_calendar_notice() FROM PUBLIC;
CREATE TRIGGER check_notice AFTER INSERT OR UPDATE OR DELETE ON credit.calendar_notice
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_notice();

-- One notice says one thing of a day, and speaks of days in or next to its year.
CREATE FUNCTION credit.check_calendar_day() RETURNS trigger
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	arranged integer;
BEGIN
	SELECT n.year INTO arranged FROM credit.calendar_notice n
	WHERE n.calendar = NEW.calendar AND n.doc_no = NEW.doc_no;
	IF abs(extract(year FROM NEW.day) - arranged) > 1 THEN
		RAISE EXCEPTION '%', credit.message('notice %s cannot arrange %s', NEW.doc_no, to_char(NEW.day, 'YYYY-MM-DD'))
			USING ERRCODE = 'CR008',
				DETAIL = credit.message('The notice arranges %s.', arranged),
				HINT = credit.message('Days must lie in the year of the notice or next to it.');
	END IF;
	IF TG_OP = 'INSERT' AND EXISTS (
			SELECT FROM credit.calendar_day d
			WHERE d.calendar = NEW.calendar AND d.doc_no = NEW.doc_no AND d.day = NEW.day
				AND d.kind <> NEW.kind AND (NEW.standard_entry OR NOT d.standard_entry)) THEN
		RAISE EXCEPTION '%', credit.message('notice %s contradicts itself about %s', NEW.doc_no, to_char(NEW.day, 'YYYY-MM-DD'))
			USING ERRCODE = 'CR008',
				DETAIL = credit.message('The day is both off and a working day.'),
				HINT = credit.message('Give each day once; a later notice that amends this one may say otherwise.');
	END IF;
	RETURN NEW;
END
$$;
COMMENT ON FUNCTION credit.check_calendar_day() IS 'Row trigger: a notice does not contradict itself and keeps to its year. 行级触发器：同一通知不自相矛盾，日期不离所安排年份。';
REVOKE ALL ON FUNCTION credit.check_calendar_day() FROM PUBLIC;
CREATE TRIGGER check_day BEFORE INSERT OR UPDATE ON credit.calendar_day
	FOR EACH ROW EXECUTE FUNCTION credit.check_calendar_day();

-- Every session reads the calendars anew after a change; see table_cache.c.
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_notice
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.calendar_day
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.holiday_measure
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.holiday_rule
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();
CREATE TRIGGER table_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON credit.festival_date
	FOR EACH STATEMENT EXECUTE FUNCTION credit.table_changed();

-- Shipped rows that a user edits become his own; see install.sql.
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar_notice
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar_notice
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.calendar_day
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.calendar_day
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.holiday_measure
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.holiday_measure
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.holiday_rule
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.holiday_rule
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
CREATE TRIGGER mark_edited BEFORE UPDATE ON credit.festival_date
	FOR EACH ROW WHEN (OLD.standard_entry AND NEW.standard_entry)
	EXECUTE FUNCTION credit.mark_edited();
CREATE TRIGGER replace_standard BEFORE INSERT ON credit.festival_date
	FOR EACH ROW WHEN (NOT NEW.standard_entry)
	EXECUTE FUNCTION credit.replace_standard();
