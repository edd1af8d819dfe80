import {afterEach, expect, test} from 'vitest';
import {runFirstRunForm} from '../../source/ui/run-first-run-form.tsx';
import {openFakeTerminal, type FakeTerminal} from '../support/fake-terminal.ts';

const open: FakeTerminal[] = [];
afterEach(async () => {
	for (const fake of open.splice(0)) await fake.terminal.close();
});

async function start() {
	const fake = openFakeTerminal();
	open.push(fake);
	const answer = runFirstRunForm({
		terminal: fake.terminal,
		proposal: {name: 'alice', hub: 'localhost:5011'},
		nameProblem: (name) => (name.includes(' ') ? 'only letters are allowed' : undefined),
	});
	await fake.waitFor('> your name alice');
	return {fake, answer};
}

test('what is proposed can be taken with two Enters', async () => {
	const {fake, answer} = await start();
	fake.send('\r\r');
	expect(await answer).toEqual({name: 'alice', hub: 'localhost:5011'});
});

test('both fields can be typed over, all of it in one chunk', async () => {
	const {fake, answer} = await start();
	fake.send('\u0015bob\t\u0015box:7\u0017box\r');
	expect(await answer).toEqual({name: 'bob', hub: 'box'});
});

test('a name that cannot be used is told, and the form stays', async () => {
	const {fake, answer} = await start();
	fake.send(' x\r');
	await fake.waitFor('! this name cannot be used: only letters are allowed');
	fake.send('\u007f\u007f\r\r');
	expect(await answer).toEqual({name: 'alice', hub: 'localhost:5011'});
});

test('^C leaves without an answer, and the terminal takes the next screen', async () => {
	const {fake, answer} = await start();
	fake.send('\u0003');
	expect(await answer).toBeUndefined();
	const again = runFirstRunForm({
		terminal: fake.terminal,
		proposal: {name: 'carol', hub: 'x'},
		nameProblem: () => undefined,
	});
	await fake.waitFor('> your name carol');
	fake.send('\r\r');
	expect(await again).toEqual({name: 'carol', hub: 'x'});
});
