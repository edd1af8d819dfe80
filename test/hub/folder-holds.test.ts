import {expect, test} from 'vitest';
import {createFolderHolds} from '../../source/hub/folder-holds.ts';

const remove = async (holds: ReturnType<typeof createFolderHolds>, ...path: string[]): Promise<string> =>
	holds.remove(path, `shared:${path.join('/')}`, async () => 'gone');

test('a folder into which something is being saved is not removed, nor what it is in', async () => {
	const holds = createFolderHolds();
	const {promise, resolve} = Promise.withResolvers<string>();
	const saving = holds.save(['photos', '2026'], async () => promise);
	for (const path of [['photos'], ['photos', '2026']])
		await expect(remove(holds, ...path)).rejects.toMatchObject({
			code: 'in-use',
			message: `cannot delete shared:${path.join('/')}: an upload is being saved into it. Try again in a moment`,
		});
	for (const path of [['photos', '2026', 'a.jpg'], ['photos', '2025'], ['phot']])
		expect(await remove(holds, ...path)).toBe('gone');
	resolve('saved');
	expect(await saving).toBe('saved');
	expect(await remove(holds, 'photos')).toBe('gone');
});

test('of two that save into a folder the last one lets go of it, also when it fails', async () => {
	const holds = createFolderHolds();
	const failing = Promise.withResolvers<string>();
	const savings = [holds.save(['a'], async () => 'saved'), holds.save(['a'], async () => failing.promise)] as const;
	await savings[0];
	await expect(remove(holds, 'a')).rejects.toMatchObject({code: 'in-use'});
	failing.reject(new Error('the disk'));
	await expect(savings[1]).rejects.toThrow('the disk');
	expect(await remove(holds, 'a')).toBe('gone');
});

test('what is in a folder that is being removed, or above one, is removed only after it', async () => {
	const holds = createFolderHolds();
	const {promise, resolve} = Promise.withResolvers<string>();
	const first = holds.remove(['photos', '2026'], '', async () => promise);
	const order: string[] = [];
	const others = [['photos'], ['photos', '2026'], ['photos', '2026', 'a.jpg']].map(async (path) =>
		holds.remove(path, '', async () => order.push(path.join('/'))),
	);
	await holds.remove(['films'], '', async () => order.push('films'));
	expect(order).toEqual(['films']);
	resolve('gone');
	await Promise.all([first, ...others]);
	expect(order).toEqual(['films', 'photos', 'photos/2026', 'photos/2026/a.jpg']);
});

test('who wants to save waits until what is being removed above is gone, and no longer', async () => {
	const holds = createFolderHolds();
	const {promise, reject} = Promise.withResolvers<string>();
	const removal = holds.remove(['photos'], '', async () => promise);
	let isSaved = false;
	const saving = holds.save(['photos', '2026'], async () => {
		isSaved = true;
	});
	await holds.save(['other'], async () => undefined);
	expect(isSaved).toBe(false);
	reject(new Error('the disk'));
	await expect(removal).rejects.toThrow('the disk');
	await saving;
	expect(isSaved).toBe(true);
});
