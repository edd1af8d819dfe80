import {display} from '../base/display.ts';
import {formatBytes} from '../base/size-text.ts';
import type {Pacer} from '../base/pacer.ts';
import {folderReason, makeFolder} from '../files/make-folder.ts';
import type {FilterOptions} from '../files/source-filter.ts';
import type {ClientEvent} from './events.ts';
import {isFinished} from './finished.ts';
import type {FirstContact} from './first-contact.ts';
import type {HubFiles} from './hub-files.ts';
import type {GetRequest, Gets, GetStarted} from './gets.ts';
import type {Link} from './link.ts';
import type {Notices} from './notices.ts';
import type {Offers} from './offers.ts';
import type {Past} from './past.ts';
import type {People} from './people.ts';
import type {Sends} from './sends.ts';
import type {ClientActions, SendOptions} from './snapshot.ts';
import {tooSlow, type Texts} from './texts.ts';
import {FtError} from '../protocol/errors.ts';
import {maxPathBytes} from '../protocol/limits.ts';
import type {Retries} from './retries.ts';
import {toFtError} from '../transfer/to-ft-error.ts';
import type {Trusting} from './trusting.ts';
import type {TransferRow} from '../transfer/transfer-row.ts';
import type {WantedOrder} from './wanted-order.ts';

/** What a screen may ask, over the parts of a client: every failure becomes an `error` event. */
export function createActions(parts: {
	readonly link: Link;
	readonly people: People;
	readonly sends: Sends;
	readonly gets: Gets;
	readonly retries: Retries;
	readonly offers: Offers;
	readonly downloads: string;
	readonly saving: GetRequest['saving'];
	readonly texts: Texts;
	readonly files: Pick<HubFiles, 'actions'>;
	readonly pacer: Pacer;
	readonly notices: Pick<Notices, 'putAway'>;
	/** Puts a line into the log. */
	readonly note: (text: string) => void;
	readonly onEvent: (event: ClientEvent) => void;
	readonly trusting: Trusting;
	readonly contact: FirstContact;
	readonly onWords: (words: {readonly userId: string; readonly words: string}) => void;
	readonly onChange: () => void;
	readonly wantedOrder: WantedOrder;
	readonly past: Past;
	/** In the order in which they began. */
	readonly rows: () => readonly TransferRow[];
}): ClientActions {
	const {link, people, sends, gets, offers, texts, files, notices, note, trusting, contact, pacer} = parts;
	const {onEvent, onWords, onChange} = parts;
	const report = (error: unknown): void => {
		const {code, message} = toFtError(error);
		onEvent({type: 'error', code, message});
	};
	const tellSkipped = ({transfer, skipped}: Pick<GetStarted, 'transfer' | 'skipped'>): void => {
		for (const {path, reason} of skipped) onEvent({type: 'skipped', transfer, path, cause: 'failed', reason});
	};
	const {signal} = new AbortController();
	return {
		...files.actions,
		send(paths, userIds, note, options) {
			const request = {paths, to: userIds, note, filter: toFilter(options), store: options?.store};
			sends.start(request, signal).then(tellSkipped).catch(report);
		},
		put(paths, space, folder, options) {
			const request = {paths, space, folder, ifExists: 'rename', filter: toFilter(options)} as const;
			sends.put(request, signal).then(tellSkipped).catch(report);
		},
		get(space, paths) {
			const request = {space, paths, out: parts.downloads, saving: parts.saving};
			gets.start(request, signal).then(tellSkipped).catch(report);
		},
		retry(transfer) {
			parts.retries.retry(transfer, signal).then(tellSkipped).catch(report);
		},
		accept(transfer, folder) {
			if (folder === undefined) offers.accept(transfer);
			else acceptInto(offers, transfer, folder, report);
		},
		decline(transfer) {
			offers.decline(transfer);
		},
		cancel(transfer) {
			void (sends.outgoing(transfer) ?? offers.incoming(transfer))?.cancel();
		},
		pause(transfer) {
			(sends.outgoing(transfer) ?? offers.incoming(transfer))?.pause();
		},
		resume(transfer) {
			(sends.outgoing(transfer) ?? offers.incoming(transfer))?.resume();
		},
		lookBack() {
			parts.past.look();
			onChange();
		},
		move(transfer, step) {
			parts.wantedOrder.move(parts.rows(), transfer, step);
			onChange();
		},
		setAcceptRule(mode, maxBytes = Number.MAX_SAFE_INTEGER) {
			const limit = maxBytes === Number.MAX_SAFE_INTEGER ? '' : `, up to ${formatBytes(maxBytes)}`;
			note(`saved unasked from now on: ${acceptWords[mode]}${mode === 'ask' ? '' : limit}`);
			offers.setRule({mode, maxBytes});
		},
		clearFinished() {
			sends.clearFinished(isFinished);
			offers.clearFinished(isFinished);
			onChange();
		},
		say(userIds, text) {
			texts
				.say(userIds, text)
				.then(({reached, slow, refused}) => {
					for (const error of refused.values()) report(error);
					const missed = userIds.filter((id) => !reached.includes(id) && !refused.has(id));
					if (reached.length > 0) note(`to ${reached.map(people.nameOf).join(', ')}: ${display(text, 4096)}`);
					for (const id of missed) {
						const why = slow.includes(id) ? tooSlow : 'is not online';
						note(`${people.nameOf(id)} ${why}: the text was not delivered`);
					}
				})
				.catch(report);
		},
		reconnect() {
			link.reconnect();
		},
		limit(bytesPerSecond) {
			pacer.setLimit(bytesPerSecond);
			onChange();
		},
		answerHub(isYes) {
			const {question} = contact;
			contact.answerHub(isYes);
			if (isYes && question?.kind === 'unknown-hub') note(`took the unknown hub at ${question.address} on your word`);
		},
		giveCode: contact.giveCode,
		showWords(userId) {
			trusting
				.wordsWith(userId)
				.then((words) => {
					onWords({userId, words});
				})
				.catch(report);
		},
		verify(userId) {
			trusting.verify(userId).catch(report);
		},
		verifyHub() {
			trusting.verifyHub().catch(report);
		},
		alwaysAccept(userId, maxBytes) {
			trusting.alwaysAccept(userId, maxBytes).catch(report);
		},
		putNoticeAway(id) {
			try {
				notices.putAway(id);
			} catch (error) {
				report(error);
			}
		},
		askAgain(userId) {
			trusting.askAgain(userId).catch(report);
		},
	};
}

/** The folder is made first: where that cannot be, the offer stays. */
function acceptInto(offers: Offers, transfer: string, folder: string, report: (error: unknown) => void): void {
	try {
		makeFolder(folder);
		offers.accept(transfer, {folder});
	} catch (error) {
		const reason = `cannot save into ${display(folder, maxPathBytes)}: ${folderReason(error)}. The offer stays: choose another folder`;
		report(new FtError('disk-error', reason, {cause: error}));
	}
}

const acceptWords = {
	ask: 'nothing',
	trusted: 'what comes from those marked "always"',
	all: 'everything',
} as const;

function toFilter({gitignore}: SendOptions = {gitignore: false}): FilterOptions {
	return {exclude: [], gitignore};
}
