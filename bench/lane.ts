import type {ChildProcess} from 'node:child_process';
import {cpuSecondsOf, endedChildrenCpuSeconds, forgetPeak, untilChildless, watchPeakBytes} from './process-costs.ts';

/** One way to move the payload to another folder, ready to be used round after round. */
export type Lane = {
	readonly name: string;
	/** The processes that stay over the rounds, by what they are. */
	readonly standing: ReadonlyMap<string, ChildProcess>;
	/** What the sending command is called in the report. */
	readonly senderName: string;
	/** Starts the sending command. `done` resolves when it has ended well. */
	send(): {readonly child: ChildProcess; readonly done: Promise<SendFacts>};
	/** What arrives, a file or a folder; it is compared with the payload and deleted after each round. */
	readonly received: string;
};

/** What a sender itself can tell. */
export type SendFacts = {
	/** Milliseconds from its first ticket to the receipt. */
	readonly insideMs?: number | undefined;
	/** How fast the last files went, as a part of how fast the first ones did. */
	readonly lastToFirst?: number | undefined;
};

/** What one process of a lane used in one round. */
export type Costs = {readonly cpuSeconds: number; readonly peakBytes: number};

/** One round of a lane. */
export type Sample = SendFacts & {
	/** From the start of the sending command to its end. */
	readonly wallMs: number;
	readonly costs: ReadonlyMap<string, Costs>;
};

/** Runs a lane once and measures everything that took part. */
export async function measure(lane: Lane): Promise<Sample> {
	const standing = [...lane.standing].map(([name, {pid = 0}]) => {
		forgetPeak(pid);
		return {name, pid, before: cpuSecondsOf(pid), peak: watchPeakBytes(pid)};
	});
	const childrenBefore = endedChildrenCpuSeconds();
	const startMs = performance.now();
	const {child, done} = lane.send();
	const senderPeak = watchPeakBytes(child.pid ?? 0);
	try {
		const facts = await done;
		const wallMs = performance.now() - startMs;
		const costs = new Map<string, Costs>();
		costs.set(lane.senderName, {cpuSeconds: endedChildrenCpuSeconds() - childrenBefore, peakBytes: senderPeak()});
		for (const {name, pid, before, peak} of standing) {
			await untilChildless(pid);
			costs.set(name, {cpuSeconds: cpuSecondsOf(pid) - before, peakBytes: peak()});
		}
		return {...facts, wallMs, costs};
	} finally {
		senderPeak();
		for (const {peak} of standing) peak();
	}
}
