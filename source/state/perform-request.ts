import type {HubActions} from '../hub/snapshot.ts';
import type {OperatorRequest} from './operator-verbs.ts';

/** Asks the hub; resolves and rejects as its action does. */
export async function performRequest(
	actions: HubActions,
	request: Exclude<OperatorRequest, {type: 'invite'}>,
): Promise<unknown> {
	switch (request.type) {
		case 'notice':
			return actions.notice(request.text);
		case 'withdraw':
			return actions.withdraw(request.invitation);
		case 'kick':
			return actions.kick({user: request.who});
		case 'kick-session':
			return actions.kick({session: request.session});
		case 'cancel':
			return actions.cancel(request.transfer);
		case 'delete-kept':
			return actions.deleteKept(request.transfer);
		case 'clear':
			return actions.clearFinished();
		case 'intake':
			return actions.setIntake(request.on);
		case 'limit':
			return actions.setLimit(request.bytesPerSecond);
		case 'new-code':
			return actions.newCode();
		case 'stop':
			return actions.stop();
		case 'approve':
		case 'deny':
		case 'ban':
		case 'unban':
		case 'release':
		default:
			return actions[request.type](request.who);
	}
}
