import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk, type Disk} from '../../source/files/disk.ts';
import {openJournal, type Journal, type JournalRecord} from '../../source/files/journal.ts';
import {faultyDisk, systemError} from './staging-fixture.ts';
import {temporaryFolder} from './temporary-folder.ts';

const record = (number: number): JournalRecord => ({
	number,
	iv: Buffer.alloc(12, number),
	tag: Buffer.alloc(16, number + 1),
	isLast: number % 5 === 4,
});
const recordBytes = 37;

function open(file: string, disk: Disk = realDisk): Journal {
	const journal = openJournal(disk, file);
	onTestFinished(() => {
		journal.close();
	});
	return journal;
}

function written(count: number): string {
	const file = path.join(temporaryFolder(), 'journal');
	const journal = open(file);
	for (let number = 0; number < count; number++) journal.add(record(number));
	journal.close();
	return file;
}

const numbers = (journal: Journal): number[] => [...journal.records()].map(({number}) => number);

test('what was added is there again, in order and whole', () => {
	expect([...open(written(20)).records()]).toEqual(Array.from({length: 20}, (_, number) => record(number)));
});

test('with hashes each record has its own, and all of them are read, those that were just added too', () => {
	const file = path.join(temporaryFolder(), 'journal');
	const hashed = (number: number): JournalRecord => ({...record(number), hash: Buffer.alloc(32, number + 2)});
	const openHashed = (): Journal => {
		const journal = openJournal(realDisk, file, true);
		onTestFinished(() => {
			journal.close();
		});
		return journal;
	};
	const first = openHashed();
	for (const number of [0, 1]) first.add(hashed(number));
	first.close();
	const journal = openHashed();
	journal.add(hashed(2));
	expect([...journal.all()]).toEqual([0, 1, 2].map(hashed));
	expect([...journal.records()]).toEqual([0, 1].map(hashed));
	journal.close();
	expect(fs.statSync(file).size).toBe(3 * (recordBytes + 32));
});

test('more records than are read at once are all read', () => {
	const file = written(5000);
	expect(numbers(open(file)).length).toBe(5000);
	expect(fs.statSync(file).size).toBe(5000 * recordBytes);
});

test.each([1, 36])(
	'a tail torn after %i bytes of a record is cut off, and the next record stands in its place',
	(bytes) => {
		const file = written(3);
		fs.truncateSync(file, 2 * recordBytes + bytes);
		const journal = open(file);
		expect(numbers(journal)).toEqual([0, 1]);
		journal.add(record(7));
		journal.close();
		expect(numbers(open(file))).toEqual([0, 1, 7]);
	},
);

test('a broken record ends the journal, zeros too', () => {
	const file = written(4);
	const bytes = fs.readFileSync(file);
	bytes[2 * recordBytes + 20] = (bytes[2 * recordBytes + 20] ?? 0) ^ 1;
	fs.writeFileSync(file, bytes);
	const journal = open(file);
	journal.add(record(7));
	journal.close();
	expect(numbers(open(file))).toEqual([0, 1, 7]);
	fs.truncateSync(file, 2 * recordBytes);
	fs.truncateSync(file, 9 * recordBytes);
	expect(numbers(open(file))).toEqual([0, 1]);
});

test('at most 15 records wait in memory', () => {
	const file = path.join(temporaryFolder(), 'journal');
	const journal = open(file);
	for (let number = 0; number < 15; number++) journal.add(record(number));
	expect(fs.statSync(file).size).toBe(0);
	journal.add(record(15));
	expect(fs.statSync(file).size).toBe(16 * recordBytes);
});

test('records that found the disk full are written once there is room', () => {
	const file = path.join(temporaryFolder(), 'journal');
	let isFull = true;
	const journal = open(
		file,
		faultyDisk((name) => (isFull && name === 'writeSync' ? systemError('ENOSPC') : undefined)),
	);
	journal.add(record(0));
	expect(() => {
		journal.flush();
	}).toThrow('ENOSPC');
	isFull = false;
	journal.add(record(1));
	journal.close();
	expect(numbers(open(file))).toEqual([0, 1]);
});

test('a cleared journal is empty at once and goes on from there', () => {
	const file = written(3);
	const journal = open(file);
	journal.clear();
	expect(numbers(journal)).toEqual([]);
	journal.add(record(9));
	journal.close();
	expect(numbers(open(file))).toEqual([9]);
});
