import {openDatabase, textOf} from './database.ts';

/** An identity that is kept out; the name is the one it had. */
export type Ban = {readonly id: string; readonly name: string; readonly sinceMs: number};

/** A code of its own for newcomers. Of the code itself only the scrypt key is kept. */
export type Invitation = {
	/** Random, 32 hex digits. */
	readonly id: string;
	readonly key: Uint8Array;
	/** The only name it lets in; undefined: any. */
	readonly name: string | undefined;
	readonly usesLeft: number;
	/** Wall time of its end. */
	readonly untilMs: number;
};

/** A line of the operator to everyone. */
export type Notice = {readonly id: string; readonly text: string; readonly atMs: number};

/** What a hub keeps of its operator's decisions. Every call is one short transaction. */
export type OperatorTable = {
	/** Oldest first, as all lists here. */
	bans(): Ban[];
	putBan(ban: Ban): void;
	removeBan(id: string): void;
	invitations(): Invitation[];
	/** Adds it, or replaces the one with its id. */
	putInvitation(invitation: Invitation): void;
	removeInvitation(id: string): void;
	/** Identities that were approved and have not come in since, with the name they were approved under. */
	approvals(): Array<{readonly id: string; readonly name: string}>;
	putApproval(id: string, name: string): void;
	removeApproval(id: string): void;
	notices(): Notice[];
	putNotice(notice: Notice): void;
	removeNotice(id: string): void;
	/** A single value under a name of ours; undefined when it was never set. */
	setting(name: string): string | undefined;
	set(name: string, value: string | undefined): void;
	/** Idempotent. */
	close(): void;
};

const schema = `
	CREATE TABLE IF NOT EXISTS bans (id TEXT PRIMARY KEY, name TEXT NOT NULL, since_ms INTEGER NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS invitations (
		id TEXT PRIMARY KEY, key BLOB NOT NULL, name TEXT, uses_left INTEGER NOT NULL, until_ms INTEGER NOT NULL
	) STRICT;
	CREATE TABLE IF NOT EXISTS approvals (id TEXT PRIMARY KEY, name TEXT NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS notices (id TEXT PRIMARY KEY, text TEXT NOT NULL, at_ms INTEGER NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT`;

/** Opens a hub's `.ft/operator.db`; `:memory:` for one that is forgotten. Throws FtError `disk-error`. */
export function openOperatorTable(file: string): OperatorTable {
	const database = openDatabase(file, 1, schema);
	const run = (sql: string, ...values: Array<string | number | Uint8Array | null>): void => {
		database.prepare(sql).run(...values);
	};
	const all = (sql: string): Array<Record<string, unknown>> => database.prepare(`${sql} ORDER BY rowid`).all();
	return {
		bans: () =>
			all('SELECT * FROM bans').map((row) => ({
				id: textOf(row['id']),
				name: textOf(row['name']),
				sinceMs: Number(row['since_ms']),
			})),
		putBan({id, name, sinceMs}) {
			run('INSERT OR REPLACE INTO bans (id, name, since_ms) VALUES (?, ?, ?)', id, name, sinceMs);
		},
		removeBan(id) {
			run('DELETE FROM bans WHERE id = ?', id);
		},
		invitations: () =>
			all('SELECT * FROM invitations').map((row) => ({
				id: textOf(row['id']),
				key: row['key'] instanceof Uint8Array ? row['key'] : new Uint8Array(),
				name: row['name'] === null ? undefined : textOf(row['name']),
				usesLeft: Number(row['uses_left']),
				untilMs: Number(row['until_ms']),
			})),
		putInvitation({id, key, name, usesLeft, untilMs}) {
			run(
				`INSERT INTO invitations (id, key, name, uses_left, until_ms) VALUES (?, ?, ?, ?, ?)
				ON CONFLICT (id) DO UPDATE SET key = excluded.key, name = excluded.name, uses_left = excluded.uses_left, until_ms = excluded.until_ms`,
				id,
				key,
				name ?? null,
				usesLeft,
				untilMs,
			);
		},
		removeInvitation(id) {
			run('DELETE FROM invitations WHERE id = ?', id);
		},
		approvals: () => all('SELECT * FROM approvals').map((row) => ({id: textOf(row['id']), name: textOf(row['name'])})),
		putApproval(id, name) {
			run('INSERT OR REPLACE INTO approvals (id, name) VALUES (?, ?)', id, name);
		},
		removeApproval(id) {
			run('DELETE FROM approvals WHERE id = ?', id);
		},
		notices: () =>
			all('SELECT * FROM notices').map((row) => ({
				id: textOf(row['id']),
				text: textOf(row['text']),
				atMs: Number(row['at_ms']),
			})),
		putNotice({id, text, atMs}) {
			run('INSERT OR REPLACE INTO notices (id, text, at_ms) VALUES (?, ?, ?)', id, text, atMs);
		},
		removeNotice(id) {
			run('DELETE FROM notices WHERE id = ?', id);
		},
		setting(name) {
			const row = database.prepare('SELECT value FROM settings WHERE name = ?').get(name);
			return row && textOf(row['value']);
		},
		set(name, value) {
			if (value === undefined) run('DELETE FROM settings WHERE name = ?', name);
			else run('INSERT OR REPLACE INTO settings (name, value) VALUES (?, ?)', name, value);
		},
		close() {
			if (database.isOpen) database.close();
		},
	};
}
