import {display} from '../base/display.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import type {Identity} from '../crypto/identity.ts';
import {deriveCodeKey} from '../crypto/join-code.ts';
import {createJoinProof, isJoinProofValid} from '../crypto/join-proof.ts';
import {createStatement} from '../crypto/statement.ts';
import {toWords} from '../crypto/words.ts';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import {protocolVersion} from '../protocol/limits.ts';
import type {HubMessageOf} from '../protocol/messages.ts';
import {foldName} from '../protocol/user-name.ts';
import type {Channel} from '../transport/channel.ts';
import type {ChannelEvents} from './channel-events.ts';
import {changedHub} from './changed-key.ts';
import type {FirstContact, KnownCode} from './first-contact.ts';
import type {Pins} from './pins.ts';

export type Greeting = {
	readonly identity: Identity;
	readonly name: string;
	/** 16 random bytes as hex, the same over all reconnects of this process. */
	readonly session: string;
	readonly takesOffers: boolean;
	readonly pins: Pins;
	/** What the user dialled: the key under which an address is remembered. */
	readonly address: string;
	/** From a link: no other hub is meant. */
	readonly expectedHubId?: string | undefined;
	/** `--accept-new`: an unknown hub is pinned at first sight. */
	readonly acceptsNew: boolean;
	readonly findCode: (hubId: string) => Promise<KnownCode | undefined>;
	/** What a command line needs to mean this name and hub again, with a blank before it: ` --name bob`; or empty. */
	readonly commandOptions?: string;
	readonly nowMs: () => number;
};

/**
 * Says hello on a fresh control connection and waits for the welcome. The hub is checked before anything is sent: pinned, or
 * about to prove that it knows our code, or accepted as new by the user. Throws FtError `unknown-identity`, `changed-identity`,
 * `tampered`, or whatever the hub refuses with.
 */
export async function greet(
	channel: Channel<'client'>,
	events: ChannelEvents,
	greeting: Greeting,
	contact: FirstContact,
): Promise<HubMessageOf<'welcome'>> {
	const {pins, address, identity} = greeting;
	const hubId = channel.peer.id;
	checkMeant(greeting, hubId);
	const isPinned = pins.findHub(hubId) !== undefined;
	const code = await contact.findCode(hubId);
	if (!isPinned) checkStranger(greeting, contact, hubId, code);
	const codeKey = isPinned || !code ? undefined : await deriveCodeKey(code.code, hubId);

	let proofKey: Uint8Array | undefined;
	const join = (key: Uint8Array): void => {
		proofKey = key;
		const proof = createJoinProof({
			codeKey: key,
			exporter: channel.exporter,
			side: 'client',
			clientId: identity.id,
			hubId,
		});
		channel.send({type: 'join', proof: proof.toString('base64')});
	};
	if (codeKey) join(codeKey);
	channel.send({
		type: 'hello',
		version: protocolVersion,
		capabilities: ['spool'],
		session: greeting.session,
		takesOffers: greeting.takesOffers,
		name: greeting.name,
		statement: createStatement(identity, greeting.nowMs()),
	});
	for (;;) {
		const event = await events.next();
		if (event.type === 'closed') throw closedEarly(event.error, address);
		const {message} = event;
		if (message.type === 'refuse') {
			// A pinned hub that has forgotten us: the code, if we have it, brings us back in.
			const takesCode = message.code === 'code-needed' || message.code === 'approval-needed';
			if (!takesCode || !code || proofKey) throw new FtError(message.code, display(message.message, 400));
			join(await deriveCodeKey(code.code, hubId));
		} else if (message.type === 'welcome') {
			const isProved =
				proofKey &&
				isHubProofRight(message.proof, {codeKey: proofKey, exporter: channel.exporter, clientId: identity.id, hubId});
			if (proofKey && !isProved) {
				throw new FtError(
					'tampered',
					`the hub at ${address} does not know the code that it was asked to prove: somebody may be in the middle. Nothing was sent`,
				);
			}
			checkWelcome(message, greeting);
			await pins.pinHub({id: hubId, address, title: display(message.title, 100), nowMs: greeting.nowMs()});
			return message;
		} else throw new FtError('protocol', `the hub sent a ${message.type} before the welcome`);
	}
}

function closedEarly(cause: FtError | undefined, address: string): FtError {
	if (cause && cause.code !== 'unreachable') return cause;
	return new FtError('unreachable', `the hub at ${address} went away before it let us in. Is it running? Try again`, {
		cause,
	});
}

/** A welcome must be in our language, and for us. */
function checkWelcome({version, you}: HubMessageOf<'welcome'>, {address, identity, name}: Greeting): void {
	if (version !== protocolVersion) {
		throw new FtError(
			'version',
			`the hub at ${address} speaks version ${version} of the protocol, this program ${protocolVersion}: update ${version < protocolVersion ? 'the hub' : 'this program'}`,
		);
	}
	if (you.id === identity.id && foldName(you.name) === foldName(name)) return;
	throw new FtError(
		'protocol',
		`the hub at ${address} takes us for ${you.name} (${toShortId(you.id)}), we are ${name} (${identity.shortId}); tell its operator`,
	);
}

/** A link names its hub: another one at that address is not it, whatever else speaks for it. */
function checkMeant({expectedHubId, address}: Greeting, hubId: string): void {
	if (expectedHubId === undefined || expectedHubId === hubId) return;
	throw new FtError(
		'changed-identity',
		`the hub at ${address} is not the one of the link: its fingerprint is ${formatFingerprint(hubId)}, the link says ${formatFingerprint(expectedHubId)}. Nothing was sent. Ask whoever gave you the link`,
	);
}

/** Stops before a word is said to a hub that nothing vouches for. */
function checkStranger(greeting: Greeting, contact: FirstContact, hubId: string, code: KnownCode | undefined): void {
	const {pins, address} = greeting;
	const before = pins.findHubAt(address);
	if (before && !code?.isSameLogin) throw changedHub(hubId, before, address, greeting.commandOptions ?? '');
	if (code || contact.accepts(hubId)) return;
	throw new FtError(
		'unknown-identity',
		`the hub at ${address} is unknown here, its fingerprint is ${formatFingerprint(hubId)} (in words: ${toWords(hubId)}). Give its join code with FT_CODE, or compare the fingerprint and use --accept-new`,
	);
}

function isHubProofRight(
	proof: string | undefined,
	fields: {codeKey: Uint8Array; exporter: Uint8Array; clientId: string; hubId: string},
): boolean {
	return proof !== undefined && isJoinProofValid(Buffer.from(proof, 'base64'), {...fields, side: 'hub'});
}
