import type {SQLOutputValue} from 'node:sqlite';
import * as v from 'valibot';
import {display} from '../base/display.ts';
import {FtError} from '../protocol/errors.ts';
import {statementField, type Statement} from '../protocol/fields.ts';
import {numberedName, safeName} from '../protocol/safe-name.ts';
import {foldName} from '../protocol/user-name.ts';
import {openDatabase, textOf} from './database.ts';

/** A user as a hub knows it. */
export type KnownUser = {
	/** Identity id. */
	readonly id: string;
	/** As typed. */
	readonly name: string;
	readonly statement: Statement;
	readonly sinceMs: number;
	/** When the operator took this name from another identity; undefined when that never happened. */
	readonly releasedMs: number | undefined;
	readonly lastSeenMs: number;
	/** The private folder's name below `uploads/`: of this identity for good, whatever it is called later. */
	readonly folder: string;
};

/** Who a hub knows: one name for one identity, compared folded. Every call is one short transaction. */
export type UsersTable = {
	find(id: string): KnownUser | undefined;
	findByName(name: string): KnownUser | undefined;
	/** Adds an identity, or notes the name and statement of a known one. Throws FtError `name-taken` when the name belongs to another identity. */
	add(user: {
		readonly id: string;
		readonly name: string;
		readonly statement: Statement;
		readonly nowMs: number;
	}): KnownUser;
	/** Throws FtError `name-taken`, or `no-such-user` for an unknown identity. */
	rename(id: string, name: string): void;
	/** Notes that the user was here. */
	touch(id: string, nowMs: number): void;
	/** Forgets the identity, so that its name is free, and notes when; its folder stays its own and opens for no other identity. */
	release(id: string, nowMs: number): void;
	/** How many there are: for the limit. */
	count(): number;
	/** By name. */
	all(): KnownUser[];
	/** Idempotent. */
	close(): void;
};

const schema = `
	CREATE TABLE IF NOT EXISTS users (
		id TEXT PRIMARY KEY, name TEXT NOT NULL, folded TEXT NOT NULL UNIQUE, statement TEXT NOT NULL,
		since_ms INTEGER NOT NULL, last_seen_ms INTEGER NOT NULL
	) STRICT;
	CREATE TABLE IF NOT EXISTS folders (folder TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE) STRICT;
	CREATE TABLE IF NOT EXISTS releases (folded TEXT PRIMARY KEY, id TEXT NOT NULL, released_ms INTEGER NOT NULL) STRICT`;
// A key that takes back its own released name has nothing new about it.
const select = `SELECT users.*, folders.folder, releases.released_ms FROM users JOIN folders ON folders.id = users.id
	LEFT JOIN releases ON releases.folded = users.folded AND releases.id <> users.id`;

/** Opens a hub's `.ft/users.db`; `:memory:` for one that is forgotten. Throws FtError `disk-error`. */
export function openUsersTable(file: string): UsersTable {
	const database = openDatabase(file, 1, schema);
	const byId = database.prepare(`${select} WHERE users.id = ?`);
	const byFolded = database.prepare(`${select} WHERE users.folded = ?`);
	const upsert = database.prepare(`
		INSERT INTO users (id, name, folded, statement, since_ms, last_seen_ms) VALUES (?, ?, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = excluded.name, folded = excluded.folded, statement = excluded.statement, last_seen_ms = excluded.last_seen_ms`);
	const find = (id: string): KnownUser | undefined => toUser(file, byId.get(id));
	const findByName = (name: string): KnownUser | undefined => toUser(file, byFolded.get(foldName(name)));
	const refuseTaken = (id: string, name: string): void => {
		const owner = findByName(name);
		if (owner && owner.id !== id) throw nameTaken(owner);
	};
	const claimFolder = (id: string, name: string): void => {
		const wanted = safeName(foldName(name), 'portable');
		const claim = database.prepare('INSERT INTO folders (folder, id) VALUES (?, ?) ON CONFLICT DO NOTHING');
		const isClaimed = database.prepare('SELECT 1 FROM folders WHERE id = ?');
		for (let number = 0; !isClaimed.get(id); number++)
			claim.run(number === 0 ? wanted : numberedName(wanted, number), id);
	};
	return {
		find,
		findByName,
		add({id, name, statement, nowMs}) {
			refuseTaken(id, name);
			claimFolder(id, name);
			upsert.run(id, name, foldName(name), JSON.stringify(statement), nowMs, nowMs);
			const user = find(id);
			if (!user) throw new FtError('internal', `the user ${display(name)} was not kept`);
			return user;
		},
		rename(id, name) {
			refuseTaken(id, name);
			const {changes} = database
				.prepare('UPDATE users SET name = ?, folded = ? WHERE id = ?')
				.run(name, foldName(name), id);
			if (changes === 0)
				throw new FtError('no-such-user', `cannot rename to ${display(name)}: this hub does not know the identity`);
		},
		touch(id, nowMs) {
			database.prepare('UPDATE users SET last_seen_ms = ? WHERE id = ?').run(nowMs, id);
		},
		release(id, nowMs) {
			database
				.prepare(
					'INSERT OR REPLACE INTO releases (folded, id, released_ms) SELECT folded, id, ? FROM users WHERE id = ?',
				)
				.run(nowMs, id);
			database.prepare('DELETE FROM users WHERE id = ?').run(id);
		},
		count: () => Number(database.prepare('SELECT count(*) AS count FROM users').get()?.['count']),
		all: () =>
			database
				.prepare(`${select} ORDER BY users.folded`)
				.all()
				.flatMap((row) => toUser(file, row) ?? []),
		close() {
			if (database.isOpen) database.close();
		},
	};
}

function toUser(file: string, row: Record<string, SQLOutputValue> | undefined): KnownUser | undefined {
	if (!row) return undefined;
	const statement = v.safeParse(v.pipe(v.string(), v.parseJson(), statementField), row['statement']);
	if (!statement.success) {
		throw new FtError(
			'disk-error',
			`cannot use ${file}: the key of ${display(textOf(row['name']))} in it is damaged. Restore it from a backup, or move it away`,
		);
	}
	return {
		id: textOf(row['id']),
		name: textOf(row['name']),
		statement: statement.output,
		sinceMs: Number(row['since_ms']),
		releasedMs: row['released_ms'] === null ? undefined : Number(row['released_ms']),
		lastSeenMs: Number(row['last_seen_ms']),
		folder: textOf(row['folder']),
	};
}

function nameTaken(owner: KnownUser): FtError {
	const name = display(owner.name);
	const since = new Date(owner.sinceMs).toLocaleDateString('en-GB', {day: 'numeric', month: 'long'});
	return new FtError(
		'name-taken',
		`the name ${name} belongs to another key on this hub since ${since}. Choose another name (--name), or, if you are ${name}, ask the operator: ft hub release ${foldName(name)}`,
	);
}
