import path from 'node:path';
import type {Cleanup} from '../base/cleanup.ts';
import {systemClock} from '../base/clock.ts';
import {openAuditFile, type AuditFile} from '../files/audit-file.ts';
import {openOperatorTable, type OperatorTable} from '../files/operator-table.ts';
import {openTransfersTable, type TransfersTable} from '../files/transfers-table.ts';
import {openUploadsTable, type UploadsTable} from '../files/uploads-table.ts';
import {openUsersTable, type UsersTable} from '../files/users-table.ts';

/** What a hub remembers, in its own folder. */
export type HubTables = {
	readonly users: UsersTable;
	readonly operatorTable: OperatorTable;
	readonly uploads: UploadsTable;
	/** Receipts that the hub signed. */
	readonly receipts: TransfersTable;
	readonly audit: AuditFile;
};

/** Opens them below `.ft`; `cleanup` closes them. Throws FtError `disk-error`. */
export function openHubTables(own: string, cleanup: Cleanup, warn: (text: string) => void): HubTables {
	const closing = <Table extends {close(): void | Promise<void>}>(table: Table): Table => {
		cleanup.push(() => table.close());
		return table;
	};
	return {
		users: closing(openUsersTable(path.join(own, 'users.db'))),
		operatorTable: closing(openOperatorTable(path.join(own, 'operator.db'))),
		uploads: closing(openUploadsTable(path.join(own, 'uploads.db'), systemClock.nowMs())),
		receipts: closing(openTransfersTable(path.join(own, 'transfers.db'))),
		audit: closing(
			openAuditFile(path.join(own, 'audit.log'), {
				nowMs: () => systemClock.nowMs(),
				onError: (error) => {
					warn(`the audit log cannot be written: ${error.message}`);
				},
			}),
		),
	};
}
