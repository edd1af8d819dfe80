import {afterEach, expect, test} from 'vitest';
import {runFirstRunForm} from '../../source/ui/run-first-run-form.tsx';
import {openFakeTerminal, type FakeTerminal} from '../support/fake-terminal.ts';

const open: FakeTerminal[] = [];
afterEach(async () => {
	for (const fake of open.splice(0)) await fake.terminal.close();
});

const hubs = [{title: 'lab-hub', address: 'box:5012'}];

async function start() {
	const fake = openFakeTerminal();
	open.push(fake);
	const answer = runFirstRunForm({
		terminal: fake.terminal,
		proposal: {name: 'alice', hub: 'localhost:5011', unaskedBytes: 0, hubs},
		nameProblem: (name) => (name.includes(' ') ? 'only letters are allowed' : undefined),
	});
	await fake.waitFor('> your name alice');
	return {fake, answer};
}

test('what is proposed can be taken with two Enters', async () => {
	const {fake, answer} = await start();
	fake.send('\r\r');
	expect(await answer).toEqual({name: 'alice', hub: 'localhost:5011', unaskedBytes: 0});
});

test('both fields can be typed over, all of it in one chunk', async () => {
	const {fake, answer} = await start();
	fake.send('\u0015bob\t\u0015box:7\u0017box\r');
	expect(await answer).toEqual({name: 'bob', hub: 'box', unaskedBytes: 0});
});

test('a name that cannot be used is told, and the form stays', async () => {
	const {fake, answer} = await start();
	fake.send('x y\r');
	await fake.waitFor('! this name cannot be used: only letters are allowed');
	fake.send('\u007f\u007f\r\r');
	expect(await answer).toEqual({name: 'x', hub: 'localhost:5011', unaskedBytes: 0});
});

test('^C leaves without an answer, and the terminal takes the next screen', async () => {
	const {fake, answer} = await start();
	fake.send('\u0003');
	expect(await answer).toBeUndefined();
	const again = runFirstRunForm({
		terminal: fake.terminal,
		proposal: {name: 'carol', hub: 'x', unaskedBytes: 0, hubs: [], problem: 'the name bob is taken'},
		nameProblem: () => undefined,
	});
	await fake.waitFor('> your name carol');
	// Why the last answer led nowhere.
	await fake.waitFor('! the name bob is taken');
	fake.send('\r\r');
	expect(await again).toEqual({name: 'carol', hub: 'x', unaskedBytes: 0});
});

test('the hubs used before are listed and can be taken, and what comes can be saved by itself', async () => {
	const {fake, answer} = await start();
	await fake.waitFor('box:5012  lab-hub');
	fake.send('\t\u001b[B');
	await fake.waitFor('> box:5012');
	fake.send('\t ');
	await fake.waitFor('save up to 100 MB by itself');
	fake.send('\r');
	expect(await answer).toEqual({name: 'alice', hub: 'box:5012', unaskedBytes: 100_000_000});
});

test('a problem is told in full, however long, and the form still fits the smallest terminal', async () => {
	const fake = openFakeTerminal({columns: 60, rows: 15});
	open.push(fake);
	const many = Array.from({length: 9}, (_, index) => ({title: '', address: `box${index}`}));
	const answer = runFirstRunForm({
		terminal: fake.terminal,
		proposal: {name: 'alice', hub: 'x', unaskedBytes: 0, hubs: many},
		nameProblem: () =>
			'only letters, digits, dot, underscore and dash are allowed, and it begins with a letter or a digit',
	});
	await fake.waitFor('under which others see you');
	fake.send('\r');
	await fake.waitFor('letter or a digit');
	await fake.waitFor('^C: leave');
	fake.send('\u0003');
	expect(await answer).toBeUndefined();
});
