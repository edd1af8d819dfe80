import {
	allCpuSeconds,
	cpuSecondsPerGiB,
	leastBulkBytes,
	pairedRatio,
	peakBytes,
	speedRatio,
	type LaneResult,
} from './report.ts';

/** One line for each target: met or missed. */
export function judge(text: string, isMet: boolean): string {
	return `${isMet ? 'met   ' : 'MISSED'}  ${text}`;
}

/**
 * Targets of a large file: ft at least scp's speed, its hub a fifth of scp's CPU and 100 MB at most, `ft put` 1.2 times a plain upload in 4 KiB
 * pieces. The hub's seconds per GiB are printed and not judged: they belong to the machine (docs/decisions/0023-ratios-are-judged.md).
 */
export function bulkVerdict(results: readonly LaneResult[], bytes: number): string[] {
	const {ft, put, scp, plain} = lanesOf(results);
	if (!ft || bytes < leastBulkBytes) return ['targets: not judged with so few bytes'];
	const seconds = `${cpuSecondsPerGiB(ft, 'hub', bytes).toFixed(2)} CPU s/GiB on this machine`;
	const hubPeak = peakBytes(ft, 'hub');
	const upload = put && plain ? speedRatio(put, plain) : Number.NaN;
	return [
		...(scp
			? [
					judge(`ft send at least scp's speed: ${speedRatio(ft, scp).toFixed(2)}`, speedRatio(ft, scp) >= 1),
					judge(`hub at most 0.2 of scp's CPU: ${hubPart(ft, scp).toFixed(2)} (${seconds})`, hubPart(ft, scp) <= 0.2),
				]
			: [`no scp to compare with: hub ${seconds}, not judged`]),
		judge(`hub at most 100 MB: ${(hubPeak / 1e6).toFixed(0)}`, hubPeak <= 100e6),
		plain
			? judge(`ft put at least 1.2 times a plain upload in 4 KiB pieces: ${upload.toFixed(2)}`, upload >= 1.2)
			: 'no plain upload to compare with',
	];
}

/** Targets of a tree of small files: `ft put` at least as fast as rsync, relayed from user to user at least 0.8 of it. */
export function treeVerdict(results: readonly LaneResult[]): string[] {
	const {ft, put, rsync, copy} = lanesOf(results);
	if (!ft || !put || !rsync) return ['targets: no rsync to compare with'];
	const [sent, uploaded] = [speedRatio(ft, rsync), speedRatio(put, rsync)];
	return [
		...(copy ? [`a plain copy in Node, nothing sealed: ${speedRatio(copy, rsync).toFixed(2)} of rsync's speed`] : []),
		judge(`ft put at least rsync's speed: ${uploaded.toFixed(2)}`, uploaded >= 1),
		judge(`ft send at least 0.8 of rsync's speed: ${sent.toFixed(2)}`, sent >= 0.8),
	];
}

type Lanes = Readonly<Record<'ft' | 'put' | 'scp' | 'rsync' | 'plain' | 'copy', LaneResult | undefined>>;

function lanesOf(results: readonly LaneResult[]): Lanes {
	const find = (start: string): LaneResult | undefined => results.find(({name}) => name.startsWith(start));
	return {
		ft: find('ft send'),
		put: find('ft put'),
		scp: find('scp'),
		rsync: find('rsync'),
		plain: find('plain 4 KiB'),
		copy: find('plain copy'),
	};
}

/** The median, over the rounds, of the hub's CPU time as a part of what scp took, at both its ends. */
function hubPart(ft: LaneResult, scp: LaneResult): number {
	return pairedRatio(
		ft,
		scp,
		(sample, compared) => (sample.costs.get('hub')?.cpuSeconds ?? Number.NaN) / allCpuSeconds(compared),
	);
}
