import type {FileRow} from '../client/snapshot.ts';
import type {SpaceName} from '../protocol/space-path.ts';
import type {ClientEffect} from './client-effect.ts';
import type {FilterName} from './client-lists.ts';
import type {CommandLine} from './command-line.ts';
import type {HelpRows} from './help-pane.ts';
import type {PickedFile, Picker} from './picker.ts';
import type {TextField} from './text-field.ts';

/** What the keys mean now; a mode holds only what is true in it. */
export type ClientMode =
	| {readonly mode: 'browsing'}
	| {readonly mode: 'filtering'; readonly what: FilterName; readonly field: TextField; readonly from: ClientMode}
	/** Typing a pattern of names to be marked, or unmarked. */
	| {readonly mode: 'marking'; readonly isMark: boolean; readonly field: TextField}
	/** `title`: to whom, in words. */
	| {
			readonly mode: 'writing';
			readonly userIds: readonly string[];
			readonly title: string;
			readonly field: TextField;
	  }
	/** Typing a command after `:`. */
	| ({readonly mode: 'commanding'} & CommandLine)
	| {readonly mode: 'picking'; readonly picker: Picker}
	| {readonly mode: 'picking-filter'; readonly picker: Picker; readonly field: TextField}
	| {readonly mode: 'picking-path'; readonly picker: Picker; readonly field: TextField}
	| {readonly mode: 'picking-pattern'; readonly picker: Picker; readonly isMark: boolean; readonly field: TextField}
	/** The last question before an offer or an upload is made. */
	| {readonly mode: 'sending'; readonly picker: Picker; readonly files: readonly PickedFile[]}
	/** Typing the note that goes with it. */
	| {
			readonly mode: 'noting';
			readonly picker: Picker;
			readonly files: readonly PickedFile[];
			readonly field: TextField;
	  }
	/** Typing what to search the whole hub for, and what was found. */
	| {readonly mode: 'searching'; readonly field: TextField; readonly from: ClientMode}
	| {readonly mode: 'found'; readonly index: number}
	/** What was sent and received before. */
	| {readonly mode: 'past'; readonly index: number}
	/** No offer is `selected` when the one under the cursor went away by itself: a key must not hit another. */
	| {
			readonly mode: 'offers';
			readonly selected: string | undefined;
			readonly opened: string | undefined;
			/** What it was opened over, when that is not the panes. */
			readonly from?: ClientMode;
	  }
	/** Typing the folder into which an offer is accepted; `title` is the offer's. */
	| {
			readonly mode: 'placing';
			readonly transfer: string;
			readonly title: string;
			readonly field: TextField;
			readonly from: ClientMode;
	  }
	| {readonly mode: 'details'; readonly transfer: string}
	/** The sheet of an entry of a folder of the hub, as it was when it was opened; `title` is the folder's. */
	| {
			readonly mode: 'file';
			readonly space: SpaceName;
			readonly title: string;
			readonly row: FileRow;
			/** What it was opened over, when that is not the panes. */
			readonly from?: ClientMode;
	  }
	/** The sheet of a user, by id, or of the hub. */
	| {readonly mode: 'about'; readonly who: 'hub' | {readonly userId: string}}
	/** Up to which size a user's offers are saved unasked; `transfer`: the offer that gave rise to it. */
	| {
			readonly mode: 'limiting';
			readonly userId: string;
			readonly userName: string;
			readonly transfer: string | undefined;
			readonly field: TextField;
			readonly from: ClientMode;
	  }
	/** Typing what all transfers together may take a second. */
	| {readonly mode: 'slowing'; readonly field: TextField; readonly from: ClientMode}
	/** A question with two answers, "no" chosen at first; both lead back to `from`. */
	| {
			readonly mode: 'confirming';
			readonly question: string;
			readonly no: string;
			readonly yes: string;
			readonly effects: readonly ClientEffect[];
			readonly from: ClientMode;
	  }
	| {readonly mode: 'helping'; readonly rows: HelpRows; readonly top: number; readonly from: ClientMode}
	/** What is on show as plain text, to be marked with a mouse. */
	| {readonly mode: 'bare'; readonly top: number; readonly from: ClientMode}
	/** An unknown hub: its fingerprint is shown, and "no" chosen. */
	| {readonly mode: 'meeting'}
	/** Typing a hub's join code. */
	| {readonly mode: 'coding'; readonly field: TextField}
	/** The hub's operator has not let us in yet. */
	| {readonly mode: 'entering'}
	/** Asked to quit while transfers run. */
	| {readonly mode: 'leaving'};
