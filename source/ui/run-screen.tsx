import {render, useApp} from 'ink';
import {useEffect, type ReactNode} from 'react';
import {LookContext} from './look-context.ts';
import type {KeyHandler} from './key-stream.ts';
import type {Terminal} from './terminal.ts';

/** What a running screen can ask of the terminal it is on. */
export type ScreenControl = {
	/** Ends the screen: `runScreen` resolves. */
	quit(): void;
	/** Ends the screen with an error: `runScreen` closes the terminal and rejects with it. */
	fail(error: unknown): void;
	/** Draws everything afresh (^L). */
	repaint(): void;
	/** Gives the terminal back, calls `stop`, and takes it again when that returns (^Z). */
	suspend(stop: () => void): void;
};

/** What a screen is made of: what is drawn, and what sees every key first. */
export type ScreenParts = {readonly element: ReactNode; readonly onKey: KeyHandler};

/**
 * Runs one screen on a terminal until it quits or the terminal is closed; the terminal stays open for the next one. An error of a
 * component or of the dispatcher closes the terminal, so that it can be read, and rejects with it.
 */
export async function runScreen(terminal: Terminal, makeParts: (control: ScreenControl) => ScreenParts): Promise<void> {
	let suspend: ReturnType<typeof useApp>['suspendTerminal'] | undefined;
	const ended = Promise.withResolvers<void>();
	const control: ScreenControl = {
		quit: ended.resolve,
		fail: ended.reject,
		repaint() {
			void suspend?.(() => undefined).catch(ended.reject);
		},
		suspend(stop) {
			const handOver = (): void => {
				terminal.release();
				stop();
				terminal.take();
			};
			void suspend?.(handOver).catch(ended.reject);
		},
	};
	const {element, onKey} = makeParts(control);
	const unroute = terminal.keys.route((key) => {
		try {
			return onKey(key);
		} catch (error) {
			ended.reject(error);
			return true;
		}
	});
	const {glyphs, hasColor, isScreenReader} = terminal;
	const ink = render(
		<LookContext value={{glyphs, hasColor, isScreenReader}}>
			<SuspendAccess onReady={(access) => (suspend = access)} />
			{element}
		</LookContext>,
		{
			stdout: terminal.output,
			stdin: terminal.keys.stdin,
			stderr: terminal.output,
			interactive: true,
			alternateScreen: !isScreenReader,
			isScreenReaderEnabled: isScreenReader,
			patchConsole: false,
			exitOnCtrlC: false,
			maxFps: 30,
		},
	);
	const exited = ink.waitUntilExit();
	let isOver = false;
	const leave = async (): Promise<void> => {
		// Ink must not be touched again after it has unmounted by itself.
		if (isOver) return;
		isOver = true;
		// Some terminals leak what stands on the alternate screen into the scrollback: nothing does.
		ink.rerender(null);
		ink.unmount();
		await exited.catch(() => undefined);
	};
	const offClose = terminal.beforeClose(leave);
	// Its modes are another program's now, and so is what stands on it.
	const offContinued = terminal.onContinued(() => {
		control.suspend(() => undefined);
	});
	try {
		await Promise.race([ended.promise, exited.finally(() => (isOver = true))]);
	} catch (error) {
		await terminal.close();
		throw error;
	} finally {
		await leave();
		offClose();
		offContinued();
		unroute();
	}
}

function SuspendAccess({
	onReady,
}: {
	readonly onReady: (suspend: ReturnType<typeof useApp>['suspendTerminal']) => void;
}): ReactNode {
	const {suspendTerminal} = useApp();
	useEffect(() => {
		onReady(suspendTerminal);
	}, [onReady, suspendTerminal]);
	return null;
}
