import {expect, test} from 'vitest';
import {toExitCode, watchSend, type SendEnd} from '../../source/commands/send-ends.ts';
import type {Client} from '../../source/client/client.ts';
import type {ClientEvent} from '../../source/client/events.ts';
import type {Output} from '../../source/commands/output.ts';
import type {RecipientRow, TransferPhase} from '../../source/transfer/transfer-row.ts';

test.each<[readonly SendEnd[], number]>([
	[['delivered'], 0],
	[['delivered', 'stored'], 0],
	[['stored', 'stored'], 0],
	[['declined'], 6],
	[['declined', 'declined'], 6],
	[['declined', 'delivered'], 1],
	[['declined', 'stored'], 1],
	[['declined', 'cancelled'], 1],
	[['changed-identity'], 3],
	[['changed-identity', 'delivered'], 1],
	[['disk-full', 'disk-full'], 8],
])('%j ends with exit code %i', (ends, code) => {
	expect(toExitCode(ends, false)).toBe(code);
	expect(toExitCode(ends, true)).toBe(code === 0 ? 10 : code);
});

test('it is over when each recipient has it, it is kept for them, or they cannot get it', async () => {
	const listeners: Array<(event: ClientEvent) => void> = [];
	const lines: string[] = [];
	const states: TransferPhase[] = [
		{phase: 'delivered', failedFiles: 0},
		{phase: 'waiting', sinceMs: 0},
		{phase: 'waiting', sinceMs: 0},
	];
	const recipients = (): RecipientRow[] =>
		states.map((state, index) => ({id: `${index}`, name: `${index}`, bytes: 0, state}));
	const client = {
		subscribe(listener: (event: ClientEvent) => void) {
			listeners.push(listener);
			return () => undefined;
		},
		sends: {outgoing: () => ({row: {recipients: recipients()}})},
	} as unknown as Pick<Client, 'subscribe' | 'sends'>;
	using ends = watchSend(client, {result: (line: string) => lines.push(line)} as unknown as Output);
	let through: readonly SendEnd[] | undefined;
	const watching = ends.of('t').then((all) => {
		through = all;
	});
	const tell = (event: ClientEvent): void => {
		for (const listener of listeners) listener(event);
	};
	states[1] = {phase: 'stored', untilMs: undefined};
	tell({type: 'stored', transfer: 't', user: 'carol', until: undefined});
	await Promise.resolve();
	expect(through).toBeUndefined();
	states[2] = {phase: 'declined', reason: ''};
	tell({type: 'declined', transfer: 't', user: 'dave', reason: ''});
	await watching;
	expect(through).toEqual(['delivered', 'stored', 'declined']);
	expect(lines).toEqual(['kept on the hub for carol', 'not delivered to dave']);
});
