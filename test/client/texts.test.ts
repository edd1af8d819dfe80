import {expect, test} from 'vitest';
import {rawText} from '../../source/base/peer-text.ts';
import type {ClientEvent} from '../../source/client/events.ts';
import {createPeople} from '../../source/client/people.ts';
import {createTexts} from '../../source/client/texts.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {sealText} from '../../source/crypto/say.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import type {TextsTable} from '../../source/files/texts-table.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {maxSayCopies} from '../../source/protocol/limits.ts';
import type {HubMessageOf} from '../../source/protocol/messages.ts';
import {createFakeLink} from './fake-link.ts';
import {memoryPins} from './memory-pins.ts';

const [alice, bob] = [createIdentity(), createIdentity()];

async function begin(shown?: TextsTable) {
	const link = createFakeLink();
	link.answer = (asked) => {
		if (asked.type === 'keys')
			return {
				type: 'keys',
				request: asked.request,
				statements: [createStatement(asked.users[0] === bob.id ? bob : alice, 0)],
			};
		return asked.type === 'say'
			? {type: 'said', request: asked.request, to: asked.copies.map((copy) => copy.to)}
			: undefined;
	};
	const people = createPeople({link, pins: await memoryPins(), nowMs: () => 1});
	people.handle({type: 'presence', user: {id: alice.id, name: 'alice', online: true, since: 0}});
	const events: ClientEvent[] = [];
	const onEvent = (event: ClientEvent): number => events.push(event);
	const texts = createTexts({link, people, identity: bob, nowMs: () => 1, shown, onEvent});
	return {link, texts, events};
}

async function textOfAlice(text: string, timeMs = 1): Promise<HubMessageOf<'say'>> {
	const {sealed, signature} = await sealText({
		identity: alice,
		recipient: {id: bob.id, agreementKey: bob.agreementKey},
		text,
		timeMs,
	});
	return {type: 'say', from: alice.id, time: timeMs, sealed, signature};
}

test('a text is shown once, however often the hub brings it', async () => {
	const {texts, events} = await begin();
	const message = await textOfAlice('hello');
	await texts.take(message);
	await texts.take(message);
	expect(events).toEqual([{type: 'text', from: 'alice', id: alice.id, text: 'hello'}]);
});

test('the same words said twice are two texts', async () => {
	const {texts, events} = await begin();
	await texts.take(await textOfAlice('hello', 1));
	await texts.take(await textOfAlice('hello', 2));
	expect(events).toHaveLength(2);
});

test('a text that was changed is not shown, and that is told', async () => {
	const {texts, events} = await begin();
	await texts.take({...(await textOfAlice('hello')), time: 2});
	expect(events).toMatchObject([{type: 'error', code: 'tampered'}]);
});

test('a changed text does not keep the true one from being shown, and no flood of them lets an old one be shown again', async () => {
	const {texts, events} = await begin();
	const text = await textOfAlice('hello');
	await texts.take({...text, sealed: Buffer.alloc(100, 1).toString('base64')});
	await texts.take(text);
	for (let time = 2; time < 1100; time++) await texts.take({...text, time});
	await texts.take(text);
	expect(events.flatMap((event) => (event.type === 'text' ? rawText(event.text) : []))).toEqual(['hello']);
});

test('texts that wait for keys that never come are not kept without end', async () => {
	const {link, texts} = await begin();
	let asked = 0;
	link.ask = async () => {
		asked++;
		return new Promise(() => undefined);
	};
	const text = await textOfAlice('hello');
	for (let time = 1; time < 500; time++) void texts.take({...text, time});
	await Promise.resolve();
	expect(asked).toBe(100);
});

test('more readers than a message may have get it in several', async () => {
	const {texts, link} = await begin();
	const {reached} = await texts.say(
		Array.from({length: maxSayCopies + 1}, () => alice.id),
		'hi',
	);
	expect(reached).toHaveLength(maxSayCopies + 1);
	expect(link.said.flatMap((message) => (message.type === 'say' ? [message.copies.length] : []))).toEqual([
		maxSayCopies,
		1,
	]);
});

test('who reads too slowly is told from who is not online, whatever a hub says of both', async () => {
	const {texts, link} = await begin();
	const say = async (to: string[], slow?: string[]) => {
		const {answer} = link;
		link.answer = (asked) =>
			asked.type === 'say' ? {type: 'said', request: asked.request, to, ...(slow && {slow})} : answer(asked);
		return texts.say([alice.id], 'hi');
	};
	expect(await say([], [alice.id])).toMatchObject({reached: [], slow: [alice.id]});
	expect(await say([alice.id], [alice.id])).toMatchObject({reached: [alice.id], slow: []});
	expect(await say([bob.id], [bob.id])).toMatchObject({reached: [], slow: []});
});

test('a text is shown though it cannot be remembered, and that is told', async () => {
	const note = (): never => {
		throw new FtError('disk-full', 'no room');
	};
	const {texts, events} = await begin({wasShown: () => false, note, close: () => undefined});
	await texts.take(await textOfAlice('hello'));
	expect(events).toMatchObject([{type: 'error', code: 'disk-full'}, {type: 'text'}]);
});
