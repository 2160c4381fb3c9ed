/** Which text stands on a colour that an owner chose. Pure. */

export const isColour = (text: string): boolean => /^#[0-9a-f]{6}$/i.test(text);

const channel = (hex: string, at: number): number => {
	const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
	return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
};

/** WCAG's relative luminance of `#rrggbb`, 0 to 1. */
const luminance = (hex: string): number =>
	0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);

/** WCAG's contrast of two colours, 1 to 21. */
export function contrast(one: string, other: string): number {
	const [a, b] = [luminance(one), luminance(other)];
	return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const white = '#ffffff';
const dark = '#16161d';

/** White where it can be read, as it looks calmer; else dark. */
export const textOn = (colour: string): string =>
	contrast(colour, white) >= 4.5 || contrast(colour, white) >= contrast(colour, dark) ? white : dark;
