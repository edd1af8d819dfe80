import type {Client} from '../client/client.ts';
import {describeClientEvent, type ClientEvent} from '../client/events.ts';
import {errorTable, type ErrorCode} from '../protocol/errors.ts';
import type {RecipientRow, TransferPhase, TransferRow} from '../transfer/transfer-row.ts';
import type {Output} from './output.ts';

/** How the legs of a send ended for its command: `stored` needs no waiting either. */
export type SendEnd = ErrorCode | 'delivered' | 'stored';

/** Watches one send. Created before it starts: what happens at once is not missed. */
export type SendEnds = Disposable & {
	/** Resolves when each recipient has it, it is kept for them, or they cannot get it. */
	of(transfer: string): Promise<readonly SendEnd[]>;
	/** Something could not be read, or was not taken. */
	readonly hasLeftOut: boolean;
};

/** Prints a line for each recipient who is through. */
export function watchSend(client: Pick<Client, 'subscribe' | 'sends'>, output: Output): SendEnds {
	let hasLeftOut = false;
	let watched: string | undefined;
	const through = Promise.withResolvers<readonly SendEnd[]>();
	const told = new Map<string, string>();
	/** What came before it was known which transfer it is. */
	const early: ClientEvent[] = [];
	const look = (): void => {
		const row = watched === undefined ? undefined : client.sends.outgoing(watched)?.row;
		if (!row) return;
		const ends = recipientsOf(row).map(({state}) => toEnd(state));
		if (ends.every((end) => end !== undefined)) through.resolve(ends);
	};
	/** Of an earlier send we may hear as well what became of it. */
	const take = (event: ClientEvent): void => {
		if (!('transfer' in event) || event.transfer !== watched) return;
		if (event.type === 'skipped' && event.cause === 'failed') hasLeftOut = true;
		if (event.type === 'delivered' && event.left > 0) hasLeftOut = true;
		const line = describeEnd(event);
		if (line === undefined || !('user' in event) || told.get(event.user) === line) return;
		told.set(event.user, line);
		output.result(line);
	};
	const unsubscribe = client.subscribe((event) => {
		if (watched !== undefined) take(event);
		else if (event.type !== 'progress') early.push(event);
		look();
	});
	return {
		of(transfer) {
			watched = transfer;
			for (const event of early.splice(0)) take(event);
			look();
			return through.promise;
		},
		get hasLeftOut() {
			return hasLeftOut;
		},
		[Symbol.dispose]: unsubscribe,
	};
}

/** 0 delivered or stored for all, 10 with something left out, 6 declined by all, 1 not to all; what befell all alike keeps its own code. */
export function toExitCode(ends: readonly SendEnd[], hasLeftOut: boolean): number {
	const failures = ends.flatMap((end) => (end === 'delivered' || end === 'stored' ? [] : end));
	const [first] = failures;
	if (first === undefined) return hasLeftOut ? errorTable.partial.exit : 0;
	const isAlike = failures.length === ends.length && failures.every((code) => code === first);
	return isAlike ? errorTable[first].exit : 1;
}

function describeEnd(event: ClientEvent): string | undefined {
	switch (event.type) {
		case 'delivered':
		case 'stored':
			return describeClientEvent(event);
		case 'declined':
		case 'cancelled':
		case 'failed':
		case 'expired':
			return `not delivered to ${event.user}`;
		default:
			return undefined;
	}
}

function recipientsOf({recipients, peerId: id, peerName: name, bytes, state}: TransferRow): readonly RecipientRow[] {
	return recipients ?? [{id, name, bytes, state}];
}

function toEnd(state: TransferPhase): SendEnd | undefined {
	switch (state.phase) {
		case 'delivered':
		case 'stored':
		case 'declined':
		case 'cancelled':
			return state.phase;
		case 'failed':
			return state.code;
		default:
			return undefined;
	}
}
