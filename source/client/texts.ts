import {openText, sealText} from '../crypto/say.ts';
import type {Identity} from '../crypto/identity.ts';
import {sha256} from '../crypto/random.ts';
import type {TextsTable} from '../files/texts-table.ts';
import type {ErrorCode, FtError} from '../protocol/errors.ts';
import {maxSayCopies, maxTextsRemembered} from '../protocol/limits.ts';
import type {ClientMessageOf, HubMessageOf} from '../protocol/messages.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import type {People} from './people.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

/** Lines of text between people, sealed like everything between them. */
export type Texts = {
	/**
	 * Resolves with the ids it reached, those who are online but read too slowly for more, and those for whom it cannot be sealed, with
	 * the reason: the others get it. Throws FtError: it can be sealed for nobody, it is too long, no hub.
	 */
	say(
		userIds: readonly string[],
		text: string,
	): Promise<{
		readonly reached: readonly string[];
		readonly slow: readonly string[];
		readonly refused: ReadonlyMap<string, FtError>;
	}>;
	/** Opens what came; a bad one is dropped with an `error` event, one that came before without a word. Never rejects. */
	take(message: HubMessageOf<'say'>): Promise<void>;
};

/** Of whom a text did not reach because too much waits for it already. */
export const tooSlow = 'reads too slowly for more now';

/** What is wrong with one person's key, and stops nobody else's text. */
const isAboutOne: ReadonlySet<ErrorCode> = new Set(['changed-identity', 'no-such-user', 'tampered']);

/** Texts that wait for the keys of their senders: what comes beyond is a flood, and dropped. */
const maxOpening = 100;

/** Creates the two directions of `say`. */
export function createTexts(options: {
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	readonly nowMs: () => number;
	/** What earlier processes showed; without it this one remembers its own only. */
	readonly shown?: TextsTable | undefined;
	readonly onEvent: (event: ClientEvent) => void;
}): Texts {
	const {link, people, identity, shown, onEvent} = options;
	/** Only what its sender signed: else a hub's own noise would wash the others out. */
	const seen = new Set<string>();
	const opening = new Set<string>();
	const remember = (key: Buffer): void => {
		seen.add(key.toString('hex'));
		const [oldest] = seen;
		if (seen.size > maxTextsRemembered && oldest !== undefined) seen.delete(oldest);
		try {
			shown?.note(key);
		} catch (error) {
			const {code, message} = toFtError(error);
			onEvent({type: 'error', code, message});
		}
	};
	return {
		async say(userIds, text) {
			const timeMs = options.nowMs();
			const names = new Map(userIds.map((id) => [id, people.find(id)?.name]));
			const reached: string[] = [];
			const slow: string[] = [];
			const refused = new Map<string, FtError>();
			await people.learnKeys(userIds);
			const sealed: ClientMessageOf<'say'>['copies'] = [];
			for (const id of userIds) {
				try {
					sealed.push(await sealText({identity, recipient: await people.keysOf(id, names.get(id)), text, timeMs}));
				} catch (error) {
					const known = toFtError(error);
					if (userIds.length === 1 || !isAboutOne.has(known.code)) throw known;
					refused.set(id, known);
				}
			}
			const [first] = refused.values();
			if (first && sealed.length === 0) throw first;
			for (let at = 0; at < sealed.length; at += maxSayCopies) {
				const copies = sealed.slice(at, at + maxSayCopies);
				const said = await link.ask('said', (request) => ({type: 'say', request, time: timeMs, copies}));
				const asked = copies.map(({to}) => to);
				reached.push(...asked.filter((id) => said.to.includes(id)));
				slow.push(...asked.filter((id) => said.slow?.includes(id) && !said.to.includes(id)));
			}
			return {reached, slow, refused};
		},
		async take(message) {
			const {from, time, sealed, signature} = message;
			const hash = sha256(Buffer.from(`${from} ${time} ${sealed} ${signature}`));
			const key = hash.toString('hex');
			if (seen.has(key) || opening.has(key) || opening.size >= maxOpening) return;
			opening.add(key);
			try {
				if (shown?.wasShown(hash)) return;
				const {spki, name, id} = await people.keysOf(from);
				const text = await openText({message, identity, senderSpki: spki});
				remember(hash);
				onEvent({type: 'text', from: name, id, text});
			} catch (error) {
				const {code, message: why} = toFtError(error);
				onEvent({type: 'error', code, message: `a text from ${people.nameOf(from)} was not shown: ${why}`});
			} finally {
				opening.delete(key);
			}
		},
	};
}
