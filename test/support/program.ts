import {spawn, type ChildProcess} from 'node:child_process';
import {createWatcher} from './until.ts';

/** An event of `--json`. */
export type ProgramEvent = {readonly type: string; readonly time: string} & Readonly<Record<string, unknown>>;

/** How a process ended. */
export type Ended = {
	/** Undefined when a signal that it does not handle ended it. */
	readonly code: number | undefined;
	readonly signal: NodeJS.Signals | undefined;
	readonly stdout: string;
	readonly stderr: string;
	/** Standard output as events; throws when a line is no JSON object. */
	readonly events: readonly ProgramEvent[];
};

/** What a hub said on standard error, without the one thing that it may say: the tests may run as root. */
export function withoutRootNote(stderr: string): string {
	return stderr.replace(/^ft server runs as root: .*\n/, '');
}

/** Empty when it ended with 0, else the code and what it said: so a failed test shows why. */
export function failureOf({code, signal, stderr}: Ended): string {
	return code === 0 ? '' : `${code ?? signal}: ${stderr}`;
}

/** A running process of ft. Its waits fail after `deadlineMs` with all it has printed. */
export type Program = {
	readonly child: ChildProcess;
	readonly pid: number;
	stdout(): string;
	stderr(): string;
	events(): readonly ProgramEvent[];
	/** The first event of this type, past or to come, that the condition holds for. */
	event(type: string, holds?: (event: ProgramEvent) => boolean): Promise<ProgramEvent>;
	/** Waits until either output has this text. */
	text(wanted: string | RegExp): Promise<void>;
	kill(signal: NodeJS.Signals): void;
	readonly ended: Promise<Ended>;
	hasEnded(): boolean;
};

/** Starts a program. `input` goes to its standard input, which ends then. */
export function startProgram(
	file: string,
	args: readonly string[],
	options: {cwd: string; env: NodeJS.ProcessEnv; input?: string | undefined; uid?: number | undefined},
): Program {
	const {cwd, env, uid} = options;
	const child = spawn(file, args, {cwd, env, ...(uid === undefined ? {} : {uid, gid: uid}), stdio: 'pipe'});
	child.stdin.on('error', () => undefined);
	child.stdin.end(options.input ?? '');
	let stdout = '';
	let stderr = '';
	let result: Ended | undefined;
	const {tell, wait} = createWatcher();
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		tell();
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
		tell();
	});
	const events = (): readonly ProgramEvent[] => toEvents(stdout.slice(0, stdout.lastIndexOf('\n') + 1));
	const ended = new Promise<Ended>((resolve, reject) => {
		child.on('error', reject);
		child.on('close', (code, signal) => {
			result = {
				code: code ?? undefined,
				signal: signal ?? undefined,
				stdout,
				stderr,
				get events() {
					return toEvents(stdout);
				},
			};
			resolve(result);
			tell();
		});
	});
	ended.catch(() => undefined);
	const describe = (what: string): string =>
		`${what}\nft ${args.slice(1).join(' ')}\n--- stdout\n${stdout.slice(-4000)}\n--- stderr\n${stderr.slice(-4000)}`;
	const find = async <Value>(what: string, look: () => Value | undefined): Promise<Value> =>
		wait(
			() => {
				const found = look();
				if (found === undefined && result)
					throw new Error(describe(`it ended (${result.code ?? result.signal}) without ${what}`));
				return found;
			},
			() => describe(`no ${what} in time`),
		);
	return {
		child,
		get pid() {
			if (child.pid === undefined) throw new Error(`could not start ${file}`);
			return child.pid;
		},
		stdout: () => stdout,
		stderr: () => stderr,
		events,
		event: async (type, holds = () => true) =>
			find(`event ${type}`, () => events().find((event) => event.type === type && holds(event))),
		async text(wanted) {
			await find(`text ${String(wanted)}`, () => {
				const all = stdout + stderr;
				return (typeof wanted === 'string' ? all.includes(wanted) : wanted.test(all)) || undefined;
			});
		},
		kill(signal) {
			child.kill(signal);
		},
		ended,
		hasEnded: () => result !== undefined,
	};
}

function toEvents(text: string): readonly ProgramEvent[] {
	return text
		.split('\n')
		.filter((line) => line !== '')
		.map((line) => JSON.parse(line) as ProgramEvent);
}
