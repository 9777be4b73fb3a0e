-- verify.sql: comparing the ledger with the data and its seals. Requires
-- ledger/seal.sql.

-- The chain of seals, and each block's leaves against its seal.
CREATE FUNCTION credit.verify_seals(from_block pg_catalog.int8, to_block pg_catalog.int8,
	OUT block pg_catalog.int8, OUT fault pg_catalog.text, OUT detail pg_catalog.text) RETURNS SETOF record
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	sealed credit.seal;
	before credit.seal;
	counted bigint;
	root bytea;
BEGIN
	SELECT * INTO before FROM credit.seal s WHERE s.block < from_block ORDER BY s.block DESC LIMIT 1;
	FOR sealed IN SELECT * FROM credit.seal s WHERE s.block BETWEEN coalesce(from_block, 0) AND coalesce(to_block, 9223372036854775807)
		ORDER BY s.block
	LOOP
		block := sealed.block;
		IF sealed.previous <> coalesce(before.digest, decode(repeat('00', 32), 'hex')) THEN
			fault := 'chain';
			detail := 'the seal does not hold the digest of the seal before it';
			RETURN NEXT;
		END IF;
		IF sealed.digest <> credit.seal_digest(sealed.block, sealed.previous, sealed.root, sealed.rows, sealed.sealed_at) THEN
			fault := 'seal';
			detail := 'the digest of the seal does not fit its content';
			RETURN NEXT;
		END IF;
		SELECT count(*), credit.merkle_root(h.digest) INTO counted, root FROM credit.history h WHERE h.block = sealed.block;
		IF counted <> sealed.rows OR root IS DISTINCT FROM sealed.root THEN
			fault := 'leaves';
			detail := format('the block has %s leaves instead of %s, or other ones', counted, sealed.rows);
			IF counted = sealed.rows THEN
				detail := 'the leaves are not those that were sealed';
			END IF;
			RETURN NEXT;
		END IF;
		before := sealed;
	END LOOP;

	-- a seal leaves a leaf in the block that was open then
	FOR block, detail IN
		SELECT h.object_id, CASE WHEN s.block IS NULL THEN 'the seal is missing' ELSE 'the seal is not the one first made' END
		FROM credit.history h LEFT JOIN credit.seal s ON s.block = h.object_id
		WHERE h.kind = 'seal' AND h.subject_id = 0 AND s.digest IS DISTINCT FROM h.digest
			AND h.object_id BETWEEN coalesce(from_block, 0) AND coalesce(to_block, 9223372036854775807)
		ORDER BY h.object_id
	LOOP
		fault := 'seal';
		RETURN NEXT;
	END LOOP;
	FOR block IN
		SELECT s.block FROM credit.seal s
		WHERE NOT EXISTS (SELECT FROM credit.history h WHERE h.kind = 'seal' AND h.subject_id = 0 AND h.object_id = s.block)
			AND s.block BETWEEN coalesce(from_block, 0) AND coalesce(to_block, 9223372036854775807)
		ORDER BY s.block
	LOOP
		fault := 'seal';
		detail := 'the leaf of the seal is missing';
		RETURN NEXT;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.verify_seals(pg_catalog.int8, pg_catalog.int8) IS 'Faults of the chain of seals and of blocks against their seals. 封印链及区块与封印比对的问题。';
REVOKE ALL ON FUNCTION credit.verify_seals(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;

-- Leaves of one kind against the rows they stand for. With no range every row
-- must have its leaf too.
CREATE FUNCTION credit.verify_kind(source credit.ledger_source, from_block pg_catalog.int8, to_block pg_catalog.int8,
	OUT block pg_catalog.int8, OUT id pg_catalog.int8, OUT version pg_catalog.int4,
	OUT fault pg_catalog.text, OUT object_key pg_catalog.text) RETURNS SETOF record
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	rows_of text;
	known text;
	whole boolean := from_block IS NULL AND to_block IS NULL;
	key text;
BEGIN
	-- @plpgsql_check_options: extra_warnings = off
	-- it cannot tell the columns of dynamic SQL
	IF source.kind IN ('record', 'evaluation') THEN
		-- what came since the last seal has no leaf yet; of a range only the rows with a leaf in it are read
		known := format('SELECT FROM credit.history h WHERE h.subject_id = r.subject_id AND h.kind = %L AND h.object_id = r.%I AND h.version = r.version',
			source.kind, CASE source.kind WHEN 'record' THEN 'record_id' ELSE 'object_id' END);
		IF NOT whole THEN
			known := format('%s AND h.block BETWEEN %s AND %s', known, coalesce(from_block, 0), coalesce(to_block, 9223372036854775807));
			known := format('WHERE EXISTS (%s)', known);
		ELSIF source.kind = 'record' THEN
			known := format('WHERE NOT EXISTS (SELECT FROM credit.batch_due d WHERE d.consumer = ''ledger'' AND d.batch_id = r.batch_id) OR EXISTS (%s)', known);
		ELSE
			known := format('WHERE NOT EXISTS (SELECT FROM credit.evaluation_note n WHERE n.model = r.model AND n.as_of = r.as_of
				AND r.evaluated_at BETWEEN n.evaluated_from AND n.evaluated_to AND (n.subjects IS NULL OR r.subject_id = ANY (n.subjects))) OR EXISTS (%s)', known);
		END IF;
		IF source.kind = 'record' THEN
			-- most have been sealed: the question is not asked row by row when nothing waits
			IF whole AND NOT EXISTS (SELECT FROM credit.batch_due d WHERE d.consumer = 'ledger') THEN
				known := '';
			END IF;
			known := format('SELECT r.subject_id, r.record_id, r.version, r.received_at, r.* FROM credit.record_store r %s
				UNION ALL SELECT r.subject_id, r.record_id, r.version, r.replaced_at, (jsonb_populate_record(NULL::credit.record_store, r.content)).*
				FROM credit.record_version r %s', known, CASE WHEN whole THEN '' ELSE known END);
		ELSE
			IF whole AND NOT EXISTS (SELECT FROM credit.evaluation_note) THEN
				known := '';
			END IF;
			known := format('SELECT r.subject_id, r.object_id, r.version, r.evaluated_at, (r.evaluation).* FROM credit.evaluation_versions() r %s', known);
		END IF;
		rows_of := format('SELECT d.object_id, d.version, d.digest FROM credit.row_digests(%L, %L) d', source.kind, known);
	ELSIF source.keeps_content THEN
		rows_of := format('SELECT h.subject_id, h.object_id, h.version,
			credit.row_digest(%1$L || CASE WHEN h.removed THEN '' removed'' ELSE '''' END, jsonb_populate_record(NULL::credit.%2$I, h.content)) AS digest
			FROM credit.history h WHERE h.kind = %1$L', source.kind, source.table_name);
	ELSE
		rows_of := format('SELECT n.subject_id, n.object_id, n.version, credit.row_digest(%L, n.x) AS digest FROM (%s) n',
			source.kind, credit.ledger_rows(source, format('credit.%I', source.table_name)));
	END IF;
	RETURN QUERY EXECUTE format('SELECT h.block, COALESCE(h.object_id, r.object_id), COALESCE(h.version, r.version),
			CASE WHEN h.object_id IS NULL THEN ''not in the ledger'' WHEN r.object_id IS NULL THEN ''missing'' ELSE ''changed'' END,
			h.object_key
		FROM (SELECT l.block, l.object_id, l.version, l.digest, l.object_key FROM credit.history l WHERE l.kind = %L AND l.block BETWEEN %s AND %s) h
		%s JOIN (%s) r USING (object_id, version)
		WHERE r.digest IS DISTINCT FROM h.digest ORDER BY 1, 2, 3',
		source.kind, coalesce(from_block, 0), coalesce(to_block, 9223372036854775807),
		CASE WHEN whole THEN 'FULL' ELSE 'LEFT' END, rows_of);
	-- the row as it is now must be the newest version kept
	IF source.keeps_content AND whole THEN
		IF source.id_expression IS NULL THEN
			SELECT format('hashtextextended(concat_ws(%L, %s), 0)', E'\x1f', string_agg(format('t.%I', a.attname), ', ' ORDER BY k.ordinal)) INTO key
			FROM pg_index i CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (attnum, ordinal)
			JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.attnum
			WHERE i.indrelid = to_regclass('credit.' || quote_ident(source.table_name)) AND i.indisprimary;
		ELSE
			key := format('t.%I', source.id_expression);
		END IF;
		RETURN QUERY EXECUTE format('SELECT n.block, COALESCE(n.object_id, t.object_id), n.version,
				CASE WHEN n.object_id IS NULL THEN ''not in the ledger'' WHEN t.object_id IS NULL THEN ''missing'' ELSE ''changed'' END, n.object_key
			FROM (SELECT DISTINCT ON (h.object_id) h.* FROM credit.history h WHERE h.kind = %1$L ORDER BY h.object_id, h.version DESC) n
			FULL JOIN (SELECT %2$s AS object_id, credit.row_digest(%1$L, t) AS digest%4$s FROM credit.%3$I t) t USING (object_id)
			WHERE CASE WHEN n.object_id IS NULL THEN %5$s
				WHEN n.removed THEN t.object_id IS NOT NULL ELSE t.digest IS DISTINCT FROM n.digest END ORDER BY 1, 2',
			source.kind, key, source.table_name,
			-- shipped rows nobody touched came with the extension, not through the ledger
			CASE WHEN source.id_expression IS NULL THEN ', t.standard_entry' ELSE '' END,
			CASE WHEN source.id_expression IS NULL THEN 'NOT t.standard_entry' ELSE 'true' END);
	END IF;
END
$$;
COMMENT ON FUNCTION credit.verify_kind(credit.ledger_source, pg_catalog.int8, pg_catalog.int8) IS 'Faults between the leaves of a kind and the rows they stand for. 某类叶子与其数据行比对的问题。';
REVOKE ALL ON FUNCTION credit.verify_kind(credit.ledger_source, pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;

-- SECURITY DEFINER: verifying reads every row, also those the office does not.
CREATE FUNCTION credit.verify_ledger(from_block pg_catalog.int8 DEFAULT NULL, to_block pg_catalog.int8 DEFAULT NULL,
	OUT block pg_catalog.int8, OUT kind pg_catalog.text, OUT id pg_catalog.int8, OUT version pg_catalog.int4,
	OUT fault pg_catalog.text, OUT detail pg_catalog.text) RETURNS SETOF record
	LANGUAGE plpgsql STABLE PARALLEL RESTRICTED SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	source credit.ledger_source;
BEGIN
	FOR block, fault, detail IN SELECT v.* FROM credit.verify_seals(from_block, to_block) v LOOP
		kind := 'seal';
		id := block;
		RETURN NEXT;
	END LOOP;
	FOR source IN SELECT * FROM credit.ledger_source s ORDER BY s.kind LOOP
		FOR block, id, version, fault, detail IN SELECT v.* FROM credit.verify_kind(source, from_block, to_block) v LOOP
			kind := source.kind;
			detail := concat_ws(', ', format('in credit.%I', source.table_name), replace(detail, E'\x1f', ' / '));
			RETURN NEXT;
		END LOOP;
	END LOOP;
END
$$;
COMMENT ON FUNCTION credit.verify_ledger(pg_catalog.int8, pg_catalog.int8) IS 'Compares data, leaves and seals, of all blocks or of a range; one row per fault with the block, kind and number it is in: none means sound. 校验账本：逐项列出问题所在区块、类别与编号，无结果即完好。';
REVOKE ALL ON FUNCTION credit.verify_ledger(pg_catalog.int8, pg_catalog.int8) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.verify_ledger(pg_catalog.int8, pg_catalog.int8) TO credit_admin;
