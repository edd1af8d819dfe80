import type {Staging} from '../files/staging.ts';

/** The staging of one transfer: opened when it is first needed, and again after that failed. */
export type StagingHolder = {
	/** Rejects as opening does. */
	open(): Promise<Staging>;
	/** Lets it go, or deletes it, if it was ever opened. Never rejects: what the disk refuses is told. */
	leave(how: 'close' | 'discard'): Promise<void>;
};

/** Creates a holder that has opened nothing. */
export function createStagingHolder(stage: () => Promise<Staging>, onError: (error: unknown) => void): StagingHolder {
	let opening: Promise<Staging> | undefined;
	return {
		async open() {
			opening ??= stage();
			try {
				return await opening;
			} catch (error) {
				opening = undefined;
				throw error;
			}
		},
		async leave(how) {
			try {
				await (await opening)?.[how]();
			} catch (error) {
				onError(error);
			}
		},
	};
}
