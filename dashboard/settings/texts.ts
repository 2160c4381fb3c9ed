import { createTexts, useTexts } from '../ui/locale.tsx';

/** Sentences of the pages around monitoring; loaded with the first of them. */
export const settingsTexts = createTexts({
	en: async () => (await import('../../shared/text/settings-en.ts')).settingsEn,
	lv: async () => (await import('../../shared/text/settings-lv.ts')).settingsLv,
});

export const useSettingsTexts = () => useTexts(settingsTexts);
