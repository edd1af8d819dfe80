import {sleep} from '../base/clock.ts';
import {display, displaySentence} from '../base/display.ts';
import {createLogRing} from '../base/log.ts';
import {createPacer} from '../base/pacer.ts';
import {createSubscribers} from '../base/subscribers.ts';
import type {ClientMessage, HubMessage, HubUser} from '../protocol/messages.ts';
import {createActions} from './actions.ts';
import type {ClientOptions} from './client-options.ts';
import {describeDecision} from './decision.ts';
import {dropStale} from './drop-stale.ts';
import {createEventLog} from './event-log.ts';
import {endEvents, type ClientEvent} from './events.ts';
import {trimFinished} from './finished.ts';
import {createFirstContact} from './first-contact.ts';
import {createGets, type Gets} from './gets.ts';
import {recordTransfer} from './history.ts';
import {createHubFiles} from './hub-files.ts';
import {toHubRow} from './hub-row.ts';
import {createLink, type Link} from './link.ts';
import type {Listings} from './listings.ts';
import {createNotices} from './notices.ts';
import {createOffers, type Offers} from './offers.ts';
import {paceDialler} from './paced-dialler.ts';
import {createPast} from './past.ts';
import {createPeople, type People} from './people.ts';
import {createReunion} from './reunion.ts';
import {createRetries, type Retries} from './retries.ts';
import {createRowOrder} from './row-order.ts';
import {createSends, type Sends} from './sends.ts';
import type {ClientActions, ClientSnapshot} from './snapshot.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import {steerTransfer} from './steer-transfer.ts';
import {createTransferTaker} from './take-transfer.ts';
import {createWantedOrder} from './wanted-order.ts';
import {shownRows} from './shown-rows.ts';
import {createTexts, type Texts} from './texts.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import {createTrusting, type Trusting} from './trusting.ts';

/** A client of one hub: the same with a screen and without. */
export type Client = {
	/** Rejects with FtError when the hub cannot be reached or refuses, at the first attempt. */
	connect(): Promise<void>;
	readonly link: Link;
	readonly people: People;
	readonly sends: Sends;
	readonly gets: Gets;
	readonly retries: Retries;
	readonly offers: Offers;
	readonly texts: Texts;
	readonly listings: Listings;
	readonly trusting: Trusting;
	readonly actions: ClientActions;
	readonly stateFolder: string;
	snapshot(): ClientSnapshot;
	subscribe(listener: (event: ClientEvent) => void): () => void;
	/** Called at anything a screen might show. */
	onChange(listener: () => void): () => void;
	/** Asks this name's transfer to end, whoever of its processes serves it; what none serves is ended here. */
	steer(transfer: string, verb: 'cancel' | 'pause' | 'resume'): Promise<void>;
	/** Puts a line of our own into the log. */
	note(text: string): void;
	/** Ends without ending transfers: they go on later. Idempotent. */
	close(): Promise<void>;
};

/** How long a client that ends waits for the keys that a receipt is checked with. */
const settleMs = 1000;

/** Joins the parts of a client. It has not dialled yet. */
export function createClient(options: ClientOptions): Client {
	const {clock, identity, greeting} = options;
	const events = createSubscribers<ClientEvent>();
	const changes = createSubscribers<undefined>();
	const log = createLogRing(() => clock.nowMs());
	const order = createRowOrder();
	const addToLog = createEventLog({log, name: greeting.name, isEarlier: order.isEarlier});
	const notices = createNotices(options.shownTexts);
	let hubTitle = '';
	let words: ClientSnapshot['words'];
	let wasOnline = false;
	let isClosed = false;
	let isRecording = true;

	const onChange = (): void => {
		changes.tell(undefined);
	};
	const note = (text: string): void => {
		log.add('info', text);
		onChange();
	};
	const onEvent = (event: ClientEvent): void => {
		const row = 'transfer' in event && event.type !== 'progress' ? rowOf(event.transfer) : undefined;
		addToLog(event, row, link.hubId);
		if (row) record(row);
		if (endEvents.has(event.type)) trimFinished(sends, offers);
		events.tell(event);
		onChange();
	};
	const report = (error: unknown): void => {
		const {code, message} = toFtError(error);
		onEvent({type: 'error', code, message});
	};
	const contact = createFirstContact({greeting, canAsk: options.canAsk ?? false, onChange});
	const {keepsTrying, approvalWaitMs, transfers, downloads, saving, accept, reserveBytes, stateFolder} = options;
	const pacer = createPacer(clock);
	pacer.setLimit(options.limitBytesPerSecond);
	const dialler = paceDialler(options.dialler, pacer);
	const link = createLink({dialler, clock, greeting, contact, keepsTrying, approvalWaitMs});
	const nowMs = (): number => clock.nowMs();
	const people = createPeople({...greeting, link, nowMs});
	const common = {clock, link, people, identity, order, onEvent, onChange};
	const {name} = greeting;
	const sends = createSends({
		...{...common, name, stateFolder},
		onBegun: (transfer, request) => {
			retries.rememberSend(transfer, request);
		},
	});
	const reunion = createReunion({clock, isAway: (id) => people.find(id)?.online === false, offer: sends.offer});
	const gets = createGets({
		...{...common, name},
		onBegun: (transfer, request) => {
			retries.rememberGet(transfer, request);
		},
	});
	const retries = createRetries({transfers, sends, gets, saving, nowMs, stateFolder, hubId: () => link.hubId});
	const offers = createOffers({
		...common,
		...{transfers, downloads, saving, accept, gets, reserveBytes},
		onBegin: (row) => {
			record(row);
		},
		onDecision: (offer, decision) => {
			note(describeDecision(offer, decision));
		},
	});
	const takeTransfer = createTransferTaker({sends, offers, gets, transfers});
	const trusting = createTrusting({link, people, offers, pins: greeting.pins, identity, nowMs, note});
	const texts = createTexts({link, people, identity, nowMs, shown: options.shownTexts, onEvent});
	const files = createHubFiles({...common, name: greeting.name});
	const rowOf = (transfer: string): TransferRow | undefined =>
		(sends.outgoing(transfer) ?? offers.incoming(transfer))?.row;
	const record = (row: TransferRow): void => {
		if (isRecording && link.hubId) recordTransfer(transfers, row, {hubId: link.hubId, nowMs: nowMs(), stateFolder});
	};

	const online = async (): Promise<void> => {
		if (!wasOnline) await options.onAdmitted();
		await people.known;
		if (isClosed) return;
		// By clients that stay: who only sends or looks leaves the downloads alone.
		if (!wasOnline && greeting.takesOffers) void dropStale(downloads, {shortId: identity.shortId, nowMs: nowMs(), log});
		wasOnline = true;
		onEvent({
			type: 'connected',
			hub: hubTitle,
			you: greeting.name,
			users: people.all().filter((user) => user.online).length,
		});
		await tellChangedKeys(people.all());
		for (const owed of transfers.receipts(link.hubId ?? '')) link.send(JSON.parse(owed.receipt) as ClientMessage);
		await reunion.begin(sends.all());
		gets.online();
		if (options.resumesSends) {
			await sends.resumeAll();
			void gets.resumeAll(downloads, saving);
		}
	};
	const take = (message: HubMessage): void => {
		if (isClosed) return;
		switch (message.type) {
			case 'roster':
			case 'presence':
				takePresence(people.handle(message));
				return;
			case 'offer':
				void offers.take(message);
				return;
			case 'say':
				void texts.take(message);
				return;
			case 'notice':
				if (notices.take(message)) onEvent({type: 'notice', text: message.text});
				return;
			case 'changed':
			case 'news':
				files.take(message);
				return;
			default:
				takeTransfer(message);
		}
	};
	const takePresence = (users: readonly HubUser[]): void => {
		if (wasOnline) {
			for (const user of users) {
				if (user.online) reunion.came(user.id);
				const state = user.online ? 'online' : 'offline';
				onEvent({type: 'user', name: user.name, id: user.id, state, trust: people.trustOf(user)});
			}
			tellChangedKeys(users).catch(report);
		}
		onChange();
	};
	/** Only by clients that stay: somebody has to see what is told once. */
	const tellChangedKeys = async (users: readonly HubUser[]): Promise<void> => {
		if (greeting.takesOffers) for (const event of await people.takeNews(users)) onEvent(event);
	};
	link.subscribe((event) => {
		if (event.type === 'online') {
			hubTitle = display(event.welcome.title, 100);
			people.begin();
			files.online(event.welcome);
			sends.online(event.welcome);
			online().catch(report);
		} else if (event.type === 'message') take(event.message);
		else {
			wantedOrder.forget();
			reunion.end();
			for (const outgoing of sends.all()) outgoing.offline();
			for (const incoming of offers.all()) incoming.offline();
			if (event.type === 'offline') onEvent({...event, type: 'reconnecting'});
			else log.add('error', displaySentence(event.error.message));
		}
		onChange();
	});

	const wantedOrder = createWantedOrder(link);
	const past = createPast(transfers, report);
	const rows = (): readonly TransferRow[] =>
		order.arrange([...sends.scanning(), ...[...sends.all(), ...offers.all()].map((one) => one.row)]);
	const actions = createActions({
		...{link, people, sends, gets, retries, offers, texts, files, trusting, contact, pacer, note, downloads, saving},
		...{wantedOrder, past, notices, rows, onEvent, onChange},
		onWords: (shown) => {
			words = shown;
			onChange();
		},
	});
	return {
		connect: () => link.connect(),
		link,
		people,
		sends,
		gets,
		retries,
		offers,
		texts,
		listings: files.listings,
		trusting,
		actions,
		stateFolder,
		snapshot: () => ({
			name: greeting.name,
			shortId: identity.shortId,
			server: greeting.address,
			hubTitle,
			hub: toHubRow(link.hubId, greeting.pins),
			connection: link.connection,
			question: contact.question,
			users: people.rows(),
			offers: offers.rows(),
			transfers: shownRows(wantedOrder.arrange(rows()), link.isOnline, pacer.bytesPerSecond),
			notices: notices.rows(),
			files: files.view,
			found: files.found,
			past: past.rows,
			log: log.lines(),
			downloads,
			words,
			limitBytesPerSecond: pacer.bytesPerSecond,
			atMs: clock.monotonicMs(),
		}),
		subscribe: events.subscribe,
		onChange: (listener) => changes.subscribe(listener),
		steer: (transfer, verb) => steerTransfer({sends, offers, link}, transfer, verb),
		note,
		async close() {
			if (isClosed) return;
			isClosed = true;
			// A command that asks and leaves is told of deliveries, too: what came is taken.
			const settled = new AbortController();
			await Promise.race([sends.settled(), sleep(clock, settleMs, settled.signal)]);
			settled.abort();
			pacer.setLimit(undefined);
			reunion.end();
			sends.close();
			offers.close();
			for (const one of [...sends.all(), ...offers.all()]) {
				await one.close();
				record(one.row);
			}
			isRecording = false;
			await link.close();
			for (const table of [transfers, options.shownTexts]) table?.close();
		},
	};
}
