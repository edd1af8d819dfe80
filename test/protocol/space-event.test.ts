import {expect, test} from 'vitest';
import {describeSpaceEvent, hasMoved} from '../../source/protocol/space-event.ts';

const event = {space: 'shared', path: 'photos/a.jpg', bytes: 12_000, user: 'alice'} as const;

test('what goes in and out of the folders is told in a line, with who, where and how much', () => {
	expect(describeSpaceEvent({...event, type: 'uploaded', path: 'my_great_idea.txt'})).toBe(
		'alice shared my_great_idea.txt, 12 kB',
	);
	expect(describeSpaceEvent({...event, type: 'uploaded', space: 'private'})).toBe(
		'alice uploaded private:photos/a.jpg, 12 kB',
	);
	expect(describeSpaceEvent({...event, type: 'downloaded'})).toBe('alice downloaded shared:photos/a.jpg, 12 kB');
	expect(describeSpaceEvent({...event, type: 'removed'})).toBe('alice deleted shared:photos/a.jpg, 12 kB');
});

test('a name in it commands no terminal', () => {
	expect(describeSpaceEvent({...event, type: 'uploaded', path: 'a\u001b[2J\nb'})).toBe('alice shared a�[2J�b, 12 kB');
});

test('nothing has moved where all files were there, or were not wanted; a folder without files has', () => {
	expect([
		hasMoved({same: 2, left: 0}, 2),
		hasMoved({same: 1, left: 1}, 2),
		hasMoved({same: 1, left: 0}, 2),
		hasMoved({same: 0, left: 0}, 0),
	]).toEqual([false, false, true, true]);
});
