import {Text} from 'ink';
import SelectInput from 'ink-select-input';
import type {ReactNode} from 'react';

/** Two answers over ink-select-input, the harmless one chosen at first. The dispatcher lets only arrows and Enter through to it. */
export function Choice({
	no,
	yes,
	onChoose,
}: {
	readonly no: string;
	readonly yes: string;
	readonly onChoose: (isYes: boolean) => void;
}): ReactNode {
	const items = [
		{label: no, value: false, key: 'no'},
		{label: yes, value: true, key: 'yes'},
	];
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
	return <Text>{isSelected ? ' > ' : '   '}</Text>;
}

function Answer({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}): ReactNode {
	return (
		<Text wrap="truncate" inverse={isSelected}>
			{label}
		</Text>
	);
}
