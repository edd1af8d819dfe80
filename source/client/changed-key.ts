import {dateText, formatDay} from '../base/time-text.ts';
import {formatFingerprint} from '../crypto/fingerprint.ts';
import {toWords} from '../crypto/words.ts';
import type {HubPin, UserPin} from '../files/pins-file.ts';
import {FtError} from '../protocol/errors.ts';
import type {HubUser} from '../protocol/messages.ts';

/** The stop at a name that has another key than the pinned one. `options`: `commandOptions` of the greeting. */
export function changedUser(user: HubUser, pin: UserPin, nowMs: number, options: string): FtError {
	return new FtError(
		'changed-identity',
		`${noticeOf(user, nowMs)}: now ${formatFingerprint(user.id)}, since ${dateText(pin.sinceMs)} it was ${formatFingerprint(pin.id)}. ${wayOut(user.name, options)}`,
	);
}

/** The same as a line for the log, told once. */
export function changedUserNotice(user: HubUser, nowMs: number, options: string): string {
	return `${noticeOf(user, nowMs)}. ${wayOut(user.name, options)}`;
}

/** The stop at an address where another hub was before. */
export function changedHub(hubId: string, pin: HubPin, address: string, options: string): FtError {
	// Which hub is meant is said once, also when it was remembered.
	const command = `ft trust hub --replace${options.startsWith(' --server ') ? '' : ` --server ${address}`}${options}`;
	return new FtError(
		'changed-identity',
		`the hub at ${address} has another key than before: now ${formatFingerprint(hubId)} (in words: ${toWords(hubId)}), since ${dateText(pin.sinceMs)} it was ${formatFingerprint(pin.id)}. ` +
			`Ask its operator whether that is right. If it is: ${command}`,
	);
}

function noticeOf({name, released}: HubUser, nowMs: number): string {
	return released === undefined
		? `${name} has another key than before`
		: `${name} has a new key, released by the hub ${formatDay(released, nowMs)}`;
}

function wayOut(name: string, options: string): string {
	return `Ask ${name} in another way whether that is right. If it is: ft trust ${name} --replace${options}`;
}
