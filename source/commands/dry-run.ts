import {display} from '../base/display.ts';
import {formatBytes, formatCount, formatFiles, formatNumber} from '../base/size-text.ts';
import {createSourceFilter, type FilterOptions} from '../files/source-filter.ts';
import {walkTree, type LeftOut} from '../files/walk.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import type {Output} from './output.ts';

/**
 * `--dry-run`: lists what would be sent, and why something would not, without a word to the hub. The exit code: 10 when
 * something cannot be read or would be left out unasked. Throws what `walkTree` throws.
 */
export async function runDryRun(options: {
	readonly paths: readonly string[];
	readonly filter: FilterOptions;
	readonly output: Output;
	readonly signal: AbortSignal;
}): Promise<number> {
	const {paths, output, signal} = options;
	const {entries, skipped, leftOut} = await walkTree(paths, {signal, filter: createSourceFilter(options.filter)});
	for (const {entry} of entries) {
		const {kind, bytes} = entry;
		const shown = display(entry.path.join('/'), maxPathBytes);
		output.result(kind === 'file' ? `${formatBytes(bytes).padStart(9)}  ${shown}` : `${' '.repeat(11)}${shown}/`);
		const modified = new Date(entry.modifiedMs).toISOString();
		output.event({type: 'file', path: entry.path.join('/'), kind, bytes, modified});
	}
	for (const {path, reason} of skipped) {
		output.note(`would leave out ${path}: ${reason}`);
		output.event({type: 'skipped', path, cause: 'failed', reason});
	}
	const out = describeLeftOut(leftOut);
	output.note(
		`would send ${formatFiles(entries.files, entries.length - entries.files)}, ${formatBytes(entries.contentBytes)}${out === '' ? '' : `; left out as asked: ${out}`}`,
	);
	return skipped.length > 0 ? 10 : 0;
}

/** What `--exclude` and `--gitignore` left out: `node_modules/ (3), dist/ and 12 files`; empty for nothing. */
export function describeLeftOut({files, folders}: LeftOut): string {
	const most = [...folders].sort(([, a], [, b]) => b - a);
	const shown = most
		.slice(0, maxNames)
		.map(([name, count]) => `${display(name)}/${count > 1 ? ` (${formatNumber(count)})` : ''}`);
	const rest = most.slice(maxNames).reduce((sum, [, count]) => sum + count, 0);
	if (rest > 0) shown.push(formatCount(rest, 'more folder'));
	const parts = [shown.join(', '), files > 0 ? formatCount(files, 'file') : ''];
	return parts.filter((part) => part !== '').join(' and ');
}

const maxNames = 4;
