import type {Clock} from '../base/clock.ts';
import type {Identity} from '../crypto/identity.ts';
import type {TextsTable} from '../files/texts-table.ts';
import type {TransfersTable} from '../files/transfers-table.ts';
import type {Dialler} from '../transport/data-connection.ts';
import type {Greeting} from './greet.ts';
import type {AcceptRule} from './offers.ts';
import type {Saving} from './saving.ts';

/** What a client is made of. */
export type ClientOptions = {
	readonly clock: Clock;
	readonly dialler: Dialler;
	readonly identity: Identity;
	readonly greeting: Greeting;
	readonly transfers: TransfersTable;
	/** What this name keeps on this machine: its outboxes lie in `outbox/` below it. */
	readonly stateFolder: string;
	readonly shownTexts?: TextsTable | undefined;
	readonly downloads: string;
	readonly accept: AcceptRule;
	readonly saving: Saving;
	/** What is left free of the disk of downloads; without it the smaller of 256 MiB and 5 %. */
	readonly reserveBytes?: number | undefined;
	/** Keeps dialling when there is no hub yet: the screen does. */
	readonly keepsTrying: boolean;
	/** Somebody answers `snapshot().question`; else an unknown hub is an error. */
	readonly canAsk?: boolean;
	/** How long the first attempt may wait for the operator's word; 0 when not told. */
	readonly approvalWaitMs?: number;
	/** What all transfers of this process together may move, bytes per second, in both directions; without it as fast as it goes. */
	readonly limitBytesPerSecond?: number | undefined;
	/** Takes up unfinished sends of earlier processes. */
	readonly resumesSends: boolean;
	/** After the first welcome: a new identity is kept only then. */
	readonly onAdmitted: () => Promise<void>;
};
