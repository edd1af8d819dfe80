import {assertNever} from '../base/assert-never.ts';
import {systemClock} from '../base/clock.ts';
import {dateText} from '../base/time-text.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {openStatement} from '../crypto/statement.ts';
import {toSharedWords} from '../crypto/words.ts';
import type {UserPin} from '../files/pins-file.ts';
import {FtError} from '../protocol/errors.ts';
import type {HubUser} from '../protocol/messages.ts';
import {alwaysText} from '../state/trust-text.ts';
import type {EverywhereFlags} from './arguments.ts';
import {compareWords} from './compare-words.ts';
import {confirm} from './confirm.ts';
import type {Output} from './output.ts';
import type {ClientParts} from './resolve-client.ts';
import {withClient, type ClientScene} from './with-client.ts';

/** What `ft trust` is to do with one key. */
export type TrustVerb = 'words' | 'always' | 'ask' | 'replace' | 'forget';

type Wish = {
	readonly parts: ClientParts;
	readonly flags: EverywhereFlags;
	readonly output: Output;
	readonly who: string;
	readonly verb: TrustVerb;
	readonly maxBytes: number | undefined;
	readonly isYes: boolean;
};

/** `ft trust <user> --…`. What needs no look at the key of today works without the hub. Throws FtError `no-such-user`, `changed-identity`. */
export async function changeUser(wish: Wish): Promise<number> {
	const {parts, flags, output, who, verb} = wish;
	const {pins, server, name} = parts;
	const hub = pins.findHubAt(server.text);
	if (!hub) throw new FtError('no-such-user', `no hub at ${server.text} is known to ${name}. See what is: ft trust`);
	const pin = pins.findUser(hub.id, who);
	switch (verb) {
		case 'forget':
			requirePin(pin, who);
			await pins.forgetUser(hub.id, who);
			output.result(`forgot the key of ${who}`);
			return 0;
		case 'ask': {
			const {id} = requirePin(pin, who);
			await pins.distrust(hub.id, id);
			output.result(`what ${who} offers is asked about`);
			return 0;
		}
		case 'always':
			if (pin) await pins.trust({hub: hub.id, id: pin.id, maxBytes: wish.maxBytes, nowMs: systemClock.nowMs()});
			else
				await withClient(flags, async ({client}) => {
					await client.trusting.alwaysAccept(findUser(client, who).id, wish.maxBytes);
					return 0;
				});
			output.result(
				`what ${who} offers is saved without asking: ${alwaysText(wish.maxBytes ?? Number.POSITIVE_INFINITY)}`,
			);
			return 0;
		case 'words':
			return withClient(flags, (scene) => compareUser(wish, scene));
		case 'replace':
			return withClient(flags, (scene) => replaceUser(wish, requirePin(pin, who), scene));
		default:
			return assertNever(verb);
	}
}

async function compareUser({parts, who, isYes}: Wish, {client, output, signal}: ClientScene): Promise<number> {
	const {id, name} = findUser(client, who);
	const words = await client.trusting.wordsWith(id);
	const row = client.people.rows().find((row) => row.id === id);
	output.note(`${name} sees the same ten words with: ft trust ${parts.name} --words`);
	return compareWords({
		...{output, words, isYes, signal, partner: name},
		pin: {kind: 'user', name, id, sinceMs: row?.sinceMs ?? 0, isVerified: row?.trust === 'verified'},
		verify: () => client.trusting.verify(id),
	});
}

async function replaceUser(
	{parts, who, isYes}: Wish,
	before: UserPin,
	{client, output, signal}: ClientScene,
): Promise<number> {
	const user = findUser(client, who);
	const reply = await client.link.ask('keys', (request) => ({type: 'keys', request, users: [user.id]}));
	const [statement] = reply.statements;
	const id = statement ? openStatement(statement).id : undefined;
	if (id !== user.id) throw new FtError('tampered', `the hub gave no key that belongs to ${who}; nothing was changed`);
	if (id === before.id) {
		output.result(`${user.name} has the key that is known since ${dateText(before.sinceMs)}: nothing to replace`);
		return 0;
	}
	output.note(`${user.name} had since ${dateText(before.sinceMs)}  ${formatFingerprint(before.id)}`);
	output.note(`now                    ${formatFingerprint(id)}`);
	output.note(`ten words, the same for ${user.name}: ${await toSharedWords(parts.stored.identity.id, id)}`);
	if (!(await confirm(`Is that the key ${user.name} reads to you?`, isYes, signal))) return 1;
	await parts.pins.forgetUser(before.hub, who);
	await parts.pins.pinUser({id, name: user.name, hub: before.hub, nowMs: systemClock.nowMs()});
	output.result(`${user.name} is known by the new key`);
	return 0;
}

function findUser(client: ClientScene['client'], who: string): HubUser {
	const user = client.people.findByName(who);
	if (!user) throw new FtError('no-such-user', `no user ${who} on this hub. See who is there: ft users`);
	return user;
}

function requirePin(pin: UserPin | undefined, who: string): UserPin {
	if (!pin) throw noKeyOf(who);
	return pin;
}

/** FtError `no-such-user`: what was asked about was never met, or is forgotten. */
export function noKeyOf(whose: string): FtError {
	return new FtError('no-such-user', `no key of ${whose} is remembered. See which are: ft trust`);
}
