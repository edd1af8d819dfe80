import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import type {HubSnapshot} from '../hub/snapshot.ts';
import {firstThatFits, fitLine, lineWidth, span, type Line} from './line.ts';
import {clockText} from './log-lines.ts';
import {dateText} from './picker-pane.ts';
import {isSpaceLow} from './throughput-pane.ts';
import type {Look} from './view.ts';

/** ` ft server  192.168.1.9 port 5011  since 14:03  2 requests: o  3 users  2 transfers  ↓48 MB/s ↑48 MB/s  120 GB free`: what matters least is left out first. */
export function serverHeader(snapshot: HubSnapshot, columns: number, look: Look): Line {
	const {glyphs} = look;
	const {addresses, port, startedMs, atMs, title} = snapshot;
	const day = dateText(startedMs) === dateText(atMs) ? '' : `${dateText(startedMs)} `;
	const since = `  since ${day}${clockText(startedMs)}`;
	const build = (name: string, shown: readonly string[], when: string): Line => [
		span(` ${name}`, 'strong'),
		span(`  ${shown.join(' ')} port ${port}${when}`),
	];
	const shortest = build('ft', addresses.slice(0, 1), '');
	const right = facts(snapshot, columns - Math.min(leastLeftColumns, lineWidth(shortest)), look);
	const room = columns - lineWidth(right);
	const left = firstThatFits(
		[
			build(`ft server ${title}`, addresses, since),
			build(`ft server ${title}`, addresses.slice(0, 1), since),
			build('ft server', addresses.slice(0, 1), since),
			build('ft', addresses.slice(0, 1), since),
			build('ft server', addresses.slice(0, 1), ''),
			shortest,
		],
		room,
	);
	return fitLine([...fitLine(left, room, glyphs.ellipsis), ...right], columns, glyphs.ellipsis);
}

const leastLeftColumns = 27;

/** Who gets in, who asks to, and what is held up: always. How it goes: as there is room. */
function facts(snapshot: HubSnapshot, columns: number, {glyphs}: Look): Line {
	const {mode, requests, isIntakeOn, limitBytesPerSecond, onlineUsers, transfers, received, sent, freeBytes} = snapshot;
	const asks = requests.length > 0;
	const running = transfers.filter(({state}) => state === 'running').length;
	const open: Line = mode === 'open' ? [span('  OPEN to anyone', 'bad')] : [];
	const approve: Line = mode === 'approve' ? [span('  approve', 'strong')] : [];
	const held: Line = [
		...(asks ? [span(`  ${formatCount(requests.length, 'request')}: o`, 'warn')] : []),
		...(isIntakeOn ? [] : [span('  intake off', 'warn')]),
	];
	const limit = span(limitBytesPerSecond === undefined ? '' : `  limit ${formatRate(limitBytesPerSecond)}`);
	const users = span(`  ${formatCount(onlineUsers, 'user')}`);
	const active = span(running > 0 ? `  ${formatCount(running, 'transfer')}` : '');
	const [inRate, outRate] = [received.at(-1) ?? 0, sent.at(-1) ?? 0];
	const rate = span(
		inRate + outRate > 0 ? `  ${glyphs.down}${formatRate(inRate)} ${glyphs.up}${formatRate(outRate)}` : '',
	);
	const free: Line =
		freeBytes === undefined ? [] : [span(`  ${formatBytes(freeBytes)} free`, isSpaceLow(snapshot) ? 'bad' : 'plain')];
	const end = span(' ');
	return firstThatFits(
		[
			[...open, ...approve, ...held, limit, users, active, rate, ...free, end],
			[...open, ...approve, ...held, limit, users, rate, ...free, end],
			[...open, ...approve, ...held, users, rate, ...free, end],
			[...open, ...approve, ...held, limit, users, active, rate, end],
			[...open, ...approve, ...held, users, active, rate, end],
			[...open, ...approve, ...held, users, rate, end],
			[...open, ...approve, ...held, users, end],
			[...open, ...(asks ? [] : approve), ...held, users, end],
			[...open, ...(asks ? [] : approve), ...held, end],
		],
		columns,
	);
}
