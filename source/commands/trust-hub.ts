import {systemClock} from '../base/clock.ts';
import {dateText} from '../base/time-text.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {toWords} from '../crypto/words.ts';
import type {HubPin} from '../files/pins-file.ts';
import {compareWords} from './compare-words.ts';
import {confirm} from './confirm.ts';
import {signalEnding, untilEnded} from './ended.ts';
import type {Output} from './output.ts';
import {openDialler, type ClientParts} from './resolve-client.ts';
import {noKeyOf} from './trust-user.ts';

type Scene = {readonly parts: ClientParts; readonly output: Output; readonly isYes: boolean};

/** `ft trust hub --words | --replace | --forget`: the hub remembered for the server's address. Throws FtError `no-such-user`. */
export async function changeHub(scene: Scene & {readonly verb: 'words' | 'replace' | 'forget'}): Promise<number> {
	const {parts, output, verb} = scene;
	const {pins, server} = parts;
	const pin = pins.findHubAt(server.text);
	if (!pin) throw noKeyOf(`the hub at ${server.text}`);
	if (verb === 'replace') return replaceHub(scene, pin);
	if (verb === 'words') {
		const signal = signalEnding();
		const comparing = compareWords({
			signal,
			...scene,
			pin: {kind: 'hub', name: server.text, id: pin.id, sinceMs: pin.sinceMs, isVerified: pin.isVerified ?? false},
			words: toWords(pin.id),
			partner: 'the operator',
			verify: () => pins.verifyHub(pin.id),
		});
		return untilEnded(comparing, signal);
	}
	await pins.forgetHubAt(server.text);
	output.result(`forgot the hub at ${server.text}`);
	return 0;
}

async function replaceHub({parts, output, isYes}: Scene, before: HubPin): Promise<number> {
	const {pins, server} = parts;
	const ending = signalEnding();
	// Only its key is looked at: nothing is said to it before the answer.
	const channel = await openDialler(parts).control(ending);
	const {id} = channel.peer;
	await channel.close();
	if (id === before.id) {
		output.result(
			`the hub at ${server.text} has the key that is known since ${dateText(before.sinceMs)}: nothing to replace`,
		);
		return 0;
	}
	output.note(`the hub at ${server.text} had since ${dateText(before.sinceMs)}  ${formatFingerprint(before.id)}`);
	output.note(`now it has                      ${formatFingerprint(id)}`);
	output.note(`in words: ${toWords(id)}`);
	if (!(await untilEnded(confirm('Is that the key its operator reads to you?', isYes, ending), ending))) return 1;
	await pins.pinHub({id, address: server.text, title: '', nowMs: systemClock.nowMs()});
	output.result(`the hub at ${server.text} is known by its new key`);
	return 0;
}
