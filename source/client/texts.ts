import {openText, sealText} from '../crypto/say.ts';
import type {Identity} from '../crypto/identity.ts';
import {FtError} from '../protocol/errors.ts';
import type {ClientMessageOf, HubMessageOf} from '../protocol/messages.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import type {People} from './people.ts';

/** Lines of text between people, sealed like everything between them. */
export type Texts = {
	/** Resolves with the ids it reached. Throws FtError: unknown key, too long, no hub. */
	say(userIds: readonly string[], text: string): Promise<readonly string[]>;
	/** Opens what came; a bad one is dropped with an `error` event. */
	take(message: HubMessageOf<'say'>): Promise<void>;
};

/** At most this many recipients in one message (its schema). */
const maxCopies = 16;

/** Creates the two directions of `say`. */
export function createTexts(options: {
	readonly link: Link;
	readonly people: People;
	readonly identity: Identity;
	readonly nowMs: () => number;
	readonly onEvent: (event: ClientEvent) => void;
}): Texts {
	const {link, people, identity, onEvent} = options;
	return {
		async say(userIds, text) {
			const timeMs = options.nowMs();
			const reached: string[] = [];
			for (let at = 0; at < userIds.length; at += maxCopies) {
				const copies: ClientMessageOf<'say'>['copies'] = [];
				for (const id of userIds.slice(at, at + maxCopies)) {
					copies.push(await sealText({identity, recipient: await people.keysOf(id), text, timeMs}));
				}
				const said = await link.ask('said', (request) => ({type: 'say', request, time: timeMs, copies}));
				reached.push(...said.to);
			}
			return reached;
		},
		async take(message) {
			try {
				const {spki} = await people.keysOf(message.from);
				onEvent({type: 'text', from: people.nameOf(message.from), text: await openText({message, identity, senderSpki: spki})});
			} catch (error) {
				if (!(error instanceof FtError)) throw error;
				onEvent({type: 'error', code: error.code, message: `a text from ${people.nameOf(message.from)} was not shown: ${error.message}`});
			}
		},
	};
}
