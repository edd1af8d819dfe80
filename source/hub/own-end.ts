import type {Clock} from '../base/clock.ts';
import type {Identity} from '../crypto/identity.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import type {UsersTable} from '../files/users-table.ts';
import type {Statement} from '../protocol/fields.ts';
import type {ClientMessageOf, SentMessageOf} from '../protocol/messages.ts';
import type {HubEvent} from './events.ts';
import type {LegRunner} from './leg-runner.ts';
import type {HubTransfer} from './leg.ts';
import type {Request, Session} from './session.ts';
import type {Spaces} from './spaces.ts';

/* What the register of transfers and the hub's own folders know of each other. */

/** The register, as the hub's folders see it. */
export type Register = {
	/** Handles one message about a transfer. Rejects with FtError: the answer is a `refuse` with its code. */
	handle(session: Session, message: Extract<Request, {transfer: string}>): Promise<void>;
	/** The hub's folders offer what a session asked for: only that one is shown it. `place` says for people what it is. */
	offerTo(taker: Session, message: SentMessageOf<'client'> & {type: 'offer'}, place: string): void;
	find(transfer: string): HubTransfer | undefined;
	/** How many unfinished transfers a user has with the hub's folders. */
	countInFolders(userId: string): number;
};

/** What both directions of the hub's folders work with. */
export type FoldersOptions = {
	readonly clock: Clock;
	/** The hub's: it signs for what was saved and offers what was asked for. */
	readonly identity: Identity;
	readonly users: Pick<UsersTable, 'find'>;
	readonly spaces: Spaces;
	/** Receipts that we signed. */
	readonly receipts: Pick<TransfersTable, 'saveReceipt' | 'receiptOf' | 'markReceiptSeen' | 'prune'>;
	/** Where the hub keeps what it needs to go on with a download. */
	readonly outboxRoot: string;
	readonly dial: LegRunner['dial'];
	/** Of the same hub; not asked before the first connection. */
	readonly transfers: () => Register;
	readonly onEvent: (event: HubEvent) => void;
};

/** The hub's own folders as an end of transfers: one more session, that sends and receives as a client does, and is always there. */
export type Folders = {
	/** Never in the roster's list: it does not show, and no name reaches it. */
	readonly session: Session;
	/** The hub's keys, for those who send to its folders or fetch from them. */
	readonly statement: Statement;
	/** May this be offered, as far as the hub's folders go? Throws FtError `usage`, `limit`. */
	check(session: Session, offer: ClientMessageOf<'offer'>): void;
	/** Offers what a session asks for, to that session alone. Rejects with FtError: what it may not have, is not there or cannot be read. */
	fetch(session: Session, message: ClientMessageOf<'fetch'>): Promise<void>;
	/** Somebody speaks of a transfer that is not known since the hub's start: if it is a download of theirs, it is from now on. Never rejects. */
	revive(session: Session, transfer: string): Promise<void>;
	/** The session's connection ended: what it asked for and was not begun is not begun any more. */
	left(session: Session): void;
	/** Everything stays for the next start; what is being saved is saved first. Idempotent, never rejects. */
	close(): Promise<void>;
};
