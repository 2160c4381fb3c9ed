/** Numbers as a person at a terminal reads them. */
const units = ['bytes', 'KB', 'MB', 'GB', 'TB'] as const;

export function sizeText(bytes: number): string {
	let [value, unit] = [bytes, 0];
	while (value >= 1024 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
	return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit] ?? ''}`;
}

const day = 86_400_000;

export function ageText(ms: number): string {
	if (ms < 3_600_000) return 'less than an hour';
	if (ms < 2 * day) return `${Math.round(ms / 3_600_000)} hours`;
	return `${Math.round(ms / day)} days`;
}

export const rowsText = (rows: number): string => (rows === 1 ? '1 row' : `${rows} rows`);
