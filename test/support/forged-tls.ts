import {
	createCipheriv,
	createDecipheriv,
	createHash,
	createHmac,
	diffieHellman,
	generateKeyPairSync,
	randomBytes,
	createPublicKey,
	X509Certificate,
} from 'node:crypto';
import {connect, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';
import type {Identity} from '../../source/crypto/identity.ts';

/*
 * The client's half of a TLS 1.3 handshake (RFC 8446) written out, because every library refuses what is tried here: to show a
 * certificate without having its key. One cipher suite, one group, no resumption; after the handshake nothing is read.
 */

/** Does the handshake with this certificate, signed by whoever's key; resolves when all is sent. */
export async function shakeHands(port: number, certPem: string, signer: Identity): Promise<Socket> {
	const socket = connect({port, host: '127.0.0.1'});
	socket.on('error', () => undefined);
	onTestFinished(() => {
		socket.destroy();
	});
	const records = readRecords(socket);
	const {publicKey, privateKey} = generateKeyPairSync('x25519');
	const transcript: Buffer[] = [toClientHello(publicKey.export({format: 'der', type: 'spki'}).subarray(-32))];
	const hash = (): Buffer => createHash('sha256').update(Buffer.concat(transcript)).digest();
	socket.write(toRecord(0x16, transcript[0] ?? Buffer.alloc(0)));

	const serverHello = await records.next();
	transcript.push(serverHello.body);
	const shared = diffieHellman({privateKey, publicKey: toX25519(shareIn(serverHello.body))});
	const early = hmac(zeros, zeros);
	const secret = hmac(expand(early, 'derived', emptyHash), shared);
	const [mine, theirs] = ['c hs traffic', 's hs traffic'].map((label) => expand(secret, label, hash()));
	if (!mine || !theirs) throw new Error('no secrets');

	const decipher = createRecordCipher(theirs);
	for (let flight = Buffer.alloc(0), isFinished = false; !isFinished;) {
		flight = Buffer.concat([flight, decipher.open(await records.next())]);
		for (;;) {
			const length = flight.length < 4 ? Infinity : 4 + flight.readUIntBE(1, 3);
			if (flight.length < length) break;
			isFinished ||= flight[0] === finishedType;
			transcript.push(flight.subarray(0, length));
			flight = flight.subarray(length);
		}
	}

	const certificate = new X509Certificate(certPem).raw;
	const entry = Buffer.concat([sized(certificate, 3), Buffer.alloc(2)]);
	transcript.push(toHandshake(11, Buffer.concat([Buffer.alloc(1), sized(entry, 3)])));
	const signed = Buffer.concat([Buffer.alloc(64, 0x20), Buffer.from('TLS 1.3, client CertificateVerify\0'), hash()]);
	transcript.push(toHandshake(15, Buffer.concat([Buffer.of(8, 7), sized(signer.sign(signed), 2)])));
	transcript.push(toHandshake(finishedType, hmac(expand(mine, 'finished', Buffer.alloc(0)), hash())));
	socket.write(createRecordCipher(mine).seal(Buffer.concat(transcript.slice(-3))));
	socket.resume();
	return socket;
}

type Record = {readonly header: Buffer; readonly body: Buffer};

const zeros = Buffer.alloc(32);
const emptyHash = createHash('sha256').digest();
const finishedType = 20;

const hmac = (key: Buffer, text: Buffer): Buffer => createHmac('sha256', key).update(text).digest();

/** HKDF-Expand-Label (7.1) for at most one block. */
function expand(secret: Buffer, label: string, context: Buffer, length = 32): Buffer {
	const info = Buffer.concat([
		Buffer.of(0, length),
		sized(Buffer.from(`tls13 ${label}`), 1),
		sized(context, 1),
		Buffer.of(1),
	]);
	return hmac(secret, info).subarray(0, length);
}

/** A vector with its length before it. */
function sized(bytes: Buffer, lengthBytes: number): Buffer {
	const length = Buffer.alloc(lengthBytes);
	length.writeUIntBE(bytes.length, 0, lengthBytes);
	return Buffer.concat([length, bytes]);
}

const toHandshake = (type: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(type), sized(body, 3)]);
const toRecord = (type: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(type, 3, 3), sized(body, 2)]);

function toClientHello(share: Buffer): Buffer {
	const extension = (type: number, body: Buffer): Buffer => Buffer.concat([Buffer.of(0, type), sized(body, 2)]);
	const extensions = Buffer.concat([
		extension(43, Buffer.of(2, 3, 4)),
		extension(10, Buffer.of(0, 2, 0, 0x1d)),
		extension(13, Buffer.of(0, 2, 8, 7)),
		extension(51, sized(Buffer.concat([Buffer.of(0, 0x1d), sized(share, 2)]), 2)),
		extension(16, sized(sized(Buffer.from('ft/1'), 1), 2)),
	]);
	// No session id; TLS_AES_128_GCM_SHA256; no compression.
	const body = Buffer.concat([
		Buffer.of(3, 3),
		randomBytes(32),
		Buffer.of(0, 0, 2, 0x13, 1, 1, 0),
		sized(extensions, 2),
	]);
	return toHandshake(1, body);
}

/** The X25519 share of a ServerHello: the only 32 bytes behind a key_share extension of that group. */
function shareIn(serverHello: Buffer): Buffer {
	const head = Buffer.of(0, 51, 0, 36, 0, 0x1d, 0, 32);
	const at = serverHello.indexOf(head) + head.length;
	return serverHello.subarray(at, at + 32);
}

const toX25519 = (raw: Buffer) =>
	createPublicKey({key: {kty: 'OKP', crv: 'X25519', x: raw.toString('base64url')}, format: 'jwk'});

/** Encrypts and decrypts the records of one direction, in order (5.2). */
function createRecordCipher(secret: Buffer): {open(record: Record): Buffer; seal(handshake: Buffer): Buffer} {
	const key = expand(secret, 'key', Buffer.alloc(0), 16);
	const iv = expand(secret, 'iv', Buffer.alloc(0), 12);
	let sequence = 0;
	const nonce = (): Buffer => {
		const next = Buffer.from(iv);
		next[11] = (next[11] ?? 0) ^ sequence++;
		return next;
	};
	return {
		open({header, body}) {
			const decipher = createDecipheriv('aes-128-gcm', key, nonce(), {authTagLength: 16}).setAAD(header);
			decipher.setAuthTag(body.subarray(-16));
			const inner = Buffer.concat([decipher.update(body.subarray(0, -16)), decipher.final()]);
			// The last byte is the type of what is inside.
			return inner.subarray(0, -1);
		},
		seal(handshake) {
			const inner = Buffer.concat([handshake, Buffer.of(0x16)]);
			const header = Buffer.concat([
				Buffer.of(0x17, 3, 3),
				Buffer.of((inner.length + 16) >> 8, (inner.length + 16) & 0xff),
			]);
			const cipher = createCipheriv('aes-128-gcm', key, nonce(), {authTagLength: 16}).setAAD(header);
			return Buffer.concat([header, cipher.update(inner), cipher.final(), cipher.getAuthTag()]);
		},
	};
}

/** Cuts what the socket gives into records. */
function readRecords(socket: Socket): {next(): Promise<Record>} {
	let held = Buffer.alloc(0);
	return {
		async next() {
			for (;;) {
				const length = held.length < 5 ? Infinity : 5 + held.readUInt16BE(3);
				if (held.length >= length) {
					const record = {header: held.subarray(0, 5), body: held.subarray(5, length)};
					held = held.subarray(length);
					// "Change cipher spec" is there for old boxes on the way and means nothing.
					if (record.header[0] !== 0x14) return record;
					continue;
				}
				held = Buffer.concat([held, await moreOf(socket)]);
			}
		},
	};
}

async function moreOf(socket: Socket): Promise<Buffer> {
	return await new Promise((resolve, reject) => {
		socket.once('close', reject);
		socket.once('data', (bytes: Buffer) => {
			socket.pause();
			resolve(bytes);
		});
		socket.resume();
	});
}
