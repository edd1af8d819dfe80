import type {Clock} from '../base/clock.ts';
import {createLogRing, type LogLevel} from '../base/log.ts';
import {createSubscribers} from '../base/subscribers.ts';
import {randomBase64} from '../crypto/random.ts';
import type {Identity} from '../crypto/identity.ts';
import {deriveCodeKey} from '../crypto/join-code.ts';
import type {AuditFile} from '../files/audit-file.ts';
import type {Disk} from '../files/disk.ts';
import type {OperatorTable} from '../files/operator-table.ts';
import type {Spool} from '../files/spool.ts';
import type {SpaceFolders} from '../files/space-folders.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import type {UploadsTable} from '../files/uploads-table.ts';
import type {UsersTable} from '../files/users-table.ts';
import {FtError} from '../protocol/errors.ts';
import type {Channel} from '../transport/channel.ts';
import type {IncomingData} from '../transport/data-connection.ts';
import type {AdmissionRules, Applicant} from './admission.ts';
import {createCodeGuard} from './code-guard.ts';
import {serveOperator} from './desk.ts';
import {createEntrance} from './entrance.ts';
import {describeEvent, isTrouble, type HubEvent} from './events.ts';
import {createFolders} from './folders.ts';
import {createIntake} from './intake.ts';
import {createInvitations} from './invitations.ts';
import {hasEnded} from './leg.ts';
import {createLegRunner} from './leg-runner.ts';
import {createHubSnapshot, type HubFacts} from './make-snapshot.ts';
import {createListings} from './listings.ts';
import {createNotices} from './notices.ts';
import {createOperator} from './operator.ts';
import {createPacer} from '../base/pacer.ts';
import {describeRefusal} from './refused-admission.ts';
import {createRequests} from './requests.ts';
import {createRoster} from './roster.ts';
import {createRuns} from './run.ts';
import type {Session} from './session.ts';
import type {HubActions, HubMode, HubSnapshot} from './snapshot.ts';
import {createRequestTaker, toHubError} from './take-request.ts';
import {createSpaceNews} from './space-news.ts';
import {createSpaces} from './spaces.ts';
import {createTraffic} from './traffic.ts';
import {createTransfers} from './transfers.ts';
import {createWelcome} from './welcome.ts';

export type HubOptions = {
	readonly clock: Clock;
	readonly identity: Identity;
	readonly users: UsersTable;
	readonly audit: Pick<AuditFile, 'write'>;
	/** What the operator decided before. */
	readonly operatorTable: OperatorTable;
	readonly spaceFolders: SpaceFolders;
	/** Whose what is in them. */
	readonly uploads: UploadsTable;
	/** Where what is not relayed is kept; how much of that disk stays free, bytes. */
	readonly spool: Spool;
	readonly reserveBytes?: number | undefined;
	/** Receipts of the hub's own folders. */
	readonly receipts: TransfersTable;
	/** Where the hub keeps what it needs to go on with downloads from its folders. */
	readonly outboxRoot: string;
	/** For tests: that of the hub's folders. */
	readonly disk?: Disk;
	/** scrypt of the join code. */
	readonly codeKey: Uint8Array;
	readonly mode: HubMode;
	readonly maxUsers: number;
	readonly title: string;
	/** Shown only. */
	readonly facts: () => HubFacts;
	/** Keeps another join code for the next start; rejects when it cannot. */
	readonly keepCode: (code: string) => Promise<void>;
	/** The operator ends the hub. */
	readonly stop: () => void;
};

/** The hub: given connections, it is what the others meet. It opens no port and draws nothing. */
export type Hub = {
	/** A control connection whose TLS identity is proved; admission follows. */
	acceptControl(channel: Channel<'hub'>): void;
	/** A connection of the operator, from the hub's own folder. */
	acceptOperator(channel: Channel<'desk'>): void;
	/** A data connection that said a ticket. */
	acceptData(incoming: IncomingData): void;
	/** Tells the operator, the log and the audit log of what the process around the hub met. */
	report(error: FtError): void;
	snapshot(): HubSnapshot;
	readonly actions: HubActions;
	subscribe(listener: (event: HubEvent) => void): () => void;
	/** Puts a line of the process around the hub into the log. */
	note(level: LogLevel, text: string): void;
	/** Says bye to everyone. Idempotent. */
	close(): Promise<void>;
};

/** Creates a hub without connections. */
export function createHub(options: HubOptions): Hub {
	const {clock, users, identity, operatorTable: table, mode, title} = options;
	const startedMs = clock.nowMs();
	const events = createSubscribers<HubEvent>();
	const log = createLogRing(() => clock.nowMs());
	const traffic = createTraffic(clock);
	const onNote = (text: string): void => {
		log.add('debug', text);
	};
	const onEvent = (event: HubEvent): void => {
		const line = describeEvent(event);
		if (line) log.add(isTrouble(event) ? 'warning' : 'info', line);
		options.audit.write(event);
		if (event.type === 'uploaded') news.tell(event);
		events.tell(event);
	};
	const deriveKey = (code: string): Promise<Uint8Array> => deriveCodeKey(code, identity.id);
	let {codeKey} = options;
	const invitations = createInvitations(table, clock, deriveKey);
	const requests = createRequests({
		table,
		clock,
		title,
		onRequest({name, id, address}) {
			onEvent({type: 'request', user: name, id, address});
		},
	});
	const notices = createNotices(table, clock);
	const intake = createIntake(table);
	const pacer = createPacer(clock);
	const {spaceFolders, uploads, disk} = options;
	const spaces = createSpaces({folders: spaceFolders, uploads, clock, disk, reserveBytes: options.reserveBytes});
	const folders = createFolders({
		...{clock, identity, users, spaces, onEvent, receipts: options.receipts, outboxRoot: options.outboxRoot},
		dial: (ticket, signal) => runner.dial(ticket, signal),
		transfers: () => transfers,
	});
	const roster = createRoster({
		clock,
		resident: folders.session,
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
	const news = createSpaceNews({clock, roster, users});
	const runner = createLegRunner({
		clock,
		runs: createRuns(clock, () => randomBase64(32), pacer.pace),
		roster,
		onBytes(leg, bytes) {
			traffic.add(leg, bytes);
			// Of other legs the recipient says what it has verified.
			if (leg === leg.transfer.kept?.upload) leg.rate.add(bytes, clock.monotonicMs());
		},
		onNote,
	});
	const transfers = createTransfers({
		clock,
		roster,
		runner,
		folders,
		spool: options.spool,
		reserveBytes: options.reserveBytes,
		findUser: (id) => users.find(id),
		checkIntake: (transfer) => {
			intake.check(transfer);
		},
		onEvent,
	});
	const listings = createListings({
		spaces,
		clock,
		findUser: (id) => users.find(id),
		freeBytes: () => options.facts().freeBytes,
		onEvent,
	});
	const left = (gone: Session): void => {
		transfers.left(gone);
		listings.left(gone);
		folders.left(gone);
	};
	const leave = (gone: Session): void => {
		if (roster.leave(gone)) left(gone);
	};
	const operator = createOperator({
		clock,
		table,
		users,
		roster,
		transfers,
		invitations,
		requests,
		notices,
		intake,
		pacer,
		address() {
			const {addresses, port} = options.facts();
			return {host: addresses[0] ?? 'localhost', port, hubId: identity.id};
		},
		async takeCode(code) {
			const key = await deriveKey(code);
			await options.keepCode(code);
			codeKey = key;
		},
		leave,
		stop: options.stop,
		onEvent,
	});
	const rules: AdmissionRules = {
		hubId: identity.id,
		codeKey: () => codeKey,
		mode,
		maxUsers: options.maxUsers,
		users,
		guard: createCodeGuard(),
		invitations,
		requests,
		isBanned: operator.isBanned,
	};

	const welcome = createWelcome({...{clock, roster, notices, transfers, rules, title, onEvent}, left});
	const refuseAdmission = (channel: Channel<'hub'>, applicant: Applicant, error: unknown): FtError => {
		const refusal = toHubError(error);
		// Who waits asks again every few seconds: its request was told once.
		if (refusal.code !== 'approval-needed')
			onEvent({
				type: 'error',
				code: refusal.code,
				message: describeRefusal(channel.peer, applicant.hello?.name, refusal),
			});
		return refusal;
	};
	const entrance = createEntrance({
		clock,
		rules,
		welcome,
		take: createRequestTaker({users, roster, transfers, listings, folders, onEvent}),
		leave,
		onRefused: refuseAdmission,
		onNote,
	});

	const snapshot = (): HubSnapshot =>
		createHubSnapshot({
			clock,
			startedMs,
			title,
			mode,
			facts: options.facts(),
			sessions: roster.all(),
			onlineUsers: roster.onlineUsers,
			knownUsers: users.count(),
			transfers: transfers.all(),
			traffic,
			log: log.lines(),
			decisions: operator.decisions(),
		});
	return {
		acceptControl: entrance.accept,
		acceptOperator: (channel) => {
			serveOperator(channel, {actions: operator.actions, snapshot});
		},
		acceptData: (incoming) => {
			onNote(`a data connection from ${incoming.address}`);
			runner.take(incoming);
		},
		report({code, message}) {
			onEvent({type: 'error', code, message});
		},
		snapshot,
		actions: operator.actions,
		subscribe: events.subscribe,
		note: log.add,
		async close() {
			roster.close();
			for (const transfer of transfers.all()) {
				for (const leg of transfer.legs.values())
					if (!hasEnded(leg)) leg.run?.close(new FtError('unreachable', 'the hub stops'));
			}
			await transfers.close();
			await folders.close();
			await entrance.close();
			spaces.close();
		},
	};
}
