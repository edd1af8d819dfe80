import {commandFlags, commandWords, everywhereFlags, toOption, type Flag, type Proposed} from './command-flags.ts';

/** What can follow one command, as scripts need it. */
type Completed = {
	readonly word: string;
	readonly about: string;
	/** Arguments; undefined: none that we know. */
	readonly words: Proposed | undefined;
	readonly options: ReadonlyArray<{
		readonly names: readonly string[];
		readonly takesValue: boolean;
		readonly values: Proposed | undefined;
	}>;
};

/** The script of a shell. Everything in it is ours: no name of a file or a peer is ever put into a script. */
export function completionScript(shell: 'bash' | 'zsh' | 'fish', abouts: ReadonlyMap<string, string>): string {
	const commands = Object.entries(commandFlags).map(([word, own]): Completed => {
		const words: Readonly<Record<string, Proposed>> = commandWords;
		return {
			word,
			about: abouts.get(word) ?? '',
			words: words[word],
			options: [...Object.entries<Flag>(own), ...Object.entries<Flag>(everywhereFlags)].map(toOptionRow),
		};
	});
	const scripts = {bash: bashScript, zsh: zshScript, fish: fishScript};
	return scripts[shell](commands);
}

function toOptionRow([name, flag]: [string, Flag]): Completed['options'][number] {
	const isOn = flag.type === 'boolean' && flag.default === true;
	const long = isOn ? toOption(name).replace('--', '--no-') : toOption(name);
	return {
		names: flag.shortFlag === undefined ? [long] : [long, `-${flag.shortFlag}`],
		takesValue: flag.type === 'string',
		values: flag.type === 'string' ? flag.values : undefined,
	};
}

function bashScript(commands: readonly Completed[]): string {
	const propose = (values: Proposed | undefined): string => {
		if (values === undefined) return 'COMPREPLY=()';
		if (values === 'file') return '_ft_files -f';
		return values === 'folder' ? '_ft_files -d' : `_ft_words "${values.join(' ')}"`;
	};
	const cases = commands.map(({word, words, options}) => {
		const rows = options
			.filter(({takesValue}) => takesValue)
			.map(({names, values}) => `\t\t\t${names.join('|')}) ${propose(values)}; return ;;`);
		const all = options.flatMap(({names}) => names).join(' ');
		return [
			`\t${word})`,
			'\t\tcase "$prev" in',
			...rows,
			'\t\tesac',
			`\t\tif [[ $cur == -* ]]; then _ft_words "${all} --help"; else ${propose(words)}; fi ;;`,
		].join('\n');
	});
	return `# bash completion for ft: eval "$(ft completion bash)"
_ft_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); [[ \${COMPREPLY[0]} == *: ]] && compopt -o nospace 2>/dev/null; return 0; }
_ft_files() { local IFS=$'\\n'; COMPREPLY=($(compgen "$1" -- "$cur")); compopt -o filenames 2>/dev/null; return 0; }
_ft() {
	local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
	if ((COMP_CWORD == 1)); then _ft_words "${commands.map(({word}) => word).join(' ')} --help --version"; return; fi
	case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
	esac
}
complete -F _ft ft`;
}

function zshScript(commands: readonly Completed[]): string {
	const propose = (values: Proposed | undefined): string => {
		if (values === undefined) return ':value: ';
		if (values === 'file') return ':file:_files';
		return values === 'folder'
			? ':folder:_files -/'
			: `:value:(${values.map((value) => value.replace(':', '\\:')).join(' ')})`;
	};
	const cases = commands.map(({word, words, options}) => {
		const rows = options.flatMap(({names, takesValue, values}) =>
			names.map((name) => `'*${name}${takesValue ? `[]${propose(values)}` : ''}'`),
		);
		const rest = words === undefined ? [] : [`'*${propose(words)}'`];
		return `\t\t${word}) _arguments -S ${[...rows, "'--help'", ...rest].join(' ')} ;;`;
	});
	const described = commands.map(({word, about}) => `'${word}:${about.replaceAll("'", "'\\''")}'`);
	return `#compdef ft
# zsh completion for ft: eval "$(ft completion zsh)"
_ft() {
	if ((CURRENT == 2)); then
		local -a commands=(${described.join(' ')})
		_describe command commands
		return
	fi
	local word=$words[2]
	shift words
	((CURRENT--))
	case $word in
${cases.join('\n')}
	esac
}
if [[ $funcstack[1] == _ft ]]; then _ft "$@"; else compdef _ft ft; fi`;
}

function fishScript(commands: readonly Completed[]): string {
	const propose = (values: Proposed | undefined): string => {
		if (values === undefined) return '-x';
		if (values === 'file') return '-rF';
		return values === 'folder' ? "-xa '(__fish_complete_directories)'" : `-xa '${values.join(' ')}'`;
	};
	const lines = commands.flatMap(({word, about, words, options}) => {
		const when = `complete -c ft -n '__fish_seen_subcommand_from ${word}'`;
		return [
			`complete -c ft -n __fish_use_subcommand -a ${word} -d '${about.replaceAll("'", "\\'")}'`,
			...(words === undefined
				? []
				: [words === 'file' ? `${when} -F` : `${when} -a '${words === 'folder' ? '' : words.join(' ')}'`]),
			...options.map(({names, takesValue, values}) => {
				const [long = '', short] = names;
				const flags = `-l ${long.slice(2)}${short === undefined ? '' : ` -s ${short.slice(1)}`}`;
				return `${when} ${flags}${takesValue ? ` ${propose(values)}` : ''}`;
			}),
		];
	});
	return ['# fish completion for ft: ft completion fish | source', 'complete -c ft -f', ...lines].join('\n');
}
