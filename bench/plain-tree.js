// Both ends of the plainest copy of a tree that Node can do, one process each: `node plain-tree.js receive <folder>`, `… send <port> <folder>`.
// Nothing is sealed, recorded or resumable: what is left is Node, and the calls for each file that any program makes. No TypeScript: stripping
// types would be a tenth of the time.
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';

const bufferBytes = 256 * 1024;

/**
 * One line of the list that goes ahead: path from the top, bytes (-1: a folder), time.
 * @typedef {readonly [name: string, bytes: number, modifiedMs: number]} Line
 */

/**
 * Takes one tree after another: list, answer, contents in a row, and an answer when every file was looked at once more.
 * @param {string} folder
 */
function receive(folder) {
	const server = net.createServer((socket) => {
		let waiting = Buffer.alloc(0);
		/** @type {Line[] | undefined} */
		let files;
		let next = 0;
		socket.on('data', (bytes) => {
			waiting = waiting.length === 0 ? bytes : Buffer.concat([waiting, bytes]);
			if (!files) {
				const end = waiting.indexOf('\n\n');
				if (end === -1) return;
				files = makeFolders(folder, waiting.toString('utf8', 0, end));
				waiting = waiting.subarray(end + 2);
				socket.write('?');
			}
			let at = 0;
			for (let line = files[next]; line && waiting.length - at >= line[1]; line = files[++next]) {
				writeFile(`${folder}/${line[0]}`, waiting.subarray(at, at + line[1]), line[2]);
				at += line[1];
			}
			waiting = waiting.subarray(at);
			if (next < files.length) return;
			for (const [name, size] of files) {
				if (fs.lstatSync(`${folder}/${name}`).size !== size) throw new Error(`${name} is another`);
			}
			socket.end('!');
		});
	});
	server.listen(0, '127.0.0.1', () => {
		const address = server.address();
		if (typeof address === 'object' && address) console.log(`listening ${address.port}`);
	});
}

/**
 * @param {string} folder
 * @param {string} list
 * @returns {Line[]} the files
 */
function makeFolders(folder, list) {
	/** @type {Line[]} */
	const lines = list.split('\n').map((line) => JSON.parse(line));
	for (const [name, bytes] of lines) if (bytes < 0) fs.mkdirSync(`${folder}/${name}`);
	return lines.filter(([, bytes]) => bytes >= 0);
}

/**
 * @param {string} file
 * @param {Uint8Array} content
 * @param {number} modifiedMs
 */
function writeFile(file, content, modifiedMs) {
	const descriptor = fs.openSync(file, 'w', 0o644);
	fs.writeSync(descriptor, content, 0, content.length, 0);
	fs.futimesSync(descriptor, modifiedMs / 1000, modifiedMs / 1000);
	fs.closeSync(descriptor);
}

/**
 * Lists the tree, waits until the list was taken, and sends what the files hold.
 * @param {number} port
 * @param {string} top
 */
async function send(port, top) {
	const socket = net.connect(port, '127.0.0.1');
	const base = path.dirname(top);
	const lines = [...walk(base, path.basename(top))];
	socket.write(`${lines.map((line) => JSON.stringify(line)).join('\n')}\n\n`);
	await answerOf(socket);
	let buffer = Buffer.allocUnsafe(bufferBytes);
	let filled = 0;
	const flush = async () => {
		const isTaken = socket.write(buffer.subarray(0, filled));
		[buffer, filled] = [Buffer.allocUnsafe(bufferBytes), 0];
		if (!isTaken) await new Promise((resolve) => socket.once('drain', resolve));
	};
	for (const [name, bytes] of lines) {
		if (bytes < 0) continue;
		if (filled + bytes > bufferBytes) await flush();
		const descriptor = fs.openSync(`${base}/${name}`, 'r');
		if (fs.fstatSync(descriptor).size !== bytes) throw new Error(`${name} changed`);
		filled += fs.readSync(descriptor, buffer, filled, bytes, 0);
		fs.closeSync(descriptor);
	}
	await flush();
	await answerOf(socket);
	socket.end();
}

/**
 * @param {string} base
 * @param {string} name
 * @returns {Generator<Line>}
 */
function* walk(base, name) {
	const stats = fs.lstatSync(`${base}/${name}`);
	const modifiedMs = Math.trunc(stats.mtimeMs);
	if (stats.isFile()) yield [name, stats.size, modifiedMs];
	if (!stats.isDirectory()) return;
	yield [name, -1, modifiedMs];
	for (const leaf of fs.readdirSync(`${base}/${name}`).sort()) yield* walk(base, `${name}/${leaf}`);
}

/** @param {net.Socket} socket */
async function answerOf(socket) {
	await new Promise((resolve) => socket.once('data', resolve));
}

const [what, ...rest] = process.argv.slice(2);
if (what === 'receive') receive(rest[0] ?? '');
else await send(Number(rest[0]), rest[1] ?? '');
