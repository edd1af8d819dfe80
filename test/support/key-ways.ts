import type {ClientSnapshot} from '../../source/client/snapshot.ts';
import {busyClientSnapshot, busyHubSnapshot} from './busy-snapshots.ts';
import {pressedClient, pressedDashboard, type PressedScreen} from './pressed-screens.tsx';

/** A screen on which some keys were pressed: where others are measured. */
export type KeyWay = {readonly keys: string; readonly open: () => PressedScreen};

const clientWay = (keys: string, snapshot: ClientSnapshot = busyClientSnapshot()): KeyWay => ({
	keys,
	open: () => pressed(pressedClient(snapshot), keys),
});
const dashboardWay = (keys: string): KeyWay => ({keys, open: () => pressed(pressedDashboard(busyHubSnapshot()), keys)});

function pressed(screen: PressedScreen, keys: string): PressedScreen {
	screen.press(...keys.split(' ').filter((key) => key !== ''));
	return screen;
}

const busy = busyClientSnapshot();
const unknownHub: ClientSnapshot = {
	...busy,
	question: {
		...{kind: 'unknown-hub', address: 'box:5011', problem: ''},
		...{fingerprint: busy.hub?.fingerprint ?? '', words: busy.hub?.words ?? ''},
	},
};
const unapproved: ClientSnapshot = {
	...busy,
	connection: {
		...{phase: 'offline', attempt: 1, retryAtMs: 1_010_000},
		code: 'approval-needed',
		reason: 'not let in yet',
	},
};

/** Every pane, page, field and question of the client; keys are parted by spaces. */
export const clientWays: readonly KeyWay[] = [
	...['1', '2', '3', '4', '2 j j j j', '2 G', '3 j j', '4 k k', '2 z', '4 z', '2 j j space space', '1 / b enter'],
	...['1 /', '2 /', '3 /', '4 /', '1 +', 'F', 'F i s o enter', ':', ': l', '1 t', 'L', '3 x', '2 D', 'q'],
	...['1 s j j', '1 s /', '1 s p', '1 s +', '1 s j j s', '1 s j j s n', '2 U', 'H j', 'H /', '? j', '? /', '2 v j'],
	...['o j', 'o enter', 'o /', 'o c', 'o w', '3 enter', '2 j j j enter', '1 i', '4 i', '1 i V', '1 i w enter'],
]
	.map((keys) => clientWay(keys))
	.concat(clientWay('', unknownHub), clientWay('c', unknownHub), clientWay('', unapproved));

/** The same of the dashboard. */
export const dashboardWays: readonly KeyWay[] = [
	...['1', '2', '3', '4', '1 j j', '2 j j', '4 k k', '2 z', '4 v', '1 /', '4 /', 'F', '1 / b enter', ':', ': b', 'b'],
	...[
		'1 enter',
		'2 enter',
		'i',
		'i n',
		'i n enter',
		'3 enter j',
		'3 enter x',
		'o j',
		'y j',
		'i y',
		'? j',
		'? /',
		'1 x',
		'q',
	],
].map(dashboardWay);
