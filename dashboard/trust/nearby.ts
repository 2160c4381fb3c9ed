/** Whether an address range, as somebody types it, is of their own network or machine. Only for a warning. Pure. */
export function isNearby(range: string): boolean {
	return /^(?:0|10|127|169\.254|192\.168|172\.(?:1[6-9]|2\d|3[01])|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7]))\.|^::1?(?:\/|$)|^f(?:[cd]|e[89ab])[0-9a-f]{0,2}:/i.test(
		range.trim().replace(/^::ffff:/i, ''),
	);
}
