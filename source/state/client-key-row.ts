import type {ClientSelectionContext} from './client-selection.ts';
import type {ClientMode} from './client-mode.ts';
import type {KeyRow} from './key-table.ts';
import type {Move} from './list-cursor.ts';

/** Where a key of the client works. */
export type ClientModeName = ClientMode['mode'];

/** A row of the client's key table, in whichever of its files it stands. */
export type ClientKeyRow = KeyRow<ClientKeyId, ClientModeName, ClientSelectionContext>;

/** What the client's reducer branches on. */
export type ClientKeyId =
	| Move
	| 'pane-next'
	| 'pane-previous'
	| 'pane'
	| 'open'
	| 'parent'
	| 'mark'
	| 'mark-all'
	| 'invert'
	| 'mark-matching'
	| 'unmark-matching'
	| 'follow'
	| 'level'
	| 'zoom'
	| 'bare'
	| 'copy'
	| 'command'
	| 'complete'
	| 'older'
	| 'newer'
	| 'pause'
	| 'search'
	| 'retry'
	| 'past'
	| 'sooner'
	| 'later'
	| 'pause-all'
	| 'limit'
	| 'space-next'
	| 'space-previous'
	| 'sort'
	| 'download'
	| 'upload'
	| 'remove'
	| 'hidden'
	| 'leave-out'
	| 'path'
	| 'note'
	| 'send'
	| 'offers'
	| 'list'
	| 'accept'
	| 'decline'
	| 'place'
	| 'always'
	| 'about'
	| 'verify'
	| 'code'
	| 'leave'
	| 'cancel'
	| 'clear'
	| 'say'
	| 'refresh'
	| 'filter'
	| 'help'
	| 'back'
	| 'submit'
	| 'send-now'
	| 'choose'
	| 'quit'
	| 'interrupt'
	| 'repaint'
	| 'suspend'
	| 'paste';
