/**
 * Waits until everything written so far to the file system of an open folder is on the disk itself: syncfs(2), which Node does
 * not have, by the `sync -f` of the system. False where that does not exist or fails; then each file has to be synced by itself.
 */
export async function syncDisk(descriptor: number): Promise<boolean> {
	// Elsewhere `sync` promises less, or knows no single disk.
	if (process.platform !== 'linux') return false;
	// A command that saves nothing starts faster without it.
	const {spawn} = await import('node:child_process');
	return new Promise((resolve) => {
		// The folder comes as its standard input: no path that could mean another one by now.
		const child = spawn('sync', ['-f', '/dev/stdin'], {stdio: [descriptor, 'ignore', 'ignore']});
		child.once('error', () => {
			resolve(false);
		});
		child.once('close', (code) => {
			resolve(code === 0);
		});
	});
}
