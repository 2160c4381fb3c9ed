import { createTexts, useTexts } from '../ui/locale.tsx';

/** Sentences of the history; loaded with it. */
export const historyTexts = createTexts({
	en: async () => (await import('../../shared/text/history-en.ts')).historyEn,
	lv: async () => (await import('../../shared/text/history-lv.ts')).historyLv,
});

export const useHistoryTexts = () => useTexts(historyTexts);
