import {expect, test} from 'vitest';
import {toPeerText} from '../../source/base/peer-text.ts';
import {describeClientEvent} from '../../source/client/events.ts';
import {createOutput, toErrorLine, type Output} from '../../source/commands/output.ts';
import type {FileRow} from '../../source/client/snapshot.ts';
import {createIdentity} from '../../source/crypto/identity.ts';
import {createOffer, createOfferCopy, createTransferKey} from '../../source/crypto/offer.ts';
import {createStatement} from '../../source/crypto/statement.ts';
import {outboxRoot} from '../../source/files/home.ts';
import {appendFailed} from '../../source/files/outbox-folder.ts';
import {describeEvent} from '../../source/hub/events.ts';
import type {HubMessageOf, SentMessageOf} from '../../source/protocol/messages.ts';
import {createScriptedHub} from '../client/scripted-hub.ts';
import {harmfulIn} from '../support/controls.ts';
import {poison, poisonName, token} from '../support/hostile-text.ts';
import {peerFields} from '../support/peer-fields.ts';
import {getAll, putAll, writeHubFile} from './folder-steps.ts';
import {beginTransfer, bytes, offerTo, untilDelivered} from './steps.ts';
import {createWorld, type Person, type Window, type World} from './world.ts';

/* Every field that a peer may fill as it likes, filled with what hurts, and everything that is made of it at the other end. */

type Scene = {
	readonly world: World;
	readonly alice: Window;
	readonly bob: Window;
	/** Alice herself, for her files. */
	readonly person: Person;
	/** Notes all that is shown of a window from now on. */
	readonly watch: (window: Window) => Window;
};

const text = toPeerText(poison);
const content = bytes(1_000_000);

/** How each field is filled, and how one knows that it came. */
const fills: Readonly<Record<string, (scene: Scene) => Promise<void>>> = {
	async 'client answer.reason'({world, alice, bob, person}) {
		const transfer = await offerTo(world, alice, bob, [person.write('file', content)]);
		bob.client.link.send({type: 'answer', transfer, accept: false, reason: text});
		await world.until('it is declined', () => alice.of('declined').length > 0);
	},
	async 'client cancel.reason'({world, alice, bob, person}) {
		const transfer = await offerTo(world, alice, bob, [person.write('file', content)]);
		bob.client.link.send({type: 'cancel', transfer, reason: text});
		await world.until('it is cancelled', () => alice.of('cancelled').length > 0);
	},
	async 'client fail.reason'({world, alice, bob, person}) {
		const {transfer} = await beginTransfer(world, alice, bob, person.write('file', content));
		alice.client.link.send({type: 'fail', transfer, code: 'source-changed', reason: text});
		await world.until('it fails', () => bob.of('failed').length > 0);
	},
	async 'client bye.message'({world, alice}) {
		alice.client.link.send({type: 'bye', code: 'failed', message: text});
		await world.until('she has left', () =>
			world.hubEvents.some((event) => event.type === 'user' && event.state === 'offline'),
		);
	},
	async 'hub welcome.title'(scene) {
		await underLies(scene, {title: poison});
	},
	async 'hub refuse.message'(scene) {
		const refusal = {type: 'refuse', code: 'limit', message: text} as const;
		const lied = await underLies(scene, {onOffer: (transfer, say) => say({...refusal, transfer})});
		await scene.world.until('it fails', () => lied.of('failed').length > 0);
		const refused = await underLies(scene, {onHello: (say) => say(refusal)});
		expect(refused.client.link.connection.phase).toBe('refused');
	},
	async 'hub answer.reason'(scene) {
		const lied = await underLies(scene, {
			onOffer: (transfer, say) => say({type: 'answer', transfer, user: bobsKey.id, accept: false, reason: text}),
		});
		await scene.world.until('it is declined', () => lied.of('declined').length > 0);
	},
	async 'hub state.reason'(scene) {
		for (const state of ['failed', 'declined', 'cancelled', 'paused'] as const) {
			const lied = await underLies(scene, {
				onOffer: (transfer, say) => say({type: 'state', transfer, user: bobsKey.id, state, reason: text}),
			});
			await scene.world.until(state, () => lied.of(state).length > 0);
		}
	},
	async 'hub notice.text'({world, alice}) {
		await world.hub.actions.notice(poison);
		await world.until('it is told', () => alice.of('notice').length > 0);
	},
	async 'hub bye.message'(scene) {
		const lied = await underLies(scene, {
			onHello: (say) => say({type: 'bye', code: 'limit', message: text}),
		});
		expect(lied.client.link.connection.phase).toBe('refused');
	},
	async 'summary.title'({world, alice, bob, person}) {
		await offerTo(world, alice, bob, [person.write(poisonName, 'x')]);
	},
	async 'summary.top.0'({world, alice, bob, person}) {
		await offerTo(world, alice, bob, [person.write('a', 'x'), person.write(poisonName, 'x')]);
	},
	async 'summary.note'({world, alice, bob, person}) {
		await offerTo(world, alice, bob, [person.write('a', 'x')], poison);
	},
	async 'manifest.0'({world, alice, bob, person}) {
		const transfer = await offerTo(world, alice, bob, [person.write(poisonName, 'x')]);
		bob.client.actions.accept(transfer);
		await untilDelivered(world, alice, bob, transfer);
	},
	async 'trailer.failed.1'({world, alice, bob, person, watch}) {
		const transfer = await offerTo(world, alice, bob, [person.write('a', content), person.write('b', content)]);
		await alice.end();
		appendFailed(`${outboxRoot(alice.client.stateFolder)}/${transfer}`, [{entry: 0, reason: text}]);
		const again = watch(await world.open(person, {resumesSends: true}));
		await world.until('it is offered again', () => again.phase(transfer) === 'waiting');
		bob.client.actions.accept(transfer);
		await world.until('it is delivered', () => again.of('skipped').length > 0 && bob.of('skipped').length > 0);
	},
	async 'client list.folder'({world, alice}) {
		const asked = alice.client.link.ask('page', (request) => ({...listing, request, folder: [text]}));
		await shownRefusal(world, alice, asked);
	},
	async 'client list.filter'({world, alice}) {
		const asked = alice.client.link.ask('page', (request) => ({...listing, request, folder: [], filter: text}));
		await answered(world, asked);
	},
	async 'client list.after'({world, alice}) {
		const asked = alice.client.link.ask('page', (request) => ({...listing, request, folder: [], after: text}));
		await answered(world, asked);
	},
	async 'client search.text'({world, alice}) {
		await answered(world, alice.client.listings.search('shared', poison, undefined));
	},
	async 'client search.after'({world, alice}) {
		await answered(world, alice.client.listings.search('shared', 'x', [text]));
	},
	async 'client watch.folder'({world, alice}) {
		alice.client.listings.watch('shared', [text], () => undefined);
		await world.settle();
	},
	async 'client remove.path'({world, alice}) {
		await shownRefusal(world, alice, alice.client.listings.remove('shared', [text]));
	},
	async 'hub page.folder'(scene) {
		const lied = await underLies(scene, {onList: (request) => ({...page, request, folder: [text]})});
		lied.client.actions.openFolder('shared', ['x']);
		lied.client.actions.openFolder('shared', [text]);
		await scene.world.until('it is shown', () => lied.client.snapshot().files?.isLoading === false);
	},
	async 'hub page.entries.name'(scene) {
		await showFile(scene, (row) => row.name !== '');
	},
	async 'hub page.after'(scene) {
		await showFile(scene, (row) => row.name !== '');
	},
	async 'hub found.entries.path'(scene) {
		const lied = await underLies(scene, {
			onSearch: (request) => ({type: 'found', request, entries: [{path: [text], ...file}], after: [text]}),
		});
		const found = await answered(scene.world, lied.client.listings.search('shared', 'x', undefined));
		lied.client.note(found.rows[0]?.name ?? '');
	},
	async 'hub found.after'(scene) {
		await fills['hub found.entries.path']?.(scene);
	},
	async 'hub changed.folder'(scene) {
		const lied = await underLies(scene, {onList: (request) => ({...page, request})});
		lied.client.actions.openFolder('shared', [text]);
		await scene.world.until('it is shown', () => lied.client.snapshot().files?.isLoading === false);
		await scene.world.settle();
	},
	async 'hub removed.path'(scene) {
		const lied = await underLies(scene, {
			onRemove: (request) => ({type: 'removed', request, path: [text], files: 1, bytes: 1}),
		});
		lied.client.actions.removeFile('shared', [text]);
		await scene.world.until('it is told', () => lied.of('removed').length > 0);
	},
	async 'hub news.path'(scene) {
		const lied = await underLies(scene, {
			onOffer: (_transfer, say) =>
				say({type: 'news', space: 'shared', path: [text], bytes: 1, user: {id: bobsKey.id, name: 'bob'}}),
		});
		await scene.world.until('it is told', () => lied.of('uploaded').length > 0);
	},
	async 'client fetch.paths'({world, alice}) {
		writeHubFile(world, `shared_uploads/${poisonName}`, 'x');
		await getAll(world, alice, {paths: [[poisonName]]});
		await world.until('the hub has her word', () => world.hubEvents.some(({type}) => type === 'downloaded'));
	},
	async 'client offer.into.folder'({world, alice, person}) {
		await putAll(world, alice, {paths: [person.write('a', 'x')], folder: [poisonName]});
	},
	async 'hub receipt.saved.path'({world, alice, person}) {
		writeHubFile(world, `shared_uploads/${poisonName}/b`, 'x');
		await putAll(world, alice, {paths: [person.write('a', 'x')], folder: [poisonName]});
	},
	async 'summary.leftOut.first.0'(scene) {
		await underLyingFolders(scene, [poison, 'a link']);
	},
	async 'summary.leftOut.first.1'(scene) {
		await underLyingFolders(scene, ['a', poison]);
	},
	async text({world, alice, bob}) {
		await world.until('bob is known', () => alice.client.people.findByName('bob') !== undefined);
		alice.client.actions.say([alice.client.people.findByName('bob')?.id ?? ''], poison);
		await world.until('it is there', () => bob.of('text').length > 0);
	},
};

const listing = {type: 'list', space: 'shared', sort: 'name', limit: 1} as const;
const file = {kind: 'file', bytes: 1, modified: 0} as const;
const page: Omit<HubMessageOf<'page'>, 'request'> = {
	...{type: 'page', folder: [], offset: 0, after: text, total: 1},
	entries: [{name: text, ...file}],
};

async function answered<Answer>(world: World, asked: Promise<Answer>): Promise<Answer> {
	let isOver = false;
	const over = asked.finally(() => {
		isOver = true;
	});
	over.catch(() => undefined);
	await world.until('it is answered', () => isOver);
	return over;
}

/** Shows what a command would show of a refusal. */
async function shownRefusal(world: World, {client}: Window, asked: Promise<unknown>): Promise<void> {
	await answered(world, asked).then(
		() => expect.unreachable(),
		(error: unknown) => {
			client.note(toErrorLine(error));
		},
	);
}

async function showFile(scene: Scene, isShown: (row: FileRow) => boolean): Promise<void> {
	const lied = await underLies(scene, {onList: (request) => ({...page, request})});
	lied.client.actions.openFolder('shared', []);
	await scene.world.until('it is shown', () => lied.client.snapshot().files?.rows.some(isShown) ?? false);
}

/** Shown to nobody: a hub does not say what was looked for. */
const unseen = new Set([
	'client list.filter',
	'client list.after',
	'client search.text',
	'client search.after',
	'client watch.folder',
]);
/** Where a snapshot has names as they are there: actions need them, and the compiler keeps them off the screen. */
const rawFields = new Set(['path', 'folder']);

test('every field in which a peer may write what it likes is filled below', () => {
	expect(Object.keys(fills).toSorted()).toEqual([...peerFields()].toSorted());
});

test.each(Object.keys(fills))('%s commands no screen, no line, no log, no event, no audit', async (field) => {
	const wrote: string[] = [];
	const output = openLines(wrote);
	const world = createWorld({audit: {write: (record) => output.event(record as {type: string})}});
	const person = world.person('alice');
	const windows: Window[] = [];
	const watch = (window: Window): Window => {
		windows.push(window);
		window.client.subscribe((event) => {
			output.event(event);
			output.result(describeClientEvent(event) ?? '');
			wrote.push(describeClientEvent(event) ?? '');
		});
		return window;
	};
	world.hub.subscribe((event) => wrote.push(describeEvent(event) ?? ''));
	const [alice, bob] = [watch(await world.open(person)), watch(await world.open('bob'))];
	await fills[field]?.({world, alice, bob, person, watch});
	const shown = [...windows.map((window) => window.client.snapshot()), world.hub.snapshot()].flatMap(textsIn);
	const all = [...wrote.map((line) => line.replace(/\n$/, '')), ...shown];
	expect(all.filter((line) => harmfulIn(line).length > 0)).toEqual([]);
	expect(all.some((line) => line.includes(token))).toBe(!unseen.has(field));
});

const bobsKey = createIdentity();
type Say = (message: SentMessageOf<'hub'>) => void;

/** Another window of alice's, with a hub that lies; it has sent bob a file unless it was not let in. */
async function underLies(
	{world, person, watch}: Scene,
	lies: {
		title?: string;
		onHello?: (say: Say) => void;
		onOffer?: (transfer: string, say: Say) => void;
		onList?: (request: number) => SentMessageOf<'hub'>;
		onSearch?: (request: number) => SentMessageOf<'hub'>;
		onRemove?: (request: number) => SentMessageOf<'hub'>;
	},
): Promise<Window> {
	const hub = createScriptedHub(world.clock, person.identity);
	const you = {id: person.identity.id, name: 'alice', online: true, since: 0};
	hub.onMessage = (message, channel) => {
		const say: Say = (message) => {
			channel.send(message);
		};
		if (message.type === 'hello' && lies.onHello) lies.onHello(say);
		else if (message.type === 'hello') {
			channel.admit();
			say({type: 'welcome', version: 1, capabilities: ['spaces'], title: lies.title ?? 'hub', you});
			say({type: 'roster', users: [{...you, id: bobsKey.id, name: 'bob'}], more: false});
		} else if (message.type === 'keys')
			say({type: 'keys', request: message.request, statements: [createStatement(bobsKey, 0)]});
		else if (message.type === 'offer') lies.onOffer?.(message.transfer, say);
		else if (message.type === 'list' && lies.onList) say(lies.onList(message.request));
		else if (message.type === 'search' && lies.onSearch) say(lies.onSearch(message.request));
		else if (message.type === 'remove' && lies.onRemove) say(lies.onRemove(message.request));
	};
	const window = watch(await world.open(person, {isConnecting: false, address: `liar-${hub.identity.shortId}:1`}));
	window.line.control = hub.dialler.control;
	let problem: unknown;
	window.client.connect().catch((error: unknown) => (problem = error));
	await world.until('it is connected or not', () => window.client.link.connection.phase !== 'connecting');
	await world.settle();
	// What a command would say last.
	if (problem !== undefined) window.client.note(toErrorLine(problem));
	if (window.client.link.connection.phase !== 'online') return window;
	await world.until('bob is known', () => window.client.people.findByName('bob') !== undefined);
	window.client.actions.send([person.write('file', content)], [bobsKey.id], '');
	await world.until('it is offered', () => window.of('offered').length > 0);
	return window;
}

/** The same with a hub that offers what is asked of its folders, and says that it left something out. */
async function underLyingFolders(scene: Scene, leftOut: [path: string, reason: string]): Promise<void> {
	const {world, person, watch} = scene;
	const hub = createScriptedHub(world.clock, person.identity);
	const transferKey = createTransferKey();
	const you = {id: person.identity.id, name: 'alice', online: true, since: 0};
	hub.onMessage = (message, channel) => {
		if (message.type === 'hello') {
			channel.admit();
			channel.send({type: 'welcome', version: 1, capabilities: ['spaces'], title: 'hub', you});
			channel.send({type: 'roster', users: [], more: false});
		} else if (message.type === 'keys') {
			channel.send({type: 'keys', request: message.request, statements: [createStatement(hub.identity, 0)]});
		} else if (message.type === 'fetch') {
			const {identity} = hub;
			const summary = {title: 'a', manifestBytes: 40, top: [], note: '', leftOut: {entries: 1, first: [leftOut]}};
			const {transfer} = message;
			const common = createOffer({identity, transfer, bytes: 1, files: 1, timeMs: 1, summary, transferKey});
			void createOfferCopy({identity, common, transferKey, recipient: person.identity}).then(({key, signature}) => {
				channel.send({type: 'offer', from: identity.id, ...common, key, signature});
			});
		}
	};
	const window = watch(await world.open(person, {isConnecting: false, address: `liar-${hub.identity.shortId}:1`}));
	window.line.control = hub.dialler.control;
	void window.client.connect();
	await world.until('it is connected', () => window.client.link.isOnline);
	window.client.actions.get('shared', [['a']]);
	await world.until('it is told', () => window.of('skipped').length > 0);
}

/** The output of a command with `--json`, and of one without. */
function openLines(wrote: string[]): Pick<Output, 'event' | 'result'> {
	const sink = {write: (line: string) => wrote.push(line) > 0} as unknown as NodeJS.WriteStream;
	const common = {stdout: sink, stderr: sink, isQuiet: false, isVerbose: true, now: () => 0};
	const json = createOutput({...common, isJson: true});
	const lines = createOutput({...common, isJson: false});
	return {event: json.event, result: lines.result};
}

/** Every text in a snapshot, wherever it stands. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null
		? Object.entries(value).flatMap(([name, inner]) => (rawFields.has(name) ? [] : textsIn(inner)))
		: [];
}
