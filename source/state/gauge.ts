import type {Glyphs} from './glyphs.ts';

/** `[######······]`, `columns` wide in all, at least 3; full only when `fraction` is 1. Nothing where it would be read out. */
export function gauge(fraction: number, columns: number, glyphs: Glyphs): string {
	if (glyphs.gaugeFull === '') return '';
	const room = Math.max(1, columns - 2);
	const full = Math.floor(Math.min(1, Math.max(0, fraction)) * room);
	return `[${glyphs.gaugeFull.repeat(full)}${glyphs.gaugeEmpty.repeat(room - full)}]`;
}

/** One glyph for each of the newest `columns` values, scaled to the highest of them; zero is always the lowest glyph, and nothing else is. */
export function sparkline(values: readonly number[], columns: number, glyphs: Glyphs): string {
	const shown = columns > 0 && glyphs.spark.length > 0 ? values.slice(-columns) : [];
	const highest = Math.max(1, ...shown);
	const steps = glyphs.spark.length - 1;
	return shown
		.map((value) => glyphs.spark[value <= 0 ? 0 : Math.max(1, Math.ceil((value / highest) * steps))])
		.join('');
}
