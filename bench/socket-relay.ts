// The three ends of the plain socket relay, one process each: `node socket-relay.ts relay`, `… receive <port> <file>`, `… send <port> <file>`.
import {closeSync, fstatSync, openSync, read, write} from 'node:fs';
import net, {type Socket} from 'node:net';

const bufferBytes = 256 * 1024;

/** Joins each sender (first byte `S`) to the receiver (`R`) that waits. Plain pipes with Node's own back-pressure. */
function relay(): void {
	let receiver: Socket | undefined;
	const server = net.createServer({allowHalfOpen: true, highWaterMark: bufferBytes}, (socket) => {
		socket.on('error', () => socket.destroy());
		socket.once('readable', () => {
			const kind = String(socket.read(1));
			if (kind === 'R') receiver = socket;
			else if (receiver) {
				socket.pipe(receiver);
				receiver.pipe(socket);
			}
		});
	});
	server.listen(0, '127.0.0.1', () => {
		const address = server.address();
		if (typeof address === 'object' && address) console.log(`listening ${address.port}`);
	});
}

/** Writes what comes to a file, answers one byte at its end, and waits for the next sender. */
function receive(port: number, file: string): void {
	// Opened at the first byte: until then the file of the round before must stay.
	let descriptor: number | undefined;
	let position = 0;
	let isWriting = false;
	let hasEnded = false;
	const buffers = [Buffer.allocUnsafeSlow(bufferBytes), Buffer.allocUnsafeSlow(bufferBytes)];
	let turn = 0;
	const finish = (): void => {
		if (!hasEnded || isWriting) return;
		if (descriptor !== undefined) closeSync(descriptor);
		socket.end('!', () => {
			receive(port, file);
		});
	};
	const socket = net.connect({
		port,
		host: '127.0.0.1',
		allowHalfOpen: true,
		onread: {
			buffer: () => buffers[turn++ % 2] ?? Buffer.alloc(0),
			callback(bytes, buffer) {
				isWriting = true;
				descriptor ??= openSync(file, 'w');
				write(descriptor, buffer, 0, bytes, position, (error) => {
					if (error) throw error;
					isWriting = false;
					socket.resume();
					finish();
				});
				position += bytes;
				return false;
			},
		},
	});
	socket.write('R', () => {
		console.log('waiting');
	});
	socket.on('end', () => {
		hasEnded = true;
		finish();
	});
}

/** Reads the file into two buffers in turn; ends when the receiver has answered. */
function send(port: number, file: string): void {
	const descriptor = openSync(file, 'r');
	const {size} = fstatSync(descriptor);
	let position = 0;
	const socket = net.connect({port, host: '127.0.0.1', allowHalfOpen: true});
	const step = (buffer: Buffer): void => {
		if (position >= size) return;
		read(descriptor, buffer, 0, bufferBytes, position, (error, bytes) => {
			if (error) throw error;
			position += bytes;
			const isLast = position >= size;
			socket.write(buffer.subarray(0, bytes), () => {
				step(buffer);
			});
			if (isLast) socket.end();
		});
	};
	socket.write('S');
	step(Buffer.allocUnsafeSlow(bufferBytes));
	socket.once('data', () => {
		process.exit(0);
	});
}

const [role, port, file = ''] = process.argv.slice(2);
if (role === 'relay') relay();
else if (role === 'receive') receive(Number(port), file);
else send(Number(port), file);
