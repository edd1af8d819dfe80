import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openAuditFile} from '../../source/files/audit-file.ts';
import {temporaryFolder} from './temporary-folder.ts';

const options = {nowMs: () => 0, onError: (error: Error) => expect.unreachable(error.message)};
const linesOf = (file: string): unknown[] =>
	fs
		.readFileSync(file, 'utf8')
		.trimEnd()
		.split('\n')
		.map((line) => JSON.parse(line));
const time = '1970-01-01T00:00:00.000Z';

test('records stand in the file in order with their time, for its owner only', async () => {
	const file = path.join(temporaryFolder(), 'audit.jsonl');
	const audit = openAuditFile(file, options);
	for (let number = 0; number < 500; number++) audit.write({type: 'joined', number});
	await audit.close();
	expect(linesOf(file)).toEqual(Array.from({length: 500}, (_, number) => ({time, type: 'joined', number})));
	expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('a record that is printed commands no terminal, and reads as it was', async () => {
	const file = path.join(temporaryFolder(), 'audit.jsonl');
	const reason = 'a\u001b[2J\u009b2J\u007f\u202e\nb';
	const audit = openAuditFile(file, options);
	audit.write({reason});
	await audit.close();
	expect(fs.readFileSync(file, 'utf8')).toMatch(/^[ -~]+\n$/);
	expect(linesOf(file)).toEqual([{time, reason}]);
});

test('a reopened file is continued', async () => {
	const file = path.join(temporaryFolder(), 'audit.jsonl');
	for (const type of ['first', 'second']) {
		const audit = openAuditFile(file, options);
		audit.write({type});
		await audit.close();
	}
	expect(linesOf(file)).toEqual([
		{time, type: 'first'},
		{time, type: 'second'},
	]);
});

test('a file is full exactly at its limit; then it gets a number, and the oldest of six goes', async () => {
	const file = path.join(temporaryFolder(), 'audit.jsonl');
	const lineBytes = `${JSON.stringify({time, number: 10})}\n`.length;
	const audit = openAuditFile(file, {...options, maxBytes: 2 * lineBytes});
	for (let number = 10; number < 24; number++) audit.write({number});
	await audit.close();
	const numbersIn = (name: string): unknown[] => linesOf(name).map((line) => (line as {number: number}).number);
	expect(numbersIn(file)).toEqual([22, 23]);
	expect(numbersIn(`${file}.1`)).toEqual([20, 21]);
	expect(numbersIn(`${file}.5`)).toEqual([12, 13]);
	expect(fs.readdirSync(path.dirname(file))).toHaveLength(6);
});

test('a record larger than the limit is written all the same, alone', async () => {
	const file = path.join(temporaryFolder(), 'audit.jsonl');
	const audit = openAuditFile(file, {...options, maxBytes: 10});
	audit.write({type: 'a'});
	audit.write({type: 'b'});
	await audit.close();
	expect([linesOf(`${file}.1`), linesOf(file)]).toEqual([[{time, type: 'a'}], [{time, type: 'b'}]]);
});

test('of a burst beyond the queue the rest is counted, not kept', async () => {
	const file = path.join(temporaryFolder(), 'audit.jsonl');
	const audit = openAuditFile(file, options);
	// The first is taken to the disk at once and 10,000 wait.
	for (let number = 0; number < 10_005; number++) audit.write({number});
	await audit.close();
	const lines = linesOf(file);
	expect(lines).toHaveLength(10_002);
	expect(lines.at(-1)).toEqual({time, type: 'audit-dropped', records: 4});
});

test('a disk that fails is told, and nothing is thrown at the hub', async () => {
	const errors: string[] = [];
	const file = path.join(temporaryFolder(), 'none', 'audit.jsonl');
	const audit = openAuditFile(file, {...options, onError: (error) => errors.push(error.message)});
	audit.write({type: 'a'});
	await audit.close();
	audit.write({type: 'late'});
	await audit.close();
	expect(errors).toEqual([`cannot write ${file}: it is gone`]);
});
