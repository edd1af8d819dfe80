import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import {formatDuration} from '../base/time-text.ts';
import {generateCode} from '../crypto/join-code.ts';
import type {Notice, OperatorTable} from '../files/operator-table.ts';
import type {UsersTable} from '../files/users-table.ts';
import {FtError} from '../protocol/errors.ts';
import {formatHubLink} from '../protocol/hub-link.ts';
import {toShortId} from '../protocol/ids.ts';
import {maxBans, maxTextBytes, minLimitBytesPerSecond} from '../protocol/limits.ts';
import {foldName} from '../protocol/user-name.ts';
import type {HubEvent, OperatorAct} from './events.ts';
import type {Intake} from './intake.ts';
import type {Invitations} from './invitations.ts';
import {isOver} from './kept.ts';
import {hasEnded, type HubTransfer, type Leg} from './leg.ts';
import type {Decisions} from './make-snapshot.ts';
import {toNoticeMessage, type Notices} from './notices.ts';
import type {Pacer} from '../base/pacer.ts';
import type {Requests} from './requests.ts';
import type {Roster} from './roster.ts';
import {tell, type Session} from './session.ts';
import type {HubActions, NoticeRow, Somebody} from './snapshot.ts';
import type {Transfers} from './transfers.ts';

/** What the operator acts on. */
export type OperatorParts = {
	readonly clock: Clock;
	readonly table: OperatorTable;
	readonly users: UsersTable;
	readonly roster: Roster;
	readonly transfers: Transfers;
	readonly invitations: Invitations;
	readonly requests: Requests;
	readonly notices: Notices;
	readonly intake: Intake;
	readonly pacer: Pacer;
	/** Where the hub is found, for links. */
	readonly address: () => {readonly host: string; readonly port: number; readonly hubId: string};
	/** Keeps another join code and lets people in by it; rejects when it cannot be kept. */
	readonly takeCode: (code: string) => Promise<void>;
	/** A session's connection counts as ended from now on. */
	readonly leave: (session: Session) => void;
	readonly stop: () => void;
	readonly onEvent: (event: HubEvent) => void;
};

/** The operator's side of a hub. */
export type Operator = {
	readonly actions: HubActions;
	readonly isBanned: (id: string) => boolean;
	/** For the snapshot. */
	decisions(): Decisions;
};

const limitSetting = 'limit';

/** Joins the parts, with what is remembered. */
export function createOperator(parts: OperatorParts): Operator {
	const {clock, table, users, roster, transfers, invitations, requests, notices, intake, pacer} = parts;
	const bans = new Map(table.bans().map((ban) => [ban.id, {...ban, shortId: toShortId(ban.id)}]));
	const keptLimit = table.setting(limitSetting);
	pacer.setLimit(keptLimit === undefined ? undefined : Number(keptLimit));

	const did = (act: OperatorAct, text: string, somebody?: Somebody): void => {
		parts.onEvent({type: 'operator', act, ...(somebody && {user: somebody.name, id: somebody.id}), text});
	};
	const findUser = (who: string): Somebody => {
		const user =
			users.findByName(who) ?? users.find(who) ?? users.all().find(({id}) => toShortId(id) === who.toLowerCase());
		if (!user) throw new FtError('no-such-user', `no user ${display(who)} on this hub. See who is known: ft users`);
		return {id: user.id, name: user.name};
	};
	const endSessions = (sessions: readonly Session[], error: FtError): void => {
		for (const session of [...sessions]) {
			parts.leave(session);
			void session.channel.close(error);
		}
	};
	/** Nothing of this identity goes on here. */
	const putOut = ({id}: Somebody, error: FtError): void => {
		transfers.cancelByOperator((leg) => leg.recipientId === id || leg.transfer.senderId === id);
		endSessions(roster.sessionsOf(id), error);
	};
	const findBan = (who: string): Somebody => {
		const found = [...bans.values()].find(
			({id, shortId, name}) => id === who || shortId === who || foldName(name) === foldName(who),
		);
		if (!found)
			throw new FtError('no-such-user', `${display(who)} is not banned on this hub. See who is: ft hub status`);
		return found;
	};
	const unended = (): Leg[] =>
		transfers.all().flatMap((transfer) => [...transfer.legs.values()].filter((leg) => !hasEnded(leg)));

	const actions: HubActions = {
		async find(who) {
			return findUser(who);
		},
		async cancel(transfer) {
			const {id} = onlyOne(transfer, new Set(unended().map((leg) => leg.transfer)), 'under way', 'status');
			transfers.cancelByOperator((leg) => leg.transfer.id === id);
			did('cancel', `cancelled the transfer ${id.slice(0, 8)}`);
		},
		async deleteKept(transfer) {
			const kept = transfers.all().filter((one) => one.kept && !isOver(one));
			const {id, senderName, common} = onlyOne(transfer, kept, 'kept', 'storage');
			const bytes = formatBytes(common.bytes);
			transfers.cancelByOperator((leg) => leg.transfer.id === id);
			did('deleteKept', `deleted what was kept of the transfer ${id.slice(0, 8)} of ${senderName}, ${bytes}`);
		},
		async clearFinished() {
			transfers.clearFinished();
		},
		async notice(text) {
			const notice = notices.add(text);
			for (const session of roster.all()) tell(session, toNoticeMessage(notice));
			did('notice', `says: ${display(text)}`);
		},
		async invite(wish) {
			const {code, untilMs} = await invitations.make(wish);
			did(
				'invite',
				`invited ${wish.name ?? 'anyone'}, ${formatCount(wish.uses, 'use')}, for ${formatDuration(wish.ttlMs / 1000)}`,
			);
			return {link: formatHubLink({...parts.address(), code}), code, untilMs};
		},
		async withdraw(invitation) {
			const {id, name} = invitations.withdraw(invitation);
			did('withdraw', `withdrew the invitation ${id.slice(0, 8)} for ${name ?? 'anyone'}`);
		},
		async approve(who) {
			const {id, name} = requests.approve(who);
			did('approve', `approved ${name} (${toShortId(id)})`, {id, name});
			return {id, name};
		},
		async deny(who) {
			const {id, name} = requests.deny(who);
			did('deny', `denied ${name} (${toShortId(id)})`, {id, name});
			return {id, name};
		},
		async kick(who) {
			const isMeant =
				'session' in who
					? (session: Session) => session.id === who.session
					: (
							(user) => (session: Session) =>
								session.userId === user.id
						)(findUser(who.user));
			const sessions = roster.all().filter(isMeant);
			const [first] = sessions;
			if (!first) throw new FtError('no-such-user', `${'user' in who ? display(who.user) : 'it'} is not connected now`);
			const somebody = {id: first.userId, name: first.name};
			endSessions(sessions, new FtError('cancelled', 'the operator of the hub closed this connection'));
			did('kick', `kicked ${somebody.name}`, somebody);
			return somebody;
		},
		async ban(who) {
			const somebody = findUser(who);
			if (bans.size >= maxBans)
				throw new FtError('limit', `${maxBans} identities are banned already: unban some first`);
			const ban = {...somebody, sinceMs: clock.nowMs()};
			table.putBan(ban);
			bans.set(ban.id, {...ban, shortId: toShortId(ban.id)});
			putOut(somebody, new FtError('banned', 'the operator of this hub has banned you'));
			did('ban', `banned ${somebody.name}`, somebody);
			return somebody;
		},
		async unban(who) {
			const {id, name} = findBan(who);
			table.removeBan(id);
			bans.delete(id);
			did('unban', `lifted the ban of ${name}`, {id, name});
			return {id, name};
		},
		async release(who) {
			const somebody = findUser(who);
			putOut(somebody, new FtError('cancelled', `the operator of the hub released the name ${somebody.name}`));
			users.release(somebody.id, clock.nowMs());
			did('release', `released the name ${somebody.name}`, somebody);
			return somebody;
		},
		async setIntake(isOn) {
			intake.set(
				isOn,
				unended().map((leg) => leg.transfer.id),
			);
			did('setIntake', isOn ? 'takes new transfers again' : 'takes no new transfers');
		},
		async setLimit(bytesPerSecond) {
			if (bytesPerSecond !== undefined && !(bytesPerSecond >= minLimitBytesPerSecond))
				throw new FtError('usage', `a limit is at least ${formatRate(minLimitBytesPerSecond)}`);
			table.set(limitSetting, bytesPerSecond === undefined ? undefined : String(bytesPerSecond));
			pacer.setLimit(bytesPerSecond);
			did(
				'setLimit',
				bytesPerSecond === undefined ? 'lifted the limit' : `limited the hub to ${formatRate(bytesPerSecond)}`,
			);
		},
		async newCode() {
			const code = generateCode();
			await parts.takeCode(code);
			did('newCode', 'made a new code');
			return code;
		},
		async stop() {
			did('stop', 'stopped the hub');
			parts.stop();
		},
	};
	return {
		actions,
		isBanned: (id) => bans.has(id),
		decisions: () => ({
			requests: requests.all(),
			bans: [...bans.values()],
			invitations: invitations.open().map(({id, name, usesLeft, untilMs}) => ({id, name, usesLeft, untilMs})),
			isIntakeOn: intake.isOn,
			limitBytesPerSecond: pacer.bytesPerSecond,
			notice: toNoticeRow(notices.standing().at(-1)),
		}),
	};
}

/** The transfer whose id begins so; `listing`: the verb that shows them. Throws FtError `no-such-transfer`, `usage`. */
function onlyOne(
	idStart: string,
	transfers: Iterable<HubTransfer>,
	what: string,
	listing: 'status' | 'storage',
): HubTransfer {
	const found = [...transfers].filter(({id}) => id.startsWith(idStart));
	const [first] = found;
	if (!first || idStart === '')
		throw new FtError(
			'no-such-transfer',
			`no transfer ${display(idStart)} is ${what} on this hub. See which are: ft hub ${listing}`,
		);
	if (found.length > 1)
		throw new FtError('usage', `${found.length} transfers begin with ${display(idStart)}: say more of the id`);
	return first;
}

function toNoticeRow(notice: Notice | undefined): NoticeRow | undefined {
	return notice && {...notice, text: display(notice.text, maxTextBytes)};
}
