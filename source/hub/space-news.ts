import type {Clock} from '../base/clock.ts';
import type {UsersTable} from '../files/users-table.ts';
import {newsPerSecond} from '../protocol/limits.ts';
import type {SentMessageOf} from '../protocol/messages.ts';
import type {SpaceEvent} from '../protocol/space-event.ts';
import {createTokenBucket} from '../protocol/token-bucket.ts';
import type {Roster} from './roster.ts';
import {tell} from './session.ts';

/** Tells people what others upload to where all may see it. In a crowd, or a flood of uploads, some are not told: the folder shows them. */
export type SpaceNews = {
	/** Only of `shared`, to those who stay, and not to the uploader. */
	tell(event: SpaceEvent): void;
};

/** Creates it over those who are there. */
export function createSpaceNews({
	clock,
	roster,
	users,
}: {
	readonly clock: Clock;
	readonly roster: Pick<Roster, 'all' | 'announceNow'>;
	readonly users: Pick<UsersTable, 'findByName'>;
}): SpaceNews {
	const bucket = createTokenBucket(newsPerSecond, newsPerSecond, clock.monotonicMs());
	return {
		tell({type, space, path, bytes, user: name}) {
			const user = users.findByName(name);
			if (type !== 'uploaded' || space !== 'shared' || !user) return;
			// Who hears of an upload has heard of whom it is from.
			roster.announceNow(user.id);
			const message: SentMessageOf<'hub'> = {
				type: 'news',
				space,
				path: path.split('/'),
				bytes,
				user: {id: user.id, name: user.name},
			};
			for (const session of roster.all()) {
				if (!session.takesOffers || session.userId === user.id) continue;
				if (!bucket.take(clock.monotonicMs())) return;
				tell(session, message);
			}
		},
	};
}
