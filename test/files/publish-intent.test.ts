import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import {openPublishIntent, type PublishIntent} from '../../source/files/publish-intent.ts';
import {temporaryFolder} from './temporary-folder.ts';

const published = {paths: ['/d/é'], top: ['é'], skipped: [], renamed: []};

function setUp(): {file: string; open: () => PublishIntent} {
	const folder: FolderHandle = openFolder(realDisk, temporaryFolder());
	const opened: PublishIntent[] = [];
	onTestFinished(() => {
		for (const intent of opened) intent.close();
		folder.close();
	});
	const open = (): PublishIntent => {
		const intent = openPublishIntent(realDisk, folder);
		opened.push(intent);
		return intent;
	};
	return {file: path.join(folder.path, 'publish'), open};
}

test('what was decided is known again, the newest name counts', async () => {
	const {open} = setUp();
	const first = open();
	expect(first.isPlanned).toBe(false);
	await first.plan(
		new Map([
			['é', 'é (1)'],
			['b', 'b'],
		]),
	);
	first.hold('é', 'é (2)');
	first.hold('b', 'b (1)');
	first.choose('b', 'b (2)');
	await first.finish(published);
	const second = open();
	expect([second.isPlanned, second.nameOf('é'), second.nameOf('b'), second.nameOf('c')]).toEqual([
		true,
		'é (2)',
		'b (2)',
		undefined,
	]);
	expect([second.isHeld('é', 'é (2)'), second.isHeld('b', 'b (1)'), second.isHeld('b', 'b (2)')]).toEqual([
		true,
		false,
		false,
	]);
	expect(second.done).toEqual(published);
});

test('a last line that is cut off was never said, and the next one stands whole', async () => {
	const {file, open} = setUp();
	const first = open();
	first.choose('é', 'é (1)');
	await first.finish(published);
	fs.truncateSync(file, fs.statSync(file).size - 3);
	const second = open();
	expect([second.done, second.nameOf('é')]).toEqual([undefined, 'é (1)']);
	await second.finish(published);
	expect(open().done).toEqual(published);
});
