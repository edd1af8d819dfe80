import type {SpacePath} from './space-tree.ts';
import {openDatabase, textOf} from './database.ts';
import type {PlacedEntry, SpaceEntry} from './space.ts';

/** Who uploaded something, and when. */
export type Upload = {readonly userId: string; readonly userName: string; readonly timeMs: number};

/**
 * Who uploaded what into the spaces of a hub. What it says of an entry holds only as long as that is the same one: files change
 * behind the hub's back, and then they are the operator's. Every call is one short transaction.
 */
export type UploadsTable = {
	/** Notes whose these are; what was noted under their paths is forgotten. */
	record(space: string, placed: readonly PlacedEntry[], upload: Upload): void;
	/** Whose the entries of a folder are, by name: found under their path, and files also by their id when they were moved there. */
	find(space: string, folder: SpacePath, entries: readonly SpaceEntry[]): Map<string, Upload>;
	/** What is noted in this folder and is not there any more begins to be forgotten; `found`: how many of its entries `find` found. */
	noteGone(space: string, folder: SpacePath, found: number, isThere: (name: string) => boolean, nowMs: number): void;
	/** Forgets an entry that was removed, with all below it. */
	forget(space: string, path: SpacePath): void;
	/** Idempotent. */
	close(): void;
};

/** What was not found in its folder any more is remembered this long: it may turn up in another one. */
const keepMs = 30 * 24 * 3600 * 1000;

const schema = `
	CREATE TABLE IF NOT EXISTS uploads (
		space TEXT NOT NULL, folder TEXT NOT NULL, name TEXT NOT NULL, stamp TEXT NOT NULL, id TEXT NOT NULL,
		user_id TEXT NOT NULL, user_name TEXT NOT NULL, time_ms INTEGER NOT NULL, gone_ms INTEGER,
		PRIMARY KEY (space, folder, name)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX IF NOT EXISTS uploads_by_id ON uploads (space, id, stamp)`;

/** Opens a hub's `.ft/uploads.db`; `:memory:` for one that is forgotten. Throws FtError `disk-error`. */
export function openUploadsTable(file: string, nowMs: number): UploadsTable {
	const database = openDatabase(file, 1, schema);
	database.prepare('DELETE FROM uploads WHERE gone_ms < ?').run(nowMs - keepMs);
	const insert = database.prepare(`
		INSERT OR REPLACE INTO uploads (space, folder, name, stamp, id, user_id, user_name, time_ms) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`);
	const namesIn = database.prepare('SELECT name, gone_ms FROM uploads WHERE space = ? AND folder = ?');
	const byName = database.prepare('SELECT * FROM uploads WHERE space = ? AND folder = ? AND name = ?');
	// Left to itself SQLite goes through the whole space.
	const byId = database.prepare(
		'SELECT * FROM uploads INDEXED BY uploads_by_id WHERE space = ? AND id = ? AND stamp = ?',
	);
	const isUsed = database.prepare('SELECT 1 FROM uploads WHERE space = ? LIMIT 1');
	const move = database.prepare(`
		UPDATE OR REPLACE uploads SET folder = ?, name = ?, gone_ms = NULL WHERE space = ? AND folder = ? AND name = ?`);
	const setGone = database.prepare('UPDATE uploads SET gone_ms = ? WHERE space = ? AND folder = ? AND name = ?');
	const remove = database.prepare('DELETE FROM uploads WHERE space = ? AND folder = ? AND name = ?');
	const removeIn = database.prepare('DELETE FROM uploads WHERE space = ? AND folder = ?');
	const removeBelow = database.prepare('DELETE FROM uploads WHERE space = ? AND folder > ? AND folder < ?');

	const together = (work: () => void): void => {
		database.exec('BEGIN IMMEDIATE');
		try {
			work();
			database.exec('COMMIT');
		} catch (error) {
			database.exec('ROLLBACK');
			throw error;
		}
	};
	/** A file that was moved by hand: its row follows it. */
	const findMoved = (space: string, folder: string, entry: SpaceEntry): Upload | undefined => {
		const row = entry.id === '' ? undefined : byId.get(space, entry.id, entry.stamp);
		if (row) move.run(folder, entry.name, space, textOf(row['folder']), textOf(row['name']));
		return row && toUpload(row);
	};
	return {
		record(space, placed, {userId, userName, timeMs}) {
			together(() => {
				for (const {path, entry} of placed) {
					const folder = toKey(path.slice(0, -1));
					insert.run(space, folder, entry.name, entry.stamp, entry.id, userId, userName, timeMs);
				}
			});
		},
		find(space, folder, entries) {
			const found = new Map<string, Upload>();
			if (!isUsed.get(space)) return found;
			for (const entry of entries) {
				// A link has the stamp and id of what it leads to, and whoever made it is the operator.
				if (entry.isLink) continue;
				const row = byName.get(space, toKey(folder), entry.name);
				const isSame = row !== undefined && textOf(row['stamp']) === entry.stamp;
				const upload = isSame ? toUpload(row) : findMoved(space, toKey(folder), entry);
				if (upload) found.set(entry.name, upload);
			}
			return found;
		},
		noteGone(space, folder, found, isThere, nowMs) {
			const names = namesIn.all(space, toKey(folder));
			if (names.length === found) return;
			together(() => {
				for (const row of names) {
					const name = textOf(row['name']);
					const isGone = row['gone_ms'] !== null;
					if (isThere(name) === isGone) setGone.run(isGone ? null : nowMs, space, toKey(folder), name);
				}
			});
		},
		forget(space, path) {
			const whole = toKey(path);
			together(() => {
				remove.run(space, toKey(path.slice(0, -1)), path.at(-1) ?? '');
				removeIn.run(space, whole);
				// Everything further below begins with the path and a slash; `0` is what follows a slash.
				removeBelow.run(space, `${whole}/`, `${whole}0`);
			});
		},
		close() {
			if (database.isOpen) database.close();
		},
	};
}

function toKey(folder: SpacePath): string {
	return folder.join('/');
}

function toUpload(row: Record<string, unknown>): Upload {
	return {
		userId: textOf(row['user_id']),
		userName: textOf(row['user_name']),
		timeMs: Number(row['time_ms']),
	};
}
