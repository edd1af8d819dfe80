import {formatCount, formatFiles} from '../base/size-text.ts';
import {maxSummaryNames} from '../protocol/limits.ts';
import type {SentSummary} from '../protocol/summary.ts';
import type {SourceList} from './source-list.ts';

/** What an offer says of its files before the manifest came: `report.pdf`, `logs/ (212 files)`, `box/ (empty folder)`, `a.txt and 2 more (14 files)`, and the first top-level entries with all bytes in them, at most `maxSummaryNames`. */
export function describeSources(entries: SourceList): {readonly title: string; readonly top: SentSummary['top']} {
	const top: Array<[string, number, '' | 'd']> = [];
	let tops = 0;
	for (let number = 0; number < entries.length; number++) {
		if (entries.isTop(number)) {
			tops++;
			if (tops <= maxSummaryNames)
				top.push([entries.entry(number).path[0] ?? '', 0, entries.isFile(number) ? '' : 'd']);
		}
		const current = top[tops - 1];
		if (current) current[1] += entries.bytes(number);
	}
	const [name, , flag] = top[0] ?? ['nothing', 0, ''];
	const shown = flag === 'd' ? `${name}/` : name;
	const held = heldText(entries, tops);
	if (tops > 1) return {title: `${shown} and ${tops - 1} more (${held})`, top};
	return {title: flag === 'd' ? `${shown} (${held})` : shown, top};
}

/** What it comes to; of a single folder, what is in it. */
function heldText({files, length}: SourceList, tops: number): string {
	const folders = length - files;
	return files === 0 && tops === 1 && folders > 1 ? formatCount(folders - 1, 'folder') : formatFiles(files, folders);
}
