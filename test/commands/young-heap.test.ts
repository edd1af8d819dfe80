import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';

const source = fileURLToPath(new URL('../../source/commands/young-heap.ts', import.meta.url));
/** What a long list does: a part of it at a time outlives its first moments. */
const work = `
	let part = [];
	for (let index = 0; index < 500_000; index++) {
		part.push({path: ['folder', 'file ' + index]});
		if (part.length === 1000) part = [];
	}
	const young = (await import('node:v8')).getHeapSpaceStatistics().find(({space_name: name}) => name === 'new_space');
	process.stdout.write(String(young.physical_space_size));`;

function youngBytesAfter(before: string): number {
	return Number(execFileSync(process.execPath, ['--input-type=module', '-e', before + work], {encoding: 'utf8'}));
}

test('the young half of the heap stays small, which it does not by itself', () => {
	const keep = `(await import(${JSON.stringify(source)})).keepYoungHeapSmall();`;
	expect(youngBytesAfter(keep)).toBeLessThan(8 * 1024 * 1024);
	expect(youngBytesAfter('')).toBeGreaterThan(12 * 1024 * 1024);
});
