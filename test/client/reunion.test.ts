import {expect, test} from 'vitest';
import {createReunion} from '../../source/client/reunion.ts';
import type {Outgoing} from '../../source/transfer/outgoing.ts';
import {createManualClock} from '../support/manual-clock.ts';
import {transferRow} from '../support/snapshots.ts';

const begun = {bytes: 1000, state: {phase: 'paused', reason: 'offline'}} as const;
const outgoing = (title: string, row: Parameters<typeof transferRow>[1]): Outgoing =>
	({row: transferRow(title, row)}) as Outgoing;

function setUp(...away: readonly string[]) {
	const clock = createManualClock();
	const offered: string[] = [];
	const reunion = createReunion({
		clock,
		isAway: (id) => away.includes(id),
		offer: async ({row}) => {
			offered.push(row.title);
		},
	});
	return {clock, offered, reunion};
}

test('what an absent recipient had begun is offered when he comes, all else at once', async () => {
	const {offered, reunion, clock} = setUp('id-bob', 'id-carol');
	await reunion.begin([
		outgoing('begun', {...begun, peerId: 'id-bob'}),
		outgoing('not begun', {...begun, bytes: 0, peerId: 'id-bob'}),
		outgoing('kept', {...begun, peerId: 'id-bob', state: {phase: 'stored', untilMs: undefined}}),
		outgoing('to several', {...begun, peerId: 'id-bob', recipients: []}),
		outgoing('to who is there', {...begun, peerId: 'id-dave'}),
		outgoing("carol's", {...begun, peerId: 'id-carol'}),
	]);
	expect(offered.splice(0)).toEqual(['not begun', 'kept', 'to several', 'to who is there']);
	reunion.came('id-bob');
	expect(offered.splice(0)).toEqual(['begun']);
	clock.advance(19_999);
	expect(offered).toEqual([]);
	clock.advance(1);
	expect(offered).toEqual(["carol's"]);
	reunion.came('id-carol');
	expect(offered).toHaveLength(1);
});

test('with the connection the waiting ends: the next one begins it anew', async () => {
	const {offered, reunion, clock} = setUp('id-bob');
	const one = outgoing('begun', {...begun, peerId: 'id-bob'});
	await reunion.begin([one]);
	reunion.end();
	reunion.came('id-bob');
	clock.advance(60_000);
	expect(offered).toEqual([]);
	await reunion.begin([one]);
	clock.advance(20_000);
	expect(offered).toEqual(['begun']);
});
