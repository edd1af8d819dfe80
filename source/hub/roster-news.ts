import type {Clock} from '../base/clock.ts';
import {maxPageEntries, presencesPerSecond} from '../protocol/limits.ts';
import type {HubMessageOf, HubUser} from '../protocol/messages.ts';
import {tell, type Session} from './session.ts';

/**
 * What sessions are told of who is there. Each newcomer must hear of everyone, and everyone of each newcomer: among 2,000 that
 * would be four million messages. So after each telling the hub waits, the longer the more sessions there are; those who came or went
 * meanwhile are told together, and newcomers share pages that are made once. When all is quiet, news is told at once.
 */
export type RosterNews = {
	/** This is new about a user, who may be forgotten afterwards: soon all others hear of it. Never within this call, so that a welcome goes out first. */
	note(user: HubUser): void;
	/** Tells what waits, if this user is part of it. */
	tellNow(userId: string): void;
	/** Sends everyone but itself to a session, in pages. */
	sendEveryone(session: Session): void;
	/** Nobody is told anything more. */
	close(): void;
};

/** Creates the news of a hub that has told nothing yet. `everyone`: whom the hub knows, as they are now. */
export function createRosterNews(options: {
	readonly clock: Clock;
	readonly sessions: () => readonly Session[];
	readonly everyone: () => readonly HubUser[];
}): RosterNews {
	const {clock} = options;
	/** By id, what the others have not heard. */
	const changed = new Map<string, HubUser>();
	let cancelTelling: (() => void) | undefined;
	/** Monotonic: until then changes are gathered. */
	let quietUntilMs = -Infinity;
	/** Everyone as of some moment since the last telling: who has changed after it is in `changed`. */
	let everyone: {readonly pages: readonly Page[]; readonly untilMs: number} | undefined;
	let isClosed = false;

	const waitMs = (): number => (options.sessions().length * 1000) / presencesPerSecond;
	const tellChanged = (): void => {
		cancelTelling?.();
		cancelTelling = undefined;
		const news = toNews([...changed.values()]);
		changed.clear();
		everyone = undefined;
		for (const session of options.sessions()) for (const message of news) tellOfOthers(session, message);
		quietUntilMs = clock.monotonicMs() + waitMs();
	};
	return {
		note(user) {
			if (isClosed) return;
			changed.set(user.id, user);
			cancelTelling ??= clock.schedule(Math.max(0, quietUntilMs - clock.monotonicMs()), tellChanged);
		},
		tellNow(userId) {
			if (changed.has(userId)) tellChanged();
		},
		sendEveryone(session) {
			const nowMs = clock.monotonicMs();
			if (!everyone || nowMs >= everyone.untilMs)
				everyone = {pages: toPages(options.everyone(), true), untilMs: nowMs + waitMs()};
			for (const page of [...everyone.pages, ...toPages([...changed.values()], true), lastPage])
				tellOfOthers(session, page);
		},
		close() {
			isClosed = true;
			changed.clear();
			cancelTelling?.();
		},
	};
}

type Page = HubMessageOf<'roster'>;
type News = Page | HubMessageOf<'presence'>;

const lastPage: Page = {type: 'roster', users: [], more: false};

/** Sends the one message that is made for all, or a copy without the session's own user. */
function tellOfOthers(session: Session, message: News): void {
	const isOther = (user: HubUser): boolean => user.id !== session.userId;
	if (message.type === 'presence') {
		if (isOther(message.user)) tell(session, message);
	} else if (message.users.every(isOther)) tell(session, message);
	else tell(session, {...message, users: message.users.filter(isOther)});
}

/** One user is a `presence`; several are pages, each complete. */
function toNews(users: readonly HubUser[]): readonly News[] {
	const [user] = users;
	return user && users.length === 1 ? [{type: 'presence', user}] : toPages(users, false);
}

function toPages(users: readonly HubUser[], more: boolean): readonly Page[] {
	return Array.from({length: Math.ceil(users.length / maxPageEntries)}, (_, page) => ({
		type: 'roster',
		users: users.slice(page * maxPageEntries, (page + 1) * maxPageEntries),
		more,
	}));
}
