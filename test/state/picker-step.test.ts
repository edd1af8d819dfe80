import {expect, test} from 'vitest';
import {clientKeys} from '../../source/state/client-keys.ts';
import {footerText} from '../../source/state/key-table.ts';
import type {FolderEntry} from '../../source/state/picker.ts';
import {createClientDesk, type ClientDesk} from '../support/client-keys.ts';
import {clientSnapshot, filesView, userRow} from '../support/snapshots.ts';

const entry = (name: string, kind: FolderEntry['kind'] = 'file', bytes = 3_800_000_000): FolderEntry => ({
	name,
	bytes,
	modifiedMs: 0,
	kind,
});
const entries = [entry('debian.iso'), entry('photos', 'folder'), entry('pipe', 'other')];

/** Nothing is left out, unless asked for. */
const options = {gitignore: false};

function openDesk(): ClientDesk {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')]}));
	desk.press('s');
	desk.dispatch({type: 'listed', request: 1, listing: {path: '/home', parent: '/', entries}});
	desk.effects.length = 0;
	return desk;
}

test('the picker opens where the program was started', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')]}));
	desk.press('s');
	expect(desk.effects).toEqual([{type: 'list', request: 1, path: '.'}]);
});

test('Enter on a file asks, a second Enter sends', () => {
	const desk = openDesk();
	desk.press('j', 'enter');
	expect(desk.state.mode).toMatchObject({mode: 'sending', files: [{path: '/home/debian.iso'}]});
	expect(desk.effects).toEqual([]);
	desk.press('enter');
	expect(desk.effects).toEqual([{type: 'send', paths: ['/home/debian.iso'], userIds: ['id-bob'], note: '', options}]);
	expect(desk.state.mode.mode).toBe('browsing');
});

test('a note goes with the offer, and stands in the last question', () => {
	const desk = openDesk();
	desk.press('j', 'enter', 'n');
	desk.type('for tonight');
	desk.press('enter');
	expect(desk.state.mode).toMatchObject({mode: 'sending', picker: {note: 'for tonight'}});
	desk.press('n', 'esc', 'enter');
	expect(desk.effects).toMatchObject([{type: 'send', note: 'for tonight'}]);
});

test('an upload has no note', () => {
	const desk = createClientDesk(clientSnapshot({files: filesView([])}));
	desk.press('2', 'U');
	desk.dispatch({type: 'listed', request: 1, listing: {path: '/home', parent: '/', entries}});
	desk.press('j', 'enter', 'n');
	expect(desk.state.mode.mode).toBe('sending');
	expect(desk.state.notice).toContain('only what goes to people has a note');
});

test('going back from the question is back in the picker, where it was', () => {
	const desk = openDesk();
	desk.press('j', 'enter', 'esc');
	expect(desk.state.mode).toMatchObject({mode: 'picking', picker: {selected: 'debian.iso'}});
});

test.each([
	[['enter'], '/home/photos'],
	[['right'], '/home/photos'],
	[['l'], '/home/photos'],
	[['g', 'enter'], '/'],
	[['backspace'], '/'],
	[['h'], '/'],
	[['left'], '/'],
])('%j asks for the folder %s', (keys, path) => {
	const desk = openDesk();
	desk.press(...keys);
	expect(desk.effects).toEqual([{type: 'list', request: 2, path}]);
});

test('right on a file does nothing: a file is not sent by going too far', () => {
	const desk = openDesk();
	desk.press('j', 'right');
	expect(desk.state.mode.mode).toBe('picking');
});

test('s sends what is marked, in all folders', () => {
	const desk = openDesk();
	desk.press('space', 'space', 's', 'enter');
	expect(desk.effects).toEqual([
		{type: 'send', paths: ['/home/photos', '/home/debian.iso'], userIds: ['id-bob'], note: '', options},
	]);
});

test('s without marks sends the folder under the cursor, which Enter only opens', () => {
	const desk = openDesk();
	desk.press('s', 'enter');
	expect(desk.effects).toEqual([{type: 'send', paths: ['/home/photos'], userIds: ['id-bob'], note: '', options}]);
});

test('what is neither a file nor a folder cannot be sent, and says so', () => {
	const desk = openDesk();
	desk.press('G', 'enter');
	expect(desk.state.notice).toBe('pipe is neither a file nor a folder');
	desk.press('g', 's');
	expect(desk.state.notice).toBe('choose a file or a folder first');
});

test('a filter narrows while it is typed; Enter keeps it, Esc takes it off', () => {
	const desk = openDesk();
	desk.press('/');
	desk.type('deb');
	expect(desk.state.mode).toMatchObject({picker: {filter: 'deb'}});
	desk.press('enter');
	expect(desk.state.mode).toMatchObject({mode: 'picking', picker: {filter: 'deb'}});
	desk.press('esc');
	expect(desk.state.mode).toMatchObject({mode: 'picking', picker: {filter: ''}});
});

test('a path can be typed from the folder or from home, or pasted', () => {
	const desk = openDesk();
	desk.press('p');
	expect(desk.state.mode).toMatchObject({field: {before: '/home/'}});
	desk.type('x');
	desk.press('enter');
	expect(desk.effects.at(-1)).toEqual({type: 'list', request: 2, path: '/home/x'});
	desk.press('~', 'enter');
	expect(desk.effects.at(-1)).toEqual({type: 'list', request: 3, path: '~/'});
	desk.paste(' /srv/x\n');
	expect(desk.effects.at(-1)).toEqual({type: 'list', request: 4, path: '/srv/x', isChosen: true});
});

test('a problem of the folder is kept with the picker, until the next key', () => {
	const desk = openDesk();
	desk.press('enter');
	desk.dispatch({type: 'unlisted', request: 2, problem: 'cannot read /home/photos: no permission'});
	expect(desk.state.mode).toMatchObject({
		mode: 'picking',
		picker: {problem: 'cannot read /home/photos: no permission'},
	});
	desk.press('down');
	expect(desk.state.mode).toMatchObject({mode: 'picking', picker: {problem: undefined}});
});

test('a typed path that cannot be read stands in its field again, with what is wrong', () => {
	const desk = openDesk();
	desk.press('p');
	desk.type('phots');
	desk.press('enter');
	desk.dispatch({type: 'unlisted', request: 2, problem: 'there is no /home/phots'});
	expect(desk.state.mode).toMatchObject({
		mode: 'picking-path',
		field: {before: '/home/phots'},
		picker: {problem: 'there is no /home/phots', listing: {path: '/home'}},
	});
	desk.press('esc', 'enter');
	desk.dispatch({type: 'unlisted', request: 3, problem: 'cannot read /home/photos: no permission'});
	expect(desk.state.mode.mode).toBe('picking');
});

test('who types a path where a filter is typed types a path: no name has a / in it', () => {
	const desk = openDesk();
	desk.press('/');
	desk.type('usr');
	expect(desk.state.mode).toMatchObject({mode: 'picking-filter', picker: {filter: 'usr'}});
	desk.type('/sh');
	expect(desk.state.mode).toMatchObject({mode: 'picking-path', field: {before: '/usr/sh'}, picker: {filter: ''}});
	desk.press('esc', '/');
	desk.paste('~/photos');
	expect(desk.state.mode).toMatchObject({mode: 'picking-path', field: {before: '~/photos'}});
});

test('the footer of the picker says whether it sends or uploads', () => {
	const footer = ({state, snapshot}: ClientDesk): string =>
		footerText(clientKeys, 'picking', {snapshot, columns: 80, rows: 24, state}, 80);
	expect(footer(openDesk())).toContain('s send');
	const desk = createClientDesk(clientSnapshot({files: filesView([])}));
	desk.press('2', 'U');
	expect(footer(desk)).toContain('s upload');
});

test('hidden files are shown and hidden with one key', () => {
	const desk = openDesk();
	desk.press('.');
	expect(desk.state.mode).toMatchObject({picker: {showsHidden: true}});
});

test('x leaves out what .gitignore names, in the picker and at its last question, and takes it along again', () => {
	const desk = openDesk();
	desk.press('x', 's', 'enter');
	expect(desk.effects.at(-1)).toMatchObject({type: 'send', options: {gitignore: true}});
	const again = openDesk();
	again.press('s', 'x', 'x', 'enter');
	expect(again.effects.at(-1)).toMatchObject({type: 'send', options: {gitignore: false}});
});

test('where no .gitignore file names anything, the last question does not offer to leave it out', () => {
	const desk = openDesk();
	desk.press('j', 'enter', 'x', 'enter');
	expect(desk.effects.at(-1)).toMatchObject({type: 'send', options: {gitignore: false}});
	const counted = openDesk();
	const count = {files: 3, bytes: 3, isAll: true};
	counted.dispatch({type: 'counted', path: '/home/photos', count: {...count, leftOut: []}});
	counted.press('g', 'j', 's', 'x', 'enter');
	expect(counted.effects.at(-1)).toMatchObject({paths: ['/home/photos'], options: {gitignore: false}});
});

test('the folder under the cursor is counted, then those that are marked, one at a time', () => {
	const desk = createClientDesk(clientSnapshot({users: [userRow('bob')]}));
	const folders = [entry('a', 'folder'), entry('b', 'folder'), entry('c.txt')];
	desk.press('s');
	desk.dispatch({type: 'listed', request: 1, listing: {path: '/home', parent: '/', entries: folders}});
	expect(desk.effects.at(-1)).toEqual({type: 'count', path: '/home/a'});
	desk.press('space');
	expect(desk.effects.at(-1)).toEqual({type: 'count', path: '/home/b'});
	const count = {files: 3, bytes: 30, leftOut: [], isAll: true};
	desk.dispatch({type: 'counted', path: '/home/b', count});
	expect(desk.effects.at(-1)).toEqual({type: 'count', path: '/home/a'});
	desk.dispatch({type: 'counted', path: '/home/a', count});
	desk.press('k', 'j', 'j');
	expect(desk.effects.filter(({type}) => type === 'count')).toHaveLength(3);
});

test('a picker for a folder of the hub uploads there', () => {
	const files = filesView([], {folder: ['photos'], title: 'shared:photos'});
	const desk = createClientDesk(clientSnapshot({files}));
	desk.press('2', 'U');
	desk.dispatch({type: 'listed', request: 1, listing: {path: '/home', parent: '/', entries: [entry('a.iso')]}});
	desk.press('U', 'enter');
	expect(desk.effects.at(-1)).toEqual({
		type: 'put',
		paths: ['/home/a.iso'],
		space: 'shared',
		folder: ['photos'],
		options,
	});
});
