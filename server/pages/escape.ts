/** Text for an HTML page made by the server: element content and quoted attributes alike. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
