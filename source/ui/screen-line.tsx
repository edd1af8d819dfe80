import {Text, type TextProps} from 'ink';
import type {ReactNode} from 'react';
import type {Line, Tone} from '../state/line.ts';
import {useLook} from './look-context.ts';

/** Without colour bold and inverse stay: chalk would drop them too, so the colour is left out here. */
const looks: Record<Exclude<Tone, 'plain'>, TextProps> = {
	strong: {bold: true},
	dim: {dimColor: true},
	good: {color: 'green'},
	warn: {color: 'yellow'},
	bad: {color: 'red', bold: true},
	accent: {color: 'cyan', bold: true},
	selected: {inverse: true},
};

/** One row of the screen. `before` and `after` are the borders; what is too long is cut. */
export function ScreenLine({
	line,
	before,
	after,
}: {
	readonly line: Line;
	readonly before?: ReactNode | undefined;
	readonly after?: ReactNode | undefined;
}): ReactNode {
	return (
		<Text wrap="truncate">
			{before}
			<Spans line={line} />
			{after}
		</Text>
	);
}

function Spans({line}: {readonly line: Line}): ReactNode {
	const {hasColor} = useLook();
	return line.map(({text, tone}, index) => {
		if (tone === 'plain') return text;
		const {color, ...rest} = looks[tone];
		return (
			// eslint-disable-next-line react/no-array-index-key -- spans have no identity but their place
			<Text key={index} {...rest} {...(hasColor && color !== undefined ? {color} : {})}>
				{text}
			</Text>
		);
	});
}
