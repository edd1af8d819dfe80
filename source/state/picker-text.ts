import {display} from '../base/display.ts';
import {formatBytes, formatCount, formatFiles, formatNumber} from '../base/size-text.ts';
import {readersText} from './files-text.ts';
import type {FolderCount, PickedFile, Picker, PickerTarget} from './picker.ts';

/** `debian.iso 3.8 GB`, `photos/`, `3 files and folders`: what is about to be sent. */
export function pickedText(files: readonly PickedFile[]): string {
	const [first] = files;
	if (!first) return 'nothing';
	const hasFolder = files.some(({entry}) => entry.kind === 'folder');
	if (files.length === 1)
		return hasFolder ? `${first.entry.name}/` : `${first.entry.name} ${formatBytes(first.entry.bytes)}`;
	if (hasFolder) return `${files.length} files and folders`;
	return `${formatCount(files.length, 'file')} ${formatBytes(files.reduce((sum, {entry}) => sum + entry.bytes, 0))}`;
}

/** The last question of the picker: what goes where, and who will be able to read it. */
export function sendingText(
	{target, note, counts, leavesOut}: Picker,
	files: readonly PickedFile[],
): {readonly title: string; readonly question: string} {
	const sum = sumCounts(files, counts);
	const held = sum.hasCounted ? ` (${heldText(sum, leavesOut)})` : '';
	const readers = target.kind === 'space' ? ` ${readersText(target)}` : awayText(target.away ?? []);
	const verb = target.kind === 'space' ? 'Upload' : 'Send';
	return {
		title: verb,
		question: `${verb} ${pickedText(files)}${held} to ${targetText(target)}?${readers}${note === '' ? '' : ` Note: ${display(note, 4096)}`}`,
	};
}

/** What becomes of it with those who are offline. */
function awayText(names: readonly string[]): string {
	const [first] = names;
	if (first === undefined) return '';
	return names.length === 1
		? ` ${first} is offline and gets it later.`
		: ` ${names.length} of them are offline and get it later.`;
}

/** Whom or where to: `bob`, `shared:photos`. */
export function targetText(target: PickerTarget): string {
	return target.kind === 'users' ? target.name : target.title;
}

/** `20,312 files 3.1 GB, 18,900 of them in node_modules`; where those are left out, what remains, and what goes without. */
export function heldText({files, bytes, leftOut, isAll}: FolderCount, leavesOut: boolean): string {
	const out = leftOut.reduce((sum, each) => ({files: sum.files + each.files, bytes: sum.bytes + each.bytes}), {
		files: 0,
		bytes: 0,
	});
	const more = isAll ? '' : 'more than ';
	const [first, ...others] = leftOut;
	const where =
		first && first.name !== '' ? ` in ${display(first.name)}${others.length > 0 ? ' and elsewhere' : ''}` : '';
	if (leavesOut && out.files > 0) {
		const rest = `${more}${formatFiles(files - out.files)} ${formatBytes(bytes - out.bytes)}`;
		return `${rest}, without ${formatNumber(out.files)}${where === '' ? ' that .gitignore names' : where}`;
	}
	const all = `${more}${formatFiles(files)} ${formatBytes(bytes)}`;
	if (out.files === 0) return all;
	return `${all}, ${formatNumber(out.files)} of them${where === '' ? ' named in .gitignore' : where}`;
}

/** All of it, as far as it was counted; `hasCounted`: a folder among it was. */
function sumCounts(
	files: readonly PickedFile[],
	counts: Picker['counts'],
): FolderCount & {readonly hasCounted: boolean} {
	const parts = files.map(({path, entry}) =>
		entry.kind === 'folder' ? counts.get(path) : {files: 1, bytes: entry.bytes, leftOut: [], isAll: true},
	);
	const known = parts.filter((part) => part !== undefined);
	return {
		files: known.reduce((sum, part) => sum + part.files, 0),
		bytes: known.reduce((sum, part) => sum + part.bytes, 0),
		leftOut: known.flatMap((part) => part.leftOut).toSorted((a, b) => b.files - a.files),
		isAll: known.length === parts.length && known.every(({isAll}) => isAll),
		hasCounted: files.some(({path}) => counts.has(path)),
	};
}
