import {formatBytes} from '../base/size-text.ts';
import {dateText, formatDuration} from '../base/time-text.ts';
import type {AnswerOf} from './operator-link.ts';
import type {Output} from './output.ts';

/** Prints what is kept for recipients: whose, for whom, how much, how old; then how much each sender has there. Or one `status` event with all of it. */
export function printStorage({kept, keptBytes, free}: AnswerOf<'status'>, output: Output): void {
	output.event({type: 'status', kept, keptBytes, free});
	for (const {transfer, from, for: names, bytes, total, age, until} of kept) {
		const size = bytes < total ? `${formatBytes(bytes)} of ${formatBytes(total)}` : formatBytes(total);
		output.result(
			`${transfer.slice(0, 8)} ${from} > ${names}, ${size}, for ${formatDuration(age / 1000)}, until ${dateText(until)}`,
		);
	}
	const senders = new Map<string, {name: string; bytes: number}>();
	for (const {id, from, bytes} of kept) senders.set(id, {name: from, bytes: (senders.get(id)?.bytes ?? 0) + bytes});
	for (const {name, bytes} of [...senders.values()].toSorted((one, other) => other.bytes - one.bytes))
		output.result(`${name}: ${formatBytes(bytes)}`);
	if (kept.length === 0) output.note('nothing is kept');
	else output.note(`${formatBytes(keptBytes)} in all. ft hub storage --delete <id> ends one, and its sender is told`);
}
