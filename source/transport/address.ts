/** An IP address as people know it: an IPv4 one that came in on an IPv6 socket (`::ffff:192.168.1.9`) is IPv4. */
export function toPlainAddress(address: string | undefined): string {
	return (address ?? '').replace(/^::ffff:(?=\d+\.\d+\.\d+\.\d+$)/i, '');
}

/** Is this plain address one of this machine's loopback addresses? */
export function isLoopbackAddress(address: string): boolean {
	return address === '::1' || /^127\.\d+\.\d+\.\d+$/.test(address);
}
