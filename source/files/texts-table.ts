import {maxTextsRemembered} from '../protocol/limits.ts';
import {openDatabase} from './database.ts';
import {toDiskError} from './disk-error.ts';

/** Which lines of text a name was shown, and which notices it put away, by hashes of them: no hub can have them shown again after a restart. Several processes may hold it open. */
export type TextsTable = {
	/** Was it shown before this table was opened? What other windows show meanwhile does not count: each shows what comes. */
	wasShown(key: Uint8Array): boolean;
	/** Remembers it until so many others were shown after it. Throws FtError `disk-full`, `disk-error`. */
	note(key: Uint8Array): void;
	/** Idempotent. */
	close(): void;
};

const schema = 'CREATE TABLE IF NOT EXISTS texts (seq INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE) STRICT';

/** Opens `<state>/names/<name>/texts.db`; `:memory:` for one that is forgotten. Throws FtError `disk-error`. */
export function openTextsTable(file: string): TextsTable {
	const database = openDatabase(file, 1, schema);
	const openedSeq = Number(database.prepare('SELECT max(seq) AS seq FROM texts').get()?.['seq'] ?? 0);
	const find = database.prepare('SELECT 1 FROM texts WHERE key = ? AND seq <= ?');
	const insert = database.prepare('INSERT OR IGNORE INTO texts (key) VALUES (?)');
	const prune = database.prepare('DELETE FROM texts WHERE seq <= (SELECT max(seq) FROM texts) - ?');
	return {
		wasShown: (key) => find.get(key, openedSeq) !== undefined,
		note(key) {
			try {
				insert.run(key);
				prune.run(maxTextsRemembered);
			} catch (error) {
				throw toDiskError(`remember in ${file} which texts were shown`, error);
			}
		},
		close() {
			if (database.isOpen) database.close();
		},
	};
}
