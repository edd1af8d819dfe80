import {randomId} from '../../source/crypto/random.ts';
import type {Session} from '../../source/hub/session.ts';
import type {FtError} from '../../source/protocol/errors.ts';
import type {SentMessageOf} from '../../source/protocol/messages.ts';
import {createSessionTraffic} from '../../source/hub/session-traffic.ts';

/** A session whose connection only writes down what it is told. */
export type FakeSession = Session & {
	readonly told: SentMessageOf<'hub'>[];
	/** What waits unread for it. */
	queuedBytes: number;
	/** Does it answer a ping? */
	isAlive: boolean;
	/** Why it was closed. */
	readonly closings: FtError[];
};

/** Creates a session of a user; the id is the name, repeated to the length of one. */
export function fakeSession(
	name: string,
	options: {id?: string; takesOffers?: boolean; knowsSpool?: boolean; onClosed?: () => void} = {},
): FakeSession {
	const told: SentMessageOf<'hub'>[] = [];
	const closings: FtError[] = [];
	const close = (error: FtError | undefined): void => {
		if (error) closings.push(error);
		options.onClosed?.();
	};
	const session: FakeSession = {
		id: options.id ?? randomId(),
		userId: userIdOf(name),
		name,
		address: '10.0.0.1',
		takesOffers: options.takesOffers ?? true,
		knowsSpool: options.knowsSpool ?? false,
		sinceMs: 0,
		traffic: createSessionTraffic(0),
		told,
		closings,
		isAlive: true,
		queuedBytes: 0,
		channel: {
			roundTripMs: undefined,
			get queuedBytes() {
				return session.queuedBytes;
			},
			send: (message) => {
				told.push(message);
			},
			probe: async () => session.isAlive,
			async close(error) {
				close(error);
			},
			abort: close,
		},
	};
	return session;
}

/** The identity id of a user in these tests. */
export function userIdOf(name: string): string {
	return Buffer.from(name).toString('hex').padEnd(64, '0');
}
