import type {Clock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {generateCode} from '../crypto/join-code.ts';
import {randomId} from '../crypto/random.ts';
import type {Invitation, OperatorTable} from '../files/operator-table.ts';
import {FtError} from '../protocol/errors.ts';
import {endedInvitationKeepMs, maxInvitationMs, maxInvitations, maxInvitationUses} from '../protocol/limits.ts';
import {foldName, userNameProblem} from '../protocol/user-name.ts';

/** What an invitation may be asked for: `name` undefined lets in anyone. */
export type InvitationWish = {readonly name: string | undefined; readonly uses: number; readonly ttlMs: number};

/** The codes of their own that the operator gave out. */
export type Invitations = {
	/** Makes one. Throws FtError `usage` for a wish beyond the limits, `limit` when so many are open already. */
	make(wish: InvitationWish): Promise<{readonly code: string; readonly untilMs: number}>;
	/** By the beginning of the id of one that is open. Throws FtError `no-such-file` for none, `usage` for several. */
	withdraw(id: string): Invitation;
	/** The one whose key fits, also when it has ended within the last week. */
	find(fits: (key: Uint8Array) => boolean): Invitation | undefined;
	/** Throws FtError `wrong-code` when it lets nobody in any more, or nobody of this name. */
	check(id: string, name?: string): void;
	/** Somebody new came in by it. */
	use(id: string): void;
	/** Those that still let somebody in, oldest first. */
	open(): readonly Invitation[];
};

/** Reads what is remembered; what ended long ago is forgotten. `deriveKey`: scrypt of a code of this hub. */
export function createInvitations(
	table: OperatorTable,
	clock: Clock,
	deriveKey: (code: string) => Promise<Uint8Array>,
): Invitations {
	const all = new Map(table.invitations().map((invitation) => [invitation.id, invitation]));
	const isOpen = ({usesLeft, untilMs}: Invitation): boolean => usesLeft > 0 && untilMs > clock.nowMs();
	const remove = (id: string): void => {
		all.delete(id);
		table.removeInvitation(id);
	};
	const put = (invitation: Invitation): void => {
		all.set(invitation.id, invitation);
		table.putInvitation(invitation);
	};
	const forgetEnded = (): void => {
		const ended = [...all.values()].filter((invitation) => !isOpen(invitation));
		const isLongAgo = ({untilMs}: Invitation): boolean => untilMs + endedInvitationKeepMs <= clock.nowMs();
		for (const [index, invitation] of ended.entries())
			if (isLongAgo(invitation) || ended.length - index > maxInvitations) remove(invitation.id);
	};
	const open = (): readonly Invitation[] => [...all.values()].filter(isOpen);
	forgetEnded();
	return {
		async make({name, uses, ttlMs}) {
			checkWish({name, uses, ttlMs});
			forgetEnded();
			if (open().length >= maxInvitations) {
				throw new FtError(
					'limit',
					`${maxInvitations} invitations are open already, more are not kept. Wait until some have ended, or withdraw one`,
				);
			}
			const code = generateCode();
			const key = await deriveKey(code);
			const untilMs = clock.nowMs() + ttlMs;
			put({id: randomId(), key, name, usesLeft: uses, untilMs});
			return {code, untilMs};
		},
		withdraw(id) {
			const [found, ...more] = open().filter((invitation) => invitation.id.startsWith(id));
			if (!found || id === '')
				throw new FtError('no-such-file', 'no such invitation: it has ended or was withdrawn. See: ft hub status');
			if (more.length > 0)
				throw new FtError('usage', `${more.length + 1} invitations begin with ${display(id)}: say more of the id`);
			remove(found.id);
			return found;
		},
		find: (fits) => [...all.values()].find(({key}) => fits(key)),
		check(id, name) {
			const invitation = all.get(id);
			if (!invitation || invitation.untilMs <= clock.nowMs()) {
				throw new FtError('wrong-code', 'this invitation has ended. Ask the operator of the hub for a new one');
			}
			if (invitation.usesLeft < 1) {
				throw new FtError('wrong-code', 'this invitation was used already. Ask the operator of the hub for a new one');
			}
			if (name !== undefined && invitation.name !== undefined && foldName(name) !== foldName(invitation.name)) {
				throw new FtError(
					'wrong-code',
					`this invitation is for ${invitation.name}, not for ${name}. Use it with --name ${invitation.name}`,
				);
			}
		},
		use(id) {
			const invitation = all.get(id);
			if (invitation) put({...invitation, usesLeft: invitation.usesLeft - 1});
		},
		open,
	};
}

function checkWish({name, uses, ttlMs}: InvitationWish): void {
	const problem = name === undefined ? undefined : userNameProblem(name);
	if (problem !== undefined) throw new FtError('usage', `nobody can be invited under that name: ${problem}`);
	if (!Number.isInteger(uses) || uses < 1 || uses > maxInvitationUses)
		throw new FtError('usage', `an invitation has 1 to ${maxInvitationUses} uses`);
	if (!Number.isInteger(ttlMs) || ttlMs < 1000 || ttlMs > maxInvitationMs)
		throw new FtError('usage', 'an invitation lasts from a second to a year');
}
