import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {appendRecord, readRecords} from '../../source/files/record-lines.ts';
import {temporaryFolder} from './temporary-folder.ts';

const parse = (record: string): unknown => JSON.parse(record);

test('records come back in their order, and there are none without a file', () => {
	const file = path.join(temporaryFolder(), 'records');
	expect(readRecords(file, parse)).toEqual([]);
	appendRecord(file, '{"a":1}');
	appendRecord(file, '{"b":2}');
	expect(readRecords(file, parse)).toEqual([{a: 1}, {b: 2}]);
	expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test('one that was cut off spoils no other', () => {
	const file = path.join(temporaryFolder(), 'records');
	appendRecord(file, '{"a":1}');
	fs.appendFileSync(file, '\n{"cut');
	appendRecord(file, '{"b":2}');
	expect(readRecords(file, parse)).toEqual([{a: 1}, {b: 2}]);
});

test('what cannot be read or written says which file it is', () => {
	const folder = temporaryFolder();
	expect(() => readRecords(folder, parse)).toThrow(`cannot read ${folder}`);
	expect(() => {
		appendRecord(folder, '{}');
	}).toThrow(`cannot write ${folder}`);
});
