import type {LogLine} from '../base/log.ts';
import type {FilesView, SendOptions} from '../client/snapshot.ts';
import type {OperatorRequest} from './operator-verbs.ts';
import type {SpaceName} from '../protocol/space-path.ts';

/** What the reducer wants done; `run-client-screen` does it. */
export type ClientEffect =
	| {
			readonly type: 'send';
			readonly paths: readonly string[];
			readonly userIds: readonly string[];
			readonly note: string;
			readonly options: SendOptions;
	  }
	| {
			readonly type: 'put';
			readonly paths: readonly string[];
			readonly space: SpaceName;
			readonly folder: FilesView['folder'];
			readonly options: SendOptions;
	  }
	| {
			readonly type: 'get' | 'remove';
			readonly space: SpaceName;
			readonly paths: ReadonlyArray<FilesView['folder']>;
	  }
	| {readonly type: 'open-folder'; readonly space: SpaceName; readonly folder: FilesView['folder']}
	| {readonly type: 'sort-files'; readonly sort: FilesView['sort']}
	| {readonly type: 'filter-files'; readonly filter: string}
	| {readonly type: 'search'; readonly text: string}
	| {readonly type: 'need-rows'; readonly from: number; readonly to: number}
	/** `folder`: as it was typed. */
	| {readonly type: 'accept'; readonly transfer: string; readonly folder?: string}
	| {readonly type: 'decline' | 'cancel' | 'retry'; readonly transfer: string}
	| {readonly type: 'move'; readonly transfer: string; readonly step: -1 | 1}
	| {readonly type: 'pause' | 'resume'; readonly transfers: readonly string[]}
	| {readonly type: 'say'; readonly userIds: readonly string[]; readonly text: string}
	| {readonly type: 'answer-hub'; readonly isYes: boolean}
	| {readonly type: 'give-code'; readonly text: string}
	| {readonly type: 'show-words' | 'verify' | 'ask-again'; readonly userId: string}
	| {readonly type: 'put-notice-away'; readonly id: string}
	| {readonly type: 'always-accept'; readonly userId: string; readonly maxBytes: number | undefined}
	/** `isChosen`: the folder it stands in, with the cursor on it. */
	| {readonly type: 'list'; readonly request: number; readonly path: string; readonly isChosen?: boolean}
	/** Lists what the end of a path that is being typed may become. */
	| {readonly type: 'complete'; readonly text: string}
	/** Counts what a folder of this computer holds, in place of what was being counted. */
	| {readonly type: 'count'; readonly path: string}
	| {readonly type: 'look-back' | 'clear-finished' | 'verify-hub' | 'reconnect' | 'refresh-files'}
	/** Ends this screen for another hub or name; with neither the first screen asks for both. */
	| {readonly type: 'switch'; readonly server?: string; readonly name?: string}
	| {readonly type: 'accept-rule'; readonly mode: 'ask' | 'trusted' | 'all'; readonly maxBytes: number | undefined}
	/** Asks the hub as its operator. */
	| {readonly type: 'operate'; readonly request: OperatorRequest}
	| {readonly type: 'limit'; readonly bytesPerSecond: number | undefined}
	/** Onto the clipboard. */
	| {readonly type: 'copy'; readonly text: string}
	/** A toast has stood there long enough after so many milliseconds. */
	| {readonly type: 'end-toast'; readonly afterMs: number; readonly line: LogLine}
	| {readonly type: 'quit'}
	| {readonly type: 'repaint' | 'suspend'};
