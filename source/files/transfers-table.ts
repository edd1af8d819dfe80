import type {SQLInputValue, SQLOutputValue} from 'node:sqlite';
import * as v from 'valibot';
import {FtError} from '../protocol/errors.ts';
import {countField, idField, identityIdField, timeField} from '../protocol/fields.ts';
import {maxReceiptsRemembered} from '../protocol/limits.ts';
import {legStates} from '../protocol/messages.ts';
import {openDatabase, textOf} from './database.ts';

const optionalText = v.nullish(v.string());
const peer = v.object({
	id: identityIdField,
	name: v.string(),
	state: v.picklist(legStates),
	bytes: countField,
	/** How long the hub keeps it for them, as it said. */
	until: v.optional(timeField),
});
const record = v.object({
	transfer: idField,
	direction: v.picklist(['send', 'receive']),
	title: v.string(),
	/** Recipients of what was sent, the sender of what was received. */
	peers: v.array(peer),
	files: countField,
	/** Content bytes verified and written at the recipient, and in all. */
	bytes: countField,
	totalBytes: countField,
	state: v.picklist(legStates),
	reason: optionalText,
	/** Where it was saved, absolute. */
	path: optionalText,
	hubId: identityIdField,
	/** Wall time of the offer, and of the last change. */
	timeMs: timeField,
	updatedMs: timeField,
});

/** What was sent or received, and what became of it. */
export type TransferRecord = v.InferOutput<typeof record>;
export type PeerRecord = TransferRecord['peers'][number];

/** A receipt we signed, as JSON of its message, which `hubId` is to pass on. */
export type OwedReceipt = {
	readonly transfer: string;
	readonly hubId: string;
	readonly receipt: string;
	readonly timeMs: number;
};

/** The memory of one name; several processes of that name may hold it open. Every call is one short transaction. */
export type TransfersTable = {
	/** Adds or replaces the record of (transfer, direction). */
	save(transfer: TransferRecord): void;
	/** Those whose id begins with `prefix` (hex digits), newest first, at most 20. Both directions of a transfer to oneself are two. */
	find(prefix: string): TransferRecord[];
	/** Newest first. */
	list(limit: number): TransferRecord[];
	/**
	 * Forgets records that did not change since, and older receipts but the newest `maxReceiptsRemembered`; of more receipts than
	 * `maxReceipts` those that were seen first, then the oldest. Called with `receiptKeepMs` ago.
	 */
	prune(beforeMs: number, maxReceipts?: number): void;
	/** What was accepted into another folder than the usual one goes on there, also in a later process: remembers which, absolute. */
	saveFolder(transfer: string, folder: string, timeMs: number): void;
	folderOf(transfer: string): string | undefined;
	/** What was asked for when it was begun, as JSON, until it is begun once more. */
	saveRequest(transfer: string, request: string, timeMs: number): void;
	requestOf(transfer: string): string | undefined;
	dropRequest(transfer: string): void;
	/** Keeps our receipt until it is seen, and as the answer to a repeated offer until it is pruned. */
	saveReceipt(receipt: OwedReceipt): void;
	/** Those this hub has not confirmed, oldest first. */
	receipts(hubId: string): OwedReceipt[];
	/** The sender has it. */
	markReceiptSeen(transfer: string): void;
	/** Did we receive all of it and sign for it? Then `receiptOf` answers a repeated offer. */
	isDone(transfer: string): boolean;
	receiptOf(transfer: string): OwedReceipt | undefined;
	/** Idempotent. */
	close(): void;
};

const schema = `
	CREATE TABLE IF NOT EXISTS transfers (
		transfer TEXT NOT NULL, direction TEXT NOT NULL, title TEXT NOT NULL, peers TEXT NOT NULL, files INTEGER NOT NULL,
		bytes INTEGER NOT NULL, total_bytes INTEGER NOT NULL, state TEXT NOT NULL, reason TEXT, path TEXT, hub_id TEXT NOT NULL,
		time_ms INTEGER NOT NULL, updated_ms INTEGER NOT NULL, PRIMARY KEY (transfer, direction)
	) STRICT;
	CREATE INDEX IF NOT EXISTS transfers_by_time ON transfers (time_ms);
	CREATE TABLE IF NOT EXISTS requests (transfer TEXT PRIMARY KEY, request TEXT NOT NULL, time_ms INTEGER NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS folders (transfer TEXT PRIMARY KEY, folder TEXT NOT NULL, time_ms INTEGER NOT NULL) STRICT;
	CREATE TABLE IF NOT EXISTS receipts (
		transfer TEXT PRIMARY KEY, hub_id TEXT NOT NULL, receipt TEXT NOT NULL, time_ms INTEGER NOT NULL, is_seen INTEGER NOT NULL DEFAULT 0
	) STRICT`;
const findAtMost = 20;
const newestFirst = 'ORDER BY time_ms DESC, rowid DESC LIMIT ?';

/** Opens `<state>/names/<name>/transfers.db`; `:memory:` for one that is forgotten. Throws FtError `disk-error`. */
export function openTransfersTable(file: string): TransfersTable {
	const database = openDatabase(file, 1, schema);
	const save = database.prepare(`INSERT OR REPLACE INTO transfers
		(transfer, direction, title, peers, files, bytes, total_bytes, state, reason, path, hub_id, time_ms, updated_ms)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`);
	const records = (sql: string, ...values: SQLInputValue[]): TransferRecord[] =>
		database
			.prepare(sql)
			.all(...values)
			.map((row) => toRecord(file, row));
	const receiptOf = (transfer: string): OwedReceipt | undefined => {
		const row = database.prepare('SELECT * FROM receipts WHERE transfer = ?').get(transfer);
		return row && toReceipt(row);
	};
	return {
		save(t) {
			const {transfer, direction, title, files, bytes, totalBytes, state, hubId, timeMs, updatedMs} = t;
			const [peers, reason, path] = [JSON.stringify(t.peers), t.reason ?? null, t.path ?? null];
			save.run(
				transfer,
				direction,
				title,
				peers,
				files,
				bytes,
				totalBytes,
				state,
				reason,
				path,
				hubId,
				timeMs,
				updatedMs,
			);
		},
		find(prefix) {
			// Anything but hex digits would be a pattern of its own; `g` comes after every hex digit.
			if (!/^[0-9a-f]+$/.test(prefix)) return [];
			return records(
				`SELECT * FROM transfers WHERE transfer >= ? AND transfer < ? ${newestFirst}`,
				prefix,
				`${prefix}g`,
				findAtMost,
			);
		},
		list: (limit) => records(`SELECT * FROM transfers ${newestFirst}`, limit),
		prune(beforeMs, maxReceipts) {
			database.prepare('DELETE FROM transfers WHERE updated_ms < ?').run(beforeMs);
			database
				.prepare('DELETE FROM receipts WHERE time_ms < ? AND rowid <= (SELECT max(rowid) FROM receipts) - ?')
				.run(beforeMs, maxReceiptsRemembered);
			if (maxReceipts !== undefined)
				database
					.prepare(
						'DELETE FROM receipts WHERE rowid IN (SELECT rowid FROM receipts ORDER BY is_seen, rowid DESC LIMIT -1 OFFSET ?)',
					)
					.run(maxReceipts);
			for (const table of ['folders', 'requests'])
				database.prepare(`DELETE FROM ${table} WHERE time_ms < ?`).run(beforeMs);
		},
		saveFolder(transfer, folder, timeMs) {
			database.prepare('INSERT OR REPLACE INTO folders VALUES (?, ?, ?)').run(transfer, folder, timeMs);
		},
		folderOf(transfer) {
			const row = database.prepare('SELECT folder FROM folders WHERE transfer = ?').get(transfer);
			return row && textOf(row['folder']);
		},
		saveRequest(transfer, request, timeMs) {
			database.prepare('INSERT OR REPLACE INTO requests VALUES (?, ?, ?)').run(transfer, request, timeMs);
		},
		requestOf(transfer) {
			const row = database.prepare('SELECT request FROM requests WHERE transfer = ?').get(transfer);
			return row && textOf(row['request']);
		},
		dropRequest(transfer) {
			database.prepare('DELETE FROM requests WHERE transfer = ?').run(transfer);
		},
		saveReceipt({transfer, hubId, receipt, timeMs}) {
			database
				.prepare('INSERT OR REPLACE INTO receipts (transfer, hub_id, receipt, time_ms) VALUES (?, ?, ?, ?)')
				.run(transfer, hubId, receipt, timeMs);
		},
		receipts: (hubId) =>
			database
				.prepare('SELECT * FROM receipts WHERE hub_id = ? AND is_seen = 0 ORDER BY time_ms')
				.all(hubId)
				.map(toReceipt),
		markReceiptSeen(transfer) {
			database.prepare('UPDATE receipts SET is_seen = 1 WHERE transfer = ?').run(transfer);
		},
		isDone: (transfer) => receiptOf(transfer) !== undefined,
		receiptOf,
		close() {
			if (database.isOpen) database.close();
		},
	};
}

function toRecord(file: string, row: Record<string, SQLOutputValue>): TransferRecord {
	let peers: unknown;
	try {
		peers = JSON.parse(textOf(row['peers']));
	} catch {
		peers = undefined;
	}
	const {total_bytes: totalBytes, hub_id: hubId, time_ms: timeMs, updated_ms: updatedMs, ...same} = row;
	const result = v.safeParse(record, {...same, peers, totalBytes, hubId, timeMs, updatedMs});
	if (result.success) return result.output;
	throw new FtError(
		'disk-error',
		`cannot use ${file}: the record of transfer ${textOf(row['transfer'])} in it is damaged. Move the file away`,
	);
}

function toReceipt(row: Record<string, SQLOutputValue>): OwedReceipt {
	return {
		transfer: textOf(row['transfer']),
		hubId: textOf(row['hub_id']),
		receipt: textOf(row['receipt']),
		timeMs: Number(row['time_ms']),
	};
}
