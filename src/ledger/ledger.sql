-- ledger.sql: one leaf for every version of what must stay as it was, in
-- blocks that are sealed and chained. Requires record/ and what it watches.
--
-- A leaf holds the digest of a version, written by the statement that made the
-- version. Records keep their versions themselves (record_store, and
-- record_version once replaced), so a leaf repeats nothing of them; tables that
-- keep no versions have them here, in content.

CREATE FUNCTION credit.canonical_row(kind pg_catalog.text, row_value record) RETURNS pg_catalog.text
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_canonical_row';
COMMENT ON FUNCTION credit.canonical_row(pg_catalog.text, record) IS 'The text of a row that is hashed: its kind, then name:length:value for each attribute that is not null; the same in every session. 用于计算摘要的规范文本：类别及各非空属性的“名称:长度:值”，各会话一致。';
CREATE FUNCTION credit.row_digest(kind pg_catalog.text, row_value record) RETURNS pg_catalog.bytea
	LANGUAGE c STABLE STRICT PARALLEL SAFE
	AS 'MODULE_PATHNAME', 'credit_row_digest';
COMMENT ON FUNCTION credit.row_digest(pg_catalog.text, record) IS 'SHA-256 of a zero byte and the canonical text: the leaf of a row. 行的叶子摘要：零字节加规范文本的 SHA-256。';

CREATE FUNCTION credit.row_digests(kind pg_catalog.text, query pg_catalog.text,
	OUT subject_id pg_catalog.int8, OUT object_id pg_catalog.int8, OUT version pg_catalog.int4,
	OUT recorded_at pg_catalog.timestamptz, OUT digest pg_catalog.bytea) RETURNS SETOF record
	LANGUAGE c STABLE STRICT PARALLEL RESTRICTED ROWS 100000
	AS 'MODULE_PATHNAME', 'credit_row_digests';
COMMENT ON FUNCTION credit.row_digests(pg_catalog.text, pg_catalog.text) IS 'Leaves of the rows of a query: its first four columns as they are, then credit.row_digest of all that follow; many are hashed at once. 批量计算查询各行的叶子摘要：前四列原样返回，其余列参与摘要。';
REVOKE ALL ON FUNCTION credit.row_digests(pg_catalog.text, pg_catalog.text) FROM PUBLIC;

CREATE FUNCTION credit.merkle_add(internal, pg_catalog.bytea) RETURNS internal
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'credit_merkle_add';
COMMENT ON FUNCTION credit.merkle_add(internal, pg_catalog.bytea) IS 'Transition of credit.merkle_root. credit.merkle_root 的转移函数。';
CREATE FUNCTION credit.merkle_add(internal, pg_catalog.bytea, pg_catalog.bytea) RETURNS internal
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'credit_merkle_add';
COMMENT ON FUNCTION credit.merkle_add(internal, pg_catalog.bytea, pg_catalog.bytea) IS 'Transition of credit.merkle_path. credit.merkle_path 的转移函数。';
CREATE FUNCTION credit.merkle_root_final(internal) RETURNS pg_catalog.bytea
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'credit_merkle_root';
COMMENT ON FUNCTION credit.merkle_root_final(internal) IS 'Result of credit.merkle_root. credit.merkle_root 的终结函数。';
CREATE FUNCTION credit.merkle_path_final(internal) RETURNS pg_catalog.text[]
	LANGUAGE c IMMUTABLE PARALLEL SAFE AS 'MODULE_PATHNAME', 'credit_merkle_path';
COMMENT ON FUNCTION credit.merkle_path_final(internal) IS 'Result of credit.merkle_path. credit.merkle_path 的终结函数。';
CREATE AGGREGATE credit.merkle_root(leaf pg_catalog.bytea) (
	SFUNC = credit.merkle_add, STYPE = internal, FINALFUNC = credit.merkle_root_final,
	FINALFUNC_MODIFY = SHAREABLE, PARALLEL = SAFE);
COMMENT ON AGGREGATE credit.merkle_root(pg_catalog.bytea) IS 'Root of the Merkle tree over leaves, whatever their order. 叶子摘要的默克尔树根，与次序无关。';
CREATE AGGREGATE credit.merkle_path(leaf pg_catalog.bytea, wanted pg_catalog.bytea) (
	SFUNC = credit.merkle_add, STYPE = internal, FINALFUNC = credit.merkle_path_final,
	FINALFUNC_MODIFY = SHAREABLE, PARALLEL = SAFE);
COMMENT ON AGGREGATE credit.merkle_path(pg_catalog.bytea, pg_catalog.bytea) IS 'Siblings of a leaf on each level up to the root: those before it, a blank, those after it, in hexadecimal; null when the leaf is not there. 叶子到树根每层的兄弟节点（之前、空格、之后，十六进制），不存在则为空。';

CREATE TABLE credit.ledger_source (
	kind pg_catalog.text COLLATE "C" PRIMARY KEY,
	table_name pg_catalog.name NOT NULL UNIQUE,
	id_expression pg_catalog.text,
	version_expression pg_catalog.text,
	keeps_content pg_catalog.bool NOT NULL
);
COMMENT ON TABLE credit.ledger_source IS 'Tables whose versions the ledger watches. 账本所监视的数据表。';
COMMENT ON COLUMN credit.ledger_source.kind IS 'Kind of leaf. 叶子类别。';
COMMENT ON COLUMN credit.ledger_source.table_name IS 'Table in schema credit. credit 模式中的表。';
COMMENT ON COLUMN credit.ledger_source.id_expression IS 'Number of an object, as an expression of its columns; null for rule tables, known by their primary key. 对象编号表达式；规则表为空，以主键识别。';
COMMENT ON COLUMN credit.ledger_source.version_expression IS 'What counts the rows of one object; null where each is one row. 同一对象各行的序号表达式，仅一行则为空。';
COMMENT ON COLUMN credit.ledger_source.keeps_content IS 'Whether rows may change, so that the ledger keeps their versions; rows of the others never do. 行是否可变更并由账本保存各版本；否则行不可变更。';
GRANT SELECT ON credit.ledger_source TO credit_admin;

-- Number of the block that is open. Writers hold a shared lock on it until
-- they commit, so a block nobody holds is complete.
CREATE SEQUENCE credit.ledger_block_seq;
COMMENT ON SEQUENCE credit.ledger_block_seq IS 'Number of the open block. 当前开放区块编号。';
SELECT pg_catalog.setval('credit.ledger_block_seq', 1);
SELECT pg_catalog.pg_extension_config_dump('credit.ledger_block_seq', '');

CREATE TABLE credit.history (
	block pg_catalog.int8 NOT NULL,
	kind pg_catalog.text COLLATE "C" NOT NULL,
	subject_id pg_catalog.int8 NOT NULL,
	object_id pg_catalog.int8 NOT NULL,
	version pg_catalog.int4 NOT NULL,
	recorded_at pg_catalog.timestamptz NOT NULL,
	recorded_by pg_catalog.text,
	digest pg_catalog.bytea NOT NULL CHECK (pg_catalog.octet_length(digest) OPERATOR(pg_catalog.=) 32),
	object_key pg_catalog.text,
	content pg_catalog.jsonb,
	removed pg_catalog.bool NOT NULL DEFAULT false,
	PRIMARY KEY (subject_id, kind, object_id, version)
);
COMMENT ON TABLE credit.history IS 'The ledger: one leaf for every version of records, list entries, evaluations, steps of proceedings and rules; nothing is ever changed or removed. 账本：记录、名单、评价、程序步骤与规则每一版本的摘要，只增不改不删。';
COMMENT ON COLUMN credit.history.block IS 'Block it belongs to. 所属区块。';
COMMENT ON COLUMN credit.history.kind IS 'Kind, as in credit.ledger_source; seal for the seal of an earlier block. 类别；seal 为前序区块的封印。';
COMMENT ON COLUMN credit.history.subject_id IS 'Subject; 0 where there is none. 主体编号，无则为 0。';
COMMENT ON COLUMN credit.history.object_id IS 'Number of the object; for rules derived from their key. 对象编号；规则由主键导出。';
COMMENT ON COLUMN credit.history.version IS 'Version of the object. 版本号。';
COMMENT ON COLUMN credit.history.recorded_at IS 'When the version was made. 版本产生时间。';
COMMENT ON COLUMN credit.history.recorded_by IS 'Role that changed a rule. 修改规则的角色。';
COMMENT ON COLUMN credit.history.digest IS 'Digest of the version: the leaf. 版本摘要。';
COMMENT ON COLUMN credit.history.object_key IS 'Primary key of a rule. 规则主键。';
COMMENT ON COLUMN credit.history.content IS 'The version itself, where no other table keeps it. 版本内容（其他表未保存时）。';
COMMENT ON COLUMN credit.history.removed IS 'Whether this version is the end of a rule that was deleted. 是否为规则删除。';
-- objects other than records keep their number when two subjects are merged
CREATE INDEX history_object ON credit.history (kind, object_id, version) WHERE kind OPERATOR(pg_catalog.<>) 'record';
CREATE INDEX history_block ON credit.history USING brin (block) WITH (pages_per_range = 16, autosummarize = on);
GRANT SELECT ON credit.history TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.history', '');

CREATE TABLE credit.seal (
	block pg_catalog.int8 PRIMARY KEY,
	previous pg_catalog.bytea NOT NULL,
	root pg_catalog.bytea NOT NULL,
	rows pg_catalog.int8 NOT NULL,
	sealed_at pg_catalog.timestamptz NOT NULL,
	digest pg_catalog.bytea NOT NULL
);
COMMENT ON TABLE credit.seal IS 'Seals of blocks, each holding the one before. 区块封印，逐一链接。';
COMMENT ON COLUMN credit.seal.block IS 'Block sealed. 区块编号。';
COMMENT ON COLUMN credit.seal.previous IS 'Digest of the seal before; zeros for the first. 前一封印摘要，首个为全零。';
COMMENT ON COLUMN credit.seal.root IS 'Root of the Merkle tree over the block''s leaves. 区块叶子的默克尔树根。';
COMMENT ON COLUMN credit.seal.rows IS 'Number of leaves. 叶子数量。';
COMMENT ON COLUMN credit.seal.sealed_at IS 'When it was sealed. 封印时间。';
COMMENT ON COLUMN credit.seal.digest IS 'SHA-256 of "block previous root rows sealed_at". 封印摘要。';
-- nothing in a seal tells anything of anybody
GRANT SELECT ON credit.seal TO credit_public, credit_admin, credit_department, credit_analyst;
SELECT pg_catalog.pg_extension_config_dump('credit.seal', '');

-- Whoever could change the ledger could change what it proves: nobody may, not
-- even while restoring.
DO $$
DECLARE
	called pg_catalog.text;
BEGIN
	FOREACH called IN ARRAY ARRAY['history', 'seal'] LOOP
		EXECUTE pg_catalog.format('CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON credit.%I
			FOR EACH STATEMENT EXECUTE FUNCTION credit.refuse_change(%L, ''always'')', called,
			'Change the record or rule itself: that makes a new version.');
		EXECUTE pg_catalog.format('ALTER TABLE credit.%I ENABLE ALWAYS TRIGGER refuse_change', called);
	END LOOP;
END
$$;

-- A block that was closed between reading its number and locking it takes no
-- more leaves: hence the second look.
CREATE FUNCTION credit.ledger_block() RETURNS pg_catalog.int8
	LANGUAGE plpgsql VOLATILE
	SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
	block bigint;
	again bigint;
BEGIN
	SELECT s.last_value INTO block FROM credit.ledger_block_seq s;
	LOOP
		PERFORM pg_advisory_xact_lock_shared(7307, block::int4);
		SELECT s.last_value INTO again FROM credit.ledger_block_seq s;
		EXIT WHEN again = block;
		block := again;
	END LOOP;
	RETURN block;
END
$$;
COMMENT ON FUNCTION credit.ledger_block() IS 'Number of the open block, kept open until the transaction ends. 当前开放区块编号，至事务结束前保持开放。';
REVOKE ALL ON FUNCTION credit.ledger_block() FROM PUBLIC;
