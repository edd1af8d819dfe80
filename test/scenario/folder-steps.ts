import fs from 'node:fs';
import path from 'node:path';
import {keepBoth} from '../../source/files/choice.ts';
import type {GetRequest, GetStarted} from '../../source/client/gets.ts';
import type {PutRequest, SendStarted} from '../../source/client/sends.ts';
import type {Window, World} from './world.ts';

/** Lets the world go on until a promise is settled. */
async function settled<Value>(world: World, what: string, promise: Promise<Value>): Promise<Value> {
	let isSettled = false;
	const done = promise.finally(() => {
		isSettled = true;
	});
	done.catch(() => undefined);
	await world.until(what, () => isSettled);
	return await done;
}

/** Begins to put paths into a folder of the hub. */
export async function put(world: World, window: Window, request: Partial<PutRequest>): Promise<SendStarted> {
	const whole = {paths: [], space: 'shared', folder: [], ifExists: 'rename', ...request} as const;
	return await settled(world, 'the put began', window.client.sends.put(whole, new AbortController().signal));
}

/** The same, until all of it is there. */
export async function putAll(world: World, window: Window, request: Partial<PutRequest>): Promise<SendStarted> {
	const started = await put(world, window, request);
	await untilPut(world, window, started.transfer);
	return started;
}

/** Waits until what was put is there, and that is told. */
export async function untilPut(world: World, window: Window, transfer: string): Promise<void> {
	await world.until('it is put', () => window.of('delivered').some((event) => event.transfer === transfer));
}

/** Begins to get paths of a folder of the hub, into the downloads unless told otherwise. */
export async function get(world: World, window: Window, request: Partial<GetRequest>): Promise<GetStarted> {
	const {downloads: out} = window.person;
	const whole = {space: 'shared', paths: [[]], out, saving: keepBoth, ...request} as const;
	return await settled(world, 'the get began', window.client.gets.start(whole, new AbortController().signal));
}

/** The same, until all of it is there. */
export async function getAll(world: World, window: Window, request: Partial<GetRequest>): Promise<GetStarted> {
	const started = await get(world, window, request);
	await untilGot(world, window, started.transfer);
	return started;
}

/** Waits until what is got lies here, and that is told. */
export async function untilGot(world: World, window: Window, transfer: string): Promise<void> {
	await world.until('it is got', () => window.of('received').some((event) => event.transfer === transfer));
}

/** What lies in a folder of the hub, by name, without ft's own. */
export function hubFiles(world: World, folder = 'shared_uploads'): string[] {
	return fs
		.readdirSync(path.join(world.dir, folder), {recursive: true, encoding: 'utf8'})
		.filter((name) => !name.startsWith('.ft-partial'))
		.toSorted();
}

/** A file of the hub's folders: its content, or what is written into it. */
export function hubFile(world: World, place: string): string {
	return fs.readFileSync(path.join(world.dir, place), 'utf8');
}

export function writeHubFile(world: World, place: string, content: string | Uint8Array): string {
	const file = path.join(world.dir, place);
	fs.mkdirSync(path.dirname(file), {recursive: true});
	fs.writeFileSync(file, content);
	return file;
}
