import {formatBytes} from '../base/size-text.ts';
import type {Identity} from '../crypto/identity.ts';
import {toSharedWords} from '../crypto/words.ts';
import type {Link} from './link.ts';
import type {Offers} from './offers.ts';
import type {People} from './people.ts';
import type {Pins} from './pins.ts';

/** What we decide about people, by id. Each throws FtError `changed-identity` when the name has another key than the pinned one, `no-such-user`, `disk-error`. */
export type Trusting = {
	/** The ten words to compare, from the key that the hub shows now. */
	wordsWith(userId: string): Promise<string>;
	/** The words were the same on both sides. */
	verify(userId: string): Promise<void>;
	/** The operator has read the words of this hub's fingerprint to us. */
	verifyHub(): Promise<void>;
	/** Offers of this identity up to this size (undefined: any) are taken unasked, those that wait as well. */
	alwaysAccept(userId: string, maxBytes: number | undefined): Promise<void>;
	/** Takes that back. */
	askAgain(userId: string): Promise<void>;
};

/** Creates it over the pins of one name. */
export function createTrusting(parts: {
	readonly link: Link;
	readonly people: People;
	readonly offers: Offers;
	readonly pins: Pins;
	readonly identity: Identity;
	readonly nowMs: () => number;
	/** Puts a line into the log: each decision leaves one. */
	readonly note: (text: string) => void;
}): Trusting {
	const {link, people, offers, pins, identity, nowMs, note} = parts;
	/** Pins the user at first sight, and says on which hub. */
	const meet = async (userId: string): Promise<string> => {
		await people.keysOf(userId);
		return link.hubId ?? '';
	};
	return {
		async wordsWith(userId) {
			await meet(userId);
			return toSharedWords(identity.id, userId);
		},
		async verify(userId) {
			await pins.verifyUser(await meet(userId), userId);
			note(`verified ${people.nameOf(userId)}: the words were the same on both sides`);
		},
		async verifyHub() {
			if (link.hubId === undefined) return;
			await pins.verifyHub(link.hubId);
			note('verified this hub: its operator has the same words');
		},
		async alwaysAccept(userId, maxBytes) {
			await pins.trust({hub: await meet(userId), id: userId, maxBytes, nowMs: nowMs()});
			const limit = maxBytes === undefined ? '' : `, up to ${formatBytes(maxBytes)}`;
			note(`saved unasked from now on: what ${people.nameOf(userId)} offers${limit}`);
			offers.takeTrusted();
		},
		async askAgain(userId) {
			await pins.distrust(link.hubId ?? '', userId);
			note(`asked about from now on: what ${people.nameOf(userId)} offers`);
		},
	};
}
