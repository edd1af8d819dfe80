import type {SavingRule} from '../files/choice.ts';
import type {Collision, CollisionAnswer} from '../files/choose-entries.ts';

/** How what comes is saved. */
export type Saving = Omit<SavingRule, 'only'> & {
	/** Asked for each file that is there already, where `ifExists` is `ask`; without it both are kept. Rejects after `signal`. */
	readonly ask?: ((collision: Collision, signal: AbortSignal) => Promise<CollisionAnswer>) | undefined;
};
