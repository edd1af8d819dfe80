import {expect, test} from 'vitest';
import {createPast} from '../../source/client/past.ts';
import type {TransferRecord} from '../../source/files/transfers-table.ts';
import {FtError} from '../../source/protocol/errors.ts';

const record: TransferRecord = {
	...{transfer: 'a'.repeat(32), direction: 'send', title: 'a\u001b[2J.iso', files: 1, bytes: 1, totalBytes: 9},
	...{peers: [{id: 'b'.repeat(64), name: 'bob', state: 'stored', bytes: 0, until: 7}], state: 'stored'},
	...{reason: undefined, path: undefined, hubId: 'f'.repeat(64), timeMs: 5, updatedMs: 6},
};

test('it is looked up when asked, and what it says is harmless', () => {
	const past = createPast({list: () => [record]}, () => undefined);
	expect(past.rows).toBeUndefined();
	past.look();
	expect(past.rows).toMatchObject([{peers: [{name: 'bob', untilMs: 7}], bytes: 9, reason: '', timeMs: 5}]);
	expect(past.rows?.[0]?.title).not.toContain('\u001b');
});

test('a memory that cannot be read is told, and what was there stays', () => {
	let isBroken = false;
	const errors: FtError[] = [];
	const list = (): TransferRecord[] => {
		if (isBroken) throw new FtError('disk-error', 'damaged');
		return [record];
	};
	const past = createPast({list}, (error) => errors.push(error));
	past.look();
	isBroken = true;
	past.look();
	expect([past.rows?.length, errors.map(({message}) => message)]).toEqual([1, ['damaged']]);
});
