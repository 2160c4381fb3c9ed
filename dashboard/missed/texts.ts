import { createTexts, useTexts } from '../ui/locale.tsx';

/** Sentences of the Missed list; loaded with it. */
export const missedTexts = createTexts({
	en: async () => (await import('../../shared/text/missed-en.ts')).missedEn,
	lv: async () => (await import('../../shared/text/missed-lv.ts')).missedLv,
});

export const useMissedTexts = () => useTexts(missedTexts);
