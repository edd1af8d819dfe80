import fs from 'node:fs';
import path from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {expect, test} from 'vitest';
import {openDatabase, textOf} from '../../source/files/database.ts';
import {temporaryFolder} from './temporary-folder.ts';

const schema = 'CREATE TABLE IF NOT EXISTS words (word TEXT)';
const makeFile = (): string => path.join(temporaryFolder(), 'words.db');

test('two connections write to one database, which is for its owner only', () => {
	const file = makeFile();
	const one = openDatabase(file, 1, schema);
	const other = openDatabase(file, 1, schema);
	one.exec("INSERT INTO words VALUES ('a')");
	other.exec("INSERT INTO words VALUES ('b')");
	expect(
		one
			.prepare('SELECT word FROM words')
			.all()
			.map((row) => textOf(row['word'])),
	).toEqual(['a', 'b']);
	const modes = fs
		.readdirSync(path.dirname(file))
		.map((name) => fs.statSync(path.join(path.dirname(file), name)).mode & 0o777);
	expect(new Set(modes)).toEqual(new Set([0o600]));
	one.close();
	other.close();
});

test('a database of a later version is refused, of the same one opened', () => {
	const file = makeFile();
	openDatabase(file, 2, schema).close();
	openDatabase(file, 2, schema).close();
	expect(() => openDatabase(file, 1, schema)).toThrow('a later version of ft wrote it (2, this one knows 1)');
});

test('a file that is no database is an error that names it, and stays as it is', () => {
	const file = makeFile();
	fs.writeFileSync(file, 'this is no database, not at all, not even a little');
	expect(() => openDatabase(file, 1, schema)).toThrow(`cannot open the database ${file}`);
	expect(fs.readFileSync(file, 'utf8')).toContain('no database');
});

test('a cell that is no text reads as an empty one', () => {
	const database = new DatabaseSync(':memory:');
	expect(textOf(database.prepare('SELECT 1 AS one').get()?.['one'])).toBe('');
	database.close();
});
