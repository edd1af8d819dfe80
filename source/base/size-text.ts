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

/** A whole number with its thousands marked: `10,000`. Not by `Intl`: loading that takes a command 15 ms of its start. */
export function formatNumber(count: number): string {
	return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 file`, `3 files`, with thousands marked: `10,000 files`. */
export function formatCount(count: number, one: string, many = `${one}s`): string {
	return `${formatNumber(count)} ${count === 1 ? one : many}`;
}

/** `212 files`; of what holds none `empty folder` or `3 folders`, or `no files` where the folders were not counted. */
export function formatFiles(files: number, folders?: number): string {
	if (files > 0) return formatCount(files, 'file');
	if (folders === undefined) return 'no files';
	return folders === 1 ? 'empty folder' : formatCount(folders, 'folder');
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

function trimZero(text: string): string {
	return text.endsWith('.0') ? text.slice(0, -2) : text;
}
