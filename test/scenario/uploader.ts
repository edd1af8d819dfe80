import {display} from '../../source/base/display.ts';
import {createOffer, createOfferCopy, createTransferKey, openBody} from '../../source/crypto/offer.ts';
import {randomId} from '../../source/crypto/random.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import type {Floe} from '../../source/crypto/floe.ts';
import type {SourceBody} from '../../source/files/source-body.ts';
import {plainSegmentBytes} from '../../source/protocol/limits.ts';
import {encodeManifestEntry} from '../../source/protocol/manifest.ts';
import type {HubMessage, HubMessageOf, SentMessageOf} from '../../source/protocol/messages.ts';
import {encodeTrailer} from '../../source/protocol/trailer.ts';
import {sendBody} from '../../source/transfer/send-body.ts';
import type {Channel} from '../../source/transport/channel.ts';
import {createLine, type Line} from './memory-network.ts';
import type {Person, World} from './world.ts';

type Offered = Extract<SentMessageOf<'client'>, {type: 'offer'}>;

/** A sender that speaks just enough of the protocol to upload to a hub, and sees all that the hub says. Nothing in it is decided for the test. */
export type Uploader = {
	readonly person: Person;
	readonly heard: readonly HubMessage[];
	of<Type extends HubMessage['type']>(type: Type): Array<HubMessageOf<Type>>;
	/** The words of one user's leg so far, each once in a row; of the hub's own, when none is named. */
	states(user?: Person): string[];
	/** Dials, and waits for the welcome. It does not repeat its offers by itself. */
	connect(): Promise<void>;
	cut(): void;
	/** Makes an offer of one file, and says it. */
	offer(
		to: readonly Person[],
		content: Uint8Array,
		options?: {name?: string; store?: true; claims?: number},
	): Promise<Offered>;
	say(message: SentMessageOf<'client'>): void;
	/** Sealed bytes that it has written to data connections. */
	readonly sentBytes: number;
	/** What it does to a sealed segment on its way, once for each change. */
	change: ((segment: number, parts: readonly Uint8Array[]) => void) | undefined;
	/** Above so many bytes sent nothing more goes out, until it is lifted. */
	holdAfterBytes: number;
};

/** Somebody of that name, not connected yet. */
export function createUploader(world: World, name: string): Uploader {
	const person = world.person(name);
	const {identity} = person;
	const heard: HubMessage[] = [];
	const bodies = new Map<string, {body: SourceBody; floe: Floe}>();
	const sendings = new Map<number, ReturnType<typeof sendBody>>();
	const line: Line = createLine({
		clock: world.clock,
		identity,
		address: '10.0.0.9',
		findHub: () => {
			try {
				return {hub: world.hub, identity: world.hubIdentity};
			} catch {
				return undefined;
			}
		},
	});
	let channel: Channel<'client'> | undefined;
	let sentBytes = 0;

	const send = async ({transfer, ticket, attempt, ranges}: HubMessageOf<'ticket'>): Promise<void> => {
		const found = bodies.get(transfer);
		if (!found) return;
		const connection = await line.data(ticket, new AbortController().signal);
		const run = sendBody({
			...{...found, clock: world.clock},
			ranges: ranges.map(([from, to]): [number, number | null] => [from, to]),
			connection: {
				...connection,
				write(parts, done) {
					const wait = (): void => {
						if (sentBytes < uploader.holdAfterBytes) {
							sentBytes += parts.reduce((sum, part) => sum + part.length, 0);
							connection.write(parts, done);
						} else world.clock.schedule(10, wait);
					};
					wait();
				},
			},
		});
		sendings.set(attempt, run);
		await run.done;
	};
	const take = (message: HubMessage): void => {
		heard.push(message);
		if (message.type === 'ticket' && message.end === 'send') send(message).catch(() => undefined);
		if (message.type === 'progress' && message.user === world.hubIdentity.id)
			sendings.get(message.attempt)?.confirm(message.segments);
	};
	const uploader: Uploader = {
		person,
		heard,
		of: <Type extends HubMessage['type']>(type: Type) =>
			heard.filter((message): message is HubMessageOf<Type> => message.type === type),
		states(user) {
			const id = user?.identity.id ?? world.hubIdentity.id;
			const words = uploader
				.of('state')
				.filter((message) => message.user === id)
				.map(({state, reason}) => (reason ? `${state} ${display(reason)}` : state));
			return words.filter((word, index) => word !== words[index - 1]);
		},
		async connect() {
			channel = await line.control(new AbortController().signal);
			channel.subscribe((event) => {
				if (event.type === 'message') take(event.message);
			});
			channel.send({
				...{type: 'hello', version: 1, capabilities: ['spool'], session: randomId(), takesOffers: false},
				...{name, statement: createStatement(identity, world.clock.nowMs())},
			});
			const count = uploader.of('welcome').length;
			await world.until(`${name} is welcome`, () => uploader.of('welcome').length > count);
		},
		cut() {
			line.cutData();
			line.cutControl();
		},
		async offer(to, content, options = {}) {
			const transfer = randomId();
			const transferKey = createTransferKey();
			const entry = {path: [options.name ?? 'a.bin'], kind: 'file', bytes: content.length, modifiedMs: 0} as const;
			const manifest = Buffer.from(encodeManifestEntry({...entry, isExecutable: false}));
			const plaintext = Buffer.concat([manifest, content, encodeTrailer({failed: []})]);
			const common = createOffer({
				...{identity, transfer, bytes: options.claims ?? content.length, files: 1, timeMs: 0, transferKey},
				summary: {title: options.name ?? 'a.bin', manifestBytes: manifest.length, top: [], note: ''},
			});
			const floe = openBody({transferKey, header: common.header, transfer, senderId: identity.id});
			bodies.set(transfer, {
				body: toBody(plaintext),
				floe: {
					...floe,
					seal(number, bytes, isLast) {
						const sealed = floe.seal(number, bytes, isLast);
						uploader.change?.(number, sealed.parts);
						return sealed;
					},
				},
			});
			const copies = await Promise.all(
				to.map(({identity: {id, agreementKey}}) =>
					createOfferCopy({identity, common, transferKey, recipient: {id, agreementKey}}),
				),
			);
			const message: Offered = {type: 'offer', ...common, copies, ...(options.store && {store: true})};
			channel?.send(message);
			return message;
		},
		say(message) {
			channel?.send(message);
		},
		get sentBytes() {
			return sentBytes;
		},
		change: undefined,
		holdAfterBytes: Infinity,
	};
	return uploader;
}

function toBody(plaintext: Buffer): SourceBody {
	const segments = Math.ceil(plaintext.length / plainSegmentBytes);
	return {
		async readSegment(segment: number, into: Buffer) {
			const bytes = plaintext.copy(into, 0, segment * plainSegmentBytes, (segment + 1) * plainSegmentBytes);
			return {bytes, isLast: segment === segments - 1};
		},
		close: async () => undefined,
	} as unknown as SourceBody;
}
