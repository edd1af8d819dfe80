import fs from 'node:fs';
import path from 'node:path';
import {systemClock} from '../base/clock.ts';
import {formatCount, formatRate} from '../base/size-text.ts';
import {generateCode} from '../crypto/join-code.ts';
import {toWords} from '../crypto/words.ts';
import {takeLock} from '../files/lock.ts';
import {readPrivate} from '../files/private-file.ts';
import {openUsersTable} from '../files/users-table.ts';
import {FtError} from '../protocol/errors.ts';
import {toShortId} from '../protocol/ids.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import {toBytes, toMilliseconds, type Arguments} from './arguments.ts';
import {confirm} from './confirm.ts';
import {writeCode} from './hub-folder.ts';
import {printStatus} from './hub-status.ts';
import {noHub, openOperatorLink, type OperatorLink, type Question} from './operator-link.ts';
import type {Output} from './output.ts';

/** The options of `ft hub`. */
export const flagsOfHub = {
	dir: {type: 'string'},
	uses: {type: 'string'},
	ttl: {type: 'string'},
	new: {type: 'boolean'},
} as const;

/** What a verb works with. */
export type VerbScene = {
	/** What stood behind the verb. */
	readonly rest: readonly string[];
	readonly flags: Arguments<typeof flagsOfHub>['flags'];
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
		const text = scene.rest.join(' ').replaceAll(/\s+/g, ' ').trim();
		if (text === '') throw new FtError('usage', 'what is to be said? ft hub notice "down at noon"');
		return tell(scene, {type: 'notice', text}, () => [{notice: text}, 'everyone is told']);
	},
	invite,
	async requests(scene) {
		none(scene);
		return withHub(scene, async (link) => {
			const {requests} = await link.ask('status', {type: 'status'});
			for (const {id, name, address, time} of requests) {
				const words = toWords(id);
				scene.output.event({type: 'request', user: name, id, address, words});
				scene.output.result(`${name.padEnd(16)} ${toShortId(id)}  ${address}  since ${toTimeText(time)}  ${words}`);
			}
			if (requests.length === 0) scene.output.note('nobody asks to be let in');
		});
	},
	approve: aboutSomebody('approve', 'approved'),
	deny: aboutSomebody('deny', 'denied'),
	kick: aboutSomebody('kick', 'kicked'),
	async ban(scene) {
		const who = one(scene, 'who is to be kept out? ft hub ban mallory');
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
		const transfer = one(scene, 'which transfer? ft hub cancel 5fdd7879; see ft hub status').toLowerCase();
		if (!/^[0-9a-f]{1,32}$/.test(transfer))
			throw new FtError('usage', `${JSON.stringify(transfer)} is no id of a transfer: see ft hub status`);
		return tell(scene, {type: 'cancel', transfer}, () => [{cancelled: transfer}, `cancelled ${transfer}`]);
	},
	async intake(scene) {
		const word = one(scene, 'on or off? ft hub intake off');
		if (word !== 'on' && word !== 'off') throw new FtError('usage', `ft hub intake is on or off, not ${word}`);
		const text = word === 'on' ? 'new transfers are taken' : 'no new transfers are taken; what runs goes on';
		return tell(scene, {type: 'intake', on: word === 'on'}, () => [{intake: word === 'on'}, text]);
	},
	async limit(scene) {
		const word = one(scene, 'how much a second? ft hub limit 20M, or ft hub limit off');
		const bytesPerSecond = word === 'off' ? undefined : toBytes('ft hub limit', word.replace(/\/s$/, ''));
		const text = bytesPerSecond === undefined ? 'no limit' : `at most ${formatRate(bytesPerSecond)} in all`;
		return tell(scene, {type: 'limit', bytesPerSecond}, () => [{limit: bytesPerSecond ?? null}, text]);
	},
	code,
	async stop(scene) {
		none(scene);
		return withHub(scene, async (link) => {
			const {online} = await link.ask('status', {type: 'status'});
			const question = `${formatCount(online, 'user')} online; what is under way goes on when the hub is back.`;
			if (online > 0 && !(await confirm(question, scene.flags.yes ?? false, scene.ending))) return 1;
			await link.ask('done', {type: 'stop'});
			return said(scene, {stopped: true}, 'the hub stops');
		});
	},
};

async function invite(scene: VerbScene): Promise<number> {
	none(scene);
	const {output, flags} = scene;
	const {name} = flags;
	const problem = name === undefined ? undefined : userNameProblem(name);
	if (problem !== undefined) throw new FtError('usage', `--name ${JSON.stringify(name)} cannot be used: ${problem}`);
	const uses = Number(flags.uses ?? '1');
	if (!Number.isInteger(uses) || uses < 1) throw new FtError('usage', `--uses ${flags.uses} is no number of uses`);
	const ttl = toMilliseconds('--ttl', flags.ttl ?? '24h') ?? 0;
	if (ttl < 1000) throw new FtError('usage', `--ttl ${flags.ttl} is no time to come. Write it like 30m, 24h or 7d`);
	return withHub(scene, async (link) => {
		const invited = await link.ask('invited', {type: 'invite', name, uses, ttl});
		const until = new Date(invited.until).toISOString();
		output.event({type: 'invite', link: invited.link, code: invited.code, until});
		output.result(invited.link);
		output.note(
			`for ${name ?? 'anyone'}, ${formatCount(uses, 'use')}, until ${toTimeText(invited.until)}. They type: ft client <link>`,
		);
		output.note(`or, at another address of this hub, the code alone: ${invited.code}`);
	});
}

async function release(scene: VerbScene): Promise<number> {
	const who = one(scene, 'whose name? ft hub release alice');
	const {id, name} = findUser(scene, who);
	const question = `The next key that asks for the name ${name} gets it.`;
	if (!(await confirm(question, scene.flags.yes ?? false, scene.ending))) return 1;
	const link = await findHub(scene);
	if (link) {
		await link.ask('done', {type: 'release', who: id});
		await link.close();
	} else withUsers(scene, (users) => users.release(id, systemClock.nowMs()));
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
	return fresh;
}

function aboutSomebody(verb: 'approve' | 'deny' | 'kick' | 'unban', past: string): Verb {
	return async (scene) => {
		const who = one(scene, `whom? ft hub ${verb} bob`);
		return withHub(scene, async (link) => {
			const {user} = await link.ask('done', {type: verb, who});
			const name = user?.name ?? who;
			return said(scene, {[past]: name, ...(user && {id: user.id})}, `${past} ${name}`);
		});
	};
}

/** Asks one thing and says how it went. */
async function tell(
	scene: VerbScene,
	question: Question,
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
		if (!user) throw new FtError('no-such-user', `no user ${who} on this hub`);
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

function one({rest}: VerbScene, question: string): string {
	const [word, ...more] = rest;
	if (word === undefined || word === '') throw new FtError('usage', question);
	if (more.length > 0) throw new FtError('usage', `that is too much: ${more.join(' ')}. See: ft hub --help`);
	if (word.length > 64) throw new FtError('usage', 'that is too long for a name or an id');
	return word;
}

function toTimeText(ms: number): string {
	return new Date(ms).toISOString().slice(0, 16).replace('T', ' ');
}
