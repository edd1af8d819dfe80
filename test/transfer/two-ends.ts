import fs from 'node:fs';
import path from 'node:path';
import {onTestFinished} from 'vitest';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createOffer, createTransferKey, openOffer} from '../../source/crypto/offer.ts';
import {createSha256, randomId} from '../../source/crypto/random.ts';
import {createOutbox, type Outbox} from '../../source/files/outbox.ts';
import {openStaging} from '../../source/files/open-staging.ts';
import {walkTree} from '../../source/files/walk.ts';
import {FtError, toSealedReason} from '../../source/protocol/errors.ts';
import type {HubMessageOf, SentMessageOf} from '../../source/protocol/messages.ts';
import type {Range} from '../../source/protocol/ranges.ts';
import type {End} from '../../source/transfer/end.ts';
import {createIncoming, type Incoming} from '../../source/transfer/incoming.ts';
import {createOutgoing, type Outgoing} from '../../source/transfer/outgoing.ts';
import type {TransferEvent} from '../../source/transfer/transfer-event.ts';
import type {DataConnection} from '../../source/transport/data-connection.ts';
import {createMemoryDataPair} from '../../source/transport/memory-pair.ts';
import {temporaryFolder, writeTree, type Tree} from '../files/temporary-folder.ts';
import {createManualClock, type ManualClock} from '../support/manual-clock.ts';
import {until} from '../support/until.ts';

export const [alice, bob, carol] = [createIdentity(), createIdentity(), createIdentity()];
const people = new Map([
	[bob.id, {name: 'bob', identity: bob}],
	[carol.id, {name: 'carol', identity: carol}],
]);

/** One end without a hub: what it says is written down, its data connections are those of the test. */
export type ScriptedEnd = Omit<End, 'isOnline'> & {
	readonly said: SentMessageOf<'client'>[];
	/** The newest message of this type. */
	last<Type extends SentMessageOf<'client'>['type']>(type: Type): Extract<SentMessageOf<'client'>, {type: Type}>;
	next: DataConnection | undefined;
	isOnline: boolean;
};

function createScriptedEnd(): ScriptedEnd {
	const said: SentMessageOf<'client'>[] = [];
	const end: ScriptedEnd = {
		said,
		isOnline: true,
		next: undefined,
		send(message) {
			said.push(message);
		},
		last<Type extends SentMessageOf<'client'>['type']>(type: Type) {
			const found = said.findLast((message) => message.type === type);
			if (!found) throw new Error(`no ${type} was said, but ${said.map((message) => message.type).join(', ')}`);
			return found as Extract<SentMessageOf<'client'>, {type: Type}>;
		},
		async dialData() {
			if (!end.next) throw new FtError('unreachable', 'there is no hub');
			return end.next;
		},
	};
	return end;
}

/** An outbox of alice's with this tree in it: for bob, or for him and others. */
export async function outboxOf(tree: Tree, recipients: string[] = [bob.id]): Promise<Outbox> {
	const folder = temporaryFolder();
	writeTree(path.join(folder, 'source'), tree);
	const paths = Object.keys(tree).map((name) => path.join(folder, 'source', name));
	const {entries} = await walkTree(paths);
	const [transfer, transferKey] = [randomId(), createTransferKey()];
	const outbox = await createOutbox(path.join(folder, 'outbox'), {
		...{transfer, key: transferKey.toString('base64'), hubId: 'f'.repeat(64), recipients, paths, entries},
		...{title: 'files', note: '', timeMs: 5},
		createHasher: createSha256,
		seal: (manifest) =>
			createOffer({
				...{identity: alice, transfer, transferKey, bytes: entries.contentBytes, files: entries.files, timeMs: 5},
				summary: {title: 'files', top: [], note: '', ...manifest},
			}),
	});
	onTestFinished(() => {
		outbox.close();
	});
	return outbox;
}

export type SenderScene = {
	readonly clock: ManualClock;
	readonly end: ScriptedEnd;
	readonly outbox: Outbox;
	readonly outgoing: Outgoing;
	readonly events: TransferEvent[];
	/** Whose keys cannot be had, and why: for `keysOf`. */
	readonly keyErrors: Map<string, FtError>;
};

/** Alice's end of a transfer, not yet offered: to bob unless others are named; `outbox` as it was left by an earlier process. */
export async function sender(
	tree: Tree = {'a.txt': 'one'},
	recipients?: string[],
	left?: Outbox,
): Promise<SenderScene> {
	const clock = createManualClock();
	const [end, outbox] = [createScriptedEnd(), left ?? (await outboxOf(tree, recipients))];
	const keyErrors = new Map<string, FtError>();
	const events: TransferEvent[] = [];
	const outgoing = createOutgoing({
		...{clock, hub: end, outbox, identity: alice, nameOf: (id) => people.get(id)?.name ?? id},
		async keysOf(id) {
			const [error, person] = [keyErrors.get(id), people.get(id)];
			if (error || !person) throw error ?? new FtError('no-such-user', 'nobody');
			return person.identity;
		},
		onEvent: (event) => events.push(event),
		onEnd: () => undefined,
	});
	onTestFinished(() => outgoing.close());
	return {clock, end, outbox, outgoing, events, keyErrors};
}

export type RecipientScene = {
	readonly end: ScriptedEnd;
	readonly incoming: Incoming;
	readonly events: TransferEvent[];
	readonly downloads: string;
	/** Receipts that were recorded before staging went. */
	readonly recorded: string[];
	readonly offer: HubMessageOf<'offer'>;
};

/** Bob's end, or another's, of what alice offers, not yet answered. */
export async function recipient({clock, end: from}: SenderScene, who = bob): Promise<RecipientScene> {
	const {type, copies, ...common} = from.last('offer');
	const copy = copies.find(({to}) => to === who.id);
	if (!copy) throw new Error('an offer without a copy');
	const offer: HubMessageOf<'offer'> = {type, from: alice.id, ...common, key: copy.key, signature: copy.signature};
	const {transferKey, summary, several} = await openOffer({offer, identity: who, senderSpki: alice.spki});
	const downloads = path.join(temporaryFolder(), 'downloads');
	fs.mkdirSync(downloads);
	const [events, recorded]: [TransferEvent[], string[]] = [[], []];
	const end = createScriptedEnd();
	const incoming = createIncoming({
		tell: toSealedReason,
		...{clock, hub: end, identity: who, offer, transferKey, fromName: 'alice', target: downloads},
		...{title: 'files', manifestBytes: summary.manifestBytes, several},
		stage: (options) => openStaging({...options, downloads}),
		choose: (staging) => staging.choice.choose([], undefined),
		publish: (staging, sign) =>
			staging.publish({
				onDone(published) {
					recorded.push(sign(published).signature);
				},
			}),
		onEvent: (event) => events.push(event),
		onEnd: () => undefined,
	});
	onTestFinished(() => incoming.close());
	return {end, incoming, events, downloads, recorded, offer};
}

/** Does what a hub does with an answer: both ends get a ticket, and one connection, or whatever is put between them. Returns what breaks it. */
export function join(
	from: SenderScene,
	to: RecipientScene,
	attempt = 1,
	middle?: (fromSender: DataConnection, toRecipient: DataConnection, ranges: readonly Range[]) => void,
	sentTo = bob.id,
): () => void {
	const answer = to.end.last('answer');
	if (!answer.accept) throw new Error('it was declined');
	const {transfer, ranges} = answer;
	const [one, other, faults] = createMemoryDataPair();
	from.end.next = one;
	to.end.next = other;
	if (middle) {
		const [left, right] = createMemoryDataPair();
		to.end.next = left;
		middle(other, right, ranges);
	}
	const ticket = {type: 'ticket', transfer, ticket: Buffer.alloc(32, attempt).toString('base64'), attempt} as const;
	to.incoming.handle({...ticket, ranges, end: 'receive', user: alice.id});
	from.outgoing.handle({...ticket, ranges, end: 'send', user: sentTo});
	return faults.drop;
}

/** Waits for a condition that something on its way brings about. */
export async function happens(what: string, condition: () => boolean): Promise<void> {
	await until(what, () => (condition() ? true : undefined));
}

/** Resolves when this end has said a message of the type. */
export async function untilSaid({said}: ScriptedEnd, type: SentMessageOf<'client'>['type']): Promise<void> {
	await happens(`a ${type}`, () => said.some((message) => message.type === type));
}
