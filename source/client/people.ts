import {formatFingerprint} from '../crypto/fingerprint.ts';
import {openStatement} from '../crypto/statement.ts';
import type {UserPin} from '../files/pins-file.ts';
import {FtError} from '../protocol/errors.ts';
import type {Statement} from '../protocol/fields.ts';
import {maxKeysPerFrame} from '../protocol/limits.ts';
import {toShortId} from '../protocol/ids.ts';
import type {HubMessage, HubUser} from '../protocol/messages.ts';
import {foldName} from '../protocol/user-name.ts';
import {changedUser, changedUserNotice} from './changed-key.ts';
import type {ClientEvent} from './events.ts';
import type {Link} from './link.ts';
import type {Pins} from './pins.ts';
import type {Trust, UserRow} from './snapshot.ts';

/** A user's keys, checked: the statement is signed by the identity, and the identity is the one pinned for the name. */
export type PersonKeys = {
	readonly id: string;
	readonly spki: Uint8Array;
	readonly agreementKey: Uint8Array;
	/** The name that was compared with the pin: the hub may call the identity otherwise by now. The short id when the hub names none. */
	readonly name: string;
};

/** A hub that names more people than any hub has lies; the rest is not kept. */
const maxUsersShown = 65_536;

/** Who else is known on the hub. */
export type People = {
	/** Takes `roster` and `presence`. Returns who came online or went. */
	handle(message: HubMessage): readonly HubUser[];
	/** A new roster begins: at `online`. */
	begin(): void;
	findByName(name: string): HubUser | undefined;
	find(id: string): HubUser | undefined;
	/** The name of an id: as the hub says it, else the short id. ASCII, checked by schema. */
	nameOf(id: string): string;
	/** What the identity behind a name is to us. */
	trustOf(user: HubUser): Trust;
	/** Marked "always": how many bytes are taken unasked (Infinity: any number); undefined when not. */
	alwaysBytesOf(id: string): number | undefined;
	/** News of each of them whose name has another key than the pinned one and was not told of before. Throws FtError `disk-error`. */
	takeNews(users: readonly HubUser[]): Promise<readonly ClientEvent[]>;
	/**
	 * Asks the hub for a user's keys, checks them against the pin of `name` and pins them at first sight. `name` is the one under
	 * which the user was chosen; without it, the present one: whatever the hub says while it is asked does not count.
	 * Throws FtError `changed-identity`, `no-such-user`, `tampered`.
	 */
	keysOf(id: string, name?: string): Promise<PersonKeys>;
	/** Asks the hub for the keys of many in few messages: `keysOf` then asks no more, and checks each. Rejects when the hub cannot be asked. */
	learnKeys(ids: readonly string[]): Promise<void>;
	/** Resolves when the first roster is complete. */
	readonly known: Promise<void>;
	/** Online first, then by name. */
	rows(): readonly UserRow[];
	all(): readonly HubUser[];
};

/** Creates an empty roster. */
export function createPeople(parts: {
	readonly link: Link;
	readonly pins: Pins;
	readonly nowMs: () => number;
	/** See `Greeting`. */
	readonly commandOptions?: string;
	/** Who we are: nobody else has our name. */
	readonly identity?: {readonly id: string};
	readonly name?: string;
}): People {
	const {link, pins, nowMs, commandOptions = '', identity, name: ownName = ''} = parts;
	const users = new Map<string, HubUser>();
	const idsByName = new Map<string, string>();
	const keys = new Map<string, Omit<PersonKeys, 'name'>>();
	let fresh: Set<string> | undefined;
	let rows: readonly UserRow[] | undefined;
	/** Of the pins that the rows were made with. */
	let rowsVersion = 0;
	let tellKnown = (): void => undefined;
	const known = new Promise<void>((resolve) => {
		tellKnown = resolve;
	});
	const findByName = (name: string): HubUser | undefined => users.get(idsByName.get(foldName(name)) ?? '');
	const forget = (user: HubUser): void => {
		users.delete(user.id);
		idsByName.delete(foldName(user.name));
	};
	const note = (user: HubUser): HubUser[] => {
		const before = users.get(user.id);
		if (foldName(user.name) === foldName(ownName) && user.id !== identity?.id) return [];
		if (!before && users.size >= maxUsersShown) return [];
		if (before) forget(before);
		// A name belongs to one identity: the one before was released.
		const namesake = findByName(user.name);
		if (namesake) forget(namesake);
		users.set(user.id, user);
		idsByName.set(foldName(user.name), user.id);
		rows = undefined;
		return (before?.online ?? false) === user.online ? [] : [user];
	};
	return {
		handle(message) {
			if (message.type === 'presence') return note(message.user);
			if (message.type !== 'roster') return [];
			const changed = message.users.flatMap((user) => {
				fresh?.add(user.id);
				return note(user);
			});
			if (!message.more) {
				for (const user of users.values()) if (fresh && !fresh.has(user.id)) forget(user);
				fresh = undefined;
				rows = undefined;
				tellKnown();
			}
			return changed;
		},
		begin() {
			fresh = new Set();
		},
		findByName,
		find: (id) => users.get(id),
		nameOf: (id) => users.get(id)?.name ?? toShortId(id),
		async keysOf(id, chosenAs) {
			const shown = users.get(id);
			const name = chosenAs ?? shown?.name;
			const person = keys.get(id) ?? (await askKeys(id));
			if (name !== undefined) await checkPin({...(shown ?? {id, online: false, since: 0}), name});
			keys.set(id, person);
			return {...person, name: name ?? toShortId(id)};
		},
		async learnKeys(ids) {
			const missing = ids.filter((id) => !keys.has(id));
			for (let at = 0; at < missing.length; at += maxKeysPerFrame) {
				const asked = missing.slice(at, at + maxKeysPerFrame);
				const reply = await link.ask('keys', (request) => ({type: 'keys', request, users: asked}));
				for (const statement of reply.statements) {
					const person = tryOpen(statement);
					if (person && asked.includes(person.id)) keys.set(person.id, person);
				}
			}
		},
		known,
		trustOf,
		alwaysBytesOf,
		async takeNews(users) {
			const news: ClientEvent[] = [];
			for (const user of users) {
				const pin = pinOf(user);
				if (!pin || pin.id === user.id || pin.toldOf === user.id) continue;
				news.push({
					type: 'pin',
					kind: 'user',
					name: user.name,
					id: user.id,
					state: 'changed',
					since: new Date(pin.sinceMs).toISOString(),
					message: changedUserNotice(user, nowMs(), commandOptions),
				});
				await pins.noteTold(pin.hub, pin.name, user.id);
			}
			return news;
		},
		rows() {
			if (rowsVersion !== pins.version) rows = undefined;
			rowsVersion = pins.version;
			rows ??= [...users.values()]
				.toSorted(
					(a, b) => Number(b.online) - Number(a.online) || foldName(a.name).localeCompare(foldName(b.name), 'en'),
				)
				.map(toRow);
			return rows;
		},
		all: () => [...users.values()],
	};

	/** The pin of the name; of a name not met before, that of its identity. */
	function pinOf(user: HubUser): UserPin | undefined {
		const hub = link.hubId;
		if (hub === undefined) return undefined;
		return pins.findUser(hub, user.name) ?? pins.users().find((pin) => pin.hub === hub && pin.id === user.id);
	}

	function trustOf(user: HubUser): Trust {
		const pin = pinOf(user);
		if (!pin) return 'new';
		if (pin.id !== user.id) return 'changed';
		return pins.isVerified(pin.hub, pin.id) ? 'verified' : 'known';
	}

	function alwaysBytesOf(id: string): number | undefined {
		const trusted = link.hubId === undefined ? undefined : pins.findTrusted(link.hubId, id);
		return trusted && (trusted.maxBytes ?? Number.POSITIVE_INFINITY);
	}

	function toRow(user: HubUser): UserRow {
		const trust = trustOf(user);
		const pin = pinOf(user);
		return {
			id: user.id,
			shortId: toShortId(user.id),
			fingerprint: formatFingerprint(user.id),
			name: user.name,
			isOnline: user.online,
			trust,
			alwaysBytes: alwaysBytesOf(user.id),
			sinceMs: pin?.sinceMs,
			releasedMs: trust === 'changed' ? user.released : undefined,
			changed:
				pin && trust === 'changed'
					? {before: formatFingerprint(pin.id), advice: changedUserNotice(user, nowMs(), commandOptions)}
					: undefined,
		};
	}

	async function askKeys(id: string): Promise<Omit<PersonKeys, 'name'>> {
		const reply = await link.ask('keys', (request) => ({type: 'keys', request, users: [id]}));
		const statement = reply.statements[0];
		if (!statement) throw new FtError('no-such-user', 'the hub has no key of that user');
		const person = openStatement(statement);
		if (person.id !== id) throw new FtError('tampered', 'the hub gave the key of somebody else; nothing was sent');
		return person;
	}

	async function checkPin(user: HubUser): Promise<void> {
		const hub = link.hubId;
		if (hub === undefined) return;
		await pins.refresh();
		const pin = pinOf(user);
		if (pin && pin.id !== user.id) throw changedUser(user, pin, nowMs(), commandOptions);
		await pins.pinUser({id: user.id, name: user.name, hub, nowMs: nowMs()});
	}
}

/** Undefined for a statement that its identity has not signed. */
function tryOpen(statement: Statement): Omit<PersonKeys, 'name'> | undefined {
	try {
		return openStatement(statement);
	} catch {
		return undefined;
	}
}
