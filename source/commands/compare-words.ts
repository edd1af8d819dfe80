import {confirm} from './confirm.ts';
import type {Output} from './output.ts';
import {canPrompt} from './prompt.ts';

/** Shows ten words, and marks the key as verified when they were the same: `isYes` says so for scripts, a person is asked. Exit code 1 after a no. */
export async function compareWords(scene: {
	readonly output: Output;
	readonly pin: {
		readonly kind: 'hub' | 'user';
		readonly name: string;
		readonly id: string;
		readonly sinceMs: number;
		readonly isVerified: boolean;
	};
	readonly words: string;
	/** Who reads them on the other side. */
	readonly partner: string;
	readonly isYes: boolean;
	readonly signal: AbortSignal;
	readonly verify: () => Promise<void>;
}): Promise<number> {
	const {output, pin, words, partner} = scene;
	const tell = (isVerified: boolean): void => {
		const {kind, name, id} = pin;
		const state = isVerified ? 'verified' : 'known';
		output.event({type: 'pin', kind, name, id, state, since: new Date(pin.sinceMs).toISOString(), words});
	};
	output.result(words);
	const isAsked = !pin.isVerified && (scene.isYes || (canPrompt() && !output.isJson));
	if (!isAsked) {
		tell(pin.isVerified);
		return 0;
	}
	const isSame = await confirm(`Did ${partner} read the same ten words?`, scene.isYes, scene.signal);
	if (isSame) await scene.verify();
	tell(isSame);
	output.note(
		isSame
			? `${pin.name} is verified`
			: `${pin.name} is not verified. Other words mean that somebody may be in the middle`,
	);
	return isSame ? 0 : 1;
}
