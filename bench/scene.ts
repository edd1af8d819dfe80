import {spawn, type ChildProcess} from 'node:child_process';
import {mkdtempSync, rmSync, statfsSync} from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import {createInterface} from 'node:readline';
import {sleep, systemClock} from '../source/base/clock.ts';

/** One run of the benchmark: its folder and the processes it started. Closing it leaves nothing behind. */
export type Scene = {
	readonly folder: string;
	/** Starts a process that ends with the scene at the latest. */
	spawn(command: string, args: readonly string[], env?: Readonly<Record<string, string>>): ChildProcess;
	/** What servers that have ended by themselves said last: why a round failed. */
	readonly lastWords: readonly string[];
	/** Idempotent. Only processes started here are ended. */
	close(): Promise<void>;
};

/** Makes a folder in memory (`/dev/shm`) when `neededBytes` fit there twice, else where temporary files go. */
export function openScene(neededBytes: number): Scene {
	const folder = mkdtempSync(path.join(roomiest(neededBytes), 'ft-bench-'));
	const children = new Set<ChildProcess>();
	const lastWords: string[] = [];
	return {
		folder,
		lastWords,
		spawn(command, args, env = {}) {
			const child = spawn(command, args, {
				cwd: folder,
				env: {...process.env, ...env},
				stdio: ['ignore', 'pipe', 'pipe'],
			});
			children.add(child);
			const said = keepWords(child);
			child.once('close', (code, signal) => {
				children.delete(child);
				if (code !== 0) lastWords.push(`${commandOf(child)} ended with ${code ?? signal}: ${said()}`);
			});
			child.on('error', () => children.delete(child));
			return child;
		},
		async close() {
			await Promise.all([...children].map(endChild));
			rmSync(folder, {recursive: true, force: true});
		},
	};
}

/** Ends a process of the scene before the scene ends: asks first, and insists after 3 s. */
export async function endChild(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const ended = new Promise((resolve) => {
		child.once('close', resolve);
	});
	child.kill('SIGTERM');
	const unschedule = systemClock.schedule(3000, () => child.kill('SIGKILL'));
	await ended;
	unschedule();
}

/** Waits for the end of a process. Rejects when that is not exit code 0; `lastWords` says why. */
export async function untilExit(child: ChildProcess): Promise<void> {
	child.stdout?.resume();
	const code = await new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', resolve);
	});
	if (code !== 0) throw new Error(`${commandOf(child)} ended with ${code}`);
}

/** Runs a process to its end. */
export async function run(scene: Scene, command: string, args: readonly string[]): Promise<void> {
	await untilExit(scene.spawn(command, args));
}

/** The first line on the stream that `pick` makes something of. Rejects when the process ends before. */
export async function untilLine<Found>(child: ChildProcess, pick: (line: string) => Found | undefined): Promise<Found> {
	const found = Promise.withResolvers<Found>();
	const lines: string[] = [];
	const take = (line: string): void => {
		lines.push(line);
		const value = pick(line);
		if (value !== undefined) found.resolve(value);
	};
	for (const stream of [child.stdout, child.stderr]) if (stream) createInterface({input: stream}).on('line', take);
	child.once('error', found.reject);
	child.once('close', () => {
		found.reject(new Error(`${commandOf(child)} ended: ${lines.slice(-3).join(' ')}`));
	});
	return found.promise;
}

/** A port that was free a moment ago, for programs that cannot tell which one they took. */
export async function freePort(): Promise<number> {
	const server = net.createServer().listen(0, '127.0.0.1');
	await new Promise((resolve) => {
		server.once('listening', resolve);
	});
	const address = server.address();
	await new Promise((resolve) => {
		server.close(resolve);
	});
	if (typeof address !== 'object' || !address) throw new Error('no free port');
	return address.port;
}

/** Waits up to 5 s until somebody listens on a port of this machine. */
export async function untilListening(port: number): Promise<void> {
	for (let attempt = 0; attempt < 250; attempt++) {
		if (await canConnect(port)) return;
		await sleep(systemClock, 20);
	}
	throw new Error(`nobody listens on port ${port}`);
}

async function canConnect(port: number): Promise<boolean> {
	const socket = net.connect(port, '127.0.0.1');
	const isOpen = await new Promise<boolean>((resolve) => {
		socket.once('connect', () => {
			resolve(true);
		});
		socket.once('error', () => {
			resolve(false);
		});
	});
	socket.destroy();
	return isOpen;
}

/** Keeps the last it says on standard error. */
function keepWords(child: ChildProcess): () => string {
	let said = '';
	child.stderr?.on('data', (text: Buffer) => {
		said = (said + String(text)).slice(-1000);
	});
	return () => said.trim();
}

function commandOf(child: ChildProcess): string {
	return child.spawnargs.slice(0, 3).join(' ');
}

function roomiest(neededBytes: number): string {
	try {
		const {bavail, bsize} = statfsSync('/dev/shm');
		if (bavail * bsize > 3 * neededBytes) return '/dev/shm';
	} catch {
		// No such folder here.
	}
	return os.tmpdir();
}
