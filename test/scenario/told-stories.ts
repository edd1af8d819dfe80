import fs from 'node:fs';
import path from 'node:path';
import {noteCrashes} from '../support/crashes.ts';
import {deedsOn, type Deed, type HubMessageType, type MaliciousHub} from './malicious-hub.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

/** What every story of a lying hub has; `people[0]` is whose disk time goes by. */
export type Story = {
	readonly deed: Deed;
	readonly hub: MaliciousHub;
	readonly people: readonly [Person, ...Person[]];
};

/** How the stories of one file are told. */
export type StoryKind<Told extends Story> = {
	begin(world: World, type: HubMessageType, deed: Deed, number: number): Promise<Told>;
	/** From here on the hub lies. */
	lie(story: Told): void;
	/** What happens then, beside what `pass` lets happen; nothing when left out. */
	goOn?(world: World, stories: readonly Told[]): Promise<void>;
	isOver(story: Told): boolean;
	/** What is not as it should be, in words. */
	findFaults(world: World, story: Told): readonly string[];
	/** Once the hub is honest again; what is not as it should be then. */
	after?(world: World, story: Told): Promise<readonly string[]>;
};

/** Enough for every retry of what is left out or held back. */
const storyMs = 8000;
const stepMs = 500;
/** Of such a test, on a machine that is busy with other things. */
export const storiesTimeout = 400_000;
/** Stories of one world: everybody in it hears of everybody. */
const storiesTogether = 8;

/** Tells of a hub that lies about one message, in every way there is; what is not as it should be. */
export async function tellAll<Told extends Story>(type: HubMessageType, kind: StoryKind<Told>): Promise<string[]> {
	const crashes = noteCrashes();
	const deeds = deedsOn(type);
	const faults: string[] = [];
	for (let at = 0; at < deeds.length; at += storiesTogether)
		faults.push(...(await tell(kind, type, deeds.slice(at, at + storiesTogether))));
	return [...faults, ...crashes.map(String)];
}

/** Time passes no faster than the disk, until all is enough or can be. */
export async function passWithDisk<Told extends Story>(
	world: World,
	stories: readonly Told[],
	isEnough: (story: Told) => boolean,
): Promise<void> {
	const file = fs.openSync(path.join(stories[0]?.people[0].folder ?? '', 'transfers.db'), 'r');
	try {
		for (let passedMs = 0; passedMs < storyMs && !stories.every(isEnough); passedMs += stepMs) {
			await world.pass(stepMs);
			fs.fsyncSync(file);
		}
	} finally {
		fs.closeSync(file);
	}
}

/** Through the liar to the hub. */
export function connectThrough(hub: MaliciousHub, windows: readonly Window[]): void {
	for (const window of windows) {
		hub.watch(window);
		window.client.connect().catch(() => undefined);
	}
}

/** What lies beside what ft keeps in these people's folders, and `own` of theirs. */
export function findStrange(people: readonly Person[], own: string): string[] {
	return people.flatMap(({folder, name}) =>
		fs
			.readdirSync(folder)
			.filter((entry) => !['downloads', 'outbox', own].includes(entry) && !entry.startsWith('transfers.db'))
			.map((entry) => `${name}: ${entry}`),
	);
}

async function tell<Told extends Story>(
	kind: StoryKind<Told>,
	type: HubMessageType,
	deeds: readonly Deed[],
): Promise<string[]> {
	const world = createWorld();
	const stories: Told[] = [];
	for (const [number, deed] of deeds.entries()) stories.push(await kind.begin(world, type, deed, number));
	for (const story of stories) kind.lie(story);
	await kind.goOn?.(world, stories);
	await passWithDisk(world, stories, (story) => kind.isOver(story));
	for (const {hub} of stories) hub.finish();
	await world.pass(2000);
	const faults = stories.flatMap((story) => [
		...kind.findFaults(world, story),
		...(story.hub.told > 0 || story.deed.needsMessage ? [] : [`${story.deed.name}: was never done`]),
	]);
	for (const story of stories) faults.push(...((await kind.after?.(world, story)) ?? []));
	return faults;
}
