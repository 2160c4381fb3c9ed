/** The widget on a page, found as a screen reader finds it. */
import type { Page } from 'playwright-core';
import type { Words } from './words.ts';

export function chatOn(page: Page, { widget }: Words) {
	const panel = page.getByRole('dialog');
	const button = (name: string) => page.getByRole('button', { name, exact: true });
	const message = panel.getByRole('textbox', { name: widget.message, exact: true });
	return {
		page,
		panel,
		message,
		launcher: button(widget.open),
		closer: button(widget.close).first(),
		log: panel.getByRole('log', { name: widget.conversation, exact: true }),
		control: panel.getByRole('status').first(),
		liveAgent: (name: string) => panel.getByRole('status', { name: `${widget.liveAgent} ${name}`, exact: true }),
		button: (name: string) => panel.getByRole('button', { name, exact: true }),
		async open(): Promise<void> {
			await button(widget.open).click();
			await message.waitFor();
		},
		async say(text: string): Promise<void> {
			await message.fill(text);
			await panel.getByRole('button', { name: widget.send, exact: true }).click();
		},
	};
}
export type Chat = ReturnType<typeof chatOn>;
