import type {Program} from './program.ts';
import {openScene, type Hub, type Scene} from './scene.ts';

/** A scene with a hub, and bob who takes everything. */
export type HubScene = Scene & {
	readonly hub: Hub;
	readonly bob: Program;
	/** Starts or restarts bob, online when it resolves. */
	startBob(...options: readonly string[]): Promise<Program>;
	/** `ft send <paths> --to bob` of alice, in alice's folder. */
	readonly send: (paths: readonly string[], ...options: readonly string[]) => Program;
};

/** Opens a scene where bob waits for files with `bobOptions` (`--accept all`). */
export async function openHubScene(...bobOptions: readonly string[]): Promise<HubScene> {
	const scene = await openScene();
	const hub = await scene.startHub();
	scene.folder('alice');
	const startBob = async (...options: readonly string[]): Promise<Program> => {
		const program = scene.start(['receive', '--name', 'bob', '--json', ...options], {cwd: 'bob'});
		await program.event('connected');
		return program;
	};
	const bob = await startBob(...(bobOptions.length > 0 ? bobOptions : ['--accept', 'all']));
	return {
		...scene,
		hub,
		bob,
		startBob,
		send: (paths, ...options) =>
			scene.start(['send', ...paths, '--to', 'bob', '--name', 'alice', '--json', ...options], {cwd: 'alice'}),
	};
}
