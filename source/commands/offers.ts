import path from 'node:path';
import {formatBytes, formatCount} from '../base/size-text.ts';
import {systemClock} from '../base/clock.ts';
import type {Client} from '../client/client.ts';
import type {OfferRow} from '../client/snapshot.ts';
import {errorTable, FtError} from '../protocol/errors.ts';
import {parseArguments, refuseInput, toWaitMs} from './arguments.ts';
import {signalEnding, untilEnded} from './ended.ts';
import {findTransfer} from './find-transfer.ts';
import {followClient} from './follow.ts';
import {joinHub} from './join-hub.ts';
import {makeDownloads} from './make-downloads.ts';
import {openClient} from './open-client.ts';
import {openOutput} from './open-output.ts';
import type {Output} from './output.ts';
import {tellReceived} from './tell-received.ts';
import {startWaiting} from './waiting.ts';

const help = `Usage: ft offers [--accept <id> [--only <pattern>] | --decline <id>]

What people offer you. An id is the first digits of what the list shows.

Options
      --accept <id>      takes it, and stays until it is saved
      --only <pattern>   takes only what matches, as a line of a .gitignore
                         would; give it as often as needed
      --decline <id>     declines it
      --downloads <dir>  where files are saved (./downloads)`;

/** `ft offers`: asks the hub what waits for this identity. */
export async function runOffers(argv: readonly string[]): Promise<number> {
	const {flags, input} = parseArguments('offers', argv, help);
	refuseInput('offers', input);
	if (flags.accept !== undefined && flags.decline !== undefined)
		throw new FtError('usage', '--accept and --decline exclude each other. See: ft offers --help');
	const only = flags.only ?? [];
	if (only.length > 0 && flags.accept === undefined)
		throw new FtError('usage', '--only says what is taken of an offer: it goes with --accept. See: ft offers --help');
	const output = openOutput(flags);
	const ending = signalEnding();
	const downloads = path.resolve(flags.downloads ?? 'downloads');
	const client = await openClient(flags, output, {takesOffers: false, saves: flags.accept !== undefined, downloads});
	try {
		await joinHub(client, ending, toWaitMs(flags));
		await untilEnded(loadOffers(client), ending);
		const offers = client.offers.rows();
		const ids = offers.map((offer) => offer.transfer);
		if (flags.decline !== undefined) {
			const transfer = findTransfer(ids, flags.decline, 'ft offers');
			client.offers.decline(transfer);
			output.event({
				type: 'declined',
				transfer,
				user: offers.find((offer) => offer.transfer === transfer)?.fromName ?? '',
				reason: '',
			});
			output.result(`declined ${offerText(offers, transfer)}`);
			return 0;
		}
		if (flags.accept !== undefined) {
			const transfer = findTransfer(ids, flags.accept, 'ft offers');
			if (makeDownloads(downloads)) output.note(`made ${downloads}`);
			const waiting = startWaiting(client, toWaitMs(flags), systemClock);
			return await untilEnded(
				Promise.race([
					receiveOne(client, transfer, {only, what: offerText(offers, transfer)}, output),
					waiting.expired,
				]),
				ending,
			);
		}
		for (const offer of offers) {
			output.event({
				type: 'offer',
				transfer: offer.transfer,
				from: offer.fromName,
				title: offer.title,
				files: offer.files,
				bytes: offer.bytes,
				note: offer.note,
			});
			output.result(
				`${offer.transfer.slice(0, 8)}  ${offer.fromName.padEnd(16)} ${offer.title}  ${sizeText(offer)}${offer.note === '' ? '' : `  "${offer.note}"`}`,
			);
		}
		if (offers.length === 0) output.note('nobody offers you anything now');
		return 0;
	} finally {
		await client.close();
	}
}

/** Of what holds no file the title says what it is. */
function sizeText({files, bytes}: OfferRow): string {
	return files === 0 ? formatBytes(bytes) : `${formatCount(files, 'file')}, ${formatBytes(bytes)}`;
}

/** `notes.pdf from alice (33b76301)` */
function offerText(offers: readonly OfferRow[], transfer: string): string {
	const offer = offers.find((row) => row.transfer === transfer);
	return offer ? `${offer.title} from ${offer.fromName} (${transfer.slice(0, 8)})` : transfer.slice(0, 8);
}

/** Resolves when every offer that waits has been opened: the hub's answer comes after the last of them. */
async function loadOffers(client: Client): Promise<void> {
	await client.link.ask('offers', (request) => ({type: 'offers', request}));
	await client.offers.settled();
}

async function receiveOne(
	client: Client,
	transfer: string,
	{only, what}: {readonly only: readonly string[]; readonly what: string},
	output: Output,
): Promise<number> {
	const unfollow = followClient(client, output);
	try {
		return await new Promise<number>((resolve, reject) => {
			let hasLeftOut = false;
			client.subscribe((event) => {
				if (!('transfer' in event) || event.transfer !== transfer) return;
				if (event.type === 'skipped' && event.cause === 'failed') hasLeftOut = true;
				if (event.type === 'received') {
					tellReceived(event, output);
					resolve(hasLeftOut ? errorTable.partial.exit : 0);
				}
				if (event.type === 'failed' || event.type === 'cancelled')
					reject(new FtError(event.code, `${what} was not received: ${event.reason}`));
			});
			client.offers.accept(transfer, {only});
		});
	} finally {
		unfollow();
	}
}
