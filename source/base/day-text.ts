const dayMs = 24 * 3600 * 1000;

/** When something was, as people say it: `today`, `yesterday`, `on 2026-05-03`. Both in wall time; days are local ones. */
export function formatDay(atMs: number, nowMs: number): string {
	const localDay = (timeMs: number): string => new Date(timeMs).toDateString();
	if (localDay(atMs) === localDay(nowMs)) return 'today';
	return localDay(atMs) === localDay(nowMs - dayMs) ? 'yesterday' : `on ${dayOf(atMs)}`;
}

/** The day alone: `2026-05-03`. */
export function dayOf(timeMs: number): string {
	return new Date(timeMs).toISOString().slice(0, 10);
}

/** `28 Nov`, a local day: for what is a few days off. */
export function shortDay(timeMs: number): string {
	const date = new Date(timeMs);
	return `${date.getDate()} ${months[date.getMonth()]}`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
