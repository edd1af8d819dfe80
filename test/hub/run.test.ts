import {describe, expect, test} from 'vitest';
import {createRuns} from '../../source/hub/run.ts';
import {FtError, type ErrorCode} from '../../source/protocol/errors.ts';
import {maxWaitingData, ticketMs} from '../../source/protocol/limits.ts';
import type {DataConnection, IncomingData} from '../../source/transport/data-connection.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {createManualClock} from '../support/manual-clock.ts';

function begin() {
	const clock = createManualClock();
	let tickets = 0;
	const runs = createRuns(clock, () => `ticket-${++tickets}`);
	const log: string[] = [];
	const start = () =>
		runs.start({
			onJoined: () => log.push('joined'),
			onBytes: (bytes) => log.push(`${bytes} bytes`),
			onEnd: (error) => log.push(`end ${error?.code ?? 'in order'}`),
		});
	return {clock, runs, log, start};
}

/** A data connection as it comes to the hub, and its far end. */
function incoming(ticket: string): {
	data: IncomingData;
	far: DataConnection;
	verdict: () => ErrorCode | 'accepted' | undefined;
	drop: () => void;
} {
	const [far, near, faults] = createMemoryDataPair();
	let verdict: ErrorCode | 'accepted' | undefined;
	const data: IncomingData = {
		ticket,
		address: 'memory',
		accept() {
			verdict = 'accepted';
			return near;
		},
		refuse(code) {
			verdict ??= code;
		},
		gone: near.closed.then(() => undefined),
	};
	return {data, far, verdict: () => verdict, drop: faults.drop};
}

test('two ends with their tickets are joined, and what one sends the other gets', async () => {
	const {clock, runs, log, start} = begin();
	const run = start();
	const [sender, receiver] = [incoming(run.sendTicket), incoming(run.receiveTicket)];
	const got: string[] = [];
	receiver.far.read((view, done) => {
		got.push(Buffer.from(view).toString());
		done();
	});
	void receiver.far.ended.then(() => {
		receiver.far.end();
	});
	runs.take(receiver.data);
	runs.take(sender.data);
	sender.far.write([Buffer.from('sealed')], () => undefined);
	sender.far.end();
	await clock.settle();
	expect(got.join('')).toBe('sealed');
	expect(log).toEqual(['joined', '6 bytes', 'end in order']);
	expect(runs.count).toBe(0);
});

test('the sender waits for its verdict until the receiver is there', () => {
	const {runs, start} = begin();
	const run = start();
	const [sender, receiver] = [incoming(run.sendTicket), incoming(run.receiveTicket)];
	runs.take(sender.data);
	expect(sender.verdict()).toBeUndefined();
	runs.take(receiver.data);
	expect([sender.verdict(), receiver.verdict()]).toEqual(['accepted', 'accepted']);
});

test('a ticket is good once, and for its own end only', () => {
	const {runs, start} = begin();
	const run = start();
	const [first, second, unknown] = [incoming(run.receiveTicket), incoming(run.receiveTicket), incoming('ticket-99')];
	runs.take(first.data);
	runs.take(second.data);
	runs.take(unknown.data);
	expect([first.verdict(), second.verdict(), unknown.verdict()]).toEqual(['accepted', 'bad-ticket', 'bad-ticket']);
});

test('a ticket is good for 30 s', () => {
	const {clock, runs, log, start} = begin();
	const run = start();
	clock.advance(ticketMs - 1);
	expect(log).toEqual([]);
	clock.advance(1);
	expect(log).toEqual(['end bad-ticket']);
	const late = incoming(run.sendTicket);
	runs.take(late.data);
	expect(late.verdict()).toBe('bad-ticket');
});

test('a run that is closed takes both tickets back, and says so once', async () => {
	const {clock, runs, log, start} = begin();
	const run = start();
	const sender = incoming(run.sendTicket);
	runs.take(sender.data);
	run.close(new FtError('replaced', 'a newer answer'));
	run.close(new FtError('replaced', 'a newer answer'));
	await clock.settle();
	const receiver = incoming(run.receiveTicket);
	runs.take(receiver.data);
	expect([sender.verdict(), receiver.verdict()]).toEqual(['bad-ticket', 'bad-ticket']);
	expect(log).toEqual(['end replaced']);
	expect(clock.pending).toBe(0);
});

test.each(['sender', 'receiver'])('a %s that leaves before the other came ends the run', async (who) => {
	const {clock, runs, log, start} = begin();
	const run = start();
	const end = incoming(who === 'sender' ? run.sendTicket : run.receiveTicket);
	runs.take(end.data);
	end.drop();
	await clock.settle();
	expect(log).toEqual(['end failed']);
});

test.each(['sender', 'receiver'])('a %s that breaks while bytes move breaks the other', async (who) => {
	const {clock, runs, log, start} = begin();
	const run = start();
	const [sender, receiver] = [incoming(run.sendTicket), incoming(run.receiveTicket)];
	runs.take(sender.data);
	runs.take(receiver.data);
	const [broken, other] = who === 'sender' ? [sender, receiver] : [receiver, sender];
	broken.drop();
	await clock.settle();
	expect(await other.far.closed).toBeInstanceOf(FtError);
	expect(log).toEqual(['joined', 'end unreachable']);
});

test(`${maxWaitingData} connections may wait for their other end, one more is asked to try again`, () => {
	const {runs, start} = begin();
	for (let index = 0; index < maxWaitingData; index++) runs.take(incoming(start().sendTicket).data);
	const run = start();
	const beyond = incoming(run.sendTicket);
	runs.take(beyond.data);
	expect(beyond.verdict()).toBe('hub-full');
});

describe('the hub as an end', () => {
	test('reads what the other end sends from its own connection, without a relay', async () => {
		const {clock, runs, log, start} = begin();
		const run = start();
		const sender = incoming(run.sendTicket);
		const dialled = runs.dial(run.receiveTicket, new AbortController().signal);
		expect(sender.verdict()).toBeUndefined();
		runs.take(sender.data);
		const connection = await dialled;
		expect(sender.verdict()).toBe('accepted');
		const got: string[] = [];
		connection.read((view, done) => {
			got.push(Buffer.from(view).toString());
			done();
		});
		void connection.ended.then(() => {
			connection.end();
		});
		sender.far.write([Buffer.from('sealed')], () => undefined);
		sender.far.end();
		await clock.settle();
		expect(got).toEqual(['sealed']);
		expect(log).toEqual(['joined', '6 bytes', 'end in order']);
		expect(runs.count).toBe(0);
	});

	test('writes to the other end itself, and what breaks is told', async () => {
		const {clock, runs, log, start} = begin();
		const run = start();
		const receiver = incoming(run.receiveTicket);
		runs.take(receiver.data);
		const connection = await runs.dial(run.sendTicket, new AbortController().signal);
		receiver.far.read((_view, done) => {
			done();
		});
		connection.write([Buffer.from('sea'), Buffer.from('led')], () => undefined);
		await clock.settle();
		receiver.drop();
		await clock.settle();
		expect(log).toEqual(['joined', '6 bytes', 'end unreachable']);
	});

	test('is told when the other end does not come, when the run is closed, and when its ticket is used up', async () => {
		const {clock, runs, start} = begin();
		const {signal} = new AbortController();
		const [late, closed] = [start(), start()];
		const dialled = [runs.dial(late.receiveTicket, signal), runs.dial(closed.sendTicket, signal)];
		closed.close(new FtError('replaced', 'a newer answer'));
		clock.advance(ticketMs);
		const codes = await Promise.all(
			dialled.map(async (each) => each.catch((error: unknown) => (error as FtError).code)),
		);
		expect(codes).toEqual(['bad-ticket', 'replaced']);
		await expect(runs.dial(late.receiveTicket, signal)).rejects.toMatchObject({code: 'bad-ticket'});
		expect(clock.pending).toBe(0);
	});

	test('that leaves before the other came ends the run, and the other is refused', async () => {
		const {clock, runs, log, start} = begin();
		const run = start();
		const leaving = new AbortController();
		const dialled = runs.dial(run.receiveTicket, leaving.signal);
		leaving.abort(new FtError('cancelled', 'paused'));
		await expect(dialled).rejects.toMatchObject({code: 'cancelled'});
		await clock.settle();
		expect(log).toEqual(['end failed']);
		const sender = incoming(run.sendTicket);
		runs.take(sender.data);
		expect(sender.verdict()).toBe('bad-ticket');
	});

	test.each(['send', 'receive'] as const)('to %s: closing the run breaks the connection', async (way) => {
		const {clock, runs, log, start} = begin();
		const run = start();
		const [own, theirs] = way === 'send' ? [run.sendTicket, run.receiveTicket] : [run.receiveTicket, run.sendTicket];
		const dialled = runs.dial(own, new AbortController().signal);
		const other = incoming(theirs);
		runs.take(other.data);
		const connection = await dialled;
		run.close(new FtError('cancelled', 'by the operator'));
		await clock.settle();
		expect(await connection.closed).toBeInstanceOf(FtError);
		expect(await other.far.closed).toBeInstanceOf(FtError);
		expect(log).toEqual(['joined', 'end cancelled']);
	});
});
