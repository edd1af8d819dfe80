import {displaySentence} from '../base/display.ts';
import {formatBytes, formatCount, formatFiles, formatRate} from '../base/size-text.ts';
import {momentText} from '../base/time-text.ts';
import {toShortId} from '../protocol/ids.ts';
import {usersText} from '../state/server-header.ts';
import type {AnswerOf} from './operator-link.ts';
import type {Output} from './output.ts';

/** Prints how a hub is: lines for people, or one `status` event with all of it. */
export function printStatus({request: _request, ...status}: AnswerOf<'status'>, output: Output): void {
	output.event({...status, started: new Date(status.started).toISOString()});
	for (const line of [...factLines(status), ...rowLines(status)]) output.result(displaySentence(line));
}

type Status = Omit<AnswerOf<'status'>, 'request'>;

const admits: Record<Status['mode'], string> = {
	code: 'newcomers need the code or an invitation',
	open: 'OPEN: everyone who reaches it is let in',
	approve: 'newcomers need the code, an invitation or your word',
};

function factLines(status: Status): string[] {
	const {
		title,
		dir,
		port,
		addresses,
		mode,
		online,
		connected = online,
		users,
		free,
		limit,
		notice,
		kept,
		keptBytes,
	} = status;
	return [
		`${title}: hub in ${dir}, port ${port}${addresses.length > 0 ? ` of ${addresses.join(', ')}` : ''}`,
		`fingerprint ${status.fingerprint}`,
		admits[mode],
		`connected: ${usersText({all: connected, takers: online})}; ${users} known; up since ${momentText(status.started)}`,
		`now ${formatRate(status.bytesPerSecond)}, ${formatBytes(status.relayed)} in all${limit === undefined ? '' : `, limited to ${formatRate(limit)}`}${free === undefined ? '' : `; ${formatBytes(free)} free`}`,
		...(kept.length > 0
			? [`${formatBytes(keptBytes)} kept for who is away, ${formatCount(kept.length, 'transfer')}: ft hub storage`]
			: []),
		...(status.intake ? [] : ['no new transfers are taken: ft hub intake on']),
		...(notice ? [`notice: ${notice.text}`] : []),
	];
}

function rowLines({connections, transfers, requests, bans, invitations}: Status): string[] {
	return [
		...connections.map(
			(row) =>
				`connection ${row.name} ${toShortId(row.id)} ${row.address}, ${formatBytes(row.bytesIn)} in, ${formatBytes(row.bytesOut)} out`,
		),
		...transfers.map(
			(row) =>
				`transfer   ${row.transfer.slice(0, 8)} ${row.from} > ${row.to}, ${formatFiles(row.files)}, ${formatBytes(row.bytes)} of ${formatBytes(row.total)}, ${row.state}${row.reason === '' ? '' : `: ${row.reason}`}`,
		),
		...requests.map((row) => `request    ${row.name} ${toShortId(row.id)} ${row.address}: ft hub approve ${row.name}`),
		...invitations.map(
			(row) =>
				`invitation ${row.id.slice(0, 8)} for ${row.name ?? 'anyone'}, ${formatCount(row.uses, 'use')} left, until ${momentText(row.until)}`,
		),
		...bans.map((row) => `banned     ${row.name} ${toShortId(row.id)}`),
	];
}
