import fs from 'node:fs';
import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {formatBytes, formatCount, formatRate} from '../base/size-text.ts';
import {momentText} from '../base/time-text.ts';
import {generateCode} from '../crypto/join-code.ts';
import {toWords} from '../crypto/words.ts';
import {openAuditFile} from '../files/audit-file.ts';
import {takeLock} from '../files/lock.ts';
import {readPrivate} from '../files/private-file.ts';
import {openUsersTable} from '../files/users-table.ts';
import type {HubEvent} from '../hub/events.ts';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import {parseVerb, type OperatorRequest, type OperatorVerb} from '../state/operator-verbs.ts';
import type {Arguments} from './arguments.ts';
import {confirm} from './confirm.ts';
import {writeCode} from './hub-folder.ts';
import {printStatus} from './hub-status.ts';
import {printStorage} from './hub-storage.ts';
import {noHub, openOperatorLink, type OperatorLink} from './operator-link.ts';
import type {Output} from './output.ts';

/** What a verb works with. */
export type VerbScene = {
	/** What stood behind the verb. */
	readonly rest: readonly string[];
	readonly flags: Arguments<'hub'>['flags'];
	readonly output: Output;
	/** The hub's folder, absolute, and its own folder in it. */
	readonly dir: string;
	readonly own: string;
	readonly ending: AbortSignal;
};
/** Does what its name says and resolves with the exit code. Rejects with FtError `usage` before anything is asked. */
export type Verb = (scene: VerbScene) => Promise<number>;

/** Every verb of `ft hub`. */
export const hubVerbs: Readonly<Record<string, Verb>> = {
	async status(scene) {
		none(scene);
		return withHub(scene, async (link) => {
			printStatus(await link.ask('status', {type: 'status'}), scene.output);
		});
	},
	async notice(scene) {
		const asked = toRequest('notice', scene);
		return tell(scene, asked, () => [{notice: asked.text}, 'everyone is told']);
	},
	invite,
	async withdraw(scene) {
		const asked = toRequest('withdraw', scene);
		return tell(scene, asked, () => [{withdrawn: asked.invitation}, `withdrew the invitation ${asked.invitation}`]);
	},
	async requests(scene) {
		none(scene);
		return withHub(scene, async (link) => {
			const {requests} = await link.ask('status', {type: 'status'});
			for (const {id, name, address, time} of requests) {
				const words = toWords(id);
				scene.output.event({type: 'request', user: name, id, address, words});
				scene.output.result(`${name.padEnd(16)} ${toShortId(id)}  ${address}  since ${momentText(time)}  ${words}`);
			}
			if (requests.length === 0) scene.output.note('nobody asks to be let in');
		});
	},
	approve: aboutSomebody('approve', 'approved'),
	deny: aboutSomebody('deny', 'denied'),
	kick: aboutSomebody('kick', 'kicked'),
	async ban(scene) {
		const {who} = toRequest('ban', scene);
		return withHub(scene, async (link) => {
			const {name, id} = findUser(scene, who);
			const question = `${name} is put out, and its key stays out.`;
			if (!(await confirm(question, scene.flags.yes ?? false, scene.ending))) return 1;
			await link.ask('done', {type: 'ban', who: id});
			return said(scene, {banned: name, id}, `banned ${name}`);
		});
	},
	unban: aboutSomebody('unban', 'unbanned'),
	release,
	async cancel(scene) {
		const asked = toRequest('cancel', scene);
		return tell(scene, asked, () => [{cancelled: asked.transfer}, `cancelled ${asked.transfer}`]);
	},
	async storage(scene) {
		none(scene);
		return withHub(scene, async (link) => {
			const status = await link.ask('status', {type: 'status'});
			const idStart = scene.flags.delete?.toLowerCase();
			if (idStart === undefined) {
				printStorage(status, scene.output);
				return 0;
			}
			const row = status.kept.find(({transfer}) => idStart !== '' && transfer.startsWith(idStart));
			if (!row) throw new FtError('no-such-transfer', `nothing is kept of a transfer ${idStart}. See: ft hub storage`);
			const question = `${row.from} is told that ${row.for} will not get it: ${formatBytes(row.total)}.`;
			if (!(await confirm(question, scene.flags.yes ?? false, scene.ending))) return 1;
			await link.ask('done', {type: 'delete-kept', transfer: row.transfer});
			return said(scene, {deleted: row.transfer}, `deleted what was kept of ${row.transfer.slice(0, 8)}`);
		});
	},
	async intake(scene) {
		const asked = toRequest('intake', scene);
		const text = asked.on ? 'new transfers are taken' : 'no new transfers are taken; what runs goes on';
		return tell(scene, asked, () => [{intake: asked.on}, text]);
	},
	async limit(scene) {
		const asked = toRequest('limit', scene);
		const {bytesPerSecond} = asked;
		const text = bytesPerSecond === undefined ? 'no limit' : `at most ${formatRate(bytesPerSecond)} in all`;
		return tell(scene, asked, () => [{limit: bytesPerSecond ?? null}, text]);
	},
	code,
	async stop(scene) {
		none(scene);
		return withHub(scene, async (link) => {
			const {online, connected = online} = await link.ask('status', {type: 'status'});
			const question = `${formatCount(connected, 'user')} connected; what is under way goes on when the hub is back.`;
			if (connected > 0 && !(await confirm(question, scene.flags.yes ?? false, scene.ending))) return 1;
			await link.ask('done', {type: 'stop'});
			return said(scene, {stopped: true}, 'the hub stops');
		});
	},
};

async function invite(scene: VerbScene): Promise<number> {
	const {output} = scene;
	const asked = toRequest('invite', scene);
	const {name, uses} = asked;
	const problem = name === undefined ? undefined : userNameProblem(name);
	if (problem !== undefined) throw new FtError('usage', `--name ${JSON.stringify(name)} cannot be used: ${problem}`);
	return withHub(scene, async (link) => {
		const invited = await link.ask('invited', asked);
		const until = new Date(invited.until).toISOString();
		output.event({type: 'invite', link: invited.link, code: invited.code, until});
		output.result(invited.link);
		output.note(
			`for ${name ?? 'anyone'}, ${formatCount(uses, 'use')}, until ${momentText(invited.until)}. They type: ft client <link>`,
		);
		output.note(`or, at another address of this hub, the code alone: ${invited.code}`);
	});
}

async function release(scene: VerbScene): Promise<number> {
	const {who} = toRequest('release', scene);
	const {id, name} = findUser(scene, who);
	const question = `The next key that asks for the name ${name} gets it.`;
	if (!(await confirm(question, scene.flags.yes ?? false, scene.ending))) return 1;
	const link = await findHub(scene);
	if (link) {
		await link.ask('done', {type: 'release', who: id});
		await link.close();
	} else {
		withUsers(scene, (users) => users.release(id, systemClock.nowMs()));
		await audit(scene, {act: 'release', user: name, id, text: `released the name ${name}`});
	}
	return said(scene, {released: name, id}, `released ${name}`);
}

async function code(scene: VerbScene): Promise<number> {
	none(scene);
	if (!fs.existsSync(scene.own)) throw noHub(scene.dir);
	const fresh = scene.flags.new ? await makeCode(scene) : undefined;
	const file = path.join(scene.own, 'code');
	const text = fresh ?? (await readPrivate(file))?.trim();
	if (text === undefined) throw new FtError('no-such-file', `no code in ${file}: start the hub once, it makes one`);
	return said(scene, {code: text}, text);
}

async function makeCode(scene: VerbScene): Promise<string> {
	const link = await findHub(scene);
	if (link) {
		const answer = await link.ask('code', {type: 'new-code'});
		await link.close();
		return answer.code;
	}
	// No hub may start with the old one meanwhile.
	using lock = takeLock(path.join(scene.own, 'lock'));
	if (!lock) throw new FtError('in-use', `a hub is just starting in ${scene.dir}: try again`);
	const fresh = generateCode();
	await writeCode(scene.own, fresh);
	await audit(scene, {act: 'newCode', text: 'made a new code'});
	return fresh;
}

/** What is done without a hub stands in its audit log as what it does itself. */
async function audit(
	{own, output}: VerbScene,
	record: Omit<Extract<HubEvent, {type: 'operator'}>, 'type'>,
): Promise<void> {
	const file = openAuditFile(path.join(own, 'audit.log'), {
		nowMs: () => systemClock.nowMs(),
		onError: (error) => {
			output.note(`the audit log cannot be written: ${error.message}`);
		},
	});
	file.write({type: 'operator', ...record});
	await file.close();
}

function aboutSomebody(verb: 'approve' | 'deny' | 'kick' | 'unban', past: string): Verb {
	return async (scene) => {
		const asked = toRequest(verb, scene);
		return withHub(scene, async (link) => {
			const {user} = await link.ask('done', asked);
			const name = user?.name ?? asked.who;
			return said(scene, {[past]: name, ...(user && {id: user.id})}, `${past} ${name}`);
		});
	};
}

/** Asks one thing and says how it went. */
async function tell(
	scene: VerbScene,
	question: OperatorRequest,
	done: () => [event: Record<string, unknown>, line: string],
): Promise<number> {
	return withHub(scene, async (link) => {
		await link.ask('done', question);
		return said(scene, ...done());
	});
}

function said({output}: VerbScene, event: Readonly<Record<string, unknown>>, line: string): number {
	output.event({type: 'status', ...event});
	output.result(line);
	return 0;
}

async function withHub({dir, own}: VerbScene, act: (link: OperatorLink) => Promise<number | void>): Promise<number> {
	const link = await openOperatorLink(dir, own);
	try {
		return (await act(link)) ?? 0;
	} finally {
		await link.close();
	}
}

/** The running hub; undefined when none runs. */
async function findHub({dir, own}: VerbScene): Promise<OperatorLink | undefined> {
	try {
		return await openOperatorLink(dir, own);
	} catch (error) {
		if (error instanceof FtError && error.code === 'unreachable') return undefined;
		throw error;
	}
}

/** Whom this name, or short id, means: said in the question before anything is done. */
function findUser(scene: VerbScene, who: string): {id: string; name: string} {
	return withUsers(scene, (users) => {
		const user = users.findByName(who) ?? users.all().find(({id}) => id === who || toShortId(id) === who);
		if (!user) throw new FtError('no-such-user', `no user ${who} on this hub. See who is known: ft users`);
		return user;
	});
}

function withUsers<Result>({dir, own}: VerbScene, act: (users: ReturnType<typeof openUsersTable>) => Result): Result {
	if (!fs.existsSync(own)) throw noHub(dir);
	const users = openUsersTable(path.join(own, 'users.db'));
	try {
		return act(users);
	} finally {
		users.close();
	}
}

function none({rest}: VerbScene): void {
	if (rest.length > 0) throw new FtError('usage', `that is too much: ${rest.join(' ')}. See: ft hub --help`);
}

/** What was typed, as the request of that verb. Throws FtError `usage`. */
function toRequest<Verb extends OperatorVerb>(
	verb: Verb,
	{rest, flags}: VerbScene,
): Extract<OperatorRequest, {type: Verb}> {
	const parsed = parseVerb(verb, rest, flags, 'ft hub ');
	if ('problem' in parsed) throw new FtError('usage', `${parsed.problem}. See: ft hub --help`);
	return parsed.request as Extract<OperatorRequest, {type: Verb}>;
}
