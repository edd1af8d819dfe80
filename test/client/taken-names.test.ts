import {expect, test} from 'vitest';
import {createTakenNames} from '../../source/client/taken-names.ts';
import type {ClientEvent} from '../../source/client/events.ts';

const renamed = (from: string, path: string, transfer = 'aa'): ClientEvent => ({
	type: 'renamed',
	cause: 'taken',
	...{transfer, path, from},
});
const received = (paths: readonly string[], numbered: number, transfer = 'aa'): ClientEvent => ({
	type: 'received',
	...{transfer, from: 'bob', paths, bytes: 1, same: 0, left: 0, numbered},
});

function linesOf(events: readonly ClientEvent[], namesUploads = false): readonly string[] {
	const takenNames = createTakenNames({namesUploads});
	return events.flatMap(takenNames);
}

test('names that were taken are told with the end of their transfer, and of a single one the end itself says it', () => {
	const disk = renamed('disk.iso', 'disk (1).iso');
	expect(linesOf([disk, received(['/in/git', '/in/disk (1).iso'], 1)])).toEqual(['disk.iso saved as disk (1).iso']);
	expect(linesOf([disk, received(['/in/disk (1).iso'], 1)])).toEqual([]);
	const deep = renamed('b.jpg', 'photos/b (1).jpg');
	expect(linesOf([deep, received(['/in/photos'], 1)])).toEqual(['b.jpg saved as photos/b (1).jpg']);
	const delivered = {type: 'delivered', transfer: 'aa', user: 'shared', same: 0, left: 0, numbered: 1} as const;
	expect(linesOf([disk, delivered])).toEqual(['disk.iso saved as disk (1).iso']);
	expect(linesOf([disk, delivered], true)).toEqual([]);
});

test('of many three are named, and of the others the number is told', () => {
	const many = Array.from({length: 100}, (_, index) => renamed(`${index}`, `${index} (1)`));
	expect(linesOf([...many, received(['/in/0 (1)', '/in/1 (1)'], 1000)])).toEqual([
		'0 saved as 0 (1)',
		'1 saved as 1 (1)',
		'2 saved as 2 (1)',
		'997 others got a number like that',
	]);
	expect(linesOf([...many.slice(0, 4), received(['/in/0 (1)', '/in/1 (1)'], 4)]).at(-1)).toBe(
		'1 other got a number like that',
	);
});

test('of an upload the number is told as well of what got one below the top, which nobody names', () => {
	const delivered = {type: 'delivered', transfer: 'aa', user: 'shared', same: 0, left: 0, numbered: 3} as const;
	expect(linesOf([delivered])).toEqual(['3 files got a number, because their names were taken']);
	expect(linesOf([renamed('a', 'a (1)'), delivered])).toEqual(['a saved as a (1)', '2 others got a number like that']);
	expect(linesOf([renamed('a', 'a (1)'), renamed('b', 'b (1)'), delivered], true)).toEqual([
		'1 file got a number, because its name was taken',
	]);
});

test('what one transfer was called is not told of another', () => {
	expect(linesOf([renamed('a', 'a (1)'), received(['/in/b', '/in/c'], 0, 'bb')])).toEqual([]);
	expect(linesOf([renamed('a', 'a (1)'), renamed('b', 'b (1)', 'bb'), received(['/x', '/y'], 1, 'bb')])).toEqual([
		'b saved as b (1)',
	]);
});
