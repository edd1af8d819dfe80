import type {Client} from '../client/client.ts';
import {FtError} from '../protocol/errors.ts';

/** Rejects when the hub refuses this client for good, or has done so. */
export async function untilRefused(client: Client): Promise<never> {
	return new Promise((_, reject) => {
		const look = (): void => {
			const {connection} = client.snapshot();
			if (connection.phase === 'refused') reject(new FtError(connection.code, connection.reason));
		};
		client.onChange(look);
		look();
	});
}
