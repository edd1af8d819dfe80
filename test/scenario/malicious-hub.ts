import type {HubMessage} from '../../source/protocol/messages.ts';
import {hubSchemas} from '../../source/protocol/messages.ts';
import {createFrameTap, type Heard} from '../support/frame-tap.ts';
import type {Json} from '../support/json.ts';
import {forge, liesAbout, type Known} from '../support/lies.ts';
import type {Window} from './world.ts';

/** What a hub does to messages of one type, whoever they are for. */
export type Deed = {
	readonly name: string;
	/** It is done to messages that come by themselves: not every story has one of each type. */
	readonly needsMessage: boolean;
	/** What goes to the client in place of a message of this type; more may be said with `say`, also later. */
	change(message: Heard, self: MaliciousHub): readonly Json[];
	/** After every message of another type. */
	after?(message: Heard, self: MaliciousHub): readonly Json[];
	/** When the lying ends. */
	finish?(self: MaliciousHub): readonly Json[];
};

/** A hub between real clients that is honest until it is told to lie. */
export type MaliciousHub = {
	/** Puts itself between a client and the honest hub, from the next connection on. */
	watch(window: Window): void;
	isLying: boolean;
	readonly known: Known;
	/** Messages of this type it has had, of all clients. */
	readonly heard: readonly Heard[];
	/** Receipts that it passed on as they were. */
	readonly trueReceipts: number;
	/** So many lies were told. */
	readonly told: number;
	/** Ends the lying; some say more then. */
	finish(): void;
};

export type HubMessageType = HubMessage['type'];
export const hubMessageTypes = Object.keys(hubSchemas) as HubMessageType[];

/** Creates a hub that does this to messages of this type. `people`: ids and names of those in the story, then of others. */
export function createMaliciousHub(
	type: HubMessageType,
	deed: Deed,
	people: Pick<Known, 'identities' | 'names'>,
): MaliciousHub {
	const transfers: string[] = [];
	const heard: Heard[] = [];
	const says: Array<(towards: 'client' | 'hub', message: Json) => void> = [];
	let [told, trueReceipts] = [0, 0];
	const receipts = new Set<string>();
	const count = (said: readonly Json[], original: Heard): readonly Json[] => {
		if (original.type === 'receipt') receipts.add(signedPart(original));
		if (said.length !== 1 || said[0] !== original) told++;
		for (const one of said) if (receipts.has(signedPart(one as Heard))) trueReceipts++;
		return said;
	};
	const self: MaliciousHub = {
		watch(window) {
			window.line.makeTap = () =>
				createFrameTap({
					begin: (say) => says.push(say),
					change(towards, message) {
						const {transfer} = message;
						if (typeof transfer === 'string' && !transfers.includes(transfer)) transfers.push(transfer);
						if (towards === 'hub') return [message];
						if (!self.isLying) return count([message], message);
						if (message.type === type) {
							heard.push(message);
							return count(deed.change(message, self), message);
						}
						return count([message, ...(deed.after?.(message, self) ?? [])], message);
					},
				});
		},
		isLying: false,
		get known() {
			return {...people, transfers: [...transfers, 'e'.repeat(32)]};
		},
		heard,
		get trueReceipts() {
			return trueReceipts;
		},
		get told() {
			return told;
		},
		finish() {
			for (const message of deed.finish?.(self) ?? []) {
				told++;
				for (const say of says) say('client', message);
			}
			self.isLying = false;
		},
	};
	return self;
}

/** Everything that can be done to messages of a type: each lie about each field, and what needs no lie. */
export function deedsOn(type: HubMessageType): Deed[] {
	const schema = hubSchemas[type];
	const whole: Deed[] = [
		{name: 'left out', needsMessage: true, change: () => []},
		{name: 'said twice', needsMessage: true, change: (message) => [message, message]},
		{name: 'said again at the end', needsMessage: true, change: (message) => [message], finish: ({heard}) => heard},
		{
			name: 'held back until others came',
			needsMessage: true,
			change: () => [],
			after: (_message, {heard}) => (heard as Heard[]).splice(0),
		},
		{
			name: 'with a field and a type that nobody knows',
			needsMessage: true,
			change: (message) => [{...message, later: [1]}, {type: 'later'}],
		},
	];
	const lies = liesAbout(type, schema).map(({name, tell}): Deed => ({
		name,
		needsMessage: false,
		change: (message, {known}) => [tell(message, known)],
		// Also where the story has no such message.
		after: (message, {known}) => (forgedAfter.has(message.type) ? [tell(forge(type, schema, known), known)] : []),
	}));
	const forged: Deed = {
		name: 'out of nothing',
		needsMessage: false,
		change: (message) => [message],
		after: (_message, {known}) => [forge(type, schema, known)],
	};
	return [...whole, forged, ...lies];
}

/** Without what nobody knows, and what a hub says of names in its own folders; a count that is absent is 0. */
function signedPart({same = 0, left = 0, ...receipt}: Heard): string {
	return JSON.stringify({...receipt, later: undefined, saved: undefined, numbered: undefined, same, left});
}

const forgedAfter: ReadonlySet<string> = new Set(['roster', 'state', 'ticket', 'receipt']);
