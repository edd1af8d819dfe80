import {expect, test} from 'vitest';
import {createFolderHolds} from '../../source/hub/folder-holds.ts';

test('a folder into which something is being saved is not removed, nor what it is in', async () => {
	const holds = createFolderHolds();
	const release = await holds.hold(['photos', '2026']);
	for (const path of [['photos'], ['photos', '2026']])
		await expect(holds.remove(path, 'shared:it', async () => 'gone')).rejects.toMatchObject({
			code: 'in-use',
			message: 'cannot delete shared:it: an upload is being saved into it. Try again in a moment',
		});
	for (const path of [['photos', '2026', 'a.jpg'], ['photos', '2025'], ['phot']])
		expect(await holds.remove(path, '', async () => 'gone')).toBe('gone');
	release();
	release();
	expect(await holds.remove(['photos'], '', async () => 'gone')).toBe('gone');
});

test('of two that save into a folder the last one lets go of it', async () => {
	const holds = createFolderHolds();
	const releases = [await holds.hold(['a']), await holds.hold(['a'])];
	releases[0]?.();
	await expect(holds.remove(['a'], 'a', async () => 'gone')).rejects.toMatchObject({code: 'in-use'});
	releases[1]?.();
	expect(await holds.remove(['a'], 'a', async () => 'gone')).toBe('gone');
});

test('who wants to save waits until what is being removed above is gone, and no longer', async () => {
	const holds = createFolderHolds();
	const {promise, reject} = Promise.withResolvers<string>();
	const removal = holds.remove(['photos'], '', async () => promise);
	let isHeld = false;
	const holding = holds.hold(['photos', '2026']).then(() => {
		isHeld = true;
	});
	await holds.hold(['other']);
	expect(isHeld).toBe(false);
	reject(new Error('the disk'));
	await expect(removal).rejects.toThrow('the disk');
	await holding;
	expect(isHeld).toBe(true);
});
