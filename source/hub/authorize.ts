import type {SpaceName} from '../protocol/space-path.ts';
import type {Request, SpaceRequest} from './session.ts';

/** Who somebody is to a transfer. */
export type Role = 'sender' | 'recipient' | 'stranger';

/**
 * The one place that says who may do what to a transfer. The sender owns it; a recipient acts on its own leg only; to
 * everyone else it does not exist.
 */
export function authorize(role: Role, action: Exclude<Request, SpaceRequest>['type']): boolean {
	switch (action) {
		case 'answer':
		case 'progress':
		case 'receipt':
			return role === 'recipient';
		case 'receipt-seen':
		case 'end-seen':
			return role === 'sender';
		case 'cancel':
		case 'pause':
		case 'resume':
		case 'overtake':
		case 'fail':
			return role !== 'stranger';
		case 'offer':
			return role === 'sender';
		case 'offers':
		case 'keys':
		case 'say':
		case 'fetch':
			return true;
	}
}

/** `put` saves under a name that is free; `replace` and `remove` touch what is there. */
export type SpaceAction = 'list' | 'fetch' | 'put' | 'replace' | 'remove';

/**
 * The one place that says who may do what in a folder of the hub. The operator may do everything. `isOwn`: in `shared`, the entry is
 * this user's, a folder with every file in it; in `private`, the folder is this user's. It has no meaning in `public`.
 */
export function authorizeInSpace(
	who: 'operator' | 'user',
	space: SpaceName,
	action: SpaceAction,
	isOwn: boolean,
): boolean {
	if (who === 'operator') return true;
	switch (space) {
		case 'public':
			return action === 'list' || action === 'fetch';
		case 'shared':
			return isOwn || (action !== 'replace' && action !== 'remove');
		case 'private':
			return isOwn;
	}
}
