import {formatBytes, formatRate} from '../base/size-text.ts';
import {clockText, formatDuration} from '../base/time-text.ts';
import type {ClientSnapshot, Connection, NoticeRow} from '../client/snapshot.ts';
import type {Glyphs} from './glyphs.ts';
import {fitLine, fitText, firstThatFits, lineWidth, span, type Line, type Tone} from './line.ts';
import {steadyText, textWidth} from './text-width.ts';

/** ` ft  alice·k7qf2m4x  lab-hub ● online 12 ms   2 offers: o     ↓ 48 MB/s ↑ 3 MB/s`: what matters least is left out first. */
export function clientHeader(snapshot: ClientSnapshot, columns: number, glyphs: Glyphs): Line {
	const hub = snapshot.hubTitle === '' ? snapshot.server : snapshot.hubTitle;
	const build = (name: string, hubColumns: number, offer: Line): Line => [
		span(` ${name}  `, 'strong'),
		span(hubColumns > 0 ? `${shorten(hub, hubColumns, glyphs)} ` : ''),
		...connectionLine(snapshot.connection, glyphs),
		...offer,
	];
	const full = `ft  ${snapshot.name}${glyphs.dot}${snapshot.shortId}`;
	const short = `ft  ${shorten(snapshot.name, 16, glyphs)}`;
	const [longOffer, shortOffer] = offerLines(snapshot);
	const poorest = build(short, 0, shortOffer);
	const rates = rateLine(snapshot, glyphs);
	const right = lineWidth(poorest) + lineWidth(rates) <= columns ? rates : [];
	const room = columns - lineWidth(right);
	const left = firstThatFits(
		[
			build(full, 24, longOffer),
			build(short, 24, longOffer),
			build(short, 12, longOffer),
			build(full, 24, shortOffer),
			build(short, 16, shortOffer),
			build(short, 8, shortOffer),
			poorest,
		],
		room,
	);
	return [...fitLine(left, room, glyphs.ellipsis), ...right];
}

/** The line under the header while there is no connection: the cause, and when it is tried again. */
export function connectionBanner(
	{connection, atMs, server}: ClientSnapshot,
	columns: number,
	glyphs: Glyphs,
): Line | undefined {
	if (connection.phase === 'refused')
		return fitLine([span(` ! ${connection.reason}`, 'bad')], columns, glyphs.ellipsis);
	if (connection.phase !== 'offline' || connection.code === 'approval-needed') return undefined;
	const seconds = formatDuration(Math.max(0, connection.retryAtMs - atMs) / 1000);
	const next = `  next try in ${seconds} (attempt ${connection.attempt + 1})  now: R `;
	const cause = steadyText(` ! no connection to ${server}: ${connection.reason}`);
	const causeColumns = Math.min(columns - next.length, textWidth(cause));
	return fitLine([span(fitText(cause, causeColumns, glyphs.ellipsis), 'bad'), span(next)], columns, glyphs.ellipsis);
}

/** The line under the header with the newest of the operator's notices, until it is put away. */
export function noticeBanner(notices: readonly NoticeRow[], columns: number, glyphs: Glyphs): Line | undefined {
	const newest = notices.at(-1);
	if (!newest) return undefined;
	const more = notices.length > 1 ? `  ${notices.length - 1} more` : '';
	const way = `${more}  seen: esc `;
	const text = steadyText(` * ${clockText(newest.timeMs)} the operator: ${newest.text}`);
	const textColumns = Math.min(columns - way.length, textWidth(text));
	return fitLine([span(fitText(text, textColumns, glyphs.ellipsis), 'warn'), span(way)], columns, glyphs.ellipsis);
}

/** Mark and word: the state is never told by colour alone. */
function connectionLine(connection: Connection, glyphs: Glyphs): Line {
	const mark = (glyph: string, words: string, tone: Tone): Line => [span(`${glyph} ${words}`, tone)];
	switch (connection.phase) {
		case 'online': {
			const {roundTripMs} = connection;
			const roundTrip = roundTripMs === undefined ? '' : ` ${roundTripText(roundTripMs)}`;
			return [...mark(glyphs.online, 'online', 'good'), span(roundTrip)];
		}
		case 'connecting':
			return mark(glyphs.offline, 'connecting', 'warn');
		case 'offline':
			return connection.code === 'approval-needed'
				? mark(glyphs.offline, 'waiting', 'warn')
				: mark(glyphs.offline, 'offline', 'bad');
		case 'refused':
		default:
			return mark(glyphs.offline, 'refused', 'bad');
	}
}

/** `12 ms`, below one millisecond `<1 ms`. */
export function roundTripText(roundTripMs: number): string {
	return roundTripMs < 1 ? '<1 ms' : `${Math.round(roundTripMs)} ms`;
}

function offerLines({offers}: ClientSnapshot): readonly [Line, Line] {
	const newest = offers.at(-1);
	if (!newest) return [[], []];
	const short: Line = [
		span('   '),
		span(`${offers.length === 1 ? '1 offer' : `${offers.length} offers`}: o`, 'accent'),
	];
	const one: Line = [
		span('   '),
		span(`${newest.fromName} offers ${newest.title} ${formatBytes(newest.bytes)}: o`, 'accent'),
	];
	return [offers.length === 1 ? one : short, short];
}

function rateLine({transfers}: ClientSnapshot, glyphs: Glyphs): Line {
	const rates = {receive: 0, send: 0};
	let isMoving = false;
	for (const {state, direction} of transfers) {
		if (state.phase !== 'running') continue;
		isMoving = true;
		rates[direction] += state.bytesPerSecond;
	}
	return isMoving ? [span(` ${glyphs.down} ${formatRate(rates.receive)} ${glyphs.up} ${formatRate(rates.send)} `)] : [];
}

function shorten(text: string, columns: number, glyphs: Glyphs): string {
	const steady = steadyText(text);
	return textWidth(steady) <= columns ? steady : fitText(steady, columns, glyphs.ellipsis, 'middle');
}
