import {bytes, offerTo, untilDelivered} from './steps.ts';
import type {World} from './world.ts';

/** What went over the control connections of a whole story, in the pieces it was written in. */
export type Recording = {readonly toHub: readonly Uint8Array[]; readonly toClient: readonly Uint8Array[]};

/** Anna and ben join, talk, send a file each way, pause and go on, decline and cancel; anna's connection is recorded. */
export async function recordSession(world: World): Promise<Recording> {
	const toHub: Uint8Array[] = [];
	const toClient: Uint8Array[] = [];
	const [anna, ben] = [world.person('anna'), world.person('ben')];
	const b = await world.open(ben);
	const a = await world.open(anna, {isConnecting: false});
	a.line.makeTap = () => (towards, piece, pass) => {
		(towards === 'hub' ? toHub : toClient).push(piece.slice());
		pass(piece);
	};
	void a.client.connect();
	await world.until('anna is in', () => a.client.people.findByName('ben') !== undefined);
	a.client.actions.say([ben.identity.id], 'hello');
	b.client.actions.say([anna.identity.id], 'hello yourself');
	const sent = await offerTo(world, a, b, [anna.write('there', bytes(600_000))], 'a note');
	b.client.actions.accept(sent);
	await untilDelivered(world, a, b, sent);
	const back = await offerTo(world, b, a, [ben.write('back', bytes(3000))]);
	void a.client.steer(back, 'pause');
	a.client.actions.accept(back);
	void a.client.steer(back, 'resume');
	await untilDelivered(world, b, a, back);
	a.client.actions.decline(await offerTo(world, b, a, [ben.write('unwanted', 'x')]));
	const cancelled = await offerTo(world, a, b, [anna.write('cancelled', 'x')]);
	a.client.actions.cancel(cancelled);
	await world.until('ben sees it go', () => b.client.snapshot().offers.length === 0);
	const ended = Promise.all([a.end(), b.end()]);
	await world.pass(3000);
	await ended;
	return {toHub, toClient};
}
