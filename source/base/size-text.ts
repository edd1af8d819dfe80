const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Bytes as people read them: decimal units (kB = 1000), at most four characters of number, e.g. `3.8 GB`, `12 kB`, `0 B`. */
export function formatBytes(bytes: number): string {
	let value = Math.max(0, bytes);
	let unit = 0;
	while (value >= 999.5 && unit < units.length - 1) {
		value /= 1000;
		unit++;
	}
	return `${unit === 0 || value >= 99.95 ? value.toFixed(0) : trimZero(value.toFixed(1))} ${units[unit]}`;
}

/** A rate as people read it, e.g. `48 MB/s`. */
export function formatRate(bytesPerSecond: number): string {
	return `${formatBytes(bytesPerSecond)}/s`;
}

/** Seconds as people read them in at most five characters, two units at most: `44s`, `2m10s`, `3h05m`, `13h`, `4d02h`. Rounds up, so that it ends at 1s; from a thousand days on `>999d`. */
export function formatDuration(seconds: number): string {
	const whole = Math.max(0, Math.ceil(seconds));
	if (whole >= 1000 * 86_400) return '>999d';
	const pad = (value: number): string => String(value).padStart(2, '0');
	if (whole < 60) return `${whole}s`;
	if (whole < 600) return `${Math.floor(whole / 60)}m${pad(whole % 60)}s`;
	// From ten minutes on nobody counts seconds, from ten hours on minutes, from ten days on hours.
	if (whole < 3600) return `${Math.floor(whole / 60)}m`;
	if (whole < 36_000) return `${Math.floor(whole / 3600)}h${pad(Math.floor((whole % 3600) / 60))}m`;
	if (whole < 86_400) return `${Math.floor(whole / 3600)}h`;
	if (whole < 10 * 86_400) return `${Math.floor(whole / 86_400)}d${pad(Math.floor((whole % 86_400) / 3600))}h`;
	return `${Math.floor(whole / 86_400)}d`;
}

/** A whole number with its thousands marked: `10,000`. Not by `Intl`: loading that takes a command 15 ms of its start. */
export function formatNumber(count: number): string {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 file`, `3 files`, with thousands marked: `10,000 files`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
	return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** Parses `10M`, `1.5 GB`, `4096`: decimal units as they are shown, or binary ones as `KiB`, `MiB`, `GiB`. Undefined when it is no size. */
export function parseBytes(text: string): number | undefined {
	const match = /^\s*(\d+(?:\.\d+)?)\s*([kmgtp])?(i)?b?\s*$/i.exec(text);
	if (!match) return undefined;
	const power = match[2] ? 'kmgtp'.indexOf(match[2].toLowerCase()) + 1 : 0;
	if (match[3] && power === 0) return undefined;
	const bytes = Math.round(Number(match[1]) * (match[3] ? 1024 : 1000) ** power);
	return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** Parses `90`, `90s`, `5m`, `24h`, `7d` into milliseconds; undefined when it is no time. */
export function parseDurationMs(text: string): number | undefined {
	const match = /^\s*(\d+(?:\.\d+)?)\s*([smhd])?\s*$/i.exec(text);
	if (!match) return undefined;
	const unit = {s: 1, m: 60, h: 3600, d: 86_400}[(match[2] ?? 's').toLowerCase()] ?? 1;
	const durationMs = Math.round(Number(match[1]) * unit * 1000);
	return Number.isSafeInteger(durationMs) ? durationMs : undefined;
}

function trimZero(text: string): string {
	return text.endsWith('.0') ? text.slice(0, -2) : text;
}
