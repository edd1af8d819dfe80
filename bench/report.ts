import type {Sample} from './lane.ts';

const MiB = 1024 * 1024;
const GiB = 1024 * MiB;
/** Below this, the start of the processes is all that their CPU shows, and it is not given per GiB. */
export const leastBulkBytes = 64 * MiB;

/** All rounds of one lane, in the order of the rounds. */
export type LaneResult = {readonly name: string; readonly samples: readonly Sample[]};

/** The median; NaN of nothing. */
export function median(values: readonly number[]): number {
	const sorted = values.toSorted((a, b) => a - b);
	const middle = sorted.length >> 1;
	const high = sorted[middle] ?? Number.NaN;
	return sorted.length % 2 === 1 ? high : ((sorted[middle - 1] ?? Number.NaN) + high) / 2;
}

/** The table: one line for each lane; `ft is` says how many times the lane's speed the first lane has. */
export function reportLines(results: readonly LaneResult[], bytes: number): string[] {
	const isBulk = bytes >= leastBulkBytes;
	const unit = isBulk ? 's/GiB' : 's';
	const head = `${'medians'.padEnd(20)}${'wall s'.padStart(8)}${'MiB/s'.padStart(8)}${'ft is'.padStart(8)}${`CPU ${unit}`.padStart(11)}${'ft is'.padStart(8)}   CPU and peak memory of each process`;
	const [first] = results;
	return [
		head,
		...results.map((result) => {
			const wallMs = median(result.samples.map((sample) => sample.wallMs));
			const ratio = first ? speedRatio(first, result) : Number.NaN;
			const perBytes = isBulk ? bytes : GiB;
			const figures = [
				result.name.padEnd(20),
				(wallMs / 1000).toFixed(2).padStart(8),
				(bytes / MiB / (wallMs / 1000)).toFixed(0).padStart(8),
				ratio.toFixed(2).padStart(8),
				(median(result.samples.map(allCpuSeconds)) / (perBytes / GiB)).toFixed(2).padStart(11),
				(first ? cpuRatio(first, result) : Number.NaN).toFixed(2).padStart(8),
			];
			return `${figures.join('')}   ${costsText(result, perBytes)}`;
		}),
		...results.flatMap((result) => insideLine(result, bytes)),
	];
}

/** The median, over the rounds, of how many times the speed of `other` a lane has. */
export function speedRatio(lane: LaneResult, other: LaneResult): number {
	return pairedRatio(lane, other, (sample, compared) => compared.wallMs / sample.wallMs);
}

function costsText(result: LaneResult, bytes: number): string {
	const names = [...(result.samples[0]?.costs.keys() ?? [])];
	return names
		.map(
			(name) =>
				`${name} ${cpuSecondsPerGiB(result, name, bytes).toFixed(2)} ${(peakBytes(result, name) / 1e6).toFixed(0)} MB`,
		)
		.join(' · ');
}

function insideLine(result: LaneResult, bytes: number): string[] {
	const times = result.samples.flatMap(({insideMs}) => insideMs ?? []);
	if (times.length === 0) return [];
	const insideMs = median(times);
	return [
		`${result.name}: ${(insideMs / 1000).toFixed(2)} s from ticket to receipt, ${(bytes / MiB / (insideMs / 1000)).toFixed(0)} MiB/s`,
	];
}

/** Of all processes that took part. */
export function allCpuSeconds({costs}: Sample): number {
	return [...costs.values()].reduce((sum, {cpuSeconds}) => sum + cpuSeconds, 0);
}

/** The median, over the rounds, of a lane's CPU time as a part of the other's. */
function cpuRatio(lane: LaneResult, other: LaneResult): number {
	return pairedRatio(lane, other, (sample, compared) => allCpuSeconds(sample) / allCpuSeconds(compared));
}

/** The median, over the rounds, of what `ratioOf` makes of a round of a lane and the same round of another. */
export function pairedRatio(
	lane: LaneResult,
	other: LaneResult,
	ratioOf: (sample: Sample, compared: Sample) => number,
): number {
	return median(
		lane.samples.map((sample, round) => {
			const compared = other.samples[round];
			return compared ? ratioOf(sample, compared) : Number.NaN;
		}),
	);
}

/** Of one process, the median over the rounds. */
export function cpuSecondsPerGiB(result: LaneResult, name: string, bytes: number): number {
	return median(result.samples.map(({costs}) => costs.get(name)?.cpuSeconds ?? Number.NaN)) / (bytes / GiB);
}

/** Of one process, the highest of all rounds. */
export function peakBytes(result: LaneResult, name: string): number {
	return Math.max(...result.samples.map(({costs}) => costs.get(name)?.peakBytes ?? Number.NaN));
}
