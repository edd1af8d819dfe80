import {expect} from 'vitest';
import type {ProgramEvent} from './program.ts';

/** A field and what it holds; `?` where it may be missing. */
type Fields = Readonly<
	Record<string, 'string' | 'number' | 'strings' | 'id' | 'string?' | 'number?' | 'strings?' | 'id?'>
>;

/**
 * The events of `--json` that there are so far, with the fields scripts may rely on: the interface's table, word for word. More
 * fields may come, none may go.
 */
export const eventTable: Readonly<Record<string, Fields>> = {
	connected: {hub: 'string', you: 'string', users: 'number'},
	listening: {
		port: 'number',
		addresses: 'strings',
		fingerprint: 'string',
		words: 'string',
		dir: 'string',
		created: 'strings',
	},
	user: {name: 'string', id: 'id', state: 'string', trust: 'string?'},
	pin: {
		kind: 'string',
		name: 'string',
		id: 'id',
		state: 'string',
		since: 'string',
		words: 'string?',
		maxSize: 'number?',
	},
	key: {name: 'string', id: 'id', shortId: 'string', path: 'string'},
	offered: {transfer: 'id', from: 'string?', to: 'strings', files: 'number', bytes: 'number'},
	offer: {transfer: 'id', from: 'string', title: 'string', files: 'number', bytes: 'number', note: 'string'},
	accepted: {transfer: 'id', user: 'string'},
	declined: {transfer: 'id', user: 'string', reason: 'string'},
	progress: {
		transfer: 'id',
		user: 'string',
		direction: 'string',
		bytes: 'number',
		total: 'number',
		files: 'number',
		bytesPerSecond: 'number',
		etaSeconds: 'number?',
	},
	// `message`: why in words; `by`: who, as the hub tells it.
	paused: {transfer: 'id', user: 'string', reason: 'string', message: 'string?', by: 'string?'},
	resumed: {transfer: 'id', user: 'string'},
	stored: {transfer: 'id', user: 'string', until: 'string?'},
	// Of a line of text there is no transfer.
	delivered: {transfer: 'id?', user: 'string', same: 'number?', left: 'number?', numbered: 'number?'},
	received: {
		transfer: 'id',
		from: 'string',
		paths: 'strings',
		bytes: 'number',
		same: 'number',
		left: 'number',
		numbered: 'number',
	},
	cancelled: {transfer: 'id', user: 'string', code: 'string', reason: 'string'},
	expired: {transfer: 'id', user: 'string', code: 'string', reason: 'string'},
	failed: {transfer: 'id?', user: 'string', code: 'string', reason: 'string'},
	// Of `--dry-run` there is no transfer, and no space.
	skipped: {transfer: 'id?', path: 'string', cause: 'string', reason: 'string'},
	renamed: {transfer: 'id', cause: 'string', path: 'string', from: 'string'},
	file: {space: 'string?', path: 'string', kind: 'string', bytes: 'number', modified: 'string', user: 'string?'},
	uploaded: {space: 'string', path: 'string', bytes: 'number', user: 'string'},
	downloaded: {space: 'string', path: 'string', bytes: 'number', user: 'string'},
	removed: {space: 'string', path: 'string', bytes: 'number', user: 'string'},
	transfer: {transfer: 'id', direction: 'string', users: 'strings', state: 'string', bytes: 'number', total: 'number'},
	text: {from: 'string', to: 'strings?', text: 'string?'},
	notice: {text: 'string'},
	request: {user: 'string', id: 'id', address: 'string'},
	admitted: {user: 'string', id: 'id', address: 'string', by: 'string'},
	operator: {act: 'string', text: 'string'},
	invite: {link: 'string', code: 'string', until: 'string'},
	// What it holds depends on what was asked of ft hub.
	status: {},
	reconnecting: {attempt: 'number', inSeconds: 'number', reason: 'string'},
	error: {code: 'string', message: 'string'},
};

/** Fails for an event that the table does not know, or that lacks a field of it. */
export function expectTableEvents(events: readonly ProgramEvent[]): void {
	for (const event of events) {
		expect(event.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
		expect(Object.keys(eventTable)).toContain(event.type);
		for (const [field, kind] of Object.entries(eventTable[event.type] ?? {})) {
			const value = event[field];
			if (kind.endsWith('?') && value === undefined) continue;
			if (!isOfKind(value, kind.replace('?', '')))
				throw new Error(`${field} (${kind}) is wrong in ${JSON.stringify(event)}`);
		}
	}
}

function isOfKind(value: unknown, kind: string): boolean {
	if (kind === 'id') return typeof value === 'string' && /^(?:[0-9a-f]{32}|[0-9a-f]{64})$/.test(value);
	if (kind === 'strings') return Array.isArray(value) && value.every((one) => typeof one === 'string');
	return typeof value === kind;
}
