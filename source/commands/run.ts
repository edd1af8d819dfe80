import {systemClock} from '../base/clock.ts';
import {display} from '../base/display.ts';
import {toSafeJson} from '../base/safe-json.ts';
import {exitCodeOf, FtError} from '../protocol/errors.ts';
import {SignalEnd} from './ended.ts';
import {nearName} from '../files/near-name.ts';
import {toErrorLine} from './output.ts';

type Command = {readonly about: string; readonly load: () => Promise<(argv: readonly string[]) => Promise<number>>};

/** Every command there is; each is loaded only when it runs, so that `ft users` loads no screen. */
export const commands: Readonly<Record<string, Command>> = {
	server: {about: 'run a hub, with a live dashboard', load: async () => (await import('./server.ts')).runServer},
	client: {about: 'join a hub: users, files, transfers', load: async () => (await import('./client.ts')).runClient},
	send: {about: 'send files or folders to people', load: async () => (await import('./send.ts')).runSend},
	receive: {about: 'stay and receive, without a screen', load: async () => (await import('./receive.ts')).runReceive},
	put: {about: 'upload to the hub', load: async () => (await import('./put.ts')).runPut},
	get: {about: 'download from the hub', load: async () => (await import('./get.ts')).runGet},
	ls: {about: "what is in the hub's folders", load: async () => (await import('./ls.ts')).runLs},
	rm: {about: "delete what is yours in the hub's folders", load: async () => (await import('./rm.ts')).runRm},
	users: {about: 'who is online, who is known', load: async () => (await import('./users.ts')).runUsers},
	say: {about: 'send a line of text', load: async () => (await import('./say.ts')).runSay},
	offers: {
		about: 'what people offer you: list, accept, decline',
		load: async () => (await import('./offers.ts')).runOffers,
	},
	transfers: {
		about: 'what you sent and received, and what became of it',
		load: async () => (await import('./transfers.ts')).runTransfers,
	},
	trust: {
		about: 'keys you remember: list, compare, replace, always accept',
		load: async () => (await import('./trust.ts')).runTrust,
	},
	key: {about: 'export, import, show your key', load: async () => (await import('./key.ts')).runKey},
	hub: {
		about: 'operate a hub: invite, approve, notices, kick, ban, limits',
		load: async () => (await import('./hub.ts')).runHub,
	},
	pause: {about: 'pause transfers', load: steer('pause')},
	resume: {about: 'let paused transfers go on', load: steer('resume')},
	cancel: {about: 'end transfers for good', load: steer('cancel')},
	completion: {about: 'a script for bash, zsh or fish', load: complete},
};

/** The page that `ft` and `ft --help` print. */
function overview(): string {
	const lines = Object.entries(commands).map(([name, {about}]) => `  ft ${name.padEnd(11)} ${about}`);
	return [
		'Move files between people from a terminal, through a hub of your own.',
		'',
		...lines,
		'',
		'More about one: ft <command> --help',
	].join('\n');
}

/** Runs a command line and answers with the exit code. What a person must know of a failure is one line on standard error. */
export async function run(argv: readonly string[], version: string): Promise<number> {
	const [word, ...rest] = argv;
	if (word === undefined || word === '--help' || word === '-h' || word === 'help') {
		process.stdout.write(`${overview()}\n`);
		return word === undefined ? 2 : 0;
	}
	if (word === '--version' || word === 'version' || (Object.hasOwn(commands, word) && rest.includes('--version'))) {
		process.stdout.write(`${version}\n`);
		return 0;
	}
	const isJson = rest.includes('--json');
	try {
		const command = Object.hasOwn(commands, word) ? commands[word] : undefined;
		if (!command) throw unknownCommand(word);
		const start = await command.load();
		return await start(rest);
	} catch (error) {
		if (error instanceof SignalEnd) {
			// Nobody is there to be told.
			if (error.signal !== 'SIGHUP' && error.signal !== 'SIGPIPE') process.stderr.write(`${toErrorLine(error)}\n`);
			return error.exitCode;
		}
		const code = error instanceof FtError ? error.code : 'internal';
		const message = error instanceof Error ? error.message : String(error);
		if (isJson)
			process.stdout.write(
				`${toSafeJson({type: 'error', code, message, time: new Date(systemClock.nowMs()).toISOString()})}\n`,
			);
		process.stderr.write(`${toErrorLine(error)}\n`);
		if (process.env['FT_DEBUG'] !== undefined && error instanceof Error)
			for (const line of `${error.stack}\n${String(error.cause)}`.split('\n'))
				process.stderr.write(`${display(line, Infinity)}\n`);
		return exitCodeOf(error);
	}
}

function steer(verb: 'pause' | 'resume' | 'cancel'): Command['load'] {
	return async () => {
		const {runSteer} = await import('./steer.ts');
		return (argv) => runSteer(verb, argv);
	};
}

async function complete(): ReturnType<Command['load']> {
	const {runCompletion} = await import('./completion.ts');
	const abouts = new Map(Object.entries(commands).map(([word, {about}]) => [word, about]));
	return async (argv) => runCompletion(argv, abouts);
}

function unknownCommand(word: string): FtError {
	const near = nearName(word, Object.keys(commands));
	return new FtError(
		'usage',
		`there is no command ${display(word, 40)}${near === undefined ? '' : ` (did you mean ${near}?)`}. See: ft --help`,
	);
}
