import {chmodSync, chownSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, inject, onTestFinished} from 'vitest';
import {buildCli, type BuiltCli} from './build-cli.ts';
import {startProgram, type Ended, type Program} from './program.ts';
import {openPty, type Pty} from './pty.ts';

/** A login of this machine, as far as ft can tell: its home, its state, its runtime folder. */
export type Login = {readonly env: NodeJS.ProcessEnv; readonly uid?: number};

type StartOptions = {
	/** Below the scene's folder, made when it is missing; or absolute. */
	readonly cwd?: string;
	readonly env?: NodeJS.ProcessEnv;
	readonly login?: Login;
	readonly input?: string;
	/** Descriptors it may have, as `ulimit -n` says. */
	readonly descriptors?: number;
};

/** Folders, logins and processes of one test; all gone when it has ended. */
export type Scene = {
	/** Absolute. */
	readonly dir: string;
	/** The login that everything runs in unless told otherwise. */
	readonly login: Login;
	/** Another login: shares nothing. `uid`: really another user; needs root. */
	otherLogin(name: string, uid?: number): Login;
	/** The absolute path of something below the scene's folder. */
	path(...parts: readonly string[]): string;
	/** Makes a folder below the scene's. */
	folder(name: string): string;
	start(args: readonly string[], options?: StartOptions): Program;
	/** Starts and waits for the end. */
	run(args: readonly string[], options?: StartOptions): Promise<Ended>;
	/** Starts in a pseudo-terminal. */
	open(args: readonly string[], options?: StartOptions & {columns?: number; rows?: number}): Pty;
	/** The same, started by a shell that afterwards prints `exit <code>` and the terminal's modes (`stty -a`), and stays. */
	openInShell(
		args: readonly string[],
		options?: StartOptions,
	): Pty & {
		/** Sends a signal to ft, not to the shell. */
		killProgram(signal: NodeJS.Signals): void;
	};
	/** An interactive bash in a pseudo-terminal, with job control, and the line that starts ft in it. */
	openBash(options?: StartOptions): {readonly bash: Pty; readonly line: (args: readonly string[]) => string};
	/** Starts a hub in `<scene>/hub`, on a port of its own the first time, on that one afterwards; what is started later is told of it. */
	startHub(args?: readonly string[], options?: Pick<StartOptions, 'descriptors'>): Promise<Hub>;
};

/** A running hub. */
export type Hub = {readonly program: Program; readonly port: number; readonly code: string; readonly dir: string};

const cleared = new Set([
	'CI',
	'CONTINUOUS_INTEGRATION',
	'NO_COLOR',
	'FORCE_COLOR',
	'COLORTERM',
	'TMUX',
	'SSH_CONNECTION',
	'NODE_OPTIONS',
	'VITEST',
]);

/** Opens the scene of the test that is running; a concurrent test passes its own `onFinished`. */
export async function openScene(onFinished: (clean: () => Promise<void>) => void = onTestFinished): Promise<Scene> {
	const cli = await findCli();
	const dir = mkdtempSync(path.join(tmpdir(), 'ft-scene-'));
	chmodSync(dir, 0o755);
	const programs: Program[] = [];
	const ptys: Pty[] = [];
	let port: number | undefined;
	onFinished(async () => {
		for (const program of programs) {
			// One that was stopped must go on to end.
			program.kill('SIGKILL');
			await program.ended.catch(() => undefined);
		}
		for (const pty of ptys) await pty.destroy();
		rmSync(dir, {recursive: true, force: true});
	});
	const makeFolder = (name: string): string => {
		const folder = path.join(dir, name);
		mkdirSync(folder, {recursive: true});
		return folder;
	};
	const enter = (name = '.'): string => (path.isAbsolute(name) ? name : makeFolder(name));
	const makeLogin = (name: string, uid?: number): Login => {
		const home = makeFolder(name);
		const runtime = makeFolder(`${name}/run`);
		chmodSync(runtime, 0o700);
		if (uid !== undefined) for (const folder of [home, runtime]) chownSync(folder, uid, uid);
		const env: NodeJS.ProcessEnv = {
			HOME: home,
			FT_HOME: path.join(home, 'ft'),
			XDG_RUNTIME_DIR: runtime,
			LANG: 'C.UTF-8',
			TERM: 'xterm-256color',
		};
		return {env, ...(uid === undefined ? {} : {uid})};
	};
	const login = makeLogin('login');
	const environment = (options: StartOptions): NodeJS.ProcessEnv => {
		const env = {...process.env};
		for (const name of Object.keys(env))
			if (cleared.has(name) || name.startsWith('FT_') || name.startsWith('VITEST')) delete env[name];
		const server = port === undefined ? {} : {FT_SERVER: `localhost:${port}`};
		return {...env, ...server, ...(options.login ?? login).env, ...options.env};
	};
	const scene: Scene = {
		dir,
		login,
		otherLogin: makeLogin,
		path: (...parts) => path.join(dir, ...parts),
		folder: makeFolder,
		start(args, options = {}) {
			const {input} = options;
			const {uid} = options.login ?? login;
			const limit =
				options.descriptors === undefined ? [] : ['/bin/sh', '-c', `ulimit -n ${options.descriptors}; exec "$@"`, 'sh'];
			const [file = process.execPath, ...rest] = [...limit, process.execPath, cli, ...args];
			const program = startProgram(file, rest, {
				cwd: enter(options.cwd),
				env: environment(options),
				input,
				uid,
			});
			programs.push(program);
			return program;
		},
		run: async (args, options) => scene.start(args, options).ended,
		open(args, options = {}) {
			const {columns = 80, rows = 24} = options;
			const pty = openPty(process.execPath, [cli, ...args], {
				cwd: enter(options.cwd),
				env: environment(options),
				columns,
				rows,
			});
			ptys.push(pty);
			return pty;
		},
		openInShell(args, options = {}) {
			const pidFile = path.join(dir, `pid-${ptys.length}`);
			const script = `sh -c 'echo $$ > ${pidFile}; exec "$@"' sh "$@"; echo "exit $?"; stty -a; cat`;
			const pty = openPty('/bin/sh', ['-c', script, 'sh', process.execPath, cli, ...args], {
				cwd: enter(options.cwd),
				env: environment(options),
				columns: 80,
				rows: 24,
			});
			ptys.push(pty);
			return {...pty, killProgram: (signal) => process.kill(Number(readFileSync(pidFile, 'utf8')), signal)};
		},
		openBash(options = {}) {
			// What its own line editor switches on is not ours to judge.
			const inputrc = path.join(dir, 'inputrc');
			writeFileSync(inputrc, 'set enable-bracketed-paste off\n');
			const bash = openPty('/bin/bash', ['--norc', '--noprofile', '-i'], {
				cwd: enter(options.cwd),
				env: {...environment(options), PS1: 'bash: ', INPUTRC: inputrc},
				columns: 80,
				rows: 24,
			});
			ptys.push(bash);
			return {bash, line: (args) => ` ${[process.execPath, cli, ...args].join(' ')}\r`};
		},
		async startHub(args = [], options = {}) {
			const hubDir = makeFolder('hub');
			const place = ['--port', String(port ?? 0), '--host', '127.0.0.1', '--dir', hubDir];
			const program = scene.start(['server', ...place, '--no-ui', '--json', ...args], options);
			const listening = await program.event('listening');
			port = Number(listening['port']);
			return {program, port, code: readFileSync(path.join(hubDir, '.ft/code'), 'utf8').trim(), dir: hubDir};
		},
	};
	return scene;
}

let own: Promise<BuiltCli> | undefined;

async function findCli(): Promise<string> {
	const provided = inject('cli');
	if (provided !== undefined) return provided;
	own ??= buildCli();
	return (await own).cli;
}

afterAll(async () => {
	await (await own)?.remove();
});
