/** Which text stands on a colour that an owner chose, and whether it can be read. Pure. */

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

const channel = (hex: string, at: number): number => Number.parseInt(hex.slice(at, at + 2), 16);

const linear = (value: number): number => {
	const share = value / 255;
	return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
};

/** WCAG's relative luminance of `#rrggbb`, 0 to 1. */
const luminance = (hex: string): number =>
	0.2126 * linear(channel(hex, 1)) + 0.7152 * linear(channel(hex, 3)) + 0.0722 * linear(channel(hex, 5));

/** WCAG's contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
	const [a, b] = [luminance(one), luminance(other)];
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** The widget's own choice; its loader has room for nothing finer. */
export const textOn = (colour: string): string =>
	channel(colour, 1) * 3 + channel(colour, 3) * 6 + channel(colour, 5) > 1_600 ? '#111111' : '#ffffff';

/** WCAG AA for text of that size. */
export const isReadable = (colour: string): boolean => contrast(colour, textOn(colour)) >= 4.5;
