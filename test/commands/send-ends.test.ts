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

/** A client whose one send has these recipients. */
function scriptedClient(recipients: () => readonly RecipientRow[]) {
	const listeners: Array<(event: ClientEvent) => void> = [];
	const client = {
		subscribe(listener: (event: ClientEvent) => void) {
			listeners.push(listener);
			return () => undefined;
		},
		sends: {outgoing: () => ({row: {recipients: recipients()}})},
	} as unknown as Pick<Client, 'subscribe' | 'sends'>;
	const tell = (event: ClientEvent): void => {
		for (const listener of listeners) listener(event);
	};
	return {client, tell};
}

function recipient(name: string, state: TransferPhase): RecipientRow {
	return {id: name, name, bytes: 0, state};
}

test('what becomes of an earlier send meanwhile is not its business, what befell it before it was known is', async () => {
	const lines: string[] = [];
	const failed = {phase: 'failed', code: 'changed-identity', reason: ''} as const;
	const {client, tell} = scriptedClient(() => [
		recipient('bob', {phase: 'delivered', failedFiles: 0}),
		recipient('carol', failed),
	]);
	using ends = watchSend(client, {result: (line: string) => lines.push(line)} as unknown as Output);
	tell({type: 'failed', transfer: 't', user: 'carol', code: 'changed-identity', reason: ''});
	tell({type: 'delivered', transfer: 'earlier', user: 'bob', same: 0, left: 3, numbered: 0});
	tell({type: 'declined', transfer: 'earlier', user: 'carol', reason: ''});
	expect(await ends.of('t')).toEqual(['delivered', 'changed-identity']);
	tell({type: 'declined', transfer: 'earlier', user: 'dave', reason: ''});
	tell({type: 'delivered', transfer: 't', user: 'bob', same: 0, left: 0, numbered: 0});
	expect(lines).toEqual(['not delivered to carol', 'delivered to bob']);
	expect(ends.hasLeftOut).toBe(false);
});

test('it is over when each recipient has it, it is kept for them, or they cannot get it', async () => {
	const lines: string[] = [];
	const states: TransferPhase[] = [
		{phase: 'delivered', failedFiles: 0},
		{phase: 'waiting', sinceMs: 0},
		{phase: 'waiting', sinceMs: 0},
	];
	const {client, tell} = scriptedClient(() => states.map((state, index) => recipient(`${index}`, state)));
	using ends = watchSend(client, {result: (line: string) => lines.push(line)} as unknown as Output);
	let through: readonly SendEnd[] | undefined;
	const watching = ends.of('t').then((all) => {
		through = all;
	});
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
