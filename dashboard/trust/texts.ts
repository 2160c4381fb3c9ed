import { createTexts, useTexts } from '../ui/locale.tsx';

/** Sentences of privacy and order; loaded with the pages that say them. */
export const trustTexts = createTexts({
	en: async () => (await import('../../shared/text/trust-en.ts')).trustEn,
	lv: async () => (await import('../../shared/text/trust-lv.ts')).trustLv,
});

export const useTrustTexts = () => useTexts(trustTexts);
