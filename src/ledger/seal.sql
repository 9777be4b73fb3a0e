-- seal.sql: closing blocks, the chain of seals, proofs. Requires ledger/watch.sql.

-- Written out so that anybody can recompute it outside the database.
CREATE FUNCTION credit.seal_digest(block pg_catalog.int8, previous pg_catalog.bytea, root pg_catalog.bytea,
	rows pg_catalog.int8, sealed_at pg_catalog.timestamptz) RETURNS pg_catalog.bytea
	LANGUAGE sql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
	SELECT sha256(convert_to(concat_ws(' ', block, encode(previous, 'hex'), encode(root, 'hex'), rows,
		to_char(sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')), 'UTF8'))
$$;
COMMENT ON FUNCTION credit.seal_digest(pg_catalog.int8, pg_catalog.bytea, pg_catalog.bytea, pg_catalog.int8, pg_catalog.timestamptz) IS 'SHA-256 of "block previous root rows sealed_at", digests in hexadecimal, the instant as ISO 8601 in UTC with microseconds. 封印摘要：各要素以空格连接后的 SHA-256。';
REVOKE ALL ON FUNCTION credit.seal_digest(pg_catalog.int8, pg_catalog.bytea, pg_catalog.bytea, pg_catalog.int8, pg_catalog.timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.seal_digest(pg_catalog.int8, pg_catalog.bytea, pg_catalog.bytea, pg_catalog.int8, pg_catalog.timestamptz) TO credit_admin, credit_analyst;

-- Closes the open block and seals every block in which nobody writes any more,
-- in order. A seal is itself a leaf of the block then open: who drops the
-- newest seal leaves that leaf behind.
-- SECURITY DEFINER: nobody writes the ledger but this.
CREATE FUNCTION credit.seal_ledger() RETURNS pg_catalog.int8
	LANGUAGE plpgsql SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	open_block bigint;
	newest credit.seal;
	made credit.seal;
BEGIN
	PERFORM credit.refuse_standby('seal the ledger');
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION '%', credit.message('the ledger is sealed in READ COMMITTED only')
			USING ERRCODE = 'invalid_transaction_state',
				DETAIL = credit.message('An older snapshot does not show every leaf of a block.'),
				HINT = credit.message('Begin the transaction without an isolation level.');
	END IF;
	-- one at a time: whoever comes second finds the work done
	PERFORM pg_advisory_xact_lock(7307, 0);
	PERFORM credit.keep_batch_history(), credit.keep_evaluation_history();
	SELECT * INTO newest FROM credit.seal s ORDER BY s.block DESC LIMIT 1;
	SELECT s.last_value INTO open_block FROM credit.ledger_block_seq s;
	IF EXISTS (SELECT FROM credit.history h WHERE h.block = open_block AND h.kind <> 'seal') THEN
		PERFORM nextval('credit.ledger_block_seq');
		open_block := open_block + 1;
	END IF;
	FOR made.block IN SELECT b FROM generate_series(coalesce(newest.block, 0) + 1, open_block - 1) b LOOP
		EXIT WHEN NOT pg_try_advisory_xact_lock(7307, made.block::int4);
		SELECT count(*), credit.merkle_root(h.digest) INTO made.rows, made.root
		FROM credit.history h WHERE h.block = made.block;
		CONTINUE WHEN made.rows = 0;
		made.previous := coalesce(newest.digest, decode(repeat('00', 32), 'hex'));
		made.sealed_at := clock_timestamp();
		made.digest := credit.seal_digest(made.block, made.previous, made.root, made.rows, made.sealed_at);
		INSERT INTO credit.seal VALUES (made.*);
		INSERT INTO credit.history (block, kind, subject_id, object_id, version, recorded_at, digest)
		SELECT b.block, 'seal', 0, made.block, 1, made.sealed_at, made.digest FROM credit.ledger_block() b (block);
		newest := made;
	END LOOP;
	RETURN newest.block;
END
$$;
COMMENT ON FUNCTION credit.seal_ledger() IS 'Seals every block that is complete and opens a new one; returns the newest block sealed, null when there is none. 封印所有完整区块并开启新区块，返回最新封印的区块编号。';
REVOKE ALL ON FUNCTION credit.seal_ledger() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.seal_ledger() TO credit_admin;

CREATE FUNCTION credit.maintain_ledger(as_of pg_catalog.date, max_rows pg_catalog.int4) RETURNS pg_catalog.int8
	LANGUAGE plpgsql
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	-- @plpgsql_check_options: extra_warnings = off
	-- every action is called alike
	before bigint := (SELECT count(*) FROM credit.seal);
	added bigint := credit.keep_batch_history(1 + max_rows / 100) + credit.keep_evaluation_history(1 + max_rows / 100);
BEGIN
	-- first the leaves, a step's worth at a time
	IF added > 0 AND (EXISTS (SELECT FROM credit.batch_due d WHERE d.consumer = 'ledger') OR EXISTS (SELECT FROM credit.evaluation_note)) THEN
		RETURN greatest(added, max_rows);
	END IF;
	PERFORM credit.seal_ledger();
	RETURN (SELECT count(*) FROM credit.seal) - before;
END
$$;
COMMENT ON FUNCTION credit.maintain_ledger(pg_catalog.date, pg_catalog.int4) IS 'Maintenance: seals the ledger; returns the blocks sealed. 日常维护：封印账本，返回封印区块数。';
REVOKE ALL ON FUNCTION credit.maintain_ledger(pg_catalog.date, pg_catalog.int4) FROM PUBLIC;
INSERT INTO credit.maintenance_action (action, ordinal, function_name) VALUES ('seal ledger', 900, 'maintain_ledger');

-- What goes outside: who keeps a line of it can tell whether anything before
-- was changed since.
CREATE VIEW credit.ledger_digest WITH (security_invoker = true) AS
SELECT s.block, s.rows, s.sealed_at, pg_catalog.encode(s.previous, 'hex') AS previous,
	pg_catalog.encode(s.root, 'hex') AS root, pg_catalog.encode(s.digest, 'hex') AS digest
FROM credit.seal s;
COMMENT ON VIEW credit.ledger_digest IS 'Seals of the ledger, to be published outside: whoever keeps one can tell whether anything before it was changed. 账本封印，供对外公布留存比对。';
COMMENT ON COLUMN credit.ledger_digest.block IS 'Block sealed. 区块编号。';
COMMENT ON COLUMN credit.ledger_digest.rows IS 'Number of leaves. 叶子数量。';
COMMENT ON COLUMN credit.ledger_digest.sealed_at IS 'When it was sealed. 封印时间。';
COMMENT ON COLUMN credit.ledger_digest.previous IS 'Digest of the seal before. 前一封印摘要。';
COMMENT ON COLUMN credit.ledger_digest.root IS 'Root of the Merkle tree. 默克尔树根。';
COMMENT ON COLUMN credit.ledger_digest.digest IS 'Digest of the seal. 封印摘要。';
GRANT SELECT ON credit.ledger_digest TO credit_public, credit_admin, credit_department, credit_analyst;

-- The row of a leaf as it stood: where it lies now, or the content kept.
CREATE FUNCTION credit.ledger_text(leaf credit.history) RETURNS pg_catalog.text
	LANGUAGE plpgsql STABLE PARALLEL SAFE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	source credit.ledger_source;
	canonical text;
BEGIN
	IF leaf.kind = 'record' THEN
		SELECT credit.canonical_row('record', r) INTO canonical FROM credit.record_store r
		WHERE r.record_id = leaf.object_id AND r.version = leaf.version;
		IF canonical IS NULL THEN
			SELECT credit.canonical_row('record', jsonb_populate_record(NULL::credit.record_store, v.content)) INTO canonical
			FROM credit.record_version v
			WHERE v.record_id = leaf.object_id AND v.version = leaf.version;
		END IF;
		RETURN canonical;
	END IF;
	IF leaf.kind = 'evaluation' THEN
		SELECT credit.canonical_row('evaluation', e.evaluation) INTO canonical FROM credit.evaluation_versions() e
		WHERE e.subject_id = leaf.subject_id AND e.object_id = leaf.object_id AND e.version = leaf.version;
		RETURN canonical;
	END IF;
	SELECT * INTO source FROM credit.ledger_source s WHERE s.kind = leaf.kind;
	IF NOT FOUND THEN
		RETURN NULL;
	ELSIF source.keeps_content THEN
		EXECUTE format('SELECT credit.canonical_row($1, jsonb_populate_record(NULL::credit.%I, $2))', source.table_name)
		INTO canonical USING leaf.kind || CASE WHEN leaf.removed THEN ' removed' ELSE '' END, leaf.content;
	ELSE
		EXECUTE format('SELECT credit.canonical_row($1, n.x) FROM (%s) n WHERE n.subject_id = $2 AND n.object_id = $3 AND n.version = $4',
			credit.ledger_rows(source, format('credit.%I', source.table_name)))
		INTO canonical USING leaf.kind, leaf.subject_id, leaf.object_id, leaf.version;
		IF canonical IS NULL THEN
			-- the subject was found to be another since
			EXECUTE format('SELECT credit.canonical_row($1, n.x) FROM (%s) n WHERE n.object_id = $2 AND n.version = $3',
				credit.ledger_rows(source, format('credit.%I', source.table_name)))
			INTO canonical USING leaf.kind, leaf.object_id, leaf.version;
		END IF;
	END IF;
	RETURN canonical;
END
$$;
COMMENT ON FUNCTION credit.ledger_text(credit.history) IS 'Canonical text of the version a leaf stands for; null when it is not there. 叶子所对应版本的规范文本，不存在则为空。';
REVOKE ALL ON FUNCTION credit.ledger_text(credit.history) FROM PUBLIC;

-- SECURITY DEFINER: the text may be of a table the office does not read itself.
CREATE FUNCTION credit.ledger_proof(kind pg_catalog.text, id pg_catalog.int8, version pg_catalog.int4 DEFAULT NULL)
	RETURNS pg_catalog.jsonb
	LANGUAGE plpgsql STABLE PARALLEL SAFE SECURITY DEFINER
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	leaf credit.history;
	sealed credit.seal;
	path text[];
BEGIN
	-- each kind by the index there is
	IF ledger_proof.kind = 'record' THEN
		SELECT * INTO leaf FROM credit.history h
		WHERE h.subject_id IN (SELECT r.subject_id FROM credit.record_store r WHERE r.record_id = id
				UNION SELECT v.subject_id FROM credit.record_version v WHERE v.record_id = id)
			AND h.kind = 'record' AND h.object_id = id
			AND (ledger_proof.version IS NULL OR h.version = ledger_proof.version)
		ORDER BY h.version DESC LIMIT 1;
	ELSE
		SELECT * INTO leaf FROM credit.history h
		WHERE h.kind = ledger_proof.kind AND h.kind <> 'record' AND h.object_id = id
			AND (ledger_proof.version IS NULL OR h.version = ledger_proof.version)
		ORDER BY h.version DESC LIMIT 1;
	END IF;
	IF leaf.block IS NULL THEN
		RAISE EXCEPTION '%', credit.message('the ledger has no %s %s', coalesce(kind::text, '<NULL>'), coalesce(id::text, '<NULL>'))
			USING ERRCODE = 'CR017',
				HINT = credit.message('The kinds are those of credit.ledger_source; look numbers up in credit.history.');
	END IF;
	SELECT * INTO sealed FROM credit.seal s WHERE s.block = leaf.block;
	IF NOT FOUND THEN
		RAISE EXCEPTION '%', credit.message('block %s is not sealed yet', leaf.block)
			USING ERRCODE = 'CR011',
				HINT = credit.message('Call credit.seal_ledger() when nobody is writing in it any more.');
	END IF;
	SELECT credit.merkle_path(h.digest, leaf.digest) INTO path FROM credit.history h WHERE h.block = leaf.block;
	RETURN jsonb_build_object('kind', leaf.kind, 'id', leaf.object_id, 'version', leaf.version,
		'recorded_at', leaf.recorded_at, 'text', credit.ledger_text(leaf), 'leaf', encode(leaf.digest, 'hex'),
		'path', to_jsonb(path), 'block', sealed.block, 'rows', sealed.rows, 'previous', encode(sealed.previous, 'hex'),
		'root', encode(sealed.root, 'hex'),
		'sealed_at', to_char(sealed.sealed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
		'digest', encode(sealed.digest, 'hex'));
END
$$;
COMMENT ON FUNCTION credit.ledger_proof(pg_catalog.text, pg_catalog.int8, pg_catalog.int4) IS 'Proof that a version (the newest when none is named) stands in a sealed block: its text, leaf, path to the root and seal; checked outside by doc/verify_proof.pl. 某版本（默认最新）存在于已封印区块的证明，可在库外验证。';
REVOKE ALL ON FUNCTION credit.ledger_proof(pg_catalog.text, pg_catalog.int8, pg_catalog.int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION credit.ledger_proof(pg_catalog.text, pg_catalog.int8, pg_catalog.int4) TO credit_admin;
