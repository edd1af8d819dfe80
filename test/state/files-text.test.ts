import {expect, test} from 'vitest';
import {emptyText, peopleText, readersText} from '../../source/state/files-text.ts';

test('an empty folder says what to do next, and never to upload where one may not', () => {
	const text = (space: 'public' | 'shared' | 'private', ...folder: readonly string[]) => emptyText({space, folder});
	expect(text('public')).toMatch(/operator puts into shared_files.*Next space: \]/);
	expect(text('shared')).toMatch(/U: upload for everyone on this hub/);
	expect(text('private')).toMatch(/U: upload for yourself/);
	expect(text('shared', 'photos')).toMatch(/U: upload/);
	expect(text('public')).not.toContain('U:');
	expect(text('public', 'photos')).not.toContain('U:');
});

test("who can read a space is said in full: the hub's operator always, and that people send each other what nobody else can read", () => {
	for (const space of ['public', 'shared', 'private'] as const) {
		expect(readersText({space})).toMatch(/operator/);
	}
	expect(peopleText).toMatch(/nobody else can read/);
	expect(readersText({space: 'private'})).not.toMatch(/[Ee]veryone/);
	expect(emptyText({space: 'shared', folder: []})).toContain('operator');
	expect(emptyText({space: 'private', folder: []})).toContain('operator');
});
