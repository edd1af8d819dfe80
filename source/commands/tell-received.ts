import {display} from '../base/display.ts';
import {describeNotAll} from '../client/events.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import type {TransferEvent} from '../transfer/transfer-event.ts';
import type {Output} from './output.ts';

/** Says what was received: a line for each path, and how much of it was there already or not taken. */
export function tellReceived(event: Extract<TransferEvent, {type: 'received'}>, output: Output): void {
	for (const saved of event.paths) output.result(`received from ${event.from}: ${display(saved, maxPathBytes)}`);
	const notAll = describeNotAll(event);
	if (notAll !== '') output.note(notAll);
}
