import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import {onTestFinished} from 'vitest';

/** What one helper process is told. */
export type CrowdTask = {
	readonly port: number;
	/** The number of its first client, and how many it is. */
	readonly first: number;
	readonly count: number;
	/** Of all helpers. */
	readonly total: number;
	/** How many join at the same moment. */
	readonly atOnce: number;
};

/** What the clients of one helper, or of all, have seen. */
export type CrowdReport = {
	joined: number;
	/** Who was not let in. */
	refused: number;
	/** Who was, and is no more. */
	closed: number;
	/** How many others of the crowd are online for the client that knows of the fewest. */
	leastOnline: number;
	/** The first thing that went wrong. */
	problem: string;
};

/** Many clients of an open hub, in a few processes of their own. */
export type Crowd = {
	/** Lets all join; `report` tells how far they are. */
	join(): void;
	report(): Promise<CrowdReport>;
	/** Ends all of them without a word. */
	close(): Promise<void>;
};

const processes = 2;

/** Makes the keys of `total` clients, called `crowd-0` and so on; gone when the test has ended. */
export async function openCrowd(port: number, total: number): Promise<Crowd> {
	const each = Math.ceil(total / processes);
	const helpers = await Promise.all(
		Array.from({length: processes}, async (_, index) => {
			const helper = fork(new URL('crowd-process.ts', import.meta.url), {
				stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
			});
			onTestFinished(async () => end(helper));
			const first = index * each;
			const task: CrowdTask = {port, first, count: Math.min(each, total - first), total, atOnce: 12};
			helper.send(task);
			await once(helper, 'message');
			return helper;
		}),
	);
	return {
		join() {
			for (const helper of helpers) helper.send('join');
		},
		async close() {
			await Promise.all(helpers.map(async (helper) => end(helper)));
		},
		async report() {
			return add(await Promise.all(helpers.map(async (helper) => reportOf(helper))));
		},
	};
}

async function end(helper: ChildProcess): Promise<void> {
	if (helper.exitCode !== null || helper.signalCode !== null) return;
	helper.kill('SIGKILL');
	await once(helper, 'exit');
}

async function reportOf(helper: ChildProcess): Promise<CrowdReport> {
	helper.send('report');
	const [report] = await once(helper, 'message');
	return report as CrowdReport;
}

function add(reports: readonly CrowdReport[]): CrowdReport {
	const sum = (count: (report: CrowdReport) => number): number => reports.reduce((total, one) => total + count(one), 0);
	return {
		joined: sum(({joined}) => joined),
		refused: sum(({refused}) => refused),
		closed: sum(({closed}) => closed),
		leastOnline: Math.min(...reports.map(({leastOnline}) => leastOnline)),
		problem: reports.find(({problem}) => problem !== '')?.problem ?? '',
	};
}
