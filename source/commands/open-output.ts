import {systemClock} from '../base/clock.ts';
import type {EverywhereFlags} from './arguments.ts';
import {createOutput, type Output} from './output.ts';

/** The output of this process, as the command line asks for it. */
export function openOutput(flags: EverywhereFlags): Output {
	// A reader that went away, as `head` does, ends nothing by itself.
	for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
	return createOutput({
		stdout: process.stdout,
		stderr: process.stderr,
		isJson: flags.json ?? false,
		isQuiet: flags.quiet ?? false,
		isVerbose: flags.verbose ?? false,
		now: () => systemClock.nowMs(),
	});
}
