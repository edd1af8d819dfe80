import {formatFingerprint} from '../crypto/fingerprint.ts';
import {display} from '../base/display.ts';
import {dateText} from '../base/time-text.ts';
import {FtError} from '../protocol/errors.ts';
import {alwaysText} from '../state/trust-text.ts';
import {parseArguments, toBytes} from './arguments.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {resolveClient, type ClientParts} from './resolve-client.ts';
import {changeHub} from './trust-hub.ts';
import {changeUser, noKeyOf, type TrustVerb} from './trust-user.ts';

const help = `Usage: ft trust [hub | <user>] [options]

The keys this name remembers: of hubs, and of people on the hub.
Without an option they are listed.

Options
      --words            ten words, the same on both sides: read them to each
                         other; a yes marks the key as verified
      --always           saves what this user offers without asking
      --max-size <size>  with --always: nothing larger
      --ask              takes --always back
      --replace          takes the key that is there now instead of the old
                         one; asks
      --forget           remembers it no more: the next contact is a first one`;

const verbs: readonly TrustVerb[] = ['words', 'always', 'ask', 'replace', 'forget'];

/** `ft trust`: lists, compares, accepts, replaces or forgets keys. Exit code 1 when a question was not answered with yes. */
export async function runTrust(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('trust', argv, help);
	const [verb, ...more] = verbs.filter((verb) => flags[verb]);
	if (more.length > 0)
		throw new FtError('usage', `--${verb} and --${more[0]} exclude each other. See: ft trust --help`);
	if (flags.maxSize !== undefined && verb !== 'always')
		throw new FtError('usage', '--max-size goes with --always: ft trust bob --always --max-size 1GB');
	const maxBytes = toBytes('--max-size', flags.maxSize);
	const [who] = input;
	if (input.length > 1) throw new FtError('usage', `one key at a time, not ${input.length}. See: ft trust --help`);
	if (verb !== undefined && who === undefined)
		throw new FtError(
			'usage',
			`whose key? ft trust bob --${verb}${isForHubs(verb) ? `, or ft trust hub --${verb}` : ''}`,
		);
	const output = openOutput(flags);
	const parts = await resolveClient(flags, output);
	if (verb === undefined || who === undefined) return listPins(parts, who, output);
	const isYes = flags.yes ?? false;
	if (who !== 'hub') return changeUser({parts, flags, output, who, verb, maxBytes, isYes});
	if (!isForHubs(verb)) throw new FtError('usage', `--${verb} is about people: ft trust bob --${verb}`);
	return changeHub({parts, output, verb, isYes});
}

function isForHubs(verb: TrustVerb): verb is 'words' | 'replace' | 'forget' {
	return verb !== 'always' && verb !== 'ask';
}

function listPins({pins, server, name}: ClientParts, who: string | undefined, output: Output): number {
	const here = pins.findHubAt(server.text)?.id;
	const hubs = pins
		.hubs()
		.filter((hub) => hub.addresses.length > 0 && (who === undefined || (who === 'hub' && hub.id === here)));
	const users = pins
		.users()
		.filter((user) => who === undefined || (user.hub === here && user.name.toLowerCase() === who.toLowerCase()));
	for (const hub of hubs) {
		const title = hub.title === undefined ? '' : `  ${display(hub.title)}`;
		tellPin(output, {...hub, kind: 'hub', name: hub.addresses.join(', '), remark: title});
	}
	for (const user of users) {
		const trusted = pins.findTrusted(user.hub, user.id);
		const always = trusted && (trusted.maxBytes ?? Number.POSITIVE_INFINITY);
		const remark = always === undefined ? '' : `  ${alwaysText(always)}`;
		tellPin(output, {
			...{...user, isVerified: pins.isVerified(user.hub, user.id), kind: 'user', remark},
			more: trusted ? {always: true, ...(trusted.maxBytes === undefined ? {} : {maxSize: trusted.maxBytes})} : {},
		});
	}
	if (hubs.length + users.length > 0) return 0;
	if (who !== undefined) throw noKeyOf(who === 'hub' ? `the hub at ${server.text}` : who);
	output.note(`${name} knows no hub and nobody yet`);
	return 0;
}

function tellPin(
	output: Output,
	pin: {
		readonly kind: 'hub' | 'user';
		readonly name: string;
		readonly id: string;
		readonly sinceMs: number;
		readonly isVerified?: boolean | undefined;
		readonly remark: string;
		readonly more?: Readonly<Record<string, unknown>>;
	},
): void {
	const {kind, name, id, sinceMs, remark, more} = pin;
	const state = pin.isVerified ? 'verified' : 'known';
	output.event({type: 'pin', kind, name, id, state, since: new Date(sinceMs).toISOString(), ...more});
	output.result(
		`${kind.padEnd(4)} ${name.padEnd(24)} ${state.padEnd(8)} since ${dateText(sinceMs)}  ${formatFingerprint(id)}${remark}`,
	);
}
