import {formatFingerprint} from '../crypto/fingerprint.ts';
import {openStatement} from '../crypto/statement.ts';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import type {HubMessage, HubUser} from '../protocol/messages.ts';
import {foldName} from '../protocol/user-name.ts';
import type {Link} from './link.ts';
import type {Pins} from './pins.ts';
import type {UserRow} from './snapshot.ts';

/** A user's keys, checked: the statement is signed by the identity, and the identity is the one pinned for the name. */
export type PersonKeys = {readonly id: string; readonly spki: Uint8Array; readonly agreementKey: Uint8Array};

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
	/** Asks the hub for a user's keys, checks them against the pin and pins them at first sight. Throws FtError `changed-identity`, `no-such-user`, `tampered`. */
	keysOf(id: string): Promise<PersonKeys>;
	/** Resolves when the first roster is complete. */
	readonly known: Promise<void>;
	/** Online first, then by name. */
	rows(): readonly UserRow[];
	all(): readonly HubUser[];
};

/** Creates an empty roster. */
export function createPeople(options: {
	readonly link: Link;
	readonly pins: Pins;
	readonly nowMs: () => number;
}): People {
	const {link, pins, nowMs} = options;
	const users = new Map<string, HubUser>();
	const keys = new Map<string, PersonKeys>();
	let fresh: Set<string> | undefined;
	let rows: readonly UserRow[] | undefined;
	let tellKnown = (): void => undefined;
	const known = new Promise<void>((resolve) => {
		tellKnown = resolve;
	});
	const findByName = (name: string): HubUser | undefined =>
		[...users.values()].find((user) => foldName(user.name) === foldName(name));
	const note = (user: HubUser): HubUser[] => {
		const before = users.get(user.id);
		if (!before && users.size >= maxUsersShown) return [];
		// A name belongs to one identity: the one before was released.
		const namesake = before?.name === user.name ? undefined : findByName(user.name);
		if (namesake && namesake.id !== user.id) users.delete(namesake.id);
		users.set(user.id, user);
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
				for (const id of users.keys()) if (fresh && !fresh.has(id)) users.delete(id);
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
		async keysOf(id) {
			const held = keys.get(id);
			if (held) {
				// The hub may have given the identity another name since.
				await checkPin(id);
				return held;
			}
			const reply = await link.ask('keys', (request) => ({type: 'keys', request, users: [id]}));
			const statement = reply.statements[0];
			if (!statement) throw new FtError('no-such-user', 'the hub has no key of that user');
			const person = openStatement(statement);
			if (person.id !== id) throw new FtError('tampered', 'the hub gave the key of somebody else; nothing was sent');
			await checkPin(id);
			keys.set(id, person);
			return person;
		},
		known,
		rows() {
			rows ??= [...users.values()]
				.toSorted(
					(a, b) => Number(b.online) - Number(a.online) || foldName(a.name).localeCompare(foldName(b.name), 'en'),
				)
				.map((user) => ({id: user.id, shortId: toShortId(user.id), name: user.name, isOnline: user.online}));
			return rows;
		},
		all: () => [...users.values()],
	};

	async function checkPin(id: string): Promise<void> {
		const name = users.get(id)?.name;
		const hub = link.hubId;
		if (name === undefined || hub === undefined) return;
		const pin = pins.findUser(hub, name);
		if (pin && pin.id !== id) {
			const since = new Date(pin.sinceMs).toISOString().slice(0, 10);
			throw new FtError(
				'changed-identity',
				`${name} has another key than before: now ${formatFingerprint(id)}, since ${since} it was ${formatFingerprint(pin.id)}. Ask ${name} on another way whether that is right. If it is: ft trust ${name} --replace`,
			);
		}
		await pins.pinUser({id, name, hub, nowMs: nowMs()});
	}
}
