import {openText, sealText} from '../crypto/say.ts';
import type {Identity} from '../crypto/identity.ts';
import {maxSayCopies} from '../protocol/limits.ts';
import type {ClientMessageOf, HubMessageOf} from '../protocol/messages.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import type {People} from './people.ts';
import {toFtError} from '../transfer/to-ft-error.ts';

/** Lines of text between people, sealed like everything between them. */
export type Texts = {
	/** Resolves with the ids it reached, and those who are online but read too slowly for more. Throws FtError: unknown key, too long, no hub. */
	say(
		userIds: readonly string[],
		text: string,
	): Promise<{readonly reached: readonly string[]; readonly slow: readonly string[]}>;
	/** Opens what came; a bad one is dropped with an `error` event, one that came before without a word. Never rejects. */
	take(message: HubMessageOf<'say'>): Promise<void>;
};

/** Of whom a text did not reach because too much waits for it already. */
export const tooSlow = 'reads too slowly for more now';

/** Texts remembered so that a hub cannot have them shown again. */
const maxSeen = 1000;
/** Texts that wait for the keys of their senders: what comes beyond is a flood, and dropped. */
const maxOpening = 100;

/** Creates the two directions of `say`. */
export function createTexts(options: {
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	readonly nowMs: () => number;
	readonly onEvent: (event: ClientEvent) => void;
}): Texts {
	const {link, people, identity, onEvent} = options;
	/** Only what its sender signed: else a hub's own noise would wash the others out. */
	const seen = new Set<string>();
	const opening = new Set<string>();
	const remember = (key: string): void => {
		seen.add(key);
		const [oldest] = seen;
		if (seen.size > maxSeen && oldest !== undefined) seen.delete(oldest);
	};
	return {
		async say(userIds, text) {
			const timeMs = options.nowMs();
			const names = new Map(userIds.map((id) => [id, people.find(id)?.name]));
			const reached: string[] = [];
			const slow: string[] = [];
			for (let at = 0; at < userIds.length; at += maxSayCopies) {
				const copies: ClientMessageOf<'say'>['copies'] = [];
				for (const id of userIds.slice(at, at + maxSayCopies)) {
					copies.push(await sealText({identity, recipient: await people.keysOf(id, names.get(id)), text, timeMs}));
				}
				const said = await link.ask('said', (request) => ({type: 'say', request, time: timeMs, copies}));
				const asked = copies.map(({to}) => to);
				reached.push(...asked.filter((id) => said.to.includes(id)));
				slow.push(...asked.filter((id) => said.slow?.includes(id) && !said.to.includes(id)));
			}
			return {reached, slow};
		},
		async take(message) {
			const {from, time, sealed, signature} = message;
			const key = `${from} ${time} ${sealed} ${signature}`;
			if (seen.has(key) || opening.has(key) || opening.size >= maxOpening) return;
			opening.add(key);
			try {
				const {spki, name} = await people.keysOf(from);
				const text = await openText({message, identity, senderSpki: spki});
				remember(key);
				onEvent({type: 'text', from: name, text});
			} catch (error) {
				const {code, message: why} = toFtError(error);
				onEvent({type: 'error', code, message: `a text from ${people.nameOf(from)} was not shown: ${why}`});
			} finally {
				opening.delete(key);
			}
		},
	};
}
