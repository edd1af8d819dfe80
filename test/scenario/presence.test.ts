import {expect, test} from 'vitest';
import {createWorld} from './world.ts';

test('who hears from somebody has heard of them before, also while news of who is there is held back', async () => {
	const world = createWorld();
	const alice = await world.open('alice');
	const [bob, carol] = [
		await world.open('bob', {isConnecting: false}),
		await world.open('carol', {isConnecting: false}),
	];
	// Time stands still: bob is told of at once, carol has to wait.
	for (const window of [bob, carol]) {
		const connected = window.client.connect();
		await world.settle();
		await connected;
	}
	expect(alice.client.snapshot().users.map(({name}) => name)).toEqual(['bob']);
	const id = carol.client.people.findByName('alice')?.id ?? '';
	const said = carol.client.texts.say([id], 'hello');
	while (alice.of('text').length === 0) await world.settle();
	expect(await said).toEqual({reached: [id], slow: [], refused: new Map()});
	expect(alice.of('text')).toMatchObject([{from: 'carol', text: 'hello'}]);
	expect(alice.client.snapshot().users.map(({name}) => name)).toEqual(['bob', 'carol']);
});
