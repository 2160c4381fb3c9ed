/** Finds the frames in one direction of a WebSocket connection (RFC 6455, section 5.2). The HTTP head passes as one piece, plain HTTP as it comes. */

const headEnd = Buffer.from('\r\n\r\n');

/** Bytes of the first frame in `buffer`; null: it is not all there. */
function frameLength(buffer: Buffer): number | null {
	const second = buffer[1];
	if (second === undefined) return null;
	const short = second & 0x7f;
	const mask = (second & 0x80) === 0 ? 0 : 4;
	let head = 2;
	let payload = short;
	if (short === 126) {
		if (buffer.length < 4) return null;
		head = 4;
		payload = buffer.readUInt16BE(2);
	} else if (short === 127) {
		if (buffer.length < 10) return null;
		head = 10;
		payload = Number(buffer.readBigUInt64BE(2));
	}
	const whole = head + mask + payload;
	return buffer.length < whole ? null : whole;
}

/** @param take gets each piece whole; `isData` is false for the head and for pings, pongs and closings. */
export function createFrameReader(take: (bytes: Buffer, isData: boolean) => void): (chunk: Buffer) => void {
	let rest: Buffer = Buffer.alloc(0);
	let inHead = true;
	let isPlain = false;
	return (chunk) => {
		if (isPlain) return take(chunk, false);
		rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		if (inHead) {
			const end = rest.indexOf(headEnd);
			if (end < 0) return;
			inHead = false;
			isPlain = !/^upgrade: *websocket/im.test(rest.subarray(0, end).toString());
			if (isPlain) return take(rest, false);
			const head = rest.subarray(0, end + headEnd.length);
			rest = rest.subarray(head.length);
			take(head, false);
		}
		for (;;) {
			const length = frameLength(rest);
			if (length === null) return;
			const frame = rest.subarray(0, length);
			rest = rest.subarray(length);
			const opcode = (frame[0] ?? 0) & 0x0f;
			take(frame, opcode < 8);
		}
	};
}
