import path from 'node:path';
import {numberedName} from '../protocol/safe-name.ts';
import type {Published} from './publish-intent.ts';
import {createTopNames} from './walk-tops.ts';

/** Where something stands whose own name, `from`, was taken: its path from the top of the transfer, with a number. */
export type NumberedName = {readonly path: string; readonly from: string};

/** Nobody reads more of them. */
const maxTold = 100;

/** What got a number when it was published, the first hundred. */
export function numberedNames(renamed: Published['renamed']): NumberedName[] {
	return renamed.slice(0, maxTold).map(({from, to}) => {
		const {dir, base} = path.posix.parse(from);
		return {path: path.posix.join(dir, path.basename(to)), from: base};
	});
}

/** Which of the names that somebody saved what lies at `paths` under have a number that we did not give them. */
export function numberedElsewhere(paths: readonly string[], saved: readonly string[]): NumberedName[] {
	const nameTop = createTopNames();
	const own = new Set(paths.map((each) => nameTop(path.basename(each))));
	return saved.flatMap((name) => {
		const [end = '', number, extension = ''] = / \((\d+)\)(\.[^.]*)?$/.exec(name) ?? [];
		const from = name.slice(0, name.length - end.length) + extension;
		const isNumbered = !own.has(name) && own.has(from) && numberedName(from, Number(number)) === name;
		return isNumbered ? [{path: name, from}] : [];
	});
}
