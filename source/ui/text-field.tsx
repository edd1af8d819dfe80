import {Box, Text} from 'ink';
import TextInput from 'ink-text-input';
import type {ReactNode} from 'react';
import {display} from '../base/display.ts';
import type {TextField as Field} from '../state/text-field.ts';

/**
 * A field over ink-text-input, which types at the end of what stands before the cursor. Every other key (Home, ^W, Backspace, paste)
 * is the dispatcher's: it moves text between `before` and `after` and raises `revision`, which starts the widget afresh.
 * The end stays in sight when the text is longer than `columns`. What is shown is harmless, what is meant stays: a pasted or local name may hold anything.
 */
export function TextField({
	label,
	field,
	columns,
	isActive = true,
	onType,
}: {
	readonly label: string;
	readonly field: Field;
	readonly columns: number;
	readonly isActive?: boolean;
	readonly onType: (before: string) => void;
}): ReactNode {
	const before = display(field.before, Infinity);
	const [under = ' ', ...after] = display(field.after, Infinity);
	const room = Math.max(1, columns - label.length - 3);
	return (
		<Box width={columns} height={1}>
			<Box flexShrink={0}>
				<Text wrap="truncate" bold={isActive}>{` ${label} `}</Text>
			</Box>
			<Box width={room} height={1}>
				<Text wrap="truncate-start">
					<Text dimColor={field.isProposal === true}>
						<TextInput
							key={field.revision}
							value={before}
							focus={isActive}
							showCursor={false}
							onChange={(text) => {
								onType(field.before + text.slice(before.length));
							}}
						/>
					</Text>
					<Text inverse={isActive}>{under}</Text>
					{after.slice(0, Math.floor(room / 2)).join('')}
				</Text>
			</Box>
		</Box>
	);
}
