import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import type {HubSnapshot} from '../../source/hub/snapshot.ts';
import {
	connectionRow,
	fileRow,
	filesView,
	fullClientSnapshot,
	fullHubSnapshot,
	offerRow,
	pastRow,
	peerPath,
	storageRow,
	userRow,
} from './snapshots.ts';

/* What a screen shows on a working day: lists that are longer than their panes, names of many lengths. */

const people = [
	'alice',
	'bob',
	'carol',
	'dave',
	'erin',
	'frida-from-the-lab',
	'gus',
	'heidi',
	'ivan',
	'judy',
	'mallory',
];
const things = [
	'debian-13.iso',
	'release-notes-2026-winter-v2.pdf',
	'a.txt',
	'backup of the laptop.tar.zst',
	'talk.mp4',
];

/** Names of files that are not like one another. */
export function busyNames(count: number): readonly string[] {
	return Array.from({length: count}, (_, index) => `${(index * 37) % 101}-${things[index % things.length]}`);
}

/** A client among a dozen people, with three dozen files, transfers in every state, offers and a log. */
export function busyClientSnapshot(): ClientSnapshot {
	const full = fullClientSnapshot();
	const files = busyNames(36).map((name, index) =>
		fileRow(name, {
			bytes: 7919 ** (1 + (index % 3)),
			modifiedMs: new Date(2026, index % 12, 1 + (index % 28), 12).getTime(),
			userName: people[index % people.length],
			isMine: index % 4 === 0,
		}),
	);
	const folders = ['photos', 'talks'].map((name) => fileRow(name, {kind: 'folder', bytes: 0}));
	return {
		...full,
		users: people.slice(1).map((name, index) => userRow(name, {isOnline: index % 4 !== 3})),
		offers: people.slice(1, 6).map((fromName, index) =>
			offerRow(busyNames(6)[index] ?? '', {
				fromName,
				fromId: `id-${fromName}`,
				files: 1 + index,
				bytes: 7919 ** 2 * index,
			}),
		),
		files: filesView([...folders, ...files]),
		past: busyNames(30).map((name, index) =>
			pastRow(name, {bytes: 7919 ** 2 * index, peerNames: people[index % 11] ?? ''}),
		),
		found: undefined,
		log: full.log.map((line, index) => ({...line, text: `${busyNames(40)[index]} from ${people[index % 11]} arrived`})),
	};
}

/** What a search of the whole hub found there. */
export function busyFound(text: string): ClientSnapshot['found'] {
	const rows = busyNames(30).map((name, index) => ({
		...fileRow(name, {path: peerPath('photos', name), bytes: 7919 * index, userName: people[index % 11]}),
		space: 'shared' as const,
	}));
	return {text, rows, isSearching: false, hasMore: false, error: undefined};
}

/** A hub of a dozen connections, with transfers in every state, people who ask to join, a log, and what is kept for who is away. */
export function busyHubSnapshot(): HubSnapshot {
	const full = fullHubSnapshot();
	return {
		...full,
		onlineUsers: people.length,
		connections: people.map((name, index) =>
			connectionRow(name, {
				address: `192.168.1.${20 + index}:53012`,
				bytesIn: 7919 * index,
				bytesOutPerSecond: 7919 ** 2 * index,
			}),
		),
		transfers: full.transfers.map((row, index) => ({
			...row,
			fromName: people[index % 11] ?? '',
			toName: people[(index + 3) % 11] ?? '',
			totalBytes: 7919 ** 2 * (index + 40),
		})),
		storage: people.map((name, index) =>
			storageRow({transfer: `kept-${name}`, fromName: name, bytes: 7919 ** 2 * index}),
		),
		log: busyNames(40).map((name, id) => ({
			...{id, atMs: 1_700_000_000_000 + id * 60_000, level: (['info', 'warning'] as const)[id % 2] ?? 'info'},
			text: `${people[id % 11]} offered ${name}`,
		})),
	};
}
