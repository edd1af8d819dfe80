import {toPeerText} from '../../source/base/peer-text.ts';
import type {ClientSnapshot, FileRow, FilesView, OfferRow, PastRow, UserRow} from '../../source/client/snapshot.ts';
import type {TransferRow} from '../../source/transfer/transfer-row.ts';
import type {ConnectionRow, HubSnapshot, HubTransferRow, RequestRow, StorageRow} from '../../source/hub/snapshot.ts';

/* Literal snapshots for the tests of screens. Every builder takes what the test is about. */

/** The longest ten words there are. */
export const tenWords = Array.from({length: 10}, () => 'umbrella').join(' ');

/** As long as a real one: 13 groups of four. */
export function fingerprintOf(group: string): string {
	return Array.from({length: 13}, () => group).join(' ');
}

export function userRow(name: string, changes: Partial<UserRow> = {}): UserRow {
	return {
		id: `id-${name}`,
		shortId: 'k7qf2m4x',
		fingerprint: fingerprintOf('k7qf'),
		name,
		isOnline: true,
		trust: 'known',
		alwaysBytes: undefined,
		sinceMs: 1_700_000_000_000,
		releasedMs: undefined,
		changed: undefined,
		...changes,
	};
}

export function offerRow(title: string, changes: Partial<OfferRow> = {}): OfferRow {
	return {
		transfer: `offer-${title}`,
		fromId: 'id-bob',
		fromName: 'bob',
		title,
		note: '',
		files: 1,
		bytes: 3_800_000_000,
		top: [{name: title, bytes: 3_800_000_000, isFolder: false}],
		timeMs: 1_700_000_000_000,
		...changes,
	};
}

export function transferRow(title: string, changes: Partial<TransferRow> = {}): TransferRow {
	return {
		transfer: `transfer-${title}`,
		direction: 'send',
		title,
		peerId: 'id-bob',
		peerName: 'bob',
		files: 1,
		bytes: 2_000_000_000,
		totalBytes: 3_800_000_000,
		state: {phase: 'running', bytesPerSecond: 40_100_000, etaSeconds: 44, stalledMs: 0},
		...changes,
	};
}

/** A path as it came from the hub. */
export function peerPath(...names: readonly string[]): FileRow['path'] {
	return names.map(toPeerText);
}

export function fileRow(name: string, changes: Partial<FileRow> = {}): FileRow {
	return {
		path: peerPath(name),
		name,
		kind: 'file',
		bytes: 3_800_000_000,
		modifiedMs: new Date(2026, 8, 14, 12, 30).getTime(),
		userName: 'bob',
		uploadedMs: new Date(2026, 8, 15, 9, 5).getTime(),
		isMine: false,
		...changes,
	};
}

/** An open folder of the hub, all its rows there. */
export function filesView(rows: readonly FileRow[], changes: Partial<FilesView> = {}): FilesView {
	return {
		space: 'shared',
		folder: [],
		title: 'shared',
		sort: 'name',
		filter: '',
		total: rows.length,
		offset: 0,
		rows,
		isLoading: false,
		error: undefined,
		freeBytes: 120_000_000_000,
		...changes,
	};
}

/** Something that was received, and is in the downloads. */
export function pastRow(title: string, changes: Partial<PastRow> = {}): PastRow {
	return {
		...{transfer: `past-${title}`, direction: 'receive', title, state: 'delivered', reason: '', bytes: 3_800_000_000},
		...{peers: [{name: 'bob', state: 'delivered', untilMs: undefined}], path: `/home/alice/downloads/${title}`},
		...{peerNames: 'bob', files: 1},
		...{timeMs: 1_700_000_000_000, ...changes},
	};
}

export function clientSnapshot(changes: Partial<ClientSnapshot> = {}): ClientSnapshot {
	return {
		name: 'alice',
		shortId: 'k7qf2m4x',
		server: 'localhost:5011',
		hubTitle: 'lab-hub',
		hub: {
			fingerprint: fingerprintOf('hub2'),
			words: tenWords,
			isVerified: false,
			sinceMs: 1_700_000_000_000,
		},
		connection: {phase: 'online', roundTripMs: 12},
		question: undefined,
		users: [],
		offers: [],
		transfers: [],
		notices: [],
		files: undefined,
		found: undefined,
		past: undefined,
		log: [],
		downloads: '/home/alice/downloads',
		words: undefined,
		limitBytesPerSecond: undefined,
		atMs: 1_000_000,
		...changes,
	};
}

/** A busy client: every state there is, two offers, users on and off line. */
export function fullClientSnapshot(): ClientSnapshot {
	return clientSnapshot({
		users: [userRow('bob'), userRow('carol'), userRow('dave'), userRow('erin', {isOnline: false})],
		offers: [offerRow('notes.pdf'), offerRow('debian.iso', {note: 'the new one', files: 212})],
		transfers: [
			transferRow('debian-13.iso', {direction: 'receive'}),
			transferRow('backup.tar.zst', {peerName: 'dave', peerId: 'id-dave'}),
			transferRow('logs/', {files: 212, state: {phase: 'waiting', sinceMs: 1_000_000 - 125_000}}),
			transferRow('notes.pdf', {bytes: 1_200_000, totalBytes: 1_200_000, state: {phase: 'delivered', failedFiles: 0}}),
			transferRow('a', {state: {phase: 'scanning'}}),
			transferRow('b', {state: {phase: 'queued'}}),
			transferRow('c', {state: {phase: 'verifying'}}),
			transferRow('d', {state: {phase: 'paused', reason: 'disk-full'}}),
			transferRow('e', {state: {phase: 'declined', reason: ''}}),
			transferRow('f', {state: {phase: 'cancelled'}}),
			transferRow('g', {
				state: {phase: 'failed', code: 'disk-error', reason: 'cannot write /home/alice/downloads/g: no space'},
			}),
			transferRow('h', {state: {phase: 'running', bytesPerSecond: 0, etaSeconds: undefined, stalledMs: 7000}}),
		],
		files: filesView(
			[
				fileRow('photos', {kind: 'folder', bytes: 0}),
				fileRow('debian-13.iso', {userName: 'alice', isMine: true}),
				fileRow('readme.txt', {userName: undefined, uploadedMs: undefined, bytes: 12_000}),
			],
			{folder: ['photos'], title: 'shared:photos', total: 212},
		),
		past: [pastRow('debian-13.iso'), pastRow('notes.pdf', {state: 'failed', reason: 'no room', path: undefined})],
		found: {
			text: 'iso',
			rows: [
				{...fileRow('photos', {kind: 'folder'}), space: 'shared'},
				{...fileRow('a.iso', {path: peerPath('photos', 'a.iso')}), space: 'private'},
			],
			isSearching: false,
			hasMore: false,
			error: undefined,
		},
		log: Array.from({length: 40}, (_, index) => ({
			id: index,
			atMs: 1_700_000_000_000 + index * 60_000,
			level: (['debug', 'info', 'warning', 'error'] as const)[index % 4] ?? 'info',
			text: `line ${index} of what happened`,
		})),
	});
}

/** Long, wide and strange names, in numbers nobody should have. */
export function hostileClientSnapshot(): ClientSnapshot {
	const names = [
		'x'.repeat(255),
		'漢字'.repeat(120),
		`zalgo${'\u0301\u0323'.repeat(100)}`,
		'한국어 파일 이름.txt',
		'क्षत्रिय की फ़ाइल.pdf',
		'👨‍👩‍👧‍👦 family 🇩🇪 1️⃣ 👍🏽.png',
		'ｆｕｌｌｗｉｄｔｈ　ｎａｍｅ.txt',
		'مرحبا بالعالم.txt',
		'',
	];
	const name = (index: number): string => names[index % names.length] ?? '';
	return clientSnapshot({
		name: 'a'.repeat(32),
		hubTitle: '漢'.repeat(100),
		users: Array.from({length: 500}, (_, index) => userRow(name(index), {id: `id-${index}`, isOnline: index < 300})),
		offers: names.map((title, index) =>
			offerRow(title, {
				transfer: `offer-${index}`,
				note: title,
				top: names.map((top) => ({name: top, bytes: 1e15, isFolder: index % 2 === 0})),
			}),
		),
		transfers: Array.from({length: 64}, (_, index) =>
			transferRow(name(index), {
				transfer: `transfer-${index}`,
				peerName: name(index + 1),
				files: 1_000_000,
				totalBytes: 9e15,
				bytes: 1e15,
				state:
					index % 3 === 0
						? {phase: 'failed', code: 'failed', reason: name(index + 2)}
						: {phase: 'running', bytesPerSecond: 999_499_999, etaSeconds: 86_400_000, stalledMs: 0},
			}),
		),
		past: Array.from({length: 100}, (_, index) =>
			pastRow(name(index), {
				...{reason: name(index), path: `/${name(index)}`, peerNames: name(index), files: 9e15, bytes: 9e15},
				peers: [{name: name(index), state: 'stored', untilMs: 8.64e15}],
			}),
		),
		files: filesView(
			Array.from({length: 1000}, (_, index) =>
				fileRow(name(index), {
					path: peerPath(`${index}`),
					kind: index % 2 === 0 ? 'file' : 'folder',
					userName: name(index + 1),
					bytes: 9e15,
					isMine: index % 3 === 0,
				}),
			),
			{
				folder: names,
				title: `shared:${names.join('/')}`,
				filter: 'x'.repeat(255),
				total: 1_000_000,
				offset: 0,
				error: 'x '.repeat(500),
			},
		),
		log: names.map((text, id) => ({id, atMs: 1_700_000_000_000, level: 'error', text})),
	});
}

export function connectionRow(name: string, changes: Partial<ConnectionRow> = {}): ConnectionRow {
	return {
		session: `session-${name}`,
		userId: `id-${name}`,
		shortId: 'k7qf2m4x',
		fingerprint: 'k7qf 2m4x 349p yh2c 5jsw',
		words: tenWords,
		name,
		address: '192.168.1.20:53012',
		sinceMs: 1_700_000_000_000,
		roundTripMs: 12,
		takesOffers: true,
		bytesIn: 1_200_000,
		bytesOut: 3_800_000_000,
		bytesInPerSecond: 0,
		bytesOutPerSecond: 40_100_000,
		sending: 0,
		receiving: 1,
		...changes,
	};
}

export function hubTransferRow(changes: Partial<HubTransferRow> = {}): HubTransferRow {
	return {
		transfer: 'transfer-1',
		fromName: 'alice',
		toName: 'bob',
		isUpload: false,
		isRecipientHere: true,
		folder: undefined,
		files: 3,
		bytes: 2_000_000_000,
		totalBytes: 3_800_000_000,
		state: 'running',
		reason: '',
		bytesPerSecond: 40_100_000,
		etaSeconds: 44,
		...changes,
	};
}

export function requestRow(name: string, changes: Partial<RequestRow> = {}): RequestRow {
	return {
		id: `id-${name}`,
		shortId: 'k7qf2m4x',
		words: tenWords,
		name,
		address: '192.168.1.20:53012',
		atMs: 1_700_000_000_000,
		...changes,
	};
}

/** What is kept for two who are away. */
export function storageRow(changes: Partial<StorageRow> = {}): StorageRow {
	return {
		transfer: 'aaaabbbbccccdddd',
		userId: 'id-alice',
		fromName: 'alice',
		forText: 'carol and dave',
		bytes: 3_800_000_000,
		totalBytes: 3_800_000_000,
		ageMs: 30_000,
		untilMs: 1_700_600_000_000,
		...changes,
	};
}

export function hubSnapshot(changes: Partial<HubSnapshot> = {}): HubSnapshot {
	return {
		title: 'lab-hub',
		addresses: ['192.168.1.9', 'fe80::1'],
		port: 5011,
		fingerprint: 'k7qf-2m4x-349p-yh2c-5jsw',
		words: tenWords,
		code: '349p-yh2c-5jsw',
		mode: 'code',
		dir: '/srv/ft',
		startedMs: 1_700_000_000_000,
		atMs: 1_700_000_100_000,
		knownUsers: 5,
		onlineUsers: 0,
		connections: [],
		transfers: [],
		bytesPerSecond: 0,
		received: Array.from({length: 60}, () => 0),
		sent: Array.from({length: 60}, () => 0),
		relayedBytes: 0,
		intoFoldersBytes: 0,
		outOfFoldersBytes: 0,
		freeBytes: 120_000_000_000,
		storage: [],
		requests: [],
		bans: [],
		invitations: [],
		isIntakeOn: true,
		limitBytesPerSecond: undefined,
		notice: undefined,
		log: [],
		...changes,
	};
}

/** A hub with every state of a transfer. */
export function fullHubSnapshot(): HubSnapshot {
	const states = [
		'waiting',
		'accepted',
		'running',
		'paused',
		'stored',
		'delivered',
		'declined',
		'cancelled',
		'failed',
		'expired',
		'taken',
		'withdrawn',
	] as const;
	return hubSnapshot({
		onlineUsers: 3,
		connections: ['alice', 'bob', 'carol'].map((name) => connectionRow(name)),
		transfers: [
			...states.map((state, index) =>
				hubTransferRow({transfer: `transfer-${index}`, state, reason: state === 'paused' ? 'disk-full' : ''}),
			),
			hubTransferRow({transfer: 'upload', toName: 'shared: photos/', folder: 'into', state: 'accepted'}),
		],
		bytesPerSecond: 48_000_000,
		received: Array.from({length: 60}, (_, index) => index * 1_000_000),
		sent: Array.from({length: 60}, (_, index) => index * 800_000),
		relayedBytes: 9e12,
		intoFoldersBytes: 3_400_000_000,
		outOfFoldersBytes: 12_000_000,
		mode: 'approve',
		requests: ['dora', 'emil'].map((name) => requestRow(name)),
		invitations: [{id: 'a'.repeat(32), name: 'frida', usesLeft: 1, untilMs: 1_700_000_900_000}],
		isIntakeOn: false,
		limitBytesPerSecond: 10_000_000,
		notice: {id: 'b'.repeat(32), text: 'down at noon', atMs: 1_700_000_000_000},
		log: [{id: 0, atMs: 1_700_000_000_000, level: 'info', text: 'bob joined'}],
	});
}

/** Names of 255 characters, wide ones, 500 connections. */
export function hostileHubSnapshot(): HubSnapshot {
	const names = ['x'.repeat(255), '漢字'.repeat(100), `z${'\u0301'.repeat(200)}`, '👨‍👩‍👧 🇩🇪', ''];
	const name = (index: number): string => names[index % names.length] ?? '';
	return hubSnapshot({
		title: '漢'.repeat(80),
		addresses: Array.from({length: 30}, (_, index) => `fe80::${index}:dead:beef:cafe:1%eth0`),
		mode: 'open',
		onlineUsers: 500,
		connections: Array.from({length: 500}, (_, index) =>
			connectionRow(name(index), {session: `s${index}`, address: name(index + 1), bytesIn: 9e15}),
		),
		transfers: Array.from({length: 64}, (_, index) =>
			hubTransferRow({
				transfer: `t${index}`,
				fromName: name(index),
				toName: name(index + 1),
				reason: name(index + 2),
				state: index % 2 ? 'running' : 'failed',
			}),
		),
		received: Array.from({length: 60}, (_, index) => index * 9e12),
		sent: Array.from({length: 60}, (_, index) => 9e15 - index),
		freeBytes: 9,
		requests: Array.from({length: 64}, (_, index) =>
			requestRow(name(index), {id: `r${index}`, address: name(index + 1)}),
		),
		invitations: names.map((text, index) => ({id: `i${index}`, name: text, usesLeft: 1e6, untilMs: 9e12})),
		notice: {id: 'n', text: 'x y '.repeat(500), atMs: 1_700_000_000_000},
		log: names.map((text, id) => ({id, atMs: 1_700_000_000_000, level: 'warning', text})),
	});
}
