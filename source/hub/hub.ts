import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {createLogRing} from '../base/log.ts';
import {createSubscribers} from '../base/subscribers.ts';
import {randomBase64} from '../crypto/random.ts';
import type {Identity} from '../crypto/identity.ts';
import type {AuditFile} from '../files/audit-file.ts';
import type {UsersTable} from '../files/users-table.ts';
import {FtError} from '../protocol/errors.ts';
import {protocolVersion} from '../protocol/limits.ts';
import type {Channel} from '../transport/channel.ts';
import type {IncomingData} from '../transport/data-connection.ts';
import {admit, checkJoin, createHubProof, type AdmissionRules, type Applicant} from './admission.ts';
import {createCodeGuard} from './code-guard.ts';
import {describeEvent, type HubEvent} from './events.ts';
import {hasEnded} from './leg.ts';
import {createLegRunner} from './leg-runner.ts';
import {createHubSnapshot, type HubFacts} from './make-snapshot.ts';
import {createRoster} from './roster.ts';
import {createRuns} from './run.ts';
import {tell, type Request, type Session} from './session.ts';
import type {HubActions, HubSnapshot} from './snapshot.ts';
import {createThroughput} from './throughput.ts';
import {createTransfers} from './transfers.ts';

export type HubOptions = {
	readonly clock: Clock;
	readonly identity: Identity;
	readonly users: UsersTable;
	readonly audit: Pick<AuditFile, 'write'>;
	readonly codeKey: Uint8Array;
	readonly isOpen: boolean;
	readonly maxUsers: number;
	readonly title: string;
	/** Shown only. */
	readonly facts: () => HubFacts;
};

/** The hub: given connections, it is what the others meet. It opens no port and draws nothing. */
export type Hub = {
	/** A control connection whose TLS identity is proved; admission follows. */
	acceptControl(channel: Channel<'hub'>): void;
	/** A data connection that said a ticket. */
	acceptData(incoming: IncomingData): void;
	snapshot(): HubSnapshot;
	readonly actions: HubActions;
	subscribe(listener: (event: HubEvent) => void): () => void;
	/** Says bye to everyone. Idempotent. */
	close(): Promise<void>;
};

/** Creates a hub without connections. */
export function createHub(options: HubOptions): Hub {
	const {clock, users, identity} = options;
	const rules: AdmissionRules = {
		hubId: identity.id,
		codeKey: options.codeKey,
		isOpen: options.isOpen,
		maxUsers: options.maxUsers,
		users,
		guard: createCodeGuard(),
	};
	const startedMs = clock.nowMs();
	const events = createSubscribers<HubEvent>();
	const log = createLogRing(() => clock.nowMs());
	const throughput = createThroughput(clock.monotonicMs());
	const channels = new Set<Channel<'hub'>>();
	const onEvent = (event: HubEvent): void => {
		const line = describeEvent(event);
		if (line) log.add(event.type === 'error' || event.type === 'failed' ? 'warning' : 'info', line);
		options.audit.write(event);
		events.tell(event);
	};
	const roster = createRoster({
		clock,
		knownUsers: () => users.all(),
		findUser: (id) => users.find(id),
		onPresence(user, isNews) {
			onEvent({
				type: 'user',
				name: user.name,
				id: user.id,
				state: user.online ? 'online' : isNews ? 'joined' : 'offline',
			});
		},
	});
	const runner = createLegRunner({
		clock,
		runs: createRuns(clock, () => randomBase64(32)),
		roster,
		onBytes(leg, bytes) {
			throughput.add(bytes, clock.monotonicMs());
			if (leg.transfer.sender) leg.transfer.sender.traffic.inBytes += bytes;
			if (leg.receiver) leg.receiver.traffic.outBytes += bytes;
		},
	});
	const transfers = createTransfers({clock, roster, runner, findUser: (id) => users.find(id), onEvent});

	const welcome = async (channel: Channel<'hub'>, applicant: Applicant): Promise<Session> => {
		const {name, sinceMs, isNews} = admit(rules, channel, applicant, clock.nowMs());
		const session: Session = {
			id: applicant.hello?.session ?? '',
			userId: channel.peer.id,
			name,
			address: channel.peer.address,
			takesOffers: applicant.hello?.takesOffers ?? false,
			sinceMs: clock.nowMs(),
			channel,
			traffic: {inBytes: 0, outBytes: 0},
		};
		channel.admit();
		await roster.makeRoom(session);
		// From here to the welcome nothing may wait: whoever is in the roster is told what the others do.
		const replaced = roster.enter(session, isNews);
		channel.send({
			type: 'welcome',
			version: protocolVersion,
			capabilities: [],
			title: options.title,
			you: {id: session.userId, name, online: roster.isOnline(session.userId), since: sinceMs},
			proof: applicant.hasProved ? createHubProof(rules, channel) : undefined,
		});
		roster.sendTo(session);
		if (replaced) transfers.left(replaced);
		transfers.entered(session);
		return session;
	};

	const handle = async (session: Session, message: Request): Promise<void> => {
		// Who hears of an offer or a word has heard of whom it is from.
		if (message.type !== 'keys' && message.type !== 'offers') roster.announceNow(session.userId);
		if (message.type === 'keys') {
			const statements = message.users.flatMap((id) => users.find(id)?.statement ?? []);
			tell(session, {type: 'keys', request: message.request, statements});
		} else if (message.type === 'offers') {
			tell(session, {type: 'offers', request: message.request, count: transfers.showOffers(session)});
		} else if (message.type === 'say') {
			const reached: string[] = [];
			for (const copy of message.copies) {
				for (const taker of roster.takersOf(copy.to)) {
					tell(taker, {
						type: 'say',
						from: session.userId,
						time: message.time,
						sealed: copy.sealed,
						signature: copy.signature,
					});
					if (!reached.includes(copy.to)) reached.push(copy.to);
				}
			}
			tell(session, {type: 'said', request: message.request, to: reached});
			if (reached.length > 0)
				onEvent({type: 'text', from: session.name, to: reached.flatMap((id) => users.find(id)?.name ?? [])});
		} else await transfers.handle(session, message);
	};

	const acceptControl = (channel: Channel<'hub'>): void => {
		channels.add(channel);
		const applicant: Applicant = {hasProved: false, hello: undefined};
		let session: Session | undefined;
		let isEntering = false;
		const enter = async (): Promise<void> => {
			isEntering = true;
			try {
				session = await welcome(channel, applicant);
				if (!channels.has(channel)) left(session);
			} catch (error) {
				refuseAdmission(channel, error);
			}
			isEntering = false;
		};
		const left = (gone: Session): void => {
			if (roster.leave(gone)) transfers.left(gone);
		};
		channel.subscribe((event) => {
			if (event.type === 'closed') {
				channels.delete(channel);
				if (session) left(session);
				return;
			}
			const {message} = event;
			if (message.type === 'ping' || message.type === 'pong' || message.type === 'bye') return;
			if (session && message.type !== 'hello' && message.type !== 'join') {
				const asking = session;
				handle(session, message).catch((error: unknown) => {
					refuseRequest(asking, message, error);
				});
				return;
			}
			try {
				if (session || isEntering) throw new FtError('protocol', `a ${message.type} came at the wrong time`);
				if (message.type === 'join') {
					checkJoin(rules, channel, message, clock.monotonicMs());
					applicant.hasProved = true;
				} else if (message.type === 'hello') applicant.hello = message;
				else throw new FtError('protocol', `a ${message.type} came before the welcome`);
			} catch (error) {
				refuseAdmission(channel, error);
				return;
			}
			if (applicant.hello) void enter();
		});
	};

	/** A code that is missing may still come on this connection; everything else ends it. */
	const refuseAdmission = (channel: Channel<'hub'>, error: unknown): void => {
		const refusal = toFtError(error);
		channel.send({type: 'refuse', code: refusal.code, message: refusal.message});
		onEvent({
			type: 'error',
			code: refusal.code,
			message: `${channel.peer.address} was not admitted: ${display(refusal.code === 'internal' ? String(refusal.cause) : refusal.message)}`,
		});
		if (refusal.code !== 'code-needed') void channel.close(refusal);
	};
	const refuseRequest = (session: Session, message: Request, error: unknown): void => {
		const refusal = toFtError(error);
		if (refusal.code === 'internal')
			onEvent({
				type: 'error',
				code: refusal.code,
				message: `${message.type} of ${session.name}: ${display(String(refusal.cause))}`,
			});
		const about = 'request' in message ? {request: message.request} : {transfer: message.transfer};
		tell(session, {type: 'refuse', ...about, code: refusal.code, message: refusal.message});
	};

	return {
		acceptControl,
		acceptData: (incoming) => {
			runner.take(incoming);
		},
		snapshot: () =>
			createHubSnapshot({
				clock,
				startedMs,
				title: options.title,
				isOpen: options.isOpen,
				facts: options.facts(),
				sessions: roster.all(),
				onlineUsers: roster.onlineUsers,
				knownUsers: users.count(),
				transfers: transfers.all(),
				throughput,
				log: log.lines(),
			}),
		actions: {
			cancel(transfer) {
				transfers.cancelByOperator(transfer);
			},
			kick(sessionId) {
				const session = roster.all().find((session) => session.id === sessionId);
				void session?.channel.close(new FtError('cancelled', 'the operator of the hub closed this connection'));
			},
			clearFinished() {
				transfers.clearFinished();
			},
		},
		subscribe: events.subscribe,
		async close() {
			roster.close();
			for (const transfer of transfers.all()) {
				for (const leg of transfer.legs.values())
					if (!hasEnded(leg)) leg.run?.close(new FtError('unreachable', 'the hub stops'));
			}
			await Promise.all([...channels].map((channel) => channel.close()));
		},
	};
}

function toFtError(error: unknown): FtError {
	return error instanceof FtError
		? error
		: new FtError('internal', 'the hub met an error of its own; its log says more', {cause: error});
}
