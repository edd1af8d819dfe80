import fs from 'node:fs';
import path from 'node:path';
import {expect, onTestFinished, test} from 'vitest';
import {keepBoth, needsChoice, readChoice, readRule, writeChoice} from '../../source/files/choice.ts';
import {realDisk} from '../../source/files/disk.ts';
import {openFolder, type FolderHandle} from '../../source/files/folder-handle.ts';
import {temporaryFolder} from './temporary-folder.ts';

function openStagingOf(folder: string): FolderHandle {
	const staging = openFolder(realDisk, folder);
	onTestFinished(() => {
		staging.close();
	});
	return staging;
}

test('only what asks, is quick or takes a part needs the list of files first', () => {
	expect(needsChoice(keepBoth)).toBe(false);
	for (const ifExists of ['skip', 'overwrite'] as const) expect(needsChoice({...keepBoth, ifExists})).toBe(false);
	expect(needsChoice({...keepBoth, ifExists: 'ask'})).toBe(true);
	expect(needsChoice({...keepBoth, ifExists: 'skip', quick: true})).toBe(true);
	expect(needsChoice({...keepBoth, only: ['*.jpg']})).toBe(true);
});

test('a choice is known again, and the newest counts', () => {
	const staging = openStagingOf(temporaryFolder());
	expect(readChoice(realDisk, staging)).toBeUndefined();
	writeChoice(realDisk, staging, {left: [1], same: [], overwrite: []});
	writeChoice(realDisk, staging, {left: [2, 3], same: [4], overwrite: [5]});
	expect(readChoice(realDisk, staging)).toEqual({left: [2, 3], same: [4], overwrite: [5]});
	expect(fs.readdirSync(staging.path)).toEqual(['choice']);
});

test('damaged files count as none', () => {
	const folder = temporaryFolder();
	const staging = openStagingOf(folder);
	const rule = {...keepBoth, quick: true};
	for (const text of ['', '{', '{"left":[-1],"same":[],"overwrite":[]}', '{"ifExists":"eat"}']) {
		for (const name of ['rule', 'choice']) fs.writeFileSync(path.join(folder, name), text);
		expect(readChoice(realDisk, staging)).toBeUndefined();
		expect(readRule(realDisk, staging, rule)).toBe(rule);
	}
	fs.writeFileSync(path.join(folder, 'rule'), JSON.stringify(keepBoth));
	expect(readRule(realDisk, staging, rule)).toEqual(keepBoth);
});
