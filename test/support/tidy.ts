/** The files of the house by path from its root, `/` between folders, with their text. */
export type House = ReadonlyMap<string, string>;

/** One `import`, `export … from` or `import()` in a file. `isType`: it vanishes when compiled. */
export type Import = {readonly from: string; readonly target: string; readonly isType: boolean};

type Layer = {
	/** Folders of source/ it may import; those in `types` with `import type` only. */
	readonly folders: readonly string[];
	readonly types?: readonly string[];
	/** Modules of Node and of others that belong here. */
	readonly modules: readonly string[] | 'any';
};

const belowTransfer = ['base', 'protocol', 'crypto', 'files', 'transport'];
/** ARCHITECTURE.md, "The rooms". */
const layers: Readonly<Record<string, Layer>> = {
	base: {folders: [], modules: []},
	protocol: {folders: ['base'], modules: ['valibot']},
	crypto: {folders: ['base', 'protocol'], modules: ['node:crypto', '@hpke/core', '@peculiar/x509', 'reflect-metadata']},
	files: {
		folders: ['base', 'protocol'],
		modules: [
			'node:fs',
			'node:fs/promises',
			'node:path',
			'node:sqlite',
			'node:zlib',
			'node:buffer',
			'node:child_process',
			'valibot',
			'ignore',
		],
	},
	transport: {folders: ['base', 'protocol', 'crypto'], modules: ['node:net', 'node:tls', 'node:worker_threads']},
	transfer: {folders: belowTransfer, modules: []},
	hub: {folders: [...belowTransfer, 'transfer'], modules: []},
	client: {folders: [...belowTransfer, 'transfer'], modules: []},
	state: {folders: ['base'], types: ['protocol', 'transfer', 'hub', 'client'], modules: []},
	ui: {
		folders: ['base', 'state'],
		types: ['protocol', 'hub', 'client'],
		modules: ['ink', 'react', 'ink-select-input', 'ink-spinner', 'ink-text-input', 'node:stream'],
	},
	commands: {folders: [...belowTransfer, 'transfer', 'hub', 'client', 'state', 'ui'], modules: 'any'},
};

/** Who may have a peer's text as it came, and for what. Nobody else: there are `display` and `safeName`. */
const rawTextUsers: Readonly<Record<string, string>> = {
	'source/base/display.ts': 'makes it safe for eyes',
	'source/protocol/safe-name.ts': 'makes it safe for paths',
	'source/protocol/trailer.ts': 'cuts reasons that go onto the wire',
	'source/protocol/space-path.ts': 'hands names on to the space, which judges them',
	'source/hub/listings.ts': 'compares names with what is looked for',
	'source/files/unique-names.ts': 'compares names',
	'source/files/asked-names.ts': 'compares names',
};

const maxLines = 300;
const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*\.tsx?$/;
/** Layers in which every file has its own test; the screens and commands are tested as wholes. */
const testedLayers = new Set(['base', 'protocol', 'crypto', 'files', 'transport', 'transfer', 'state']);

/** Names that stand for time, and what `process` gives beyond facts about the machine. */
const bareTime = /\b(?:setTimeout|setInterval|Date\.now|performance\.now|AbortSignal\.timeout)\b|\bnew Date\(\)/;
const bareProcess = /\bprocess\.(?!(?:platform|pid|geteuid)\b)[a-z]\w*/i;
const processFacts = /\bprocess\.[a-z]\w*/i;

/** All imports of a file, however they are written. */
export function importsOf(path: string, text: string): Import[] {
	const code = withoutComments(text);
	const found: Import[] = [];
	for (const [, keyword = '', clause = '', target = ''] of code.matchAll(
		/^[ \t]*(import|export)\s+([\w\s{},*$]*?)\s*from\s*['"]([^'"]+)['"]/gm,
	)) {
		found.push({from: path, target, isType: isTypeClause(keyword, clause)});
	}
	for (const [, target = ''] of code.matchAll(/^[ \t]*import\s*['"]([^'"]+)['"]/gm))
		found.push({from: path, target, isType: false});
	for (const [, target = ''] of code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]\s*\)/g))
		found.push({from: path, target, isType: false});
	return found;
}

/** What is untidy in the sources of the house, a sentence each; empty when all is well. */
export function untidySources(house: House): string[] {
	const problems: string[] = [];
	for (const [path, text] of house) {
		if (!path.startsWith('source/') && path !== 'cli.tsx') continue;
		problems.push(...untidyFile(path, text), ...untidyImports(path, text, house), ...untidyGlobals(path, text));
	}
	return problems;
}

/**
 * What is missing or too much in the map of sources to tests. `elsewhere`: sources without a test of their own, with the test
 * that holds them; `extra`: tests that belong to no single source, with the reason.
 */
export function untidyTests(
	house: House,
	elsewhere: Readonly<Record<string, string>>,
	extra: Readonly<Record<string, string>>,
): string[] {
	const problems: string[] = [];
	for (const [path, text] of house) {
		const [top, layer = '', name = ''] = path.split('/');
		if (!testedLayers.has(layer)) continue;
		if (top === 'source' && !hasTest(house, layer, name) && !isTypeOnly(text) && !(path in elsewhere)) {
			problems.push(`${path} has no test/${layer}/${name.replace(/\.tsx?$/, '.test.ts')}`);
		}
		if (top === 'test' && /\.test\.tsx?$/.test(name) && !hasSource(house, layer, name) && !(path in extra)) {
			problems.push(`${path} tests no file of its name in source/${layer}`);
		}
	}
	for (const [path, test] of Object.entries(elsewhere)) {
		const [, layer = '', name = ''] = path.split('/');
		if (!house.has(path) || !house.has(test))
			problems.push(`${path} is said to be tested in ${test}: one of them does not exist`);
		else if (hasTest(house, layer, name))
			problems.push(`${path} is said to be tested in ${test}, but has a test of its own`);
	}
	for (const path of Object.keys(extra)) if (!house.has(path)) problems.push(`${path} is listed but does not exist`);
	return problems;
}

function isTypeClause(keyword: string, clause: string): boolean {
	if (/^type\b/.test(clause)) return true;
	const names = /^\{([^}]*)\}$/
		.exec(clause.trim())?.[1]
		?.split(',')
		.filter((name) => name.trim() !== '');
	return (
		keyword === 'import' &&
		names !== undefined &&
		names.length > 0 &&
		names.every((name) => name.trim().startsWith('type '))
	);
}

/** Comments that begin a line or follow a blank; text in quotes may lose its end, which hides nothing at the beginning of a line. */
function withoutComments(text: string): string {
	return text.replaceAll(/^[ \t]*\/\*.*?\*\//gms, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

function untidyFile(path: string, text: string): string[] {
	const problems: string[] = [];
	const name = path.split('/').at(-1) ?? '';
	const lines = text.split('\n').length - 1;
	if (lines > maxLines) problems.push(`${path} has ${lines} lines, at most ${maxLines}`);
	if (!kebabCase.test(name)) problems.push(`${path} is not named in kebab-case`);
	if (name.startsWith('index.') || /^export \* /m.test(text)) problems.push(`${path} is a barrel`);
	if (/^export default\b|\bas default\b/m.test(withoutComments(text))) problems.push(`${path} has a default export`);
	return problems;
}

function untidyImports(path: string, text: string, house: House): string[] {
	const problems: string[] = [];
	const code = withoutComments(text);
	if (/\bimport\(\s*[^'"\s]/.test(code)) problems.push(`${path} imports what cannot be read here`);
	if (/\brequire\(|\bcreateRequire\b/.test(code)) problems.push(`${path} uses require`);
	for (const {target, isType} of importsOf(path, text)) {
		const layer = layerOf(path);
		if (!layer) problems.push(`${path} is in no layer`);
		else if (!target.startsWith('.')) {
			const isAllowed = layer.modules === 'any' || layer.modules.includes(target);
			if (!isAllowed) problems.push(`${path} imports ${target}, which belongs elsewhere`);
		} else problems.push(...untidyRelative(path, layer, target, isType, house));
	}
	return problems;
}

function untidyRelative(path: string, layer: Layer, target: string, isType: boolean, house: House): string[] {
	const imported = resolve(path, target);
	if (!house.has(imported))
		return [`${path} imports ${target}, which does not exist; relative imports end in .ts or .tsx`];
	const folder = imported.startsWith('source/') ? folderOf(imported) : undefined;
	if (folder === undefined) return [`${path} imports ${imported} from outside of source/`];
	if (folder === folderOf(path) || layer.folders.includes(folder)) return [];
	if (!layer.types?.includes(folder)) return [`${path} imports ${imported}, against the order of the layers`];
	return isType ? [] : [`${path} imports ${imported}: only its types may be`];
}

function untidyGlobals(path: string, text: string): string[] {
	const problems: string[] = [];
	const code = withoutComments(text);
	const isOutermost = path === 'cli.tsx' || path.startsWith('source/commands/');
	const time = bareTime.exec(code)?.[0];
	if (time && path !== 'source/base/clock.ts') problems.push(`${path} uses ${time}, which only base/clock.ts may`);
	// What the machine is may be asked where files are kept; what the process is told and does is up to the commands.
	const process = (path.startsWith('source/files/') ? bareProcess : processFacts).exec(code)?.[0];
	if (process && !isOutermost) problems.push(`${path} uses ${process}, which only commands may`);
	if (/\brawText\b/.test(code) && path !== 'source/base/peer-text.ts' && !(path in rawTextUsers))
		problems.push(`${path} uses rawText: a peer's text goes through display or safeName`);
	return problems;
}

function layerOf(path: string): Layer | undefined {
	return path === 'cli.tsx' ? {folders: Object.keys(layers), modules: 'any'} : layers[folderOf(path) ?? ''];
}

/** `base` for source/base/clock.ts; undefined for what lies directly in source/ or outside. */
function folderOf(path: string): string | undefined {
	return /^source\/([^/]+)\//.exec(path)?.[1];
}

function resolve(from: string, target: string): string {
	return new URL(target, `file:///${from}`).pathname.slice(1);
}

function hasTest(house: House, layer: string, name: string): boolean {
	const stem = `test/${layer}/${name.replace(/\.tsx?$/, '')}`;
	return house.has(`${stem}.test.ts`) || house.has(`${stem}.test.tsx`);
}

function hasSource(house: House, layer: string, name: string): boolean {
	const stem = `source/${layer}/${name.replace(/\.test\.tsx?$/, '')}`;
	return house.has(`${stem}.ts`) || house.has(`${stem}.tsx`);
}

/** Does nothing of the file stay when it is compiled? */
function isTypeOnly(text: string): boolean {
	return !/^(?:export )?(?:async )?(?:const|let|function|class)\b/m.test(text);
}
