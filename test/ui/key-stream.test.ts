import {expect, test} from 'vitest';
import {createKeyStream} from '../../source/ui/key-stream.ts';
import {FakeInput} from '../support/fake-terminal.ts';
import {createManualClock} from '../support/manual-clock.ts';

function setUp(isTaken: (name: string) => boolean = () => true) {
	const input = new FakeInput();
	const clock = createManualClock();
	const keys = createKeyStream(input, clock);
	const seen: string[] = [];
	keys.start();
	const listen = () =>
		keys.route((key) => {
			seen.push(key.name);
			return isTaken(key.name);
		});
	return {input, clock, keys, seen, listen};
}
const turns = async (count: number): Promise<void> => {
	for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
};

test('keys that arrive as one chunk come one in each turn', async () => {
	const {input, seen, listen} = setUp();
	listen();
	input.type('jjj');
	const counts: number[] = [];
	for (let turn = 0; turn < 4; turn++) {
		const before = seen.length;
		await turns(1);
		counts.push(seen.length - before);
	}
	expect(seen).toEqual(['j', 'j', 'j']);
	expect(Math.max(...counts)).toBe(1);
});

test('keys typed before there is a screen wait for it', async () => {
	const {input, seen, listen} = setUp();
	input.type('ab');
	await turns(3);
	expect(seen).toEqual([]);
	listen();
	await turns(4);
	expect(seen).toEqual(['a', 'b']);
});

test('Esc alone is Esc after 25 ms, and the beginning of an arrow before', async () => {
	const {input, clock, seen, listen} = setUp();
	listen();
	input.type('\u001b');
	clock.advance(24);
	await turns(3);
	expect(seen).toEqual([]);
	input.type('[A');
	await turns(3);
	expect(seen).toEqual(['up']);
	input.type('\u001b');
	clock.advance(25);
	await turns(3);
	expect(seen).toEqual(['up', 'esc']);
});

test('a paste in several chunks is one key, however long it takes', async () => {
	const {input, clock, seen, listen} = setUp();
	listen();
	input.type('\u001b[200~one ');
	clock.advance(60_000);
	input.type('two\u001b[201~');
	await turns(3);
	expect(seen).toEqual(['paste']);
});

test('a paste without an end is dropped at one megabyte', async () => {
	const {input, seen, listen} = setUp();
	listen();
	input.type('\u001b[200~');
	input.type('x'.repeat(1 << 20));
	input.type('q');
	await turns(3);
	expect(seen).toEqual(['q']);
});

test('what the handler leaves goes to Ink, the rest does not', async () => {
	const {input, keys, listen} = setUp((name) => name === 'enter');
	listen();
	const read: unknown[] = [];
	keys.stdin.addListener('readable', () => {
		for (let chunk: unknown = keys.stdin.read(); chunk !== null; chunk = keys.stdin.read()) read.push(chunk);
	});
	input.type('a\r\u001b[A');
	await turns(5);
	expect(read).toEqual(['a', '\u001b[A']);
});

test('keys for a widget that is gone are not kept for the next', async () => {
	const {input, keys, listen} = setUp(() => false);
	listen();
	input.type('a');
	await turns(3);
	expect(keys.stdin.read()).toBeNull();
});

test('Ink cannot switch raw mode, and stopping stops reading', async () => {
	const {input, keys, seen, listen} = setUp();
	listen();
	keys.stdin.setRawMode(true);
	expect(input.isRaw).toBe(false);
	keys.stop();
	keys.stop();
	input.type('a');
	await turns(2);
	expect(seen).toEqual([]);
	expect(input.isPaused).toBe(true);
});

test('keys wait for what the one before them asked for, but not for ever', async () => {
	const {input, clock, keys, seen} = setUp();
	const answer = Promise.withResolvers<void>();
	keys.route((key) => {
		seen.push(key.name);
		if (key.name === 'tab') keys.holdUntil(seen.length === 1 ? answer.promise : new Promise(() => undefined));
		return true;
	});
	input.type('\ta\tb');
	await turns(4);
	expect(seen).toEqual(['tab']);
	answer.reject(new Error('no such folder'));
	await turns(4);
	expect(seen).toEqual(['tab', 'a', 'tab']);
	clock.advance(1000);
	await turns(3);
	expect(seen).toEqual(['tab', 'a', 'tab', 'b']);
});
