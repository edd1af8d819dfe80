import {display} from '../base/display.ts';
import type {LogLine} from '../base/log.ts';
import {aboutFields} from './about-pane.ts';
import {shownOffers, shownPast, shownTransfers, shownUsers} from './client-lists.ts';
import {
	selectedOffer,
	selectedTransfer,
	selectedUser,
	sheetUser,
	type ClientSelectionContext,
} from './client-selection.ts';
import {rowAt} from './files-cursor.ts';
import {foundPath} from './found-pane.ts';
import {logLine} from './log-lines.ts';
import {shownLog} from './log-view.ts';
import {plainText} from './line.ts';
import {pastText} from './past-text.ts';
import {entryUnderCursor, joinPath, parentName, shownEntries} from './picker.ts';
import {stateText} from './transfer-text.ts';
import {transferFields} from './transfer-sheet.ts';
import type {SheetField} from './sheet.ts';
import {steadyText, textWidth} from './text-width.ts';
import type {PaneView} from './view.ts';

type Size = {readonly columns: number; readonly rows: number};

/** What is on show in words, whole: no name is cut, no line has a frame. Made for the mouse. */
export function bareLines(context: ClientSelectionContext): readonly string[] {
	const {state, snapshot} = context;
	switch (state.mode.mode) {
		case 'about':
			return aboutFields(context).map(fieldText);
		case 'found':
			return (snapshot.found?.rows ?? []).map(foundPath);
		case 'past':
			return shownPast(snapshot, state).map((row) =>
				[row.title, row.peers.map(({name}) => name).join(', '), pastText(row), display(row.path ?? '', 8192)]
					.join('  ')
					.trimEnd(),
			);
		case 'details':
			return transferFields(context).map(fieldText);
		case 'offers':
			return shownOffers(snapshot, state).map(({fromName, title, note}) =>
				[fromName, title, note].join('  ').trimEnd(),
			);
		case 'picking': {
			const {picker} = state.mode;
			const folder = picker.listing?.path ?? '';
			return shownEntries(picker)
				.filter(({name}) => name !== parentName)
				.map(({name}) => display(joinPath(folder, name), 8192));
		}
		default:
			return homeLines(context);
	}
}

/** What `y` copies: the path, name or words of what the cursor is on. */
export function copiedText(context: ClientSelectionContext): string | undefined {
	const {state, snapshot} = context;
	const {mode} = state;
	switch (mode.mode) {
		case 'about':
			if (mode.who === 'hub') return snapshot.hub?.words;
			return snapshot.words?.userId === mode.who.userId ? snapshot.words.words : sheetUser(context)?.fingerprint;
		case 'details':
			return copiedTransfer(context);
		case 'offers':
			return selectedOffer(context)?.title;
		case 'file':
			return foundPath({space: mode.space, path: mode.row.path});
		case 'past': {
			const row = shownPast(snapshot, state)[mode.index];
			return row && (row.path === undefined ? row.title : display(row.path, 8192));
		}
		case 'found': {
			const row = snapshot.found?.rows[mode.index];
			return row && foundPath(row);
		}
		case 'picking': {
			const {listing} = mode.picker;
			const entry = entryUnderCursor(mode.picker);
			return listing && entry && (entry.name === parentName ? listing.path : joinPath(listing.path, entry.name));
		}
		default:
			return copiedHome(context);
	}
}

/** The bare view: its lines broken at the width of the screen, from `top` on. */
export function barePane(lines: readonly string[], top: number, size: Size): PaneView {
	return {
		...{id: 'bare', ...size, title: '', isFocused: true, isBare: true},
		lines: brokenLines(lines, size.columns)
			.slice(top, top + size.rows)
			.map((text) => [{text, tone: 'plain'}]),
	};
}

/** Lines of at most so many columns; what is longer goes on in the next, without a sign. */
export function brokenLines(lines: readonly string[], columns: number): readonly string[] {
	return lines.flatMap((line) => {
		const parts = [''];
		let width = 0;
		for (const character of steadyText(line)) {
			const more = textWidth(character);
			if (width + more > columns) {
				parts.push('');
				width = 0;
			}
			parts[parts.length - 1] += character;
			width += more;
		}
		return parts;
	});
}

function homeLines({state, snapshot}: ClientSelectionContext): readonly string[] {
	switch (state.pane) {
		case 'users':
			return shownUsers(snapshot, state).map(({name, shortId, fingerprint}) => `${name}  ${shortId}  ${fingerprint}`);
		case 'files': {
			const {files} = snapshot;
			return files ? files.rows.map((row) => foundPath({space: files.space, path: row.path})) : [];
		}
		case 'transfers':
			return shownTransfers(snapshot, state).map((row) =>
				[row.title, row.peerName, stateText(row, snapshot.atMs).trim(), savedPath(row.state)]
					.filter((part) => part !== '')
					.join('  '),
			);
		case 'log':
		default:
			return shownLog(snapshot.log, state.log, state.filters.log).map((line) => plainText(logLine(line)));
	}
}

function copiedHome(context: ClientSelectionContext): string | undefined {
	const {state, snapshot} = context;
	switch (state.pane) {
		case 'users':
			return selectedUser(context)?.name;
		case 'files': {
			const {files} = snapshot;
			const row = files && rowAt(files, state.files.index);
			return row ? foundPath({space: files.space, path: row.path}) : files?.title;
		}
		case 'transfers':
			return copiedTransfer(context);
		case 'log':
		default:
			return lowestLine(context)?.text;
	}
}

function lowestLine({state, snapshot}: ClientSelectionContext): LogLine | undefined {
	const {at} = state.log;
	return shownLog(snapshot.log, state.log, state.filters.log).findLast(({id}) => at === undefined || id <= at);
}

function copiedTransfer(context: ClientSelectionContext): string | undefined {
	const row = selectedTransfer(context);
	const path = row && savedPath(row.state);
	return path === '' ? row?.title : path;
}

function savedPath(state: Parameters<typeof stateText>[0]['state']): string {
	return state.phase === 'delivered' ? display(state.path ?? '', 8192) : '';
}

function fieldText({name, text}: SheetField): string {
	return name === undefined ? text : `${name}  ${text}`;
}
