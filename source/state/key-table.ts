/** A key as the dispatcher sees it: `up`, `ctrl+u`, `enter`, a printed character as it is, or `paste` with its text. */
export type Key = {readonly name: string; readonly text: string};

/**
 * One row of the key table: the dispatcher, the footer, the help overlay and the README read the same rows.
 * `Id` is what the reducer branches on, `Mode` where the row is valid, `Context` what a reason is judged by.
 */
export type KeyRow<Id extends string, Mode extends string, Context> = {
	readonly id: Id;
	readonly keys: readonly string[];
	/** The word in the footer, e.g. `send`; or by what it would do now. */
	readonly label: string | ((context: Context) => string);
	/** The line of the help overlay and the README. */
	readonly help: string;
	readonly modes: readonly Mode[];
	/** Place in the footer, lowest first; without it the key is in the help only. */
	readonly footer?: number;
	/** Whether the footer has room for it now; without it always. */
	readonly isHinted?: (context: Context) => boolean;
	/** Why the key does nothing now, as a sentence part; undefined when it works. */
	readonly disabled?: (context: Context) => string | undefined;
};

/** The row that a key means in a mode. */
export function findKeyRow<Id extends string, Mode extends string, Context>(
	table: ReadonlyArray<KeyRow<Id, Mode, Context>>,
	mode: Mode,
	key: string,
): KeyRow<Id, Mode, Context> | undefined {
	return table.find((row) => row.modes.includes(mode) && row.keys.includes(key));
}

/** `?help  tab pane … q quit`: the keys that work now, in footer order. Where they do not fit, those before the last go, the last stays. */
export function footerText<Id extends string, Mode extends string, Context>(
	table: ReadonlyArray<KeyRow<Id, Mode, Context>>,
	mode: Mode,
	context: Context,
	columns: number,
): string {
	const entries = inFooterOrder(table.filter((row) => works(row, mode, context)))
		.filter((row) => row.footer !== undefined && (row.isHinted?.(context) ?? true))
		.map(({keys: [key = ''], label}) => {
			const word = typeof label === 'string' ? label : label(context);
			return key === '?' ? `?${word}` : `${keyText(key)} ${word}`;
		});
	while (entries.length > 1 && entries.join('  ').length > columns) entries.splice(-2, 1);
	return entries.join('  ');
}

/** A line of the help: keys, then what they do. */
export type HelpRow = {readonly keys: string; readonly help: string};

/** All lines of the help, in the order of the table. Rows of one id are one line. */
export function helpRows<Id extends string, Mode extends string, Context>(
	table: ReadonlyArray<KeyRow<Id, Mode, Context>>,
): readonly HelpRow[] {
	return table.map((row) => ({keys: row.keys.map(keyText).join(' '), help: row.help}));
}

/** The same for who asks what to press: what works here now, as the footer has it, and the rest. */
export function helpHere<Id extends string, Mode extends string, Context>(
	table: ReadonlyArray<KeyRow<Id, Mode, Context>>,
	mode: Mode,
	context: Context,
): {readonly here: readonly HelpRow[]; readonly elsewhere: readonly HelpRow[]} {
	return {
		here: helpRows(inFooterOrder(table.filter((row) => works(row, mode, context)))),
		elsewhere: helpRows(table.filter((row) => !works(row, mode, context))),
	};
}

function works<Id extends string, Mode extends string, Context>(
	row: KeyRow<Id, Mode, Context>,
	mode: Mode,
	context: Context,
): boolean {
	return row.modes.includes(mode) && row.disabled?.(context) === undefined;
}

/** What has no place in the footer comes last. */
function inFooterOrder<Row extends {readonly footer?: number}>(rows: readonly Row[]): readonly Row[] {
	return rows.toSorted(({footer: one = Infinity}, {footer: other = Infinity}) => (one === other ? 0 : one - other));
}

/** A key as people write it: `^L`, `PgUp`, `enter`. */
export function keyText(key: string): string {
	if (key.startsWith('ctrl+')) return `^${key.slice(5).toUpperCase()}`;
	return {'page-up': 'PgUp', 'page-down': 'PgDn', home: 'Home', end: 'End'}[key] ?? key;
}
