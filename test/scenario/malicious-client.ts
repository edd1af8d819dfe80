import type {DataConnection} from '../../source/transport/data-connection.ts';
import {createFrameTap, type Heard} from '../support/frame-tap.ts';
import type {Json} from '../support/json.ts';
import type {Person, Window, World} from './world.ts';

/** A member of the hub who says what she likes: a real client beneath, that answers pings and does what she does not care about. */
export type Mallory = {
	readonly person: Person;
	readonly window: Window;
	/** Everything the hub told her. */
	readonly heard: readonly Heard[];
	/** Says this to the hub, whatever a schema says. */
	say(message: Json): void;
	/** What she sends on data connections from now on: all of what she should, changed. */
	changeData(change: (sealed: Buffer) => Buffer): void;
};

/** Joins a hub as a member with a key of her own, or as somebody who was there before. */
export async function openMallory(world: World, who: Person | string = 'mallory'): Promise<Mallory> {
	const person = typeof who === 'string' ? world.person(who) : who;
	const heard: Heard[] = [];
	let say: (towards: 'client' | 'hub', message: Json) => void = () => undefined;
	const window = await world.open(person, {
		makeTap: () =>
			createFrameTap({
				begin(next) {
					say = next;
				},
				change(towards, message) {
					if (towards === 'client') heard.push(message);
					return [message];
				},
			}),
	});
	return {
		person,
		window,
		heard,
		say(message) {
			say('hub', message);
		},
		changeData(change) {
			window.line.onData = (connection) => holdBack(connection, change);
		},
	};
}

/** Keeps what is written until all of it is there, and sends something else. */
function holdBack(connection: DataConnection, change: (sealed: Buffer) => Buffer): DataConnection {
	const parts: Buffer[] = [];
	return {
		...connection,
		write(written, done) {
			for (const part of written) parts.push(Buffer.from(part));
			queueMicrotask(done);
		},
		end() {
			connection.write([change(Buffer.concat(parts))], () => undefined);
			connection.end();
		},
	};
}
