import {expect, test} from 'vitest';
import {createFirstContact, type FirstContact} from '../../source/client/first-contact.ts';
import {formatFingerprint} from '../../source/crypto/fingerprint.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {generateCode} from '../../source/crypto/join-code.ts';
import {toWords} from '../../source/crypto/words.ts';
import {FtError, type ErrorCode} from '../../source/protocol/errors.ts';

const [hub, other] = [createIdentity().id, createIdentity().id];
const code = generateCode();

function begin(canAsk = true): {contact: FirstContact; changes: () => number} {
	let changes = 0;
	const greeting = {address: 'box:1', acceptsNew: false, findCode: async () => undefined};
	return {contact: createFirstContact({greeting, canAsk, onChange: () => changes++}), changes: () => changes};
}

const remains = (
	contact: FirstContact,
	code: ErrorCode,
	signal = new AbortController().signal,
): Promise<FtError | undefined> => contact.overcome(new FtError(code, `because of ${code}`), hub, signal);

const overcome = async (contact: FirstContact, code: ErrorCode, signal?: AbortSignal): Promise<boolean> =>
	(await remains(contact, code, signal)) === undefined;

test('an unknown hub is shown with fingerprint and words, and a yes counts for that hub alone', async () => {
	const {contact} = begin();
	const asking = overcome(contact, 'unknown-identity');
	expect(contact.question).toEqual({
		kind: 'unknown-hub',
		address: 'box:1',
		fingerprint: formatFingerprint(hub),
		words: toWords(hub),
		problem: '',
	});
	contact.answerHub(true);
	expect(await asking).toBe(true);
	expect(contact.question).toBeUndefined();
	expect([contact.accepts(hub), contact.accepts(other)]).toEqual([true, false]);
});

test('a no ends it, and nothing is accepted', async () => {
	const {contact} = begin();
	const asking = overcome(contact, 'unknown-identity');
	contact.answerHub(false);
	expect(await asking).toBe(false);
	expect(contact.accepts(hub)).toBe(false);
});

test('a code answers as well, whatever its dashes and capitals', async () => {
	const {contact} = begin();
	const asking = overcome(contact, 'unknown-identity');
	contact.giveCode(` ${code.toUpperCase().replaceAll('-', ' ')} `);
	expect(await asking).toBe(true);
	expect(await contact.findCode(hub)).toEqual({code, isSameLogin: false});
	expect(contact.accepts(hub)).toBe(false);
});

test('what was answered is no question any more, at once: nobody is asked twice', async () => {
	const {contact} = begin();
	const asking = overcome(contact, 'code-needed');
	contact.giveCode(code);
	expect(contact.question).toBeUndefined();
	expect(await asking).toBe(true);
});

test('text that cannot be a code is asked for again', async () => {
	const {contact} = begin();
	const asking = overcome(contact, 'code-needed');
	contact.giveCode('hello');
	expect(contact.question).toMatchObject({kind: 'code', problem: expect.stringContaining('349p') as string});
	contact.giveCode(code);
	expect(await asking).toBe(true);
});

test.each(['unknown-identity', 'code-needed'] as const)(
	'who only said what can be no code is told so, beside %s, and not the next time',
	async (reason) => {
		const {contact} = begin();
		const remaining = remains(contact, reason);
		contact.giveCode('report.pdf');
		contact.answerHub(false);
		expect(await remaining).toMatchObject({
			code: reason,
			message: `that is no join code: it looks like 349p-yh2c-5jsw. And because of ${reason}`,
		});
		const again = remains(contact, reason);
		contact.answerHub(false);
		expect(await again).toMatchObject({code: reason, message: `because of ${reason}`});
	},
);

test('a yes is no answer where a code is asked for, a no is', async () => {
	const {contact} = begin();
	const asking = overcome(contact, 'code-needed');
	contact.answerHub(true);
	expect(contact.question).toMatchObject({kind: 'code', problem: 'because of code-needed'});
	contact.answerHub(false);
	expect(await asking).toBe(false);
});

test('a wrong code may be tried three times', async () => {
	const {contact} = begin();
	for (const reason of ['code-needed', 'wrong-code', 'wrong-code'] as const) {
		const asking = overcome(contact, reason);
		contact.giveCode(generateCode());
		expect(await asking).toBe(true);
	}
	expect(await overcome(contact, 'wrong-code')).toBe(false);
});

test('nothing else is asked about, and nothing at all where nobody answers', async () => {
	const {contact, changes} = begin();
	for (const reason of ['changed-identity', 'tampered', 'name-taken', 'unreachable', 'limit'] as const)
		expect(await overcome(contact, reason)).toBe(false);
	expect(changes()).toBe(0);
	expect(await overcome(begin(false).contact, 'unknown-identity')).toBe(false);
});

test('a client that ends takes its question back', async () => {
	const {contact} = begin();
	const ending = new AbortController();
	const asking = overcome(contact, 'unknown-identity', ending.signal);
	ending.abort();
	expect(await asking).toBe(false);
	expect(contact.question).toBeUndefined();
	expect(await overcome(contact, 'unknown-identity', ending.signal)).toBe(false);
});
