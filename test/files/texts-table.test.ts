import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {openTextsTable} from '../../source/files/texts-table.ts';
import {maxTextsRemembered} from '../../source/protocol/limits.ts';
import {temporaryFolder} from './temporary-folder.ts';

const keyOf = (number: number): Buffer => Buffer.alloc(32, `${number} `);

test('what was shown is known to whoever opens it later, and not to windows beside', () => {
	const file = path.join(temporaryFolder(), 'texts.db');
	const [one, other] = [openTextsTable(file), openTextsTable(file)];
	one.note(keyOf(1));
	expect([one.wasShown(keyOf(1)), other.wasShown(keyOf(1))]).toEqual([false, false]);
	// The other shows it too.
	other.note(keyOf(1));
	for (const table of [one, other]) {
		table.close();
		table.close();
	}
	const later = openTextsTable(file);
	expect([1, 2].map((number) => later.wasShown(keyOf(number)))).toEqual([true, false]);
	later.close();
	expect(fs.statSync(file).mode & 0o777).toBe(0o600);
});

test(`the newest ${maxTextsRemembered} are remembered, and no more`, () => {
	const file = path.join(temporaryFolder(), 'texts.db');
	const table = openTextsTable(file);
	for (let number = 0; number <= maxTextsRemembered; number++) table.note(keyOf(number));
	table.close();
	const later = openTextsTable(file);
	expect([0, 1, maxTextsRemembered].map((number) => later.wasShown(keyOf(number)))).toEqual([false, true, true]);
	later.close();
});
