/** What completion proposes as the value of an option, or as an argument. */
export type Proposed = readonly string[] | 'file' | 'folder';

/** What a command line option is; the words are a contract with scripts. A switch that is on is turned off by `--no-`. */
export type Flag = {readonly shortFlag?: string} & (
	| {readonly type: 'string'; readonly isMultiple?: boolean; readonly values?: Proposed}
	| {readonly type: 'boolean'; readonly default?: boolean}
);

/** Options that every command takes. */
export const everywhereFlags = {
	server: {type: 'string', shortFlag: 's'},
	name: {type: 'string', shortFlag: 'n'},
	code: {type: 'string'},
	json: {type: 'boolean'},
	quiet: {type: 'boolean', shortFlag: 'q'},
	verbose: {type: 'boolean', shortFlag: 'v'},
	yes: {type: 'boolean', shortFlag: 'y'},
	color: {type: 'string', values: ['auto', 'always', 'never']},
	ascii: {type: 'boolean'},
	ifExists: {type: 'string', values: ['rename', 'skip', 'overwrite', 'ask']},
	quick: {type: 'boolean'},
	wait: {type: 'string'},
	acceptNew: {type: 'boolean'},
	bwlimit: {type: 'string'},
} as const satisfies Record<string, Flag>;

/** Of the commands that send what lies here. */
const sourceFlags = {
	stdinName: {type: 'string'},
	exclude: {type: 'string', isMultiple: true},
	gitignore: {type: 'boolean'},
	dryRun: {type: 'boolean'},
} as const satisfies Record<string, Flag>;

/** The options that each command has of its own: its parser and completion read the same rows. */
export const commandFlags = {
	server: {
		port: {type: 'string'},
		host: {type: 'string'},
		dir: {type: 'string', values: 'folder'},
		title: {type: 'string'},
		open: {type: 'boolean'},
		approve: {type: 'boolean'},
		maxUsers: {type: 'string'},
		reserve: {type: 'string'},
		ui: {type: 'boolean', default: true},
	},
	client: {
		downloads: {type: 'string', values: 'folder'},
		accept: {type: 'string', values: ['ask', 'trusted', 'all']},
		maxSize: {type: 'string'},
		reserve: {type: 'string'},
	},
	send: {
		to: {type: 'string'},
		note: {type: 'string'},
		store: {type: 'boolean'},
		new: {type: 'boolean'},
		...sourceFlags,
	},
	receive: {
		from: {type: 'string'},
		accept: {type: 'string', values: ['all', 'trusted']},
		maxSize: {type: 'string'},
		count: {type: 'string'},
		downloads: {type: 'string', values: 'folder'},
		reserve: {type: 'string'},
	},
	put: {private: {type: 'boolean'}, to: {type: 'string'}, ...sourceFlags},
	get: {out: {type: 'string', values: 'folder'}, reserve: {type: 'string'}},
	ls: {
		long: {type: 'boolean'},
		search: {type: 'string'},
		sort: {type: 'string', values: ['name', 'size', 'date', 'user']},
	},
	rm: {},
	users: {},
	say: {to: {type: 'string'}},
	offers: {
		accept: {type: 'string'},
		only: {type: 'string', isMultiple: true},
		decline: {type: 'string'},
		downloads: {type: 'string', values: 'folder'},
	},
	transfers: {},
	trust: {
		words: {type: 'boolean'},
		always: {type: 'boolean'},
		maxSize: {type: 'string'},
		ask: {type: 'boolean'},
		replace: {type: 'boolean'},
		forget: {type: 'boolean'},
	},
	key: {},
	hub: {
		dir: {type: 'string', values: 'folder'},
		uses: {type: 'string'},
		ttl: {type: 'string'},
		new: {type: 'boolean'},
		delete: {type: 'string'},
	},
	pause: {},
	resume: {failed: {type: 'boolean'}},
	cancel: {},
	completion: {},
} as const satisfies Record<string, Record<string, Flag>>;

export type CommandWord = keyof typeof commandFlags;

const spaces = ['public:', 'shared:', 'private:'] as const;

/** What each command takes besides options, where that can be proposed without asking a hub. */
export const commandWords = {
	send: 'file',
	put: 'file',
	get: spaces,
	ls: spaces,
	rm: spaces,
	trust: ['hub'],
	key: ['export', 'import', 'show'],
	hub: [
		...['status', 'notice', 'invite', 'withdraw', 'requests', 'approve', 'deny', 'kick', 'ban', 'unban', 'release'],
		...['cancel', 'storage', 'intake', 'limit', 'code', 'stop'],
	],
	completion: ['bash', 'zsh', 'fish'],
} as const satisfies Partial<Record<CommandWord, Proposed>>;

/** `maxSize` as it is typed: `--max-size`. */
export function toOption(name: string): string {
	return name.length === 1 ? `-${name}` : `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}
