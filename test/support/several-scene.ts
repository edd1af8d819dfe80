import {readdirSync} from 'node:fs';
import {expect} from 'vitest';
import {failureOf, type Program} from './program.ts';
import {openScene, type Hub, type Scene} from './scene.ts';
import {hashFile} from './trees.ts';

/** A hub whose people are sent to together. */
export type SeveralScene = Scene & {
	readonly hub: Hub;
	/** `ft receive` of somebody, in a folder of their name; online when it resolves. */
	receive(name: string, ...options: readonly string[]): Promise<Program>;
	/** `ft send <file>` of alice, in alice's folder. */
	send(file: string, to: string, ...options: readonly string[]): Program;
};

/** A hub that knows bob and carol; nobody is there. */
export async function openSeveral(hubArgs: readonly string[] = []): Promise<SeveralScene> {
	const scene = await openScene();
	const hub = await scene.startHub(hubArgs);
	scene.folder('alice');
	const receive = async (name: string, ...options: readonly string[]): Promise<Program> => {
		const program = scene.start(['receive', '--name', name, '--json', ...options], {cwd: name});
		await program.event('connected');
		return program;
	};
	for (const name of ['bob', 'carol']) {
		const once = await receive(name);
		once.kill('SIGTERM');
		await once.ended;
	}
	return {
		...scene,
		hub,
		receive,
		send: (file, to, ...options) =>
			scene.start(['send', file, '--to', to, '--name', 'alice', '--json', ...options], {cwd: 'alice'}),
	};
}

/** What lies there is what alice sent. */
export async function expectReceived(scene: Scene, name: string, file: string): Promise<void> {
	expect(await hashFile(scene.path(name, 'downloads', file))).toBe(await hashFile(scene.path('alice', file)));
}

/** What the hub keeps now, as `ft hub storage` tells. */
export async function storageOf(scene: Scene, hub: Hub): Promise<ReadonlyArray<Readonly<Record<string, unknown>>>> {
	const told = await scene.run(['hub', 'storage', '--dir', hub.dir, '--json']);
	expect(failureOf(told)).toBe('');
	return told.events.find(({type}) => type === 'status')?.['kept'] as ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/** The bodies in the hub's spool. */
export function keptBodies({dir}: Hub): readonly string[] {
	return readdirSync(`${dir}/.ft/spool`, {recursive: true, encoding: 'utf8'}).filter((file) => file.endsWith('body'));
}

/** Kept on the hub for bob and carol, who are both offline; the id of it. */
export async function keepForBoth(scene: SeveralScene, file: string, ...options: readonly string[]): Promise<string> {
	const ended = await scene.send(file, 'bob,carol', ...options).ended;
	expect(failureOf(ended)).toBe('');
	const stored = ended.events.filter(({type}) => type === 'stored');
	expect(stored.map(({user}) => String(user)).toSorted()).toEqual(['bob', 'carol']);
	return String(stored[0]?.['transfer']);
}
