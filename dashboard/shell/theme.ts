import { type Theme, themes } from '../../shared/account.ts';
import { recall, remember } from './remember.ts';

/** Before anything is drawn: what this browser used last. The profile says it again once it is known. */
export function applyRememberedTheme(): void {
	const last = themes.find((theme) => theme === recall('theme'));
	if (last !== undefined) applyTheme(last);
}

export function applyTheme(theme: Theme): void {
	if (theme === 'system') delete document.documentElement.dataset['theme'];
	else document.documentElement.dataset['theme'] = theme;
	remember('theme', theme === 'system' ? null : theme);
}
