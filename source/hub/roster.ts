import type {Clock} from '../base/clock.ts';
import {FtError} from '../protocol/errors.ts';
import {maxSessionsPerIdentity, probeMs} from '../protocol/limits.ts';
import type {HubUser} from '../protocol/messages.ts';
import {createRosterNews} from './roster-news.ts';
import type {Session} from './session.ts';

/** Who is there: every admitted session, and what the others are told of it. Online = at least one session that takes offers. */
export type Roster = {
	/** Before `enter`, at eight sessions: those that do not answer a ping within 2 s go. Never rejects. */
	makeRoom(session: Session): Promise<void>;
	/**
	 * Lets a session in, at once, so that its welcome can go out before anything else does. The same identity and session
	 * replaces its older connection, which is returned. `isNews`: its name is new or changed, and everyone hears of it. Throws
	 * FtError `limit` when all eight are alive.
	 */
	enter(session: Session, isNews: boolean): Session | undefined;
	/** The session's connection ended. Idempotent; false when a newer connection of it has taken its place. */
	leave(session: Session): boolean;
	isLive(session: Session): boolean;
	sessionsOf(userId: string): readonly Session[];
	/** Sessions of this identity that take offers. */
	takersOf(userId: string): readonly Session[];
	isOnline(userId: string): boolean;
	all(): readonly Session[];
	/** Sends the whole roster to a session, in pages, without itself. */
	sendTo(session: Session): void;
	/** Tells what is not yet told of this user: before anybody hears of what the user does. */
	announceNow(userId: string): void;
	/** Users online now. */
	readonly onlineUsers: number;
	/** Nobody is told anything more. */
	close(): void;
};

export type KnownUser = {
	readonly id: string;
	readonly name: string;
	readonly sinceMs: number;
	readonly releasedMs?: number | undefined;
};

/** Creates an empty roster over the table of known users. `onPresence` is called when a user comes online or goes. */
export function createRoster(options: {
	readonly clock: Clock;
	readonly knownUsers: () => readonly KnownUser[];
	readonly findUser: (userId: string) => KnownUser | undefined;
	readonly onPresence: (user: HubUser, isNews: boolean) => void;
	/** A session of the hub's own: always there, as every other of its identity, found by its id, and in no list. */
	readonly resident?: Session;
}): Roster {
	const {resident} = options;
	const byUser = new Map<string, Session[]>();
	const sessionsOf = (userId: string): readonly Session[] =>
		resident?.userId === userId ? [resident] : (byUser.get(userId) ?? []);
	const takersOf = (userId: string): readonly Session[] => sessionsOf(userId).filter((session) => session.takesOffers);
	const isOnline = (userId: string): boolean => takersOf(userId).length > 0;
	const all = (): readonly Session[] => [...byUser.values()].flat();
	const toHubUser = (user: KnownUser): HubUser => ({
		id: user.id,
		name: user.name,
		online: isOnline(user.id),
		since: user.sinceMs,
		released: user.releasedMs,
	});
	const news = createRosterNews({
		clock: options.clock,
		sessions: all,
		everyone: () => options.knownUsers().map((user) => toHubUser(user)),
	});
	const announce = (userId: string, isNews = false): void => {
		const known = options.findUser(userId);
		if (!known) return;
		const user = toHubUser(known);
		news.note(user);
		options.onPresence(user, isNews);
	};
	const olderOf = (session: Session): Session | undefined =>
		sessionsOf(session.userId).find((other) => other.id === session.id);
	const isFullFor = (session: Session): boolean =>
		!olderOf(session) && sessionsOf(session.userId).length >= maxSessionsPerIdentity;
	const remove = (session: Session): boolean => {
		const sessions = byUser.get(session.userId) ?? [];
		const index = sessions.indexOf(session);
		if (index < 0) return false;
		sessions.splice(index, 1);
		if (sessions.length === 0) byUser.delete(session.userId);
		return true;
	};
	return {
		async makeRoom(session) {
			if (isFullFor(session)) await dropSilent(sessionsOf(session.userId));
		},
		enter(session, isNews) {
			const {userId} = session;
			if (isFullFor(session)) {
				throw new FtError(
					'limit',
					`${session.name} has ${maxSessionsPerIdentity} connections to this hub already, more are not allowed. Close one of them.`,
				);
			}
			const older = olderOf(session);
			const wasOnline = isOnline(userId);
			if (older) {
				remove(older);
				void older.channel.close(new FtError('replaced', 'the same process connected again'));
			}
			byUser.set(userId, [...sessionsOf(userId), session]);
			if (isNews || isOnline(userId) !== wasOnline) announce(userId, isNews);
			return older;
		},
		leave(session) {
			const wasOnline = isOnline(session.userId);
			if (!remove(session)) return false;
			if (isOnline(session.userId) !== wasOnline) announce(session.userId);
			return true;
		},
		isLive: (session) => session.userId === resident?.userId || sessionsOf(session.userId).includes(session),
		sessionsOf,
		takersOf,
		isOnline,
		all,
		sendTo(session) {
			news.sendEveryone(session);
		},
		announceNow(userId) {
			news.tellNow(userId);
		},
		get onlineUsers() {
			let online = 0;
			for (const userId of byUser.keys()) if (isOnline(userId)) online++;
			return online;
		},
		close() {
			news.close();
		},
	};
}

/** Closes the sessions that do not answer a ping. Their `closed` event comes before this resolves, and makes them leave. */
async function dropSilent(sessions: readonly Session[]): Promise<void> {
	await Promise.all(
		[...sessions].map(async (session) => {
			const isAlive = await session.channel.probe(probeMs);
			if (!isAlive) session.channel.abort(new FtError('unreachable', 'no answer to a ping, and the place was needed'));
		}),
	);
}
