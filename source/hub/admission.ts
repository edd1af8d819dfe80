import {FtError} from '../protocol/errors.ts';
import {protocolVersion} from '../protocol/limits.ts';
import type {ClientMessageOf, HubMessageOf} from '../protocol/messages.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import {createJoinProof, isJoinProofValid, type JoinProofFields} from '../crypto/join-proof.ts';
import {openStatement} from '../crypto/statement.ts';
import type {Invitation} from '../files/operator-table.ts';
import type {UsersTable} from '../files/users-table.ts';
import type {Channel} from '../transport/channel.ts';
import type {CodeGuard} from './code-guard.ts';
import type {Invitations} from './invitations.ts';
import type {Requests} from './requests.ts';
import type {HubMode} from './snapshot.ts';

/** What a hub lets people in by. */
export type AdmissionRules = {
	readonly hubId: string;
	/** scrypt of the join code; the operator may take another. */
	readonly codeKey: () => Uint8Array;
	readonly mode: HubMode;
	readonly maxUsers: number;
	readonly users: UsersTable;
	readonly guard: CodeGuard;
	readonly invitations: Invitations;
	readonly requests: Requests;
	readonly isBanned: (id: string) => boolean;
};

/** The secret that a newcomer showed to know: the hub's code, or that of an invitation. */
export type Proof = {readonly key: Uint8Array; readonly invitation: Invitation | undefined};

/** What let a newcomer in. */
export type AdmittedBy = 'code' | 'invitation' | 'approval' | 'open';

/** What one connection said and proved so far. */
export type Applicant = {
	/** The `join` proof was right: this client knows the code, or that of an invitation. */
	proof: Proof | undefined;
	hello: ClientMessageOf<'hello'> | undefined;
};

/**
 * Checks the join proof against the code and every invitation; `nowMs` is monotonic. Throws FtError `wrong-code`, or `limit`,
 * whatever the code, when too many wrong ones came within a minute. An identity that the hub knows is not held up by the others'
 * mistakes, nor by the end of its invitation.
 */
export function checkJoin(
	rules: AdmissionRules,
	channel: Channel<'hub'>,
	message: ClientMessageOf<'join'>,
	nowMs: number,
): Proof {
	const {id, address} = channel.peer;
	const isKnown = rules.users.find(id) !== undefined;
	if (!isKnown && !rules.guard.mayTry(address, nowMs)) {
		throw new FtError('limit', 'too many wrong codes were tried on this hub; wait a minute, then try again');
	}
	const proof = Buffer.from(message.proof, 'base64');
	const fits = (key: Uint8Array): boolean =>
		isJoinProofValid(proof, {...proofFields(rules, channel, key), side: 'client'});
	const codeKey = rules.codeKey();
	if (fits(codeKey)) return {key: codeKey, invitation: undefined};
	const invitation = rules.invitations.find(fits);
	if (invitation) {
		if (!isKnown) rules.invitations.check(invitation.id);
		return {key: invitation.key, invitation};
	}
	if (!isKnown) rules.guard.noteWrong(address, nowMs);
	throw new FtError('wrong-code', 'that is not the code of this hub. Ask its operator for it, then try again');
}

/**
 * Decides whether this applicant comes in, and writes down who it is. The key is the login of whoever was here before; others
 * need the code, an invitation or the operator's word, unless the hub is open. `isNews`: the others have not heard of this name;
 * `by`: what let a newcomer in. Throws FtError `version`, `tampered`, `banned`, `code-needed`, `wrong-code`, `approval-needed`,
 * `denied`, `name-taken` or `hub-full`.
 */
export function admit(
	rules: AdmissionRules,
	channel: Channel<'hub'>,
	applicant: Applicant,
	nowMs: number,
): {name: string; sinceMs: number; isNews: boolean; by: AdmittedBy | undefined} {
	const hello = checkHello(channel, applicant);
	const {id} = channel.peer;
	if (rules.isBanned(id)) throw new FtError('banned', 'the operator of this hub has banned you');
	const known = rules.users.find(id);
	const by = known ? undefined : checkNewcomer(rules, channel, applicant.proof, hello.name);
	if (!known && rules.users.count() >= rules.maxUsers) {
		throw new FtError('hub-full', `this hub knows ${rules.maxUsers} users already; its operator can raise --max-users`);
	}
	const user = rules.users.add({id, name: hello.name, statement: hello.statement, nowMs});
	if (by === 'invitation' && applicant.proof?.invitation) rules.invitations.use(applicant.proof.invitation.id);
	rules.requests.admitted(id);
	return {name: user.name, sinceMs: user.sinceMs, isNews: known?.name !== user.name, by};
}

/** The hub's half of the proof for the welcome: only for a client that proved its own half. */
export function createHubProof(
	rules: AdmissionRules,
	channel: Channel<'hub'>,
	{key}: Proof,
): HubMessageOf<'welcome'>['proof'] {
	return Buffer.from(createJoinProof({...proofFields(rules, channel, key), side: 'hub'})).toString('base64');
}

function proofFields(
	rules: AdmissionRules,
	channel: Channel<'hub'>,
	codeKey: Uint8Array,
): Omit<JoinProofFields, 'side'> {
	return {codeKey, exporter: channel.exporter, clientId: channel.peer.id, hubId: rules.hubId};
}

function checkHello(channel: Channel<'hub'>, {hello}: Applicant): ClientMessageOf<'hello'> {
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
	return hello;
}

function checkNewcomer(
	rules: AdmissionRules,
	channel: Channel<'hub'>,
	proof: Proof | undefined,
	name: string,
): AdmittedBy {
	if (proof?.invitation) {
		rules.invitations.check(proof.invitation.id, name);
		return 'invitation';
	}
	if (proof) return 'code';
	if (rules.mode === 'open') return 'open';
	if (rules.mode === 'code')
		throw new FtError('code-needed', 'this hub asks newcomers for a code. Its operator has it; give it with FT_CODE');
	// A name that is taken is refused as such, whatever the operator would say.
	if (!rules.users.findByName(name)) rules.requests.ask({id: channel.peer.id, name, address: channel.peer.address});
	return 'approval';
}
