import {FtError} from '../protocol/errors.ts';
import {protocolVersion} from '../protocol/limits.ts';
import type {ClientMessageOf, HubMessageOf} from '../protocol/messages.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import {createJoinProof, isJoinProofValid} from '../crypto/join-proof.ts';
import {openStatement} from '../crypto/statement.ts';
import type {UsersTable} from '../files/users-table.ts';
import type {Channel} from '../transport/channel.ts';
import type {CodeGuard} from './code-guard.ts';

/** What a hub lets people in by. */
export type AdmissionRules = {
	readonly hubId: string;
	/** scrypt of the join code. */
	readonly codeKey: Uint8Array;
	/** `--open`: no code is asked of anyone. */
	readonly isOpen: boolean;
	readonly maxUsers: number;
	readonly users: UsersTable;
	readonly guard: CodeGuard;
};

/** What one connection said and proved so far. */
export type Applicant = {
	/** The `join` proof was right: this client knows the code. */
	hasProved: boolean;
	hello: ClientMessageOf<'hello'> | undefined;
};

/**
 * Checks the join proof; `nowMs` is monotonic. Throws FtError `wrong-code`, or `limit`, whatever the code, when too many wrong
 * ones came within a minute. An identity that the hub knows is not held up by the others' mistakes.
 */
export function checkJoin(
	rules: AdmissionRules,
	channel: Channel<'hub'>,
	message: ClientMessageOf<'join'>,
	nowMs: number,
): void {
	const {id, address} = channel.peer;
	const isKnown = rules.users.find(id) !== undefined;
	if (!isKnown && !rules.guard.mayTry(address, nowMs)) {
		throw new FtError('limit', 'too many wrong codes were tried on this hub; wait a minute, then try again');
	}
	const isRight = isJoinProofValid(Buffer.from(message.proof, 'base64'), {
		codeKey: rules.codeKey,
		exporter: channel.exporter,
		side: 'client',
		clientId: channel.peer.id,
		hubId: rules.hubId,
	});
	if (isRight) return;
	if (!isKnown) rules.guard.noteWrong(address, nowMs);
	throw new FtError('wrong-code', 'that is not the code of this hub. Ask its operator for it, then try again');
}

/**
 * Decides whether this applicant comes in, and writes down who it is. The key is the login of whoever was here before; others
 * need the code, unless the hub is open. `isNews`: the others have not heard of this name. Throws FtError `version`, `tampered`, `code-needed`, `name-taken` or `hub-full`.
 */
export function admit(
	rules: AdmissionRules,
	channel: Channel<'hub'>,
	applicant: Applicant,
	nowMs: number,
): {name: string; sinceMs: number; isNews: boolean} {
	const hello = applicant.hello;
	if (!hello) throw new FtError('protocol', 'the client said no hello');
	if (hello.version !== protocolVersion) {
		throw new FtError(
			'version',
			`this hub speaks version ${protocolVersion} of the protocol, the client ${hello.version}: update ${hello.version < protocolVersion ? 'the client' : 'the hub'}`,
		);
	}
	const problem = userNameProblem(hello.name);
	if (problem) throw new FtError('usage', `the name cannot be used: ${problem}`);
	if (openStatement(hello.statement).id !== channel.peer.id)
		throw new FtError('tampered', 'the statement belongs to another key');
	const known = rules.users.find(channel.peer.id);
	if (!known && !rules.isOpen && !applicant.hasProved) {
		throw new FtError('code-needed', 'this hub asks newcomers for a code. Its operator has it; give it with FT_CODE');
	}
	if (!known && rules.users.count() >= rules.maxUsers) {
		throw new FtError('hub-full', `this hub knows ${rules.maxUsers} users already; its operator can raise --max-users`);
	}
	const user = rules.users.add({id: channel.peer.id, name: hello.name, statement: hello.statement, nowMs});
	return {name: user.name, sinceMs: user.sinceMs, isNews: known?.name !== user.name};
}

/** The hub's half of the proof for the welcome: only for a client that proved its own half. */
export function createHubProof(rules: AdmissionRules, channel: Channel<'hub'>): HubMessageOf<'welcome'>['proof'] {
	return Buffer.from(
		createJoinProof({
			codeKey: rules.codeKey,
			exporter: channel.exporter,
			side: 'hub',
			clientId: channel.peer.id,
			hubId: rules.hubId,
		}),
	).toString('base64');
}
