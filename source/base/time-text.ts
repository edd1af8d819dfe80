/*
 * Moments as people read them: wall times in ms, told in the time zone of this computer. Events and files say ISO 8601 instead.
 */

const dayMs = 24 * 3600 * 1000;

/** When something was, as people say it: `today`, `yesterday`, `on 2026-05-03`. */
export function formatDay(atMs: number, nowMs: number): string {
	const localDay = (timeMs: number): string => new Date(timeMs).toDateString();
	if (localDay(atMs) === localDay(nowMs)) return 'today';
	return localDay(atMs) === localDay(nowMs - dayMs) ? 'yesterday' : `on ${dateText(atMs)}`;
}

/** `2026-05-03`. */
export function dateText(timeMs: number): string {
	const date = new Date(timeMs);
	return `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;
}

/** `12:03`. */
export function clockText(timeMs: number): string {
	const date = new Date(timeMs);
	return `${twoDigits(date.getHours())}:${twoDigits(date.getMinutes())}`;
}

/** `12:03:07`. */
export function secondText(timeMs: number): string {
	return `${clockText(timeMs)}:${twoDigits(new Date(timeMs).getSeconds())}`;
}

/** `2026-05-03 12:03`. */
export function momentText(timeMs: number): string {
	return `${dateText(timeMs)} ${clockText(timeMs)}`;
}

/** `28 Nov`: for what is a few days off. */
export function shortDay(timeMs: number): string {
	const date = new Date(timeMs);
	return `${date.getDate()} ${months[date.getMonth()]}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
