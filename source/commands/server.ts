import path from 'node:path';
import {createCleanup} from '../base/cleanup.ts';
import {systemClock} from '../base/clock.ts';
import {secondText} from '../base/time-text.ts';
import {describeEvent} from '../hub/events.ts';
import type {HubMode} from '../hub/snapshot.ts';
import {FtError} from '../protocol/errors.ts';
import {defaultMaxUsers} from '../protocol/limits.ts';
import {parseArguments, refuseInput, toColor} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {summariseHub} from './hub-summary.ts';
import {openOutput} from './open-output.ts';
import {canDrawScreen} from './open-screen.ts';
import type {Output} from './output.ts';
import {defaultPort} from './server-address.ts';
import {showDashboard} from './show-dashboard.ts';
import {startHub, type RunningHub} from './start-hub.ts';
import {keepYoungHeapSmall} from './young-heap.ts';

const help = `Usage: ft server [options]

Runs a hub. On a terminal it shows the dashboard, else lines (or --json).

Options
      --port <port>       where it listens (${defaultPort}; 0: any free one)
      --host <address>    on which address (::, all of them)
      --dir <folder>      the hub's folder (the current one)
      --title <text>      what the hub is called (this machine's name)
      --open              lets everyone in without a code
      --approve           who has no code is let in when you say so
      --max-users <n>     how many users it may know (${defaultMaxUsers})
      --reserve <size>    what it leaves free on its disk (5 %, at most 2 GiB)
      --no-ui             lines instead of the dashboard`;

const rootWarning = 'ft server runs as root: it needs no rights of root, better run it as a login of its own';

/** `ft server`: opens folder, port and hub, then shows it until it is ended. */
export async function runServer(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('server', argv, help);
	refuseInput('server', input);
	const output = openOutput(flags);
	const cleanup = createCleanup((error) => {
		output.detail(String(error));
	});
	const mode = toMode(flags);
	const stopping = new AbortController();
	let isLeft = false;
	const ending = AbortSignal.any([signalEnding(() => isLeft), stopping.signal]);
	try {
		const running = await startHub({flags, mode, output, cleanup, stopping});
		if (process.geteuid?.() === 0) {
			output.note(rootWarning);
			running.hub.note('warning', rootWarning);
		}
		const usesScreen = flags.ui !== false && !output.isJson && canDrawScreen();
		if (usesScreen) {
			const end = await showDashboard(running.hub, flags, ending);
			if (end === 'quit') {
				for (const line of summariseHub(running.hub.snapshot())) output.result(line);
				return 0;
			}
			if (end === 'leave') {
				isLeft = true;
				sayGoodbye(running, output);
				await untilEnded(forever(), ending);
				return 0;
			}
			const text = `the dashboard failed (${end.message}); the hub goes on without it, ^C ends it`;
			output.note(text);
			running.hub.note('warning', text);
			if (process.env['FT_DEBUG'] !== undefined) output.note(String(end.stack));
		}
		keepYoungHeapSmall();
		announce(running, flags, output);
		await untilEnded(forever(), ending);
		return 0;
	} catch (error) {
		// The operator's `ft hub stop`.
		if (stopping.signal.aborted) return 0;
		throw error;
	} finally {
		await cleanup.run();
	}
}

type ServerFlags = ReturnType<typeof parseArguments<'server'>>['flags'];

/** The dashboard is gone, and the terminal may go: how to see the hub from now on, and to end it. Nothing more is written. */
function sayGoodbye({folder}: RunningHub, output: Output): void {
	output.result(`the hub goes on without a screen (pid ${process.pid}), also when this terminal is closed`);
	output.result(`see it: ft hub status --dir ${folder.dir}`);
	output.result(`stop it: ft hub stop --dir ${folder.dir}, or ^C here`);
	output.result('to have this shell back: ^Z, then bg');
}

async function forever(): Promise<never> {
	return new Promise<never>(() => undefined);
}

/** Says what others need, then every event: lines, or JSON. The code is shown on a terminal only. */
function announce(
	{hub, folder, port, addresses, fingerprint, words, mode}: RunningHub,
	flags: ServerFlags,
	output: Output,
): void {
	output.event({type: 'listening', port, addresses, fingerprint, words, dir: folder.dir, created: folder.created});
	output.result(
		`hub in ${folder.dir} listens on port ${port}${addresses.length > 0 ? ` of ${addresses.join(', ')}` : ''}`,
	);
	for (const created of folder.created) output.result(`made ${created}`);
	output.result(`fingerprint ${fingerprint}`);
	output.result(`in words: ${words}`);
	if (mode === 'open') output.result('open: everyone who reaches it is let in without a code', hasColor(flags));
	else
		output.result(
			process.stdout.isTTY
				? `others: FT_CODE=${folder.code} ft client --server ${addresses[0] ?? 'this-machine'}${port === defaultPort ? '' : `:${port}`}`
				: `the code for others is in ${path.join(folder.own, 'code')}`,
		);
	hub.subscribe((event) => {
		output.event(event);
		const line = describeEvent(event);
		if (line !== undefined) output.result(`${secondText(systemClock.nowMs())} ${line}`);
	});
}

function toMode(flags: ServerFlags): HubMode {
	if (flags.open && flags.approve)
		throw new FtError('usage', '--open lets everyone in and --approve nobody unasked: choose one of them');
	return flags.open ? 'open' : flags.approve ? 'approve' : 'code';
}

function hasColor(flags: ServerFlags): boolean {
	const color = toColor(flags);
	return color === 'always' || (color === 'auto' && process.stdout.isTTY && !process.env['NO_COLOR']);
}
