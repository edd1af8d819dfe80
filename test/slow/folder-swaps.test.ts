import {spawn} from 'node:child_process';
import {once} from 'node:events';
import fs from 'node:fs';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {keepBoth} from '../../source/files/choice.ts';
import {listStagings} from '../../source/files/staging-folder.ts';
import {FtError} from '../../source/protocol/errors.ts';
import {makeBody, open, unsyncedDisk, type Body, type Item} from '../files/staging-fixture.ts';
import {temporaryFolder, writeTree} from '../files/temporary-folder.ts';

const receives = 1000;
const program = fileURLToPath(new URL('../support/swap-folders.ts', import.meta.url));

/** A folder that looks like everything that may be looked for in it: whoever follows a link to it finds what to spoil. */
function makeDecoy(): string {
	const files = {
		a: 'theirs',
		b: 'theirs',
		manifest: 'theirs',
		journal: 'theirs',
		publish: 'theirs',
		trailer: 'theirs',
		offer: '{}',
		lock: '',
	};
	const id = `${'0'.repeat(32)}-abcdefgh`;
	const inner = {...files, deep: {...files}, part: {...files, deep: files}};
	return writeTree(temporaryFolder(), {
		...inner,
		tree: inner,
		parent: inner,
		[id]: {...files, tree: inner},
		[`${id}.gone`]: {...files, tree: inner},
	});
}

/** Everything below a folder, with what changes when anything is done to it but reading. */
function lookAt(folder: string): readonly string[] {
	return ['.', ...fs.readdirSync(folder, {recursive: true}).map(String).sort()].map((name) => {
		const {ino, size, mode, nlink, mtimeMs, ctimeMs} = fs.lstatSync(path.join(folder, name));
		return `${name} ${ino} ${size} ${mode} ${nlink} ${mtimeMs} ${ctimeMs}`;
	});
}

/** The content of every real file below a folder, but for staging. */
function contentsBelow(folder: string): Set<string> {
	const contents = new Set<string>();
	for (const entry of fs.readdirSync(folder, {withFileTypes: true})) {
		const place = path.join(folder, entry.name);
		if (entry.isFile()) contents.add(fs.readFileSync(place, 'utf8'));
		else if (entry.isDirectory() && !entry.name.startsWith('.ft-partial'))
			for (const content of contentsBelow(place)) contents.add(content);
	}
	return contents;
}

const textsOf = (number: number): readonly string[] => ['a', 'b', 'c', 'd'].map((name) => `${name} of ${number}`);

function bodyOf(number: number): Body {
	const [a, b, c, d] = textsOf(number).map((content) => Buffer.from(content));
	return makeBody([
		[[`top ${number}`], a],
		[[`part ${number}`, 'deep', 'b'], b],
		[['parent', `c ${number}`], c],
		[['parent', 'deep', `d ${number}`], d],
	] satisfies Item[]);
}

/** Receives one transfer; the error when it did not come to be saved. */
async function receiveOne(downloads: string, number: number): Promise<unknown> {
	const body = bodyOf(number);
	const transfer = number.toString(16).padStart(32, '0');
	const rule = {...keepBoth, ifExists: number % 3 === 0 ? 'rename' : 'skip'} as const;
	try {
		const staging = await open(downloads, body, {transfer, offerJson: '{}', rule, disk: unsyncedDisk});
		try {
			for (const segment of body.segments) await staging.write(segment);
			await staging.publish({});
			return undefined;
		} finally {
			await staging.discard().catch(() => undefined);
			await staging.close();
		}
	} catch (error) {
		return error;
	}
}

const openDescriptors = (): number => fs.readdirSync('/proc/self/fd').length;

test(`while another swaps folders for links as fast as it can, ${receives} receives touch nothing outside downloads, and what they say is saved is saved`, async () => {
	const downloads = path.join(temporaryFolder(), 'downloads');
	const decoy = makeDecoy();
	writeTree(downloads, {parent: {deep: {mine: 'mine'}}});
	const before = lookAt(decoy);
	const descriptorsBefore = openDescriptors();
	const swapper = spawn(process.execPath, [program, downloads, decoy], {stdio: ['pipe', 'pipe', 'inherit']});
	onTestFinished(() => {
		swapper.kill('SIGKILL');
	});
	const saved: number[] = [];
	const errors: unknown[] = [];
	for (let number = 0; number < receives; number++) {
		const error = await receiveOne(downloads, number);
		if (error === undefined) saved.push(number);
		else errors.push(error);
		if (number % 50 === 0) await listStagings(downloads).catch((listError: unknown) => errors.push(listError));
	}
	const exit = once(swapper, 'exit');
	swapper.stdin.end();
	const swaps = Number(await text(swapper.stdout));
	await exit;

	expect(lookAt(decoy)).toEqual(before);
	const contents = contentsBelow(downloads);
	expect(saved.filter((number) => !textsOf(number).every((content) => contents.has(content)))).toEqual([]);
	expect(contents.has('mine')).toBe(true);
	expect(errors.filter((error) => !(error instanceof FtError && error.code === 'disk-error'))).toEqual([]);
	expect(openDescriptors()).toBeLessThanOrEqual(descriptorsBefore + 3);
	// Both had their share, or nothing was tried.
	expect([swaps > 100, saved.length > 5, errors.length > 5]).toEqual([true, true, true]);
	console.info(`${swaps} swaps, ${saved.length} saved, ${errors.length} refused`);
});
