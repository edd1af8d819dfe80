import {expect, onTestFinished, test} from 'vitest';
import {generateCode} from '../../source/crypto/join-code.ts';
import {maxSessionsPerIdentity, maxWrongCodesPerAddress} from '../../source/protocol/limits.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {joinHub, makeNewcomer, refusalOf} from '../support/newcomer.ts';
import {openScene} from '../support/scene.ts';
import {until} from '../support/until.ts';

test('fifteen wrong codes: ten of one address are looked at, then newcomers there wait, and whoever is known comes in all the same', async () => {
	const scene = await openScene();
	const {port, code} = await scene.startHub();
	const alice = await makeNewcomer('alice');
	await (await joinHub(alice, {port, code})).close();
	const mallory = await makeNewcomer('mallory');
	const wrong = generateCode();
	const tries = 15;
	const refusals: Array<string | undefined> = [];
	for (let count = 0; count < tries; count++) refusals.push(await refusalOf(joinHub(mallory, {port, code: wrong})));
	const waiting = tries - maxWrongCodesPerAddress;
	expect(refusals.filter((refusal) => refusal === 'wrong-code')).toHaveLength(maxWrongCodesPerAddress);
	expect(refusals.slice(-waiting)).toEqual(Array.from({length: waiting}, () => 'limit'));
	expect(await refusalOf(joinHub(await makeNewcomer('carol'), {port, code}))).toBe('limit');
	await (await joinHub(alice, {port})).close();
});

test('two processes of one name and key are both there, eight are, and a ninth is told to close one', async () => {
	const scene = await openScene();
	const {port, code, program} = await scene.startHub();
	const alice = await makeNewcomer('alice');
	const channels: Channel<'client'>[] = [];
	for (let count = 0; count < maxSessionsPerIdentity; count++) channels.push(await joinHub(alice, {port, code}));
	onTestFinished(async () => {
		await Promise.all(channels.map((channel) => channel.close()));
	});
	expect(await refusalOf(joinHub(alice, {port, code}))).toBe('limit');
	for (const channel of channels) expect(await channel.probe(10_000)).toBe(true);
	await channels.pop()?.close();
	await until('there is room again', async () => {
		const joined = await joinHub(alice, {port, code}).catch(() => undefined);
		if (joined) channels.push(joined);
		return joined;
	});
	// One user came, once.
	expect(program.events().filter(({type}) => type === 'user')).toHaveLength(1);
});

test('a name is one key, in whatever letters: another key is refused, the same one comes in', async () => {
	const scene = await openScene();
	const {port, code} = await scene.startHub();
	const alice = await makeNewcomer('Alice');
	await (await joinHub(alice, {port, code})).close();
	for (const name of ['Alice', 'alice', 'ALICE'])
		expect(await refusalOf(joinHub(await makeNewcomer(name), {port, code}))).toBe('name-taken');
	await (await joinHub({...alice, name: 'alice'}, {port, code})).close();
});

test('two hubs on one folder: the second is refused, also when both start at once; one that was killed holds nothing up', async () => {
	const scene = await openScene();
	scene.folder('hub');
	const start = () =>
		scene.start(['server', '--port', '0', '--host', '127.0.0.1', '--no-ui', '--json', '--dir', scene.path('hub')]);
	const both = [start(), start()];
	const loser = await until('one of them ends', () => both.find((program) => program.hasEnded()));
	const winner = both.find((program) => program !== loser);
	expect((await loser.ended).code).toBe(12);
	expect((await loser.ended).stderr).toContain('a hub already runs in this folder');
	await winner?.event('listening');
	const third = await start().ended;
	expect([third.code, third.stderr]).toEqual([12, expect.stringContaining(`pid ${winner?.pid}`)]);

	winner?.kill('SIGKILL');
	await winner?.ended;
	const next = start();
	await next.event('listening');
	next.kill('SIGTERM');
	expect((await next.ended).code).toBe(143);
});
