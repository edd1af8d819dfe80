import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {openStatement} from '../crypto/statement.ts';
import {FtError} from '../protocol/errors.ts';
import {parseArguments} from './arguments.ts';
import {confirm} from './confirm.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {openDialler, resolveClient, type ClientParts} from './open-client.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {withClient} from './with-client.ts';

const help = `Usage: ft trust [hub | <user>] [--replace | --forget]

The keys this name remembers: of hubs, and of people on the hub.
Without an option they are listed.

Options
      --replace  takes the key that is there now instead of the old one; asks
      --forget   remembers it no more: the next contact is a first one`;

const flagsOfTrust = {replace: {type: 'boolean'}, forget: {type: 'boolean'}} as const;
type Change = 'replace' | 'forget' | undefined;

/** `ft trust`: lists, replaces or forgets pins. Exit code 1 when a replacement was not confirmed. */
export async function runTrust(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments(argv, help, flagsOfTrust);
	if (flags.replace && flags.forget)
		throw new FtError('usage', '--replace and --forget exclude each other. See: ft trust --help');
	const change: Change = flags.replace ? 'replace' : flags.forget ? 'forget' : undefined;
	const [who] = input;
	if (change !== undefined && who === undefined)
		throw new FtError('usage', `whose key? ft trust hub --${change}, or ft trust bob --${change}`);
	const output = openOutput(flags);
	const parts = await resolveClient(flags, output);
	if (change === undefined || who === undefined) return listPins(parts, who, output);
	if (who === 'hub') return changeHub(parts, change, flags.yes ?? false, output);
	const hub = parts.pins.findHubAt(parts.server.text);
	if (!hub)
		throw new FtError(
			'no-such-user',
			`no hub at ${parts.server.text} is known to ${parts.name}. See what is: ft trust`,
		);
	if (change === 'forget') {
		requirePin(parts.pins.findUser(hub.id, who), who);
		await parts.pins.forgetUser(hub.id, who);
		output.result(`forgot the key of ${who}`);
		return 0;
	}
	return withClient(flags, (scene) => replaceUser({...scene, parts, hubId: hub.id, who, isYes: flags.yes ?? false}));
}

function listPins({pins, server, name}: ClientParts, who: string | undefined, output: Output): number {
	const here = pins.findHubAt(server.text)?.id;
	const hubs = pins
		.hubs()
		.filter((hub) => hub.addresses.length > 0 && (who === undefined || (who === 'hub' && hub.id === here)));
	const users = pins
		.users()
		.filter((user) => who === undefined || (user.hub === here && user.name.toLowerCase() === who.toLowerCase()));
	for (const {id, addresses, sinceMs} of hubs)
		tell(output, {kind: 'hub', name: addresses.join(', '), id, sinceMs, isVerified: false});
	for (const {id, name, sinceMs, isVerified} of users) tell(output, {kind: 'user', name, id, sinceMs, isVerified});
	if (hubs.length + users.length === 0)
		output.note(who === undefined ? `${name} knows no hub and nobody yet` : `${name} knows no ${who} yet`);
	return 0;
}

function tell(
	output: Output,
	pin: {kind: 'hub' | 'user'; name: string; id: string; sinceMs: number; isVerified: boolean},
): void {
	const {kind, name, id} = pin;
	const since = new Date(pin.sinceMs).toISOString();
	const state = pin.isVerified ? 'verified' : 'known';
	output.event({type: 'pin', kind, name, id, state, since});
	output.result(`${kind.padEnd(4)} ${name.padEnd(24)} ${state} since ${since.slice(0, 10)}  ${formatFingerprint(id)}`);
}

async function changeHub(
	parts: ClientParts,
	change: 'replace' | 'forget',
	isYes: boolean,
	output: Output,
): Promise<number> {
	const {pins, server} = parts;
	const before = requirePin(pins.findHubAt(server.text), `hub at ${server.text}`);
	if (change === 'forget') {
		await pins.forgetHubAt(server.text);
		output.result(`forgot the hub at ${server.text}`);
		return 0;
	}
	const ending = signalEnding();
	// Only its key is looked at: nothing is said to it before the answer.
	const channel = await openDialler(parts).control(ending);
	const {id} = channel.peer;
	await channel.close();
	if (id === before.id) {
		output.result(
			`the hub at ${server.text} has the key that is known since ${day(before.sinceMs)}: nothing to replace`,
		);
		return 0;
	}
	output.note(`the hub at ${server.text} had since ${day(before.sinceMs)}  ${formatFingerprint(before.id)}`);
	output.note(`now it has                      ${formatFingerprint(id)}`);
	if (!(await untilEnded(confirm('Is that the key its operator reads to you?', isYes, ending), ending))) return 1;
	await pins.pinHub({id, address: server.text, title: '', nowMs: systemClock.nowMs()});
	output.result(`the hub at ${server.text} is known by its new key`);
	return 0;
}

async function replaceUser(scene: {
	readonly client: Client;
	readonly output: Output;
	readonly signal: AbortSignal;
	readonly parts: ClientParts;
	readonly hubId: string;
	readonly who: string;
	readonly isYes: boolean;
}): Promise<number> {
	const {client, output, parts, hubId, who} = scene;
	const before = requirePin(parts.pins.findUser(hubId, who), who);
	const user = client.people.findByName(who);
	if (!user) throw new FtError('no-such-user', `no user ${who} on this hub. See who is there: ft users`);
	const reply = await client.link.ask('keys', (request) => ({type: 'keys', request, users: [user.id]}));
	const [statement] = reply.statements;
	const id = statement ? openStatement(statement).id : undefined;
	if (id !== user.id) throw new FtError('tampered', `the hub gave no key that belongs to ${who}; nothing was changed`);
	if (id === before.id) {
		output.result(`${user.name} has the key that is known since ${day(before.sinceMs)}: nothing to replace`);
		return 0;
	}
	output.note(`${user.name} had since ${day(before.sinceMs)}  ${formatFingerprint(before.id)}`);
	output.note(`now                    ${formatFingerprint(id)}`);
	if (!(await confirm(`Is that the key ${user.name} reads to you?`, scene.isYes, scene.signal))) return 1;
	await parts.pins.forgetUser(hubId, who);
	await parts.pins.pinUser({id, name: user.name, hub: hubId, nowMs: systemClock.nowMs()});
	output.result(`${user.name} is known by the new key`);
	return 0;
}

function requirePin<Pin>(pin: Pin | undefined, who: string): Pin {
	if (pin === undefined) throw new FtError('no-such-user', `no key of ${who} is remembered. See which are: ft trust`);
	return pin;
}

function day(timeMs: number): string {
	return new Date(timeMs).toISOString().slice(0, 10);
}
