import {expect, test} from 'vitest';
import {encodeSpoolRecord, parseSpoolRecord, type SpoolRecord} from '../../source/files/spool-record.ts';
import {idOf, makeRecord} from './spool-fixture.ts';

const [leg] = makeRecord(idOf('1')).legs;

test('a record with everything in it is read as it was written', () => {
	const receipt = {
		...{transfer: idOf('1'), bytes: 5, trailer: Buffer.alloc(32).toString('base64'), time: 7, same: 1, left: 2},
		signature: Buffer.alloc(64).toString('base64'),
	};
	const record = makeRecord(idOf('1'), {
		...{ageMs: 3, lookedMs: 4},
		legs: [
			{...leg, state: 'paused', reason: 'you', pausedBy: 'sender', bytes: 3, files: 1},
			{...leg, state: 'failed', reason: 'ümläut', code: 'tampered', isEndTold: true},
			{...leg, state: 'delivered', receipt},
		] as unknown as SpoolRecord['legs'],
	});
	expect(parseSpoolRecord(encodeSpoolRecord(record))).toEqual(record);
});

test.each([
	['nothing', ''],
	['half of one', '{"common":'],
	['no object', '7'],
	['no UTF-8', '\u00ff'],
	['another schema', JSON.stringify({...makeRecord(idOf('1')), legs: [{...leg, state: 'flying'}]})],
	['a number that is none', JSON.stringify({...makeRecord(idOf('1')), ageMs: -1})],
])('%s is no record', (_what, text) => {
	expect(parseSpoolRecord(Buffer.from(text, 'latin1'))).toBeUndefined();
});
