import {Box, Text} from 'ink';
import SelectInput from 'ink-select-input';
import type {ReactNode} from 'react';

/** A few answers over ink-select-input, the first, harmless one chosen at first; tells the place of the chosen one. The dispatcher lets only arrows and Enter through to it. */
export function Choice({
	answers,
	onChoose,
}: {
	readonly answers: readonly string[];
	readonly onChoose: (answer: number) => void;
}): ReactNode {
	const items = answers.map((label, value) => ({label, value}));
	return (
		<SelectInput
			items={items}
			initialIndex={0}
			indicatorComponent={Mark}
			itemComponent={Answer}
			onSelect={({value}) => {
				onChoose(value);
			}}
		/>
	);
}

function Mark({isSelected = false}: {readonly isSelected?: boolean}): ReactNode {
	return (
		<Box flexShrink={0}>
			<Text>{isSelected ? ' > ' : '   '}</Text>
		</Box>
	);
}

function Answer({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}): ReactNode {
	return (
		<Text wrap="truncate" inverse={isSelected}>
			{label}
		</Text>
	);
}
