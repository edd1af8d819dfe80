import type {HubActions} from '../../source/hub/snapshot.ts';

const names = [
	'find',
	'cancel',
	'deleteKept',
	'clearFinished',
	'notice',
	'invite',
	'withdraw',
	'approve',
	'deny',
	'kick',
	'ban',
	'unban',
	'release',
	'setIntake',
	'setLimit',
	'newCode',
	'stop',
] as const satisfies ReadonlyArray<keyof HubActions>;

/** A hub that tells `onCall` what it is asked, as the action's name and its arguments, and answers with what that returns. */
export function fakeHubActions(onCall: (name: keyof HubActions, ...values: readonly unknown[]) => unknown): HubActions {
	const actions = names.map((name) => [name, async (...values: unknown[]) => onCall(name, ...values)]);
	return Object.fromEntries(actions) as HubActions;
}
