import {
	createFirstRun,
	stepFirstRun,
	type FirstRunAnswer,
	type FirstRunEffect,
	type FirstRunEvent,
	type FirstRunProposal,
	type FirstRunState,
} from '../state/first-run.ts';
import {createScreenStore} from '../state/screen-store.ts';
import {FirstRunForm} from './first-run-form.tsx';
import {runScreen} from './run-screen.tsx';
import type {Terminal} from './terminal.ts';

export type FirstRunOptions = {
	readonly terminal: Terminal;
	/** What is filled in at first. */
	readonly proposal: FirstRunProposal;
	/** `userNameProblem` of the protocol. */
	readonly nameProblem: (name: string) => string | undefined;
};

/** Asks for name, hub, and what becomes of files that come; undefined when the user left instead. */
export async function runFirstRunForm({
	terminal,
	proposal,
	nameProblem,
}: FirstRunOptions): Promise<FirstRunAnswer | undefined> {
	let answer: FirstRunAnswer | undefined;
	await runScreen(terminal, (control) => {
		const store = createScreenStore<FirstRunState, FirstRunEvent, FirstRunEffect>(
			createFirstRun(proposal),
			(state, event) => stepFirstRun(state, event, nameProblem),
			(effect) => {
				if (effect.type === 'answer') ({answer} = effect);
				control.quit();
			},
		);
		return {
			element: <FirstRunForm store={store} />,
			onKey: (key) => {
				const isTyped = key.text !== '' && key.name !== 'paste';
				if (isTyped && store.state().active !== 'saving') return false;
				store.dispatch({type: 'key', key});
				return true;
			},
		};
	});
	return answer;
}
