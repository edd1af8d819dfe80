import type {ClientSnapshot, Connection} from '../client/snapshot.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';

/** Moving numbers are redrawn at most this often: 8 gauges stay below 4 KB/s at 80x24. */
const drawnMs = 250;
/** The same for a screen that is read out: each change begins it anew. */
const spokenMs = 15_000;
const clockKeys: ReadonlySet<string> = new Set(['atMs']);
const movingKeys: ReadonlySet<string> = new Set([
	...clockKeys,
	'bytes',
	'bytesPerSecond',
	'averageBytesPerSecond',
	'etaSeconds',
	'stalledMs',
	'bytesIn',
	'bytesOut',
	'bytesInPerSecond',
	'bytesOutPerSecond',
	'received',
	'sent',
	'relayedBytes',
	'intoFoldersBytes',
	'outOfFoldersBytes',
	'freeBytes',
]);

/** Less than this between two pings is the machines' own doing, not the network's: an idle screen stays as it is. */
const jitterMs = 5;

/** For the publisher of a client: `previous` itself while a screen would look the same, else `next` with a steady round trip. */
export function settleClient(previous: ClientSnapshot, next: ClientSnapshot, movingMs = drawnMs): ClientSnapshot {
	const files = next.files && {
		...next.files,
		freeBytes: steadyFreeBytes(previous.files?.freeBytes, next.files.freeBytes),
	};
	const settled = {...next, files, connection: steadyConnection(previous.connection, next.connection)};
	const isSame =
		sameSeconds(previous, settled, Math.max(1000, movingMs)) &&
		isSameValue(previous, settled, ignoredKeys(previous, settled, movingMs));
	return isSame ? previous : settled;
}

/** For the publisher of a hub, the same way. */
export function settleHub(previous: HubSnapshot, next: HubSnapshot, movingMs = drawnMs): HubSnapshot {
	const before = new Map(previous.connections.map((row) => [row.session, row.roundTripMs]));
	const connections = next.connections.map((row) => ({
		...row,
		roundTripMs: steadyRoundTrip(before.get(row.session), row.roundTripMs),
	}));
	// An age is shown in minutes.
	const storage = next.storage.map((row) => ({...row, ageMs: row.ageMs - (row.ageMs % 60_000)}));
	const settled = {...next, connections, storage, freeBytes: steadyFreeBytes(previous.freeBytes, next.freeBytes)};
	return isSameValue(previous, settled, ignoredKeys(previous, settled, movingMs)) ? previous : settled;
}

/** How often a screen shows numbers that move: `movingMs` of both. */
export function movingMsOf({isScreenReader}: {readonly isScreenReader: boolean}): number {
	return isScreenReader ? spokenMs : drawnMs;
}

/** The round trip to show: the one before, until it has moved by a quarter and by what a busy machine adds. */
export function steadyRoundTrip(previousMs: number | undefined, nextMs: number | undefined): number | undefined {
	if (previousMs === undefined || nextMs === undefined) return nextMs;
	return Math.abs(nextMs - previousMs) < Math.max(previousMs / 4, jitterMs) ? previousMs : nextMs;
}

/** The free space to show: the one before, until it has moved by a hundredth. A disk that others use as well is never still. */
function steadyFreeBytes(previous: number | undefined, next: number | undefined): number | undefined {
	if (previous === undefined || next === undefined) return next;
	return Math.abs(next - previous) < previous / 100 ? previous : next;
}

function steadyConnection(previous: Connection, next: Connection): Connection {
	if (previous.phase !== 'online' || next.phase !== 'online') return next;
	return {phase: 'online', roundTripMs: steadyRoundTrip(previous.roundTripMs, next.roundTripMs)};
}

function ignoredKeys(
	previous: {readonly atMs: number},
	next: {readonly atMs: number},
	movingMs: number,
): ReadonlySet<string> {
	return Math.abs(next.atMs - previous.atMs) < movingMs ? movingKeys : clockKeys;
}

/** What counts with the time alone: the seconds to the next try, the minutes an offer waits. */
function sameSeconds(previous: ClientSnapshot, next: ClientSnapshot, everyMs: number): boolean {
	const isCounting = next.connection.phase === 'offline' || next.transfers.some(({state}) => state.phase === 'waiting');
	return !isCounting || Math.floor(previous.atMs / everyMs) === Math.floor(next.atMs / everyMs);
}

function isSameValue(a: unknown, b: unknown, ignored: ReadonlySet<string>): boolean {
	if (Object.is(a, b)) return true;
	if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
	if (Array.isArray(a) && Array.isArray(b)) {
		return a.length === b.length && a.every((item, index) => isSameValue(item, b[index], ignored));
	}
	// Without entries and maps in between: a folder of the hub is a thousand rows.
	const before = a as Readonly<Record<string, unknown>>;
	const after = b as Readonly<Record<string, unknown>>;
	const keys = Object.keys(after);
	return (
		Object.keys(before).length === keys.length &&
		keys.every((key) => ignored.has(key) || isSameValue(before[key], after[key], ignored))
	);
}
