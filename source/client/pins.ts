import type {JsonFile} from '../files/json-file.ts';
import type {HubPin, Pins as PinsValue, UserPin} from '../files/pins-file.ts';

/** The identities that this name remembers: hubs by id with the addresses they were seen at, users by hub and name. */
export type Pins = {
	findHub(hubId: string): HubPin | undefined;
	/** The hub pinned for an address as dialled. */
	findHubAt(address: string): HubPin | undefined;
	/** Remembers the hub, and that this address is its now: another hub's pin loses the address. */
	pinHub(hub: {id: string; address: string; title: string; nowMs: number}): Promise<void>;
	/** The identity first seen under this name on this hub. */
	findUser(hubId: string, name: string): UserPin | undefined;
	/** Remembers a user at first sight; a name that is pinned keeps its identity. */
	pinUser(user: {id: string; name: string; hub: string; nowMs: number}): Promise<void>;
	/** This address means no hub any more; the hub's pin stays with its other addresses. */
	forgetHubAt(address: string): Promise<void>;
	forgetUser(hubId: string, name: string): Promise<void>;
	hubs(): readonly HubPin[];
	users(): readonly UserPin[];
};

/** Reads the pins once; changes go to the file, also beside other processes of the same name. Throws FtError `disk-error`. */
export async function loadPins(file: JsonFile<PinsValue>): Promise<Pins> {
	let pins = await file.read();
	const change = async (next: (pins: PinsValue) => PinsValue): Promise<void> => {
		await file.change((current) => {
			pins = next(current);
			return pins;
		});
	};
	const findUser = (hubId: string, name: string): UserPin | undefined =>
		pins.users.find((user) => user.hub === hubId && user.name.toLowerCase() === name.toLowerCase());
	return {
		findHub: (hubId) => pins.hubs.find((hub) => hub.id === hubId),
		findHubAt: (address) => pins.hubs.find((hub) => hub.addresses.includes(address)),
		async pinHub({id, address, nowMs}) {
			if (pins.hubs.find((hub) => hub.addresses.includes(address))?.id === id) return;
			await change((current) => {
				const known = current.hubs.find((hub) => hub.id === id) ?? {id, addresses: [], sinceMs: nowMs};
				const others = current.hubs.filter((hub) => hub.id !== id).map((hub) => withoutAddress(hub, address));
				return {...current, hubs: [...others, {...known, addresses: [...new Set([...known.addresses, address])]}]};
			});
		},
		findUser,
		async pinUser({id, name, hub, nowMs}) {
			if (findUser(hub, name)) return;
			await change((current) => ({
				...current,
				users: [...current.users, {id, name, hub, sinceMs: nowMs, isVerified: false}],
			}));
		},
		async forgetHubAt(address) {
			await change((current) => ({...current, hubs: current.hubs.map((hub) => withoutAddress(hub, address))}));
		},
		async forgetUser(hubId, name) {
			const gone = findUser(hubId, name);
			await change((current) => ({
				...current,
				users: current.users.filter((user) => user.hub !== hubId || user.id !== gone?.id || user.name !== gone.name),
			}));
		},
		hubs: () => pins.hubs,
		users: () => pins.users,
	};
}

function withoutAddress(hub: HubPin, address: string): HubPin {
	return {...hub, addresses: hub.addresses.filter((other) => other !== address)};
}
