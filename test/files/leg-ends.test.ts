import fs from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {appendLegEnd, legEndsName, readLegEnds, type LegEnd} from '../../source/files/leg-ends.ts';
import {temporaryFolder} from './temporary-folder.ts';

const [bob, carol] = ['b'.repeat(64), 'c'.repeat(64)];

test('how legs ended is remembered, and the last word counts', () => {
	const folder = temporaryFolder();
	expect(readLegEnds(folder).size).toBe(0);
	const delivered: LegEnd = {phase: 'delivered', failedFiles: 1, leftFiles: 2};
	const failed: LegEnd = {phase: 'failed', code: 'tampered', reason: 'changed on its way'};
	appendLegEnd(folder, bob, {phase: 'cancelled'});
	appendLegEnd(folder, carol, failed);
	appendLegEnd(folder, bob, delivered);
	expect(readLegEnds(folder)).toEqual(
		new Map<string, LegEnd>([
			[bob, delivered],
			[carol, failed],
		]),
	);
});

test('what is no end of a leg is passed over', () => {
	const folder = temporaryFolder();
	fs.writeFileSync(
		path.join(folder, legEndsName),
		`{"user":"${bob}","end":{"phase":"stored"}}\n{"user":"bob","end":{"phase":"cancelled"}}\nnoise\n`,
	);
	expect(readLegEnds(folder).size).toBe(0);
});
