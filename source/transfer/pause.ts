import {pauseReasons, type PauseReason} from '../protocol/messages.ts';

/** Did somebody pause it on purpose? Then only a resume lets it go on, also after a lost connection. */
export function isHold(reason: PauseReason): boolean {
	return reason === 'you' || reason === 'peer' || reason === 'limit';
}

/** The word of a `paused` state; a word of a later version reads as the other side's doing. */
export function toPauseReason(reason: string): PauseReason {
	return pauseReasons.find((known) => known === reason) ?? 'peer';
}
