import type {KeyRow} from './key-table.ts';
import type {Move} from './list-cursor.ts';
import type {ServerKeyContext} from './server-selection.ts';
import type {ServerMode} from './server-state.ts';

/** Where a key of the dashboard works. */
export type ServerModeName = ServerMode['mode'];

/** A row of the dashboard's key table. */
export type ServerKeyRow = KeyRow<ServerKeyId, ServerModeName, ServerKeyContext>;

/** What the dashboard's reducer branches on. */
export type ServerKeyId =
	| Move
	| 'pane-next'
	| 'pane-previous'
	| 'pane'
	| 'open'
	| 'end'
	| 'about'
	| 'requests'
	| 'approve'
	| 'deny'
	| 'notice'
	| 'intake'
	| 'limit'
	| 'invite'
	| 'show-code'
	| 'copy'
	| 'copy-this'
	| 'filter'
	| 'filter-all'
	| 'sort'
	| 'zoom'
	| 'bare'
	| 'follow'
	| 'level'
	| 'command'
	| 'older'
	| 'newer'
	| 'complete'
	| 'submit'
	| 'choose'
	| 'clear'
	| 'help'
	| 'search'
	| 'back'
	| 'quit'
	| 'interrupt'
	| 'repaint'
	| 'suspend';
