// screenshots.mjs: pictures of the pages, by chromium and its debugging port.
//   node screenshots.mjs http://127.0.0.1:4173 directory [page…]
// Run where node_modules lies; start.sh --pictures does.
import { spawn } from 'node:child_process';
import { writeFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const [base, directory, ...wanted] = process.argv.slice(2);
const pages = wanted.length ? wanted
	: ['index', 'timeliness', 'grades', 'lists', 'repairs', 'worklist', 'assessment', 'inspections', 'queries', 'subject'];
const profile = mkdtempSync(join(tmpdir(), 'dashboard-'));
const browser = spawn(process.env.CHROMIUM ?? 'chromium', ['--headless=new', '--no-sandbox', '--hide-scrollbars',
	'--disable-gpu', '--lang=zh-CN', '--remote-debugging-port=0', `--user-data-dir=${profile}`, 'about:blank']);
const wait = (ms) => new Promise((done) => setTimeout(done, ms));
const port = await new Promise((found) => browser.stderr.on('data', (text) => {
	const line = /DevTools listening on ws:\/\/[^:]+:(\d+)/.exec(text);
	if (line) found(line[1]);
}));
const tab = (await (await fetch(`http://127.0.0.1:${port}/json`)).json()).find((t) => t.type === 'page');
const socket = new WebSocket(tab.webSocketDebuggerUrl);
await new Promise((open) => socket.on('open', open));
let number = 0;
const waiting = new Map();
socket.on('message', (text) => {
	const m = JSON.parse(text);
	if (m.id) { waiting.get(m.id)(m.result ?? m.error); waiting.delete(m.id); }
	else if (m.method === 'Runtime.exceptionThrown') console.error(m.params.exceptionDetails.exception?.description ?? m.params.exceptionDetails.text);
});
const ask = (method, params = {}) => new Promise((done) => {
	waiting.set(++number, done);
	socket.send(JSON.stringify({ id: number, method, params }));
});
const value = async (expression) => (await ask('Runtime.evaluate', { expression, returnByValue: true })).result?.value;

await ask('Page.enable');
await ask('Runtime.enable');
const size = (height) => ask('Emulation.setDeviceMetricsOverride', { width: 1360, height, deviceScaleFactor: 1, mobile: false });
for (const page of pages) {
	await size(1000);
	await ask('Page.navigate', { url: `${base}/${page === 'index' ? '' : page}` });
	// still for three seconds: queries run in the page, charts are drawn when in view
	const look = `document.readyState + document.querySelectorAll('.animate-pulse, .skeleton').length + '/' + document.body.innerText.length + '/' + document.body.scrollHeight`;
	let still = 0;
	let last = '';
	for (let n = 0; n < 180 && still < 6; n++) {
		await wait(500);
		const now = await value(look);
		still = now === last && /complete0\//.test(now) && Number(now.split('/')[1]) > 300 ? still + 1 : 0;
		last = now;
	}
	const height = Math.min(3000, Math.max(700, await value(`Math.max(...[...document.querySelectorAll('main, article')].map((e) => e.getBoundingClientRect().bottom)) + 30`)));
	await size(Math.ceil(height));
	await wait(3500);
	const picture = await ask('Page.captureScreenshot', { format: 'png' });
	writeFileSync(join(directory, `${page}.png`), Buffer.from(picture.data, 'base64'));
	console.log(`${page}.png ${last}`);
}
socket.close();
browser.kill();
await new Promise((end) => browser.on('exit', end));
rmSync(profile, { recursive: true, force: true });
