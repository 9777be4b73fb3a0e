// node-postgres: a pool, parameters, a transaction, errors, types, events.
// Arguments: socket directory, port.
const { Pool, Client } = require('pg');
const [host, port] = process.argv.slice(2);
const ok = (condition, words) => console.log((condition ? 'ok - ' : 'not ok - ') + words);
const same = (got, expected, words) => {
	const equal = JSON.stringify(got) === JSON.stringify(expected);
	ok(equal, words);
	if (!equal) console.log(`  got ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`);
};
const as = (user) => ({ host, port: Number(port), database: 'credit', user });
const detail = { subject_category: '法人及非法人组织', authority_name: '甲局', authority_code: '1122010001350000BA', title: '示范', level: '市级' };
const insert = `INSERT INTO credit.record (item, subject_code, subject_name, doc_no, decided_on, detail)
	VALUES ('honour', $1, $2, $3, $4, $5)`;

async function main() {
	const pool = new Pool({ ...as('dept_1'), max: 4 });
	const company = (await pool.query('SELECT code, name FROM city.code ORDER BY n')).rows;
	const honour = (i, docNo) => [company[i].code, company[i].name, docNo, '2026-05-20', detail];

	// one connection for what belongs together
	const client = await pool.connect();
	await client.query('BEGIN');
	const batch = (await client.query("SELECT credit.open_batch('node') AS batch")).rows[0].batch;
	for (let i = 0; i < 5; i++) await client.query(insert, honour(i, '节' + i));
	const closed = (await client.query('SELECT rows, accepted FROM credit.close_batch($1)', [batch])).rows[0];
	await client.query('COMMIT');
	client.release();
	same(Number(closed.accepted), 5, 'five statements in an open batch');

	try {
		await pool.query(insert, [company[0].code, company[0].name, '坏', '2026-05-20', { title: '示范' }]);
		ok(false, 'a bad row is refused');
	} catch (e) {
		same(e.code, 'CR002', 'a bad row is refused with its SQLSTATE');
		ok(e.detail.includes('authority_code') && e.hint, 'with detail and hint');
	}
	const got = (await pool.query(`SELECT subject_code, severity, decided_on, amount, detail, record_id, warnings
		FROM credit.record WHERE doc_no = '罚1号'`)).rows[0];
	same([got.subject_code, got.severity], [company[0].code, 'general'], 'a code and an enum are strings');
	ok(got.decided_on instanceof Date, 'a date is a Date at midnight of the local zone: beware of toISOString()');
	same([typeof got.amount, typeof got.record_id], ['string', 'string'], 'numeric and bigint are strings');
	ok(typeof got.detail === 'object', 'JSON is an object');
	same((await pool.query('SELECT uscc FROM credit.subject WHERE uscc = $1', [company[3].code])).rows[0].uscc, company[3].code, 'a code as a parameter');
	same((await pool.query({ name: 'check', text: "SELECT c.verdict FROM credit.check_subject($1, 'procurement', 'x') c", values: [company[1].code] })).rows.length, 1,
		'a named statement');
	await Promise.all([...Array(12).keys()].map((i) => pool.query(insert, honour(i, '并' + i))));
	same((await pool.query("SELECT count(*)::int AS n FROM credit.record WHERE doc_no LIKE '并%'")).rows[0].n, 12, 'twelve at once over four connections');

	const bi = new Client(as('bi'));
	await bi.connect();
	same((await bi.query('SELECT * FROM credit_bi.subject_overview')).rows.length, 20, 'an analyst reads a view');
	await bi.end();

	// events: numbers only
	const office = new Client(as('office'));
	await office.connect();
	const heard = new Promise((resolve) => office.on('notification', (n) => resolve(n.payload)));
	await office.query('LISTEN credit_event');
	await office.query("SELECT credit.revoke_record(record_id, '撤1号', '事实不清') FROM credit.record WHERE doc_no = '节0'");
	const payload = await Promise.race([heard, new Promise((resolve) => setTimeout(() => resolve(null), 20000))]);
	ok(/^\d+(-\d+)?$/.test(payload || ''), 'LISTEN credit_event tells of events by number: ' + payload);
	await office.end();
	await pool.end();
	console.log('done');
}
main().catch((e) => { console.error(e); process.exit(1); });
