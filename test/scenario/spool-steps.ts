import path from 'node:path';
import {realDisk} from '../../source/files/disk.ts';
import {openLocalSpool} from '../../source/files/local-spool.ts';
import type {Spool} from '../../source/files/spool.ts';
import type {HubOptions} from '../../source/hub/hub.ts';
import {faultyDisk} from '../files/staging-fixture.ts';
import {acceptAll} from './steps.ts';
import {createUploader, type Uploader} from './uploader.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

export const MiB = 1024 * 1024;

/** A world with alice, who can upload, and others who take everything. */
export async function beginSpool(
	names: readonly string[] = [],
	hubOptions: Partial<HubOptions> = {},
): Promise<{world: World; alice: Uploader; windows: Window[]}> {
	const world = createWorld(hubOptions);
	const windows: Window[] = [];
	for (const name of names) windows.push(await world.open(name, {accept: acceptAll, keepsTrying: true}));
	const alice = createUploader(world, 'alice');
	await alice.connect();
	return {world, alice, windows};
}

/** Somebody who has been on the hub, and is away. */
export async function meet(world: World, name: string): Promise<Person> {
	const window = await world.open(name);
	await window.end();
	await world.settle();
	return window.person;
}

export const peopleOf = (windows: readonly Window[]): Person[] => windows.map(({person}) => person);

export const untilReceived = (world: World, ...windows: readonly Window[]): Promise<void> =>
	world.until('all have it', () => windows.every((window) => window.of('received').length > 0));

export const untilStored = (world: World, alice: Uploader, ...people: readonly Person[]): Promise<void> =>
	world.until('stored', () => people.every((person) => alice.states(person).at(-1) === 'stored'));

/** Where the hub keeps a transfer. */
export const spoolFolder = (world: World, transfer: string): string => path.join(world.dir, 'spool', transfer);

/** The world's spool over a disk of which `fails` says what it does. */
export function diskSpool(world: World, fails: (name: string) => Error | undefined): Spool {
	return openLocalSpool(path.join(world.dir, 'spool'), {warn: () => undefined, disk: faultyDisk(fails, realDisk)});
}
