import {formatFingerprint} from '../crypto/fingerprint.ts';
import {normaliseCode} from '../crypto/join-code.ts';
import {toWords} from '../crypto/words.ts';
import {FtError} from '../protocol/errors.ts';
import type {Question} from './snapshot.ts';

/** A join code, and how we came by it: only one from our own login's runtime file may replace a pin. */
export type KnownCode = {readonly code: string; readonly isSameLogin: boolean};

/** What vouches for a hub that is not pinned, and whom to ask when nothing does. */
export type FirstContact = {
	/** What stands to be answered now. */
	readonly question: Question | undefined;
	/** Is this hub taken though nothing vouches for it: by `--accept-new`, or by a yes to its fingerprint? */
	accepts(hubId: string): boolean;
	/** The code to prove: the one given here, else what the greeting finds. */
	findCode(hubId: string): Promise<KnownCode | undefined>;
	/**
	 * Asks about what kept us out, while nothing is connected: people take longer to answer than a hub waits. Undefined: greet again
	 * with what was said. Else what keeps us out: nobody can be asked, it was a no, or the code was wrong for the third time; who
	 * said something that can be no code is told so. Never rejects.
	 */
	overcome(error: FtError, hubId: string, signal: AbortSignal): Promise<FtError | undefined>;
	/** A yes counts for the hub whose fingerprint was shown, and for no other. Without a question nothing happens. */
	answerHub(isYes: boolean): void;
	/** Text that cannot be a code is asked for again. */
	giveCode(text: string): void;
};

const maxWrongCodes = 3;
const noCode = 'that is no join code: it looks like 349p-yh2c-5jsw';

/** Creates it for one client. `canAsk`: somebody answers `question`; else what is unknown stays an error. */
export function createFirstContact(options: {
	readonly greeting: {
		readonly address: string;
		readonly acceptsNew: boolean;
		readonly findCode: (hubId: string) => Promise<KnownCode | undefined>;
	};
	readonly canAsk: boolean;
	readonly onChange: () => void;
}): FirstContact {
	const {greeting, onChange} = options;
	const {address} = greeting;
	let accepted: string | undefined;
	let given: string | undefined;
	let wrongCodes = 0;
	let asked: {readonly question: Question; readonly hubId: string; settle(isOvercome: boolean): void} | undefined;

	const ask = async (
		question: Question,
		error: FtError,
		hubId: string,
		signal: AbortSignal,
	): Promise<FtError | undefined> => {
		const {promise, resolve} = Promise.withResolvers<FtError | undefined>();
		// What is answered is no question any more, from this moment on.
		const settle = (isOvercome: boolean): void => {
			const wasNoCode = asked?.question.problem === noCode;
			asked = undefined;
			if (isOvercome) resolve(undefined);
			else resolve(wasNoCode ? new FtError(error.code, `${noCode}. And ${error.message}`) : error);
		};
		const giveUp = (): void => {
			settle(false);
		};
		asked = {question, hubId, settle};
		signal.addEventListener('abort', giveUp, {once: true});
		if (signal.aborted) giveUp();
		onChange();
		const remaining = await promise;
		signal.removeEventListener('abort', giveUp);
		onChange();
		return remaining;
	};
	return {
		get question() {
			return asked?.question;
		},
		accepts: (hubId) => greeting.acceptsNew || hubId === accepted,
		findCode: async (hubId) => (given === undefined ? greeting.findCode(hubId) : {code: given, isSameLogin: false}),
		async overcome(error, hubId, signal) {
			if (!options.canAsk) return error;
			if (error.code === 'unknown-identity') {
				const fingerprint = formatFingerprint(hubId);
				const words = toWords(hubId);
				return ask({kind: 'unknown-hub', address, fingerprint, words, problem: ''}, error, hubId, signal);
			}
			if (error.code !== 'code-needed' && error.code !== 'wrong-code') return error;
			if (error.code === 'wrong-code') wrongCodes++;
			if (wrongCodes >= maxWrongCodes) return error;
			return ask({kind: 'code', address, problem: error.message}, error, hubId, signal);
		},
		answerHub(isYes) {
			if (asked?.question.kind === 'unknown-hub' && isYes) accepted = asked.hubId;
			// A code that is asked for cannot be answered by a yes.
			if (!isYes || asked?.question.kind === 'unknown-hub') asked?.settle(isYes);
		},
		giveCode(text) {
			if (!asked) return;
			given = normaliseCode(text);
			if (given !== undefined) {
				asked.settle(true);
				return;
			}
			asked = {...asked, question: {...asked.question, problem: noCode}};
			onChange();
		},
	};
}
