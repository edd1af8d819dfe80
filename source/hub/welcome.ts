import type {Clock} from '../base/clock.ts';
import {protocolVersion} from '../protocol/limits.ts';
import type {Channel} from '../transport/channel.ts';
import {admit, createHubProof, type AdmissionRules, type Applicant} from './admission.ts';
import type {HubEvent} from './events.ts';
import {toNoticeMessage, type Notices} from './notices.ts';
import type {Roster} from './roster.ts';
import {tell, type Session} from './session.ts';
import type {Transfers} from './transfers.ts';
import {createSessionTraffic} from './session-traffic.ts';

/** Makes the function that lets an applicant in, or rejects with the FtError that says why not: who is in is told what stands and what waits. */
export function createWelcome(parts: {
	readonly clock: Clock;
	readonly roster: Roster;
	readonly notices: Notices;
	readonly transfers: Pick<Transfers, 'entered'>;
	readonly rules: AdmissionRules;
	readonly title: string;
	readonly onEvent: (event: HubEvent) => void;
	/** Another connection of its session took this one's place. */
	readonly left: (replaced: Session) => void;
}): (channel: Channel<'hub'>, applicant: Applicant) => Promise<Session> {
	const {clock, roster, notices, transfers, rules, title, onEvent, left} = parts;
	return async (channel, applicant) => {
		const {name, sinceMs, isNews, by} = admit(rules, channel, applicant, clock.nowMs());
		if (by) onEvent({type: 'admitted', user: name, id: channel.peer.id, address: channel.peer.address, by});
		const session: Session = {
			id: applicant.hello?.session ?? '',
			userId: channel.peer.id,
			name,
			address: channel.peer.address,
			takesOffers: applicant.hello?.takesOffers ?? false,
			knowsSpool: applicant.hello?.capabilities.includes('spool') ?? false,
			sinceMs: clock.nowMs(),
			channel,
			traffic: createSessionTraffic(clock.monotonicMs()),
		};
		channel.admit();
		await roster.makeRoom(session);
		// From here to the welcome nothing may wait: whoever is in the roster is told what the others do.
		const replaced = roster.enter(session, isNews);
		channel.send({
			type: 'welcome',
			version: protocolVersion,
			capabilities: ['spaces', 'spool'],
			title,
			you: {id: session.userId, name, online: roster.isOnline(session.userId), since: sinceMs},
			proof: applicant.proof && createHubProof(rules, channel, applicant.proof),
		});
		roster.sendTo(session);
		for (const notice of notices.standing()) tell(session, toNoticeMessage(notice));
		if (replaced) left(replaced);
		transfers.entered(session);
		return session;
	};
}
