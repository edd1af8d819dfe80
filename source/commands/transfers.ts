import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import {momentText} from '../base/time-text.ts';
import {pastText} from '../state/past-text.ts';
import {parseArguments, refuseInput} from './arguments.ts';
import {openNameState} from './name-state.ts';
import {openOutput} from './open-output.ts';

const help = `Usage: ft transfers

What you sent and received, and what became of it; newest first.
Kept for 30 days on this machine, no hub is asked.`;

const shownAtMost = 100;

/** `ft transfers`. */
export async function runTransfers(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('transfers', argv, help);
	refuseInput('transfers', input);
	const output = openOutput(flags);
	const {name, transfers} = await openNameState(flags, output);
	const records = transfers.list(shownAtMost);
	transfers.close();
	for (const record of records) {
		const {transfer, direction, state, bytes, totalBytes} = record;
		const users = record.peers.map((peer) => peer.name);
		const recipients = record.peers.map(({name: user, state, bytes}) => ({user, state, bytes}));
		output.event({
			...{type: 'transfer', transfer, direction, users, state, bytes, total: totalBytes},
			...(recipients.length > 1 && {recipients}),
		});
		const way = `${direction === 'send' ? 'to' : 'from'} ${users.join(', ')}`;
		const reason = record.reason ? ` (${display(record.reason)})` : '';
		const saved = record.path ? `  ${display(record.path, 4096)}` : '';
		output.result(
			`${transfer.slice(0, 8)}  ${momentText(record.timeMs)}  ${way.padEnd(20)} ${pastText({...record, peers: record.peers.map((peer) => ({...peer, untilMs: peer.until}))})}${reason}  ${formatBytes(totalBytes)}  ${display(record.title)}${saved}`,
		);
	}
	if (records.length === 0) output.note(`${name} has sent and received nothing yet`);
	return 0;
}
