-- follow_up.sql: batches that somebody has to come back to. What follows from
-- records and may wait is not done for each row of a load but once a batch, by
-- credit.maintain(). Requires record/record.sql.

CREATE TABLE credit.batch_due (
	consumer pg_catalog.text COLLATE "C" NOT NULL,
	batch_id pg_catalog.int8 NOT NULL,
	PRIMARY KEY (consumer, batch_id)
);
COMMENT ON TABLE credit.batch_due IS 'Batches whose new records somebody has yet to look at: the ledger, lists, alerts. 尚待后续处理（台账、名单、预警等）的批次。';
COMMENT ON COLUMN credit.batch_due.consumer IS 'Who has to look. 处理方。';
COMMENT ON COLUMN credit.batch_due.batch_id IS 'Batch. 批次编号。';
GRANT SELECT ON credit.batch_due TO credit_admin;
SELECT pg_catalog.pg_extension_config_dump('credit.batch_due', '');

CREATE FUNCTION credit.batch_later() RETURNS trigger
	LANGUAGE c
	AS 'MODULE_PATHNAME', 'credit_batch_later';
COMMENT ON FUNCTION credit.batch_later() IS 'Statement trigger: notes the batches of new records for a consumer, its argument. 语句级触发器：为参数所指处理方登记新记录的批次。';
REVOKE ALL ON FUNCTION credit.batch_later() FROM PUBLIC;
