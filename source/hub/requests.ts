import type {Clock} from '../base/clock.ts';
import {toWords} from '../crypto/words.ts';
import type {OperatorTable} from '../files/operator-table.ts';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import {denialKeepMs, maxRequests, maxRequestsPerAddress} from '../protocol/limits.ts';
import {foldName} from '../protocol/user-name.ts';
import type {RequestRow} from './snapshot.ts';

/** Who asked to be let in (`--approve`), and what the operator said. */
export type Requests = {
	/**
	 * A newcomer without a code is at the door. Returns when it was approved under this name; else throws FtError `denied`, or
	 * `approval-needed` after putting it on the list.
	 */
	ask(newcomer: {readonly id: string; readonly name: string; readonly address: string}): void;
	/** The operator's word on one of the list, by id, short id or name. Throws FtError `no-such-user`, or `usage` when several have that name. */
	approve(who: string): RequestRow;
	deny(who: string): RequestRow;
	/** This identity came in, however: it waits no more, and its approval is used. */
	admitted(id: string): void;
	/** Oldest first. */
	all(): readonly RequestRow[];
};

/** Creates an empty list over the approvals that are remembered. `onRequest` hears of each that is new on the list. */
export function createRequests(options: {
	readonly table: OperatorTable;
	readonly clock: Clock;
	/** What the hub is called, for those who wait. */
	readonly title: string;
	readonly onRequest: (request: RequestRow) => void;
}): Requests {
	const {table, clock} = options;
	const waiting = new Map<string, RequestRow>();
	const approved = new Map(table.approvals().map(({id, name}) => [id, name]));
	/** Until when each is told so. */
	const denied = new Map<string, number>();
	const makeRoom = (address: string): void => {
		const ofAddress = [...waiting.values()].filter((request) => request.address === address);
		const [oldest] = ofAddress.length >= maxRequestsPerAddress ? ofAddress : [...waiting.values()];
		if (oldest && (ofAddress.length >= maxRequestsPerAddress || waiting.size >= maxRequests)) waiting.delete(oldest.id);
	};
	const take = (who: string): RequestRow => {
		const [request, other] = [...waiting.values()].filter(
			({id, shortId, name}) => id === who || shortId === who || foldName(name) === foldName(who),
		);
		if (!request) throw new FtError('no-such-user', `nobody called ${who} asks to join. See who does: ft hub requests`);
		if (other) {
			throw new FtError(
				'usage',
				`several ask to join as ${who}: ${request.shortId}, ${other.shortId}. Say which by its short id`,
			);
		}
		waiting.delete(request.id);
		return request;
	};
	return {
		ask({id, name, address}) {
			const approvedName = approved.get(id);
			if (approvedName !== undefined && foldName(approvedName) === foldName(name)) return;
			if ((denied.get(id) ?? 0) > clock.nowMs())
				throw new FtError('denied', `the operator of ${options.title} did not let you in`);
			denied.delete(id);
			const before = waiting.get(id);
			if (before?.name !== name) {
				waiting.delete(id);
				makeRoom(address);
				const request = {id, shortId: toShortId(id), words: toWords(id), name, address, atMs: clock.nowMs()};
				waiting.set(id, request);
				options.onRequest(request);
			}
			throw new FtError(
				'approval-needed',
				`waiting for the operator of ${options.title} to let you in as ${name} (${toShortId(id)})`,
			);
		},
		approve(who) {
			const request = take(who);
			approved.set(request.id, request.name);
			table.putApproval(request.id, request.name);
			return request;
		},
		deny(who) {
			const request = take(who);
			for (const [id, untilMs] of denied) if (untilMs <= clock.nowMs()) denied.delete(id);
			denied.set(request.id, clock.nowMs() + denialKeepMs);
			return request;
		},
		admitted(id) {
			waiting.delete(id);
			if (!approved.delete(id)) return;
			table.removeApproval(id);
		},
		all: () => [...waiting.values()],
	};
}
