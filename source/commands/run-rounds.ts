import {FtError} from '../protocol/errors.ts';
import {userNameProblem} from '../protocol/user-name.ts';
import type {FirstRunProposal} from '../state/first-run.ts';
import type {ClientLeaving} from '../ui/run-client-screen.tsx';
import type {Terminal} from '../ui/terminal.ts';
import type {EverywhereFlags} from './arguments.ts';
import {untilEnded} from './ended.ts';
import {rememberedName} from './login.ts';
import {rememberAnswer} from './remember-place.ts';

/** Where a round of the screen is, and as whom. Without a server the remembered one, or the environment's. */
export type Place = {readonly name: string; readonly server: string | undefined; readonly unaskedBytes: number};

/** One hub after the other, with the first screen between them where it is not said which. */
export async function runRounds(
	flags: EverywhereFlags,
	input: string | undefined,
	{
		terminal,
		ending,
		join,
	}: {
		readonly terminal: Terminal;
		readonly ending: AbortSignal;
		readonly join: (place: Place) => Promise<ClientLeaving>;
	},
): Promise<void> {
	const remembered = await rememberedName();
	const name = flags.name ?? process.env['FT_NAME'] ?? remembered.name;
	const ask = async (proposal: Pick<FirstRunProposal, 'name' | 'hub' | 'problem'>): Promise<Place | undefined> =>
		untilEnded(askFirst(terminal, proposal), ending);
	const hub = input ?? flags.server ?? process.env['FT_SERVER'] ?? remembered.server ?? 'localhost';
	const unaskedBytes = remembered.unaskedBytes ?? 0;
	// A command line that says who and where gets an exit code when it cannot be; who chose on a screen chooses again.
	let isChosen = name === undefined;
	let place: Place | undefined =
		name === undefined
			? await ask({name: remembered.proposal, hub})
			: {name, server: input ?? flags.server, unaskedBytes};
	while (place) {
		const here: Place = place;
		try {
			const leaving = await join(here);
			if (leaving.type === 'quit') return;
			isChosen = true;
			place =
				leaving.server === undefined && leaving.name === undefined
					? await ask({name: here.name, hub: here.server ?? hub})
					: {...here, server: leaving.server ?? here.server, name: leaving.name ?? here.name};
		} catch (error) {
			if (!isChosen || !(error instanceof FtError)) throw error;
			place = await ask({name: here.name, hub: here.server ?? hub, problem: error.message});
		}
	}
}

/** The first screen; what it is told is remembered. Undefined when the user left it. */
async function askFirst(
	terminal: Terminal,
	proposal: Pick<FirstRunProposal, 'name' | 'hub' | 'problem'>,
): Promise<Place | undefined> {
	const {hubs, unaskedBytes = 0} = await rememberedName();
	const {runFirstRunForm} = await import('../ui/run-first-run-form.tsx');
	const answer = await runFirstRunForm({
		terminal,
		proposal: {...proposal, unaskedBytes, hubs},
		nameProblem: userNameProblem,
	});
	if (!answer) return undefined;
	await rememberAnswer(answer);
	return {name: answer.name, server: answer.hub, unaskedBytes: answer.unaskedBytes};
}
