/*
 * Time as people read it. Moments are wall times in ms, told in the time zone of this computer; events and files say ISO 8601 instead.
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

/** Seconds as people read them in at most five characters, two units at most: `44s`, `2m10s`, `3h05m`, `13h`, `4d02h`. Rounds up, so that it ends at 1s; from a thousand days on `>999d`. */
export function formatDuration(seconds: number): string {
	const whole = Math.max(0, Math.ceil(seconds));
	if (whole >= 1000 * 86_400) return '>999d';
	if (whole < 60) return `${whole}s`;
	if (whole < 600) return `${Math.floor(whole / 60)}m${twoDigits(whole % 60)}s`;
	// From ten minutes on nobody counts seconds, from ten hours on minutes, from ten days on hours.
	if (whole < 3600) return `${Math.floor(whole / 60)}m`;
	if (whole < 36_000) return `${Math.floor(whole / 3600)}h${twoDigits(Math.floor((whole % 3600) / 60))}m`;
	if (whole < 86_400) return `${Math.floor(whole / 3600)}h`;
	if (whole < 10 * 86_400) return `${Math.floor(whole / 86_400)}d${twoDigits(Math.floor((whole % 86_400) / 3600))}h`;
	return `${Math.floor(whole / 86_400)}d`;
}

/** Parses `90`, `90s`, `5m`, `24h`, `7d` into milliseconds; undefined when it is no time. */
export function parseDurationMs(text: string): number | undefined {
	const match = /^\s*(\d+(?:\.\d+)?)\s*([smhd])?\s*$/i.exec(text);
	if (!match) return undefined;
	const unit = {s: 1, m: 60, h: 3600, d: 86_400}[(match[2] ?? 's').toLowerCase()] ?? 1;
	const durationMs = Math.round(Number(match[1]) * unit * 1000);
	return Number.isSafeInteger(durationMs) ? durationMs : undefined;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

function twoDigits(value: number): string {
	return String(value).padStart(2, '0');
}
