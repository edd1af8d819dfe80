import type {JsonFile} from '../files/json-file.ts';
import type {HubPin, Pins as PinsValue, TrustedPin, UserPin} from '../files/pins-file.ts';

/** The identities that this name remembers: hubs by id with the addresses they were seen at, users by hub and name. */
export type Pins = {
	/** Reads the file again: another process of this name may have replaced a key or marked somebody. Throws FtError `disk-error`. */
	refresh(): Promise<void>;
	/** Another number whenever something else is remembered. */
	readonly version: number;
	findHub(hubId: string): HubPin | undefined;
	/** The hub pinned for an address as dialled. */
	findHubAt(address: string): HubPin | undefined;
	/** Remembers the hub, its title when it says one, and that this address is its now: another hub's pin loses the address. */
	pinHub(hub: {id: string; address: string; title: string; nowMs: number}): Promise<void>;
	/** The words of this hub were compared. */
	verifyHub(hubId: string): Promise<void>;
	/** The identity first seen under this name on this hub. */
	findUser(hubId: string, name: string): UserPin | undefined;
	/** Remembers a user at first sight; a name that is pinned keeps its identity. */
	pinUser(user: {id: string; name: string; hub: string; nowMs: number}): Promise<void>;
	/** The words of this identity were compared, whatever it is called. */
	isVerified(hubId: string, id: string): boolean;
	verifyUser(hubId: string, id: string): Promise<void>;
	/** It was told that another identity uses this name. */
	noteTold(hubId: string, name: string, id: string): Promise<void>;
	/** Whose offers are taken unasked: an identity, not a name. */
	findTrusted(hubId: string, id: string): TrustedPin | undefined;
	trust(one: {hub: string; id: string; maxBytes: number | undefined; nowMs: number}): Promise<void>;
	distrust(hubId: string, id: string): Promise<void>;
	/** This address means no hub any more; the hub's pin stays with its other addresses. */
	forgetHubAt(address: string): Promise<void>;
	/** The name is free for another identity, and the one that had it is trusted no more. */
	forgetUser(hubId: string, name: string): Promise<void>;
	hubs(): readonly HubPin[];
	users(): readonly UserPin[];
};

/** Reads the pins once; changes go to the file, also beside other processes of the same name. Throws FtError `disk-error`. */
export async function loadPins(file: JsonFile<PinsValue>): Promise<Pins> {
	let pins = await file.read();
	let version = 0;
	const take = (next: PinsValue): void => {
		if (JSON.stringify(next) === JSON.stringify(pins)) return;
		pins = next;
		version++;
	};
	const change = async (next: (pins: PinsValue) => PinsValue): Promise<void> => {
		await file.change((current) => {
			take(next(current));
			return pins;
		});
	};
	const isNamed = (user: UserPin, hubId: string, name: string): boolean =>
		user.hub === hubId && user.name.toLowerCase() === name.toLowerCase();
	const findUser = (hubId: string, name: string): UserPin | undefined =>
		pins.users.find((user) => isNamed(user, hubId, name));
	const changeUsers = (isMeant: (user: UserPin) => boolean, changes: Partial<UserPin>): Promise<void> =>
		change((current) => ({
			...current,
			users: current.users.map((user) => (isMeant(user) ? {...user, ...changes} : user)),
		}));
	const isTrusted = (one: TrustedPin, hubId: string, id: string): boolean => one.hub === hubId && one.id === id;
	return {
		async refresh() {
			take(await file.read());
		},
		get version() {
			return version;
		},
		findHub: (hubId) => pins.hubs.find((hub) => hub.id === hubId),
		findHubAt: (address) => pins.hubs.find((hub) => hub.addresses.includes(address)),
		async pinHub({id, address, title, nowMs}) {
			const before = pins.hubs.find((hub) => hub.addresses.includes(address));
			if (before?.id === id && (title === '' || before.title === title)) return;
			await change((current) => {
				const known = current.hubs.find((hub) => hub.id === id) ?? {id, addresses: [], sinceMs: nowMs};
				const others = current.hubs.filter((hub) => hub.id !== id).map((hub) => withoutAddress(hub, address));
				const addresses = [...new Set([...known.addresses, address])];
				return {...current, hubs: [...others, {...known, addresses, ...(title === '' ? {} : {title})}]};
			});
		},
		async verifyHub(hubId) {
			await change((current) => ({
				...current,
				hubs: current.hubs.map((hub) => (hub.id === hubId ? {...hub, isVerified: true} : hub)),
			}));
		},
		findUser,
		async pinUser({id, name, hub, nowMs}) {
			if (findUser(hub, name)) return;
			await change((current) => ({
				...current,
				users: [...current.users, {id, name, hub, sinceMs: nowMs, isVerified: false}],
			}));
		},
		isVerified: (hubId, id) => pins.users.some((user) => user.hub === hubId && user.id === id && user.isVerified),
		verifyUser: (hubId, id) => changeUsers((user) => user.hub === hubId && user.id === id, {isVerified: true}),
		noteTold: (hubId, name, id) => changeUsers((user) => isNamed(user, hubId, name), {toldOf: id}),
		findTrusted: (hubId, id) => pins.trusted.find((one) => isTrusted(one, hubId, id)),
		async trust({hub, id, maxBytes, nowMs}) {
			await change((current) => ({
				...current,
				trusted: [
					...current.trusted.filter((one) => !isTrusted(one, hub, id)),
					{hub, id, ...(maxBytes === undefined ? {} : {maxBytes}), sinceMs: nowMs},
				],
			}));
		},
		async distrust(hubId, id) {
			await change((current) => ({...current, trusted: current.trusted.filter((one) => !isTrusted(one, hubId, id))}));
		},
		async forgetHubAt(address) {
			await change((current) => ({...current, hubs: current.hubs.map((hub) => withoutAddress(hub, address))}));
		},
		async forgetUser(hubId, name) {
			const gone = findUser(hubId, name);
			if (!gone) return;
			await change((current) => ({
				...current,
				users: current.users.filter((user) => !isNamed(user, hubId, name) || user.id !== gone.id),
				trusted: current.trusted.filter((one) => !isTrusted(one, hubId, gone.id)),
			}));
		},
		hubs: () => pins.hubs,
		users: () => pins.users,
	};
}

function withoutAddress(hub: HubPin, address: string): HubPin {
	return {...hub, addresses: hub.addresses.filter((other) => other !== address)};
}
