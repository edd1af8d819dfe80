import {maxRunningPerHub, maxUnadmitted, maxWaitingData, reservedDescriptors} from '../protocol/limits.ts';

/** How many connections a hub may have at once. */
export type ConnectionRoom = {
	/** Undefined: the system sets no limit, or does not tell. */
	readonly maxConnections: number | undefined;
	/** What the operator should know: a crowd of `maxUsers` would not fit. */
	readonly warning: string | undefined;
};

/** Divides the descriptors that the system gives this process: a reserve for files, the rest for connections. */
export function planConnections(descriptors: number | undefined, maxUsers: number): ConnectionRoom {
	if (descriptors === undefined) return {maxConnections: undefined, warning: undefined};
	const maxConnections = Math.max(descriptors - reservedDescriptors, Math.floor(descriptors / 2));
	const wanted = maxUsers + maxUnadmitted + maxWaitingData + 2 * maxRunningPerHub;
	const warning =
		maxConnections >= wanted
			? undefined
			: `the system gives this process ${descriptors} descriptors: ${maxConnections} connections, fewer than ${maxUsers} users may need (${wanted}). Raise it with ulimit -n, LimitNOFILE= in a systemd unit, or lower --max-users`;
	return {maxConnections, warning};
}

/** The descriptors this process may have: Node raises its soft limit to the hard one by itself. Undefined where the system does not tell. */
export function descriptorLimit(): number | undefined {
	const report: object & {userLimits?: {open_files?: {soft?: unknown}}} = process.report.getReport();
	const limit = report.userLimits?.open_files?.soft;
	return typeof limit === 'number' ? limit : undefined;
}
