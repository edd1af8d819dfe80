import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import {clockText, dateText} from '../base/time-text.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {fitLine, fitText, lineWidth, span, type Line} from './line.ts';
import {placeOf, placesOf} from './others-line.ts';
import {countTransfers, isRunning} from './server-selection.ts';
import {isSpaceLow} from './throughput-pane.ts';
import {steadyText, textWidth} from './text-width.ts';
import type {Look} from './view.ts';

/** What the header gives up where it is too long, in this order. Who gets in, who asks to, what is held up, and where the hub is, stay. */
const givenUp = [
	'addresses',
	'takers',
	'server',
	'port',
	'running',
	'limit',
	'units',
	'since',
	'margin',
	'title',
	'free',
	'rate',
	'approve',
	'users',
] as const;
type Part = (typeof givenUp)[number];

/** ` ft server lab-hub  192.168.1.9 port 5011  since 14:03  2 requests: o  3 users  2 transfers  ↓48 MB/s ↑48 MB/s  120 GB free`, as much of it as there is room for. */
export function serverHeader(snapshot: HubSnapshot, columns: number, {glyphs}: Look): Line {
	const connected = connectedUsers(snapshot);
	const lines = [...givenUp.keys(), givenUp.length].map((count): readonly [Line, Line] => {
		const gone = new Set<Part>(givenUp.slice(0, count));
		const has = (part: Part): boolean => !gone.has(part);
		return [leftSide(snapshot, has, glyphs), rightSide(snapshot, connected, has, {glyphs})];
	});
	const [left, right] = lines.find(([one, other]) => lineWidth(one) + lineWidth(other) <= columns) ??
		lines.at(-1) ?? [[], []];
	const room = columns - lineWidth(right);
	return fitLine([...fitLine(left, room, glyphs.ellipsis), ...right], columns, glyphs.ellipsis);
}

/** Everybody who is connected, and how many of them take offers: a `send` that waits for its recipient takes none. */
export function connectedUsers({connections, onlineUsers}: HubSnapshot): {
	readonly all: number;
	readonly takers: number;
} {
	return {all: new Set(connections.map(({userId}) => userId)).size, takers: onlineUsers};
}

/** `3 users, 1 takes offers`: the same words for the same numbers in the header and in `ft hub status`. */
export function usersText({all, takers}: ReturnType<typeof connectedUsers>): string {
	const users = formatCount(all, 'user');
	return takers < all ? `${users}, ${takers} ${takers === 1 ? 'takes' : 'take'} offers` : users;
}

/** What a hub is called takes no more than this from what changes. */
const titleColumns = 28;

function leftSide(
	{addresses, port, title, startedMs, atMs}: HubSnapshot,
	has: (part: Part) => boolean,
	{ellipsis}: Look['glyphs'],
): Line {
	const width = Math.min(titleColumns, textWidth(steadyText(title)));
	const name = `${has('server') ? 'ft server' : 'ft'}${has('title') ? ` ${fitText(title, width, ellipsis)}` : ''}`;
	const place = has('port')
		? placesOf(has('addresses') ? addresses : addresses.slice(0, 1), port)
		: placeOf(addresses, port);
	const day = dateText(startedMs) === dateText(atMs) ? '' : `${dateText(startedMs)} `;
	return [span(` ${name}`, 'strong'), span(`  ${place}${has('since') ? `  since ${day}${clockText(startedMs)}` : ''}`)];
}

function rightSide(
	snapshot: HubSnapshot,
	{all, takers}: ReturnType<typeof connectedUsers>,
	has: (part: Part) => boolean,
	{glyphs}: Look,
): Line {
	const {mode, requests, isIntakeOn, limitBytesPerSecond, transfers, freeBytes} = snapshot;
	const running = countTransfers(transfers.filter(isRunning));
	const asks = requests.length > 0;
	const parts: ReadonlyArray<Line[number] | false> = [
		mode === 'open' && span('OPEN to anyone', 'bad'),
		mode === 'approve' && (has('approve') || !asks) && span('approve', 'strong'),
		asks && span(`${formatCount(requests.length, 'request')}: o`, 'warn'),
		!isIntakeOn && span('intake off', 'warn'),
		limitBytesPerSecond !== undefined && has('limit') && span(`limit ${formatRate(limitBytesPerSecond)}`),
		has('users') && span(usersText(has('takers') ? {all, takers} : {all, takers: all})),
		running > 0 && has('running') && span(formatCount(running, 'transfer')),
		has('rate') && rateSpan(snapshot, has('units'), glyphs),
		freeBytes !== undefined &&
			has('free') &&
			span(`${formatBytes(freeBytes).padStart(freeColumns)} free`, isSpaceLow(snapshot) ? 'bad' : 'plain'),
	];
	return [...parts.flatMap((part) => (part ? [span('  '), part] : [])), span(has('margin') ? ' ' : '')];
}

/** `↓19.9 MB/s`: the most that one direction takes, and both with their unit once. */
const rateColumns = 10;
const bothColumns = 16;
/** `60.7 GB` */
const freeColumns = 7;

/** The directions in which something moves; where it is tight their unit only once, when it is the same. As wide as the longest: what stands before it stays where it is while numbers change. */
function rateSpan({received, sent}: HubSnapshot, hasUnits: boolean, {up, down}: Look['glyphs']): Line[number] | false {
	const [inRate, outRate] = [received.at(-1) ?? 0, sent.at(-1) ?? 0];
	const [into, out] = [formatRate(inRate), formatRate(outRate)];
	if (inRate === 0 || outRate === 0)
		return inRate + outRate > 0 && span((inRate > 0 ? down + into : up + out).padStart(rateColumns));
	const [amount = '', unit] = into.split(' ');
	const both = `${down}${!hasUnits && out.endsWith(` ${unit}`) ? amount : into} ${up}${out}`;
	return span(both.padStart(hasUnits ? 2 * rateColumns + 1 : bothColumns));
}
