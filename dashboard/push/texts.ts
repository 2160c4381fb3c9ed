import { createTexts, useTexts } from '../ui/locale.tsx';

/** Sentences about notifications; loaded with their page. */
export const pushTexts = createTexts({
	en: async () => (await import('../../shared/text/push-en.ts')).pushEn,
	lv: async () => (await import('../../shared/text/push-lv.ts')).pushLv,
});

export const usePushTexts = () => useTexts(pushTexts);
