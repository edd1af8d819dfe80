import type {ClientActions} from '../../source/client/snapshot.ts';

const names = [
	'send',
	'accept',
	'decline',
	'cancel',
	'pause',
	'resume',
	'retry',
	'move',
	'lookBack',
	'setAcceptRule',
	'limit',
	'clearFinished',
	'say',
	'reconnect',
	'answerHub',
	'giveCode',
	'showWords',
	'verify',
	'verifyHub',
	'alwaysAccept',
	'askAgain',
	'putNoticeAway',
	'openFolder',
	'setSort',
	'setFilter',
	'needRows',
	'refreshFolder',
	'search',
	'removeFile',
	'get',
	'put',
] as const satisfies ReadonlyArray<keyof ClientActions>;

/** A client that tells `onCall` what it is asked, as the action's name and its arguments. */
export function fakeClientActions(
	onCall: (name: keyof ClientActions, ...values: readonly unknown[]) => void = () => undefined,
): ClientActions {
	const actions = names.map((name) => [
		name,
		(...values: unknown[]) => {
			onCall(name, ...values);
		},
	]);
	return Object.fromEntries(actions) as ClientActions;
}
